"""The bindery binds in a process of its own what would be bound in this one, and never half of it."""

from __future__ import annotations

import datetime as dt
import io
import pickle
import subprocess
import sys
from concurrent.futures import CancelledError
from typing import Any, Final

import pytest
from pypdf import PdfReader

from gis.briefing import atlas_words, bindery, gatherer, press
from gis.briefing.atlas import atlas
from gis.briefing.framing import Asked
from gis.briefing.leaving import leaving
from gis.briefing.press import Aside, Gathering, Refused
from gis.briefing.reading import Reading
from gis.briefing.travelling import Travelling
from gis.errors import AreasError, LandmapError, RequestError
from gis.filters import Filters
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import process
from gis.ui.here import ScreenDesk
from gis.view import View
from tests import city
from tests.test_briefing_atlas import pdf
from tests.test_briefing_content import reading
from tests.test_briefing_pages import AREAS, MOMENT
from tests.test_reconcile import crowd

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
    return bindery.bound(about or reading(), Asked(), size=size, moment=MOMENT, step=step, **how).content


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


@pytest.mark.parametrize("beside", [False, True])
def test_it_binds_what_this_process_would_bind_and_tells_how_far_it_is(
    children: list[subprocess.Popen[bytes]], *, beside: bool
) -> None:
    told: list[tuple[str, int, int]] = []
    content = bound(step=lambda *step: told.append(step), beside=beside)
    assert content == pdf(atlas(reading(), Asked(), quiet_here))
    stages = [stage for stage, _, _ in told]
    assert stages == sorted(stages, key=["gathered", "drawn", "set"].index)
    assert stages[0] == "gathered"
    assert told[-1] == ("set", 4, 4)
    assert [one.returncode is not None for one in children] == [True] * (1 + beside)


def test_what_is_gathered_beside_is_told_of_the_same_records(drawn_office: Settings) -> None:
    """Many records, read from a store, by somebody who sees a part of the city only."""
    open_store(drawn_office).append(Batch(crowd(), "crowd.xlsx"))
    scope = Scope("99", frozenset({"00001", "00002"}), "leader")
    about = Reading(View(as_of=city.AS_OF), process.situation_on(city.AS_OF, scope=scope), ScreenDesk(scope))
    one, other = bound(leaving(about), beside=False), bound(leaving(about), beside=True)
    assert one == other
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(one)).pages)
    assert "Phường Bình" in said
    assert "Xã Cát" not in said


def test_a_reading_that_travelled_tells_the_same_and_nothing_of_another_day() -> None:
    sent = Travelling.of(reading(), frames=gatherer.FRAMES, entities=gatherer.ENTITIES)
    there = pickle.loads(pickle.dumps(sent)).arrived()  # noqa: S301 (written by ourselves)
    assert atlas(there, Asked(), quiet_here).digest == atlas(reading(), Asked(), quiet_here).digest
    with pytest.raises(LookupError, match="2026-08-31"):
        there.desk.situation_on(dt.date(2026, 8, 31))
    with pytest.raises(KeyError):
        there.situation["compulsory_step"]


def quiet_here(_: int, __: int) -> None:
    """Nobody looks on here either."""


def test_no_process_is_opened_for_a_paper_there_is_not(children: list[subprocess.Popen[bytes]]) -> None:
    with pytest.raises(RequestError, match="no paper “A3”"):
        bound(size="A3")
    assert children == []


def test_where_no_ward_is_chosen_it_is_said_and_nothing_runs_on(children: list[subprocess.Popen[bytes]]) -> None:
    for beside in (False, True):
        with pytest.raises(RequestError, match="No ward matches"):
            bound(reading(Filters(district=("000",))), beside=beside)
    assert [one.poll() is not None for one in children] == [True, True, True]


@pytest.mark.parametrize("beside", [False, True])
def test_what_it_refuses_is_raised_here_in_full(monkeypatch: pytest.MonkeyPatch, *, beside: bool) -> None:
    monkeypatch.setattr(bindery, "_PRESS", NO_FONT)
    with pytest.raises(AreasError) as caught:
        bound(beside=beside)
    assert "Không tìm thấy phông chữ Be Vietnam Pro" in caught.value.say("vi")


KILLED: Final = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"


@pytest.mark.parametrize(("program", "beside"), [("_PRESS", False), ("_PRESS", True), ("_GATHERER", True)])
@pytest.mark.parametrize(
    ("child", "kind", "said"),
    [(KILLED, LandmapError, "for want of memory"), ("raise SystemExit(3)", RuntimeError, "ended with 3")],
)
def test_one_that_ends_half_way_is_no_file_and_no_endless_wait(
    program: str, child: str, kind: type[Exception], said: str, monkeypatch: pytest.MonkeyPatch, *, beside: bool
) -> None:
    monkeypatch.setattr(bindery, program, child)
    with pytest.raises(kind, match=said):
        bound(beside=beside)


@pytest.mark.parametrize(("stage", "beside"), [("gathered", False), ("set", False), ("gathered", True)])
def test_who_wants_it_no_longer_ends_it(stage: str, children: list[subprocess.Popen[bytes]], *, beside: bool) -> None:
    def step(now: str, _: int, __: int) -> None:
        if now == stage:
            raise CancelledError

    with pytest.raises(CancelledError):
        bound(step=step, beside=beside)
    assert [one.poll() is not None for one in children] == [True] * (1 + beside)


def test_what_is_said_aside_is_passed_on_though_nothing_is_opened() -> None:
    out = io.BytesIO()
    said = [Aside(Gathering(1, 8)), Aside(Refused(RequestError, "briefing.no_wards", {}))]
    press.serve(io.BytesIO(b"".join(map(pickle.dumps, said))), out)
    assert unpickled(out) == [one.what for one in said]


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
