"""Turns of pages: one after the other in order, and nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from gis.metrics import REGISTRY
from gis.ui.turns import Turns


def begun(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


class Watched(Turns):
    """Turns that tell of each who came or went."""

    def __init__(self, patience: float) -> None:
        super().__init__(patience)
        self.moved = threading.Semaphore(0)

    def _call(self) -> None:
        super()._call()
        self.moved.release()


def test_runs_go_one_after_the_other_in_the_order_they_came() -> None:
    turns, order, together = Watched(patience=3600), list[int](), list[int]()
    inside = threading.Semaphore(1)

    def work(number: int) -> None:
        with turns.taken():
            together.append(0 if inside.acquire(blocking=False) else 1)
            order.append(number)
            inside.release()

    threads = []
    with turns.taken():
        turns.moved.acquire()
        for number in range(6):
            threads.append(begun(lambda number=number: work(number)))
            turns.moved.acquire()
            assert turns.waiting == number + 1
        assert order == []
    for thread in threads:
        thread.join()
    assert order == list(range(6))
    assert sum(together) == 0
    assert turns.waiting == 0


def test_whoever_takes_too_long_is_not_waited_for() -> None:
    turns, done = Turns(patience=0.05), threading.Event()

    def work() -> None:
        with turns.taken():
            done.set()

    with turns.taken():
        thread = begun(work)
        thread.join()
        assert done.is_set(), "the first is still at work"
    with turns.taken():
        assert turns.waiting == 0


def test_a_run_that_fails_gives_its_turn_on() -> None:
    turns = Turns(patience=3600)
    with pytest.raises(RuntimeError), turns.taken():
        raise RuntimeError
    with turns.taken():
        assert turns.waiting == 0


def test_who_is_stopped_while_waiting_leaves_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns(patience=3600)

    def stopped(*_: object) -> bool:
        raise KeyboardInterrupt

    with turns.taken():
        monkeypatch.setattr(threading.Event, "wait", stopped)
        with pytest.raises(KeyboardInterrupt), turns.taken():
            pytest.fail("it was not its turn")
        monkeypatch.undo()
        assert turns.waiting == 0
    with turns.taken():
        assert turns.waiting == 0


def test_what_was_waited_is_told() -> None:
    before = REGISTRY.get_sample_value("landmap_wait_seconds_count") or 0.0
    with Turns().taken():
        pass
    assert REGISTRY.get_sample_value("landmap_wait_seconds_count") == before + 1
