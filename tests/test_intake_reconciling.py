"""Totals that files state, held against their rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis import intake
from gis.intake import Checked
from tests import city
from tests.intake_files import sheet

HEADS = ("Mã phương án", "Mã dự án", "Mã xã, phường", "Số hộ", "Diện tích thu hồi (ha)", "Số tiền phê duyệt (đồng)")


def plan(n: int, households: Any = None, area: Any = None, money: Any = None) -> tuple[Any, ...]:
    return (f"L{n}", "P1", "00001", households, area, money)


def total(label: str, *figures: Any) -> tuple[Any, ...]:
    return (label, None, None, *figures)


def read(tmp_path: Path, *rows: tuple[Any, ...]) -> Checked:
    table = intake.read_table(sheet(tmp_path / "plans.xlsx", (HEADS, *rows)))
    return intake.check(table, intake.FORMS["plans"], city.areas(), province="99")


def differing(found: Checked) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in found.findings if one.code == "total_differs"]


def test_totals_that_agree_say_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, plan(1, 3, 1.25, 2e9), plan(2, 4, 0.75, "1,5 tỷ"), total("Tổng cộng", 7, "2,0", "3,5 tỷ"))
    assert differing(found) == []
    assert found.rows == 2


@pytest.mark.parametrize(("households", "wrong"), [(6, True), (7, False), (8, True)])
def test_a_count_that_differs_by_one_is_told(tmp_path: Path, households: int, wrong: bool) -> None:  # noqa: FBT001
    found = read(tmp_path, plan(1, 3), plan(2, 4), total("Tổng cộng", households))
    assert differing(found) == ([(4, "Số hộ")] if wrong else [])


def test_both_figures_and_the_difference_are_said(tmp_path: Path) -> None:
    found = read(tmp_path, plan(1, 3), plan(2, 4), total("Cộng", 10))
    said = next(one.what.say("vi") for one in found.findings if one.code == "total_differs")
    assert "ghi 10" in said
    assert "cộng lại được 7" in said
    assert "chênh 3" in said


def test_a_total_of_a_part_adds_up_what_is_since_the_total_before_it(tmp_path: Path) -> None:
    rows = [plan(1, 3), total("Cộng phường An", 3), plan(2, 4), total("Cộng phường Bắc", 4), total("Tổng cộng", 7)]
    assert differing(read(tmp_path, *rows)) == []
    rows[3] = total("Cộng phường Bắc", 5)
    assert differing(read(tmp_path, *rows)) == [(5, "Số hộ")]


@pytest.mark.parametrize(("area", "wrong"), [(3.333, False), (3.34, True)])
def test_rounding_is_no_difference(tmp_path: Path, area: float, wrong: bool) -> None:  # noqa: FBT001
    found = read(tmp_path, *(plan(n, 1, 1.111) for n in range(3)), total("Tổng cộng", 3, area))
    assert bool(differing(found)) == wrong


def test_a_blank_total_claims_nothing(tmp_path: Path) -> None:
    assert differing(read(tmp_path, plan(1, 3), plan(2, 4), total("Tổng cộng", 7, None, None))) == []


@given(st.lists(st.integers(0, 500), min_size=1, max_size=12), st.integers(-3, 3))
def test_a_difference_is_told_exactly_when_there_is_one(
    tmp_path_factory: pytest.TempPathFactory, households: list[int], off: int
) -> None:
    stated = sum(households) + off
    if stated < 0:
        return
    rows = [plan(n, each) for n, each in enumerate(households)]
    found = read(tmp_path_factory.mktemp("plans"), *rows, total("Tổng cộng", stated))
    assert bool(differing(found)) == (off != 0)
