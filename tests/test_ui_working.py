"""Work beside the pages: once for all, in turn, and never failing unseen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import Any

import pytest
from structlog.testing import capture_logs

from gis.errors import RequestError
from gis.ui import working
from gis.ui.working import Work


@pytest.fixture(autouse=True)
def rested() -> Iterator[None]:
    yield
    working.finish()


def fails(_: Work) -> None:
    raise ValueError("no")


def test_who_waits_sees_what_stopped_the_work_and_who_asks_next_begins_it_anew() -> None:
    looked = threading.Event()

    def stops(_: Work) -> None:
        looked.wait(30)
        raise ValueError("no")

    work = working.on("a", stops)
    assert not work.over
    assert working.on("a", stops) is work
    assert working.goes_on("a")
    assert work.error is None
    looked.set()
    working.finish()
    assert not working.goes_on("a")
    assert repr(work.error) == "ValueError('no')"
    again = working.on("a", lambda mine: mine.report(3, 4))
    working.finish()
    assert again is not work
    assert (again.share, again.over, again.error) == (0.75, True, None)


@pytest.mark.parametrize(
    ("error", "level"), [(ValueError("no"), "error"), (RequestError("cli.risk.nothing"), "warning")]
)
def test_a_failure_nobody_waits_for_is_logged(error: Exception, level: str) -> None:
    def stops(_: Work) -> None:
        raise error

    with capture_logs() as logs:
        working.on(f"unseen {level}", stops)
        working.finish()
    assert [(one["log_level"], one["key"]) for one in logs] == [(level, f"unseen {level}")]


def test_what_comes_after_waits_for_its_turn() -> None:
    gate, begun = threading.Event(), threading.Semaphore(0)

    def holds(_: Work) -> None:
        begun.release()
        gate.wait(30)

    for number in range(working.WORKERS):
        working.on(f"busy {number}", holds)
        assert begun.acquire(timeout=30)
    late = working.on("late", lambda mine: mine.step("trying", 1, 2))
    assert late.waits
    assert not late.over
    gate.set()
    working.finish()
    assert (late.waits, late.over, late.stage, late.share) == (False, True, "trying", 0.5)


def test_an_ending_process_waits_for_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended:
        def is_alive(self) -> bool:
            return False

    monkeypatch.setattr(threading, "main_thread", Ended)
    seen: list[Any] = []

    def steps(mine: Work) -> None:
        mine.report(1, 2)
        seen.append("went on")

    with capture_logs() as logs:
        found = working.on("long", steps)
        with pytest.raises(CancelledError):
            found.future.result(30)
    assert not seen
    assert not logs


def test_what_is_wanted_no_longer_ends_at_its_next_report_and_is_begun_anew_for_others() -> None:
    begun, end = threading.Event(), threading.Event()

    def reports(mine: Work) -> None:
        begun.set()
        end.wait(30)
        mine.report(1, 2)

    with capture_logs() as logs:
        first = working.on("b", reports)
        assert begun.wait(30)
        first.stop()
        again = working.on("b", lambda mine: mine.report(2, 2))
        end.set()
        working.finish()
        with pytest.raises(CancelledError):
            first.future.result(30)
    assert again is not first
    assert (again.share, again.error) == (1.0, None)
    assert isinstance(first.error, CancelledError)
    assert not logs


def test_what_waits_for_its_turn_and_is_wanted_no_longer_never_begins() -> None:
    gate, seen = threading.Event(), list[int]()
    held = [working.on(f"held {number}", lambda _: gate.wait(30)) for number in range(working.WORKERS)]
    late = working.on("c", lambda _: seen.append(1))
    late.stop()
    gate.set()
    working.finish()
    assert all(one.error is None for one in held)
    assert (late.over, seen) == (True, [])
    assert isinstance(late.error, CancelledError)
