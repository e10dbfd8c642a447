"""The witness is read beside the trail: it answers whatever order its lines stand in, and holds few of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.records import testimony
from gis.records.testimony import DIGEST, Witnessed, opened


def digest(number: int) -> str:
    return f"{number:0{DIGEST}x}"


def line(number: int, seen: str = "") -> bytes:
    return f"{number} {seen or digest(number)}\n".encode()


def test_few_lines_are_held_however_many_there_are() -> None:
    entries = 20 * testimony._AHEAD
    seen, most = Witnessed(map(line, range(1, entries + 1))), 0
    for number in range(1, entries + 1):
        assert seen.of(number) == {digest(number)}
        most = max(most, len(seen._seen))
    assert most <= testimony._AHEAD + 1
    assert seen.left() == {}


@given(order=st.permutations(range(1, 13)), asked=st.sets(st.integers(1, 14)))
def test_in_whatever_order_nothing_that_was_seen_is_lost(order: list[int], asked: set[int]) -> None:
    seen = Witnessed(map(line, order))
    answered = {number: seen.of(number) for number in sorted(asked)}
    told = {number: found for number, found in answered.items() if found}
    assert told | dict(seen.left()) == {number: {digest(number)} for number in order}
    assert told.keys().isdisjoint(seen.left())


def test_what_stands_too_far_behind_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testimony, "_AHEAD", 2)
    seen = Witnessed(map(line, [2, 3, 4, 5, 1]))
    assert [seen.of(number) for number in (1, 2)] == [set(), {digest(2)}]
    assert seen.left() == {number: {digest(number)} for number in (1, 3, 4, 5)}


def test_two_lines_of_one_entry_are_both_heard_and_what_is_no_line_is_not() -> None:
    rest = [b"2\n", b"\xff 3\n", b"x " + digest(4).encode() + b"\n", b"5 ab\n", b"\n"]
    seen = Witnessed(iter([line(1), line(1, digest(9)), *rest]))
    assert seen.of(1) == {digest(1), digest(9)}
    assert seen.left() == {}


def test_what_is_written_after_it_was_opened_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "witness.txt"
    file.write_bytes(line(1))
    with opened(file) as seen:
        with file.open("ab") as more:
            more.write(line(2))
        assert seen.left() == {1: {digest(1)}}
    with opened(tmp_path / "none.txt") as seen:
        assert (seen.of(1), seen.left()) == (set(), {})
