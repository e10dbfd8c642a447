"""The bindery binds in a process of its own what would be bound in this one, and never half of it."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from concurrent.futures import CancelledError
from typing import Any, Final

import pytest

from gis.briefing import atlas_words, bindery, press
from gis.briefing.atlas import atlas
from gis.briefing.framing import Asked
from gis.briefing.reading import Reading
from gis.errors import AreasError, LandmapError, RequestError
from gis.filters import Filters
from tests.test_briefing_atlas import pdf
from tests.test_briefing_content import reading
from tests.test_briefing_pages import AREAS, MOMENT

NO_FONT: Final = """
import fontpkg
def family(_): raise LookupError
fontpkg.family = family
from gis.briefing import press
press.main()
"""
"""What a bindery runs on a machine without the packaged typeface."""


def quiet(_: str, __: int, ___: int) -> None:
    """Nobody looks on."""


def bound(about: Reading | None = None, step: bindery.Step = quiet, size: str = "A4", **how: Any) -> bytes:
    return bindery.bound(about or reading(), Asked(), size=size, moment=MOMENT, step=step, **how)[1]


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are opened."""
    found: list[subprocess.Popen[bytes]] = []

    class Kept(subprocess.Popen[bytes]):
        def __init__(self, *line: Any, **how: Any) -> None:
            super().__init__(*line, **how)
            found.append(self)

    monkeypatch.setattr(subprocess, "Popen", Kept)
    return found


def test_it_binds_what_this_process_would_bind_and_tells_how_far_it_is(
    children: list[subprocess.Popen[bytes]],
) -> None:
    told: list[tuple[str, int, int]] = []
    content = bound(step=lambda *step: told.append(step), yielding=True)
    assert content == pdf(atlas(reading(), Asked(), quiet_here))
    stages = [stage for stage, _, _ in told]
    assert next(iter(stages)) == "gathered"
    assert told[-1] == ("set", 4, 4)
    assert [one.returncode is not None for one in children] == [True]


def quiet_here(_: int, __: int) -> None:
    """Nobody looks on here either."""


def test_no_process_is_opened_for_a_paper_there_is_not(children: list[subprocess.Popen[bytes]]) -> None:
    with pytest.raises(RequestError, match="no paper “A3”"):
        bound(size="A3")
    assert children == []


def test_where_no_ward_is_chosen_it_is_said_and_nothing_runs_on(children: list[subprocess.Popen[bytes]]) -> None:
    with pytest.raises(RequestError, match="No ward matches"):
        bound(reading(Filters(district=("000",))))
    assert [one.poll() is not None for one in children] == [True]


def test_what_it_refuses_is_raised_here_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bindery, "_CHILD", NO_FONT)
    with pytest.raises(AreasError) as caught:
        bound()
    assert "Không tìm thấy phông chữ Be Vietnam Pro" in caught.value.say("vi")


@pytest.mark.parametrize(
    ("child", "kind", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", LandmapError, "for want of memory"),
        ("raise SystemExit(3)", RuntimeError, "ended with 3"),
    ],
)
def test_one_that_ends_half_way_is_no_file_and_no_endless_wait(
    child: str, kind: type[Exception], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bindery, "_CHILD", child)
    with pytest.raises(kind, match=said):
        bound()


@pytest.mark.parametrize("stage", ["gathered", "set"])
def test_who_wants_it_no_longer_ends_it(stage: str, children: list[subprocess.Popen[bytes]]) -> None:
    def step(now: str, _: int, __: int) -> None:
        if now == stage:
            raise CancelledError

    with pytest.raises(CancelledError):
        bound(step=step)
    assert [one.poll() is not None for one in children] == [True]


def test_it_answers_each_map_and_then_the_file_and_takes_nothing_more() -> None:
    made = atlas(reading(Filters(ward=("00001",))), Asked(), quiet_here)
    one, words = made.pages[0], atlas_words.words(made, "A4", MOMENT)
    said = [(AREAS, "A4"), (one.picture, one.link), (words, MOMENT), (one.picture, one.link)]
    out = io.BytesIO()
    press.serve(io.BytesIO(b"".join(map(pickle.dumps, said))), out)
    answers = unpickled(out)
    assert answers[0] == 1
    assert answers[1].startswith(b"%PDF")
    assert len(answers) == 2
    left = io.BytesIO()
    press.serve(io.BytesIO(b"".join(map(pickle.dumps, said[:2]))), left)  # whoever opened it is gone
    assert unpickled(left) == [1]


def unpickled(out: io.BytesIO) -> list[Any]:
    out.seek(0)
    found = []
    while out.tell() < len(out.getvalue()):
        found.append(pickle.load(out))  # noqa: S301 (written by ourselves)
    return found


def test_what_draws_loads_nothing_that_tells_figures() -> None:
    told = ("gis.insight.situation", "gis.records.store", "gis.briefing.atlas", "sqlalchemy", "scipy", "streamlit")
    script = f"import sys, gis.briefing.press, gis.briefing.atlas_pages; print([n for n in {told} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
