"""Work that takes long, done beside the pages: once for all who wait for it, whoever leaves meanwhile.

A page starts a piece of work by its key and looks at how far it is; the same key is never worked on twice at a time. A
page that waits asks every second, and no longer than the work takes. No more than `WORKERS` are at work; what comes
after waits for its turn and says so. What went wrong is logged where it happens, whether or not anybody still looks,
and told to all who waited for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import wait as all_of
from dataclasses import dataclass, field
from typing import Final

import streamlit as st
import structlog

from gis.errors import LandmapError
from gis.ui import memory

EVERY: Final = 1.0
"""Seconds between two looks of a page that waits."""
WORKERS: Final = 2
"""One for a backtest of a minute, so that what takes ten seconds need not wait for it; more would only share cores."""

Report = Callable[[int, int], None]
"""Told (steps done, steps in all)."""

_log = structlog.get_logger(__name__)


@dataclass(eq=False)
class Work:
    """One piece of work.

    Parameters
    ----------
    done, whole
        Steps; 0 of 0 until the first are done.
    stage
        What the steps are, where there are several kinds.
    future
        Where what comes of it will be.
    stopped
        Whether somebody who waited for it wants it no longer.
    """

    done: int = 0
    whole: int = 0
    stage: str = ""
    future: Future[None] = field(default_factory=Future, repr=False)
    stopped: bool = False

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.future.done()

    @property
    def error(self) -> BaseException | None:
        """What it stopped for, once it is over."""
        if self.future.cancelled():
            return CancelledError()
        return self.future.exception() if self.over else None

    @property
    def waits(self) -> bool:
        """Whether its turn has not come yet."""
        return not (self.future.running() or self.over)

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return min(self.done / self.whole, 1.0) if self.whole else 0.0

    def stop(self) -> None:
        """Want it no longer: it ends at its next report, or never begins."""
        self.stopped = True
        self.future.cancel()

    def report(self, done: int, whole: int) -> None:
        """Note how far it is.

        Raises
        ------
        CancelledError
            It was stopped, or the process is ending: nobody is left to work for, and it would be waited for.
        """
        if self.stopped or not threading.main_thread().is_alive():
            raise CancelledError
        self.done, self.whole = done, whole

    def step(self, stage: str, done: int, whole: int) -> None:
        """Note how far a stage of it is; raises as `report`."""
        self.report(done, whole)
        self.stage = stage


@dataclass(eq=False)
class _Board:
    works: dict[str, Work] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(WORKERS, "work"))


@st.cache_resource(show_spinner=False)
def _board() -> _Board:
    return _Board()


def on(key: str, work: Callable[[Work], object]) -> Work:
    """Answer the work of this key that is not over and was not stopped, which is begun where there is none.

    Whoever waits holds the answer and sees by it how the work ended, also where others waited for it too.

    Parameters
    ----------
    key
        What it is: two pieces of one key do the same.
    work
        Does it, reporting to what it is given; keeps what comes of it where others find it.
    """
    board = _board()
    with board.lock:
        found = board.works.get(key)
        if found is None or found.over or found.stopped:
            found = board.works[key] = Work()
            found.future = board.pool.submit(_do, key, found, work)
    return found


def goes_on(key: str) -> bool:
    """Tell whether the work of this key was begun and is not over."""
    found = _board().works.get(key)
    return found is not None and not found.over


def _do(key: str, mine: Work, work: Callable[[Work], object]) -> None:
    try:
        work(mine)
    except LandmapError as error:
        _log.warning("work stopped", key=key, kind=type(error).__name__, phrase=error.phrase.key, detail=str(error))
        raise
    except CancelledError:
        raise
    except Exception as error:
        _log.exception("work failed", key=key, kind=type(error).__name__)
        raise
    finally:
        memory.give_back()


def finish() -> None:
    """Wait until nothing is worked on."""
    all_of([work.future for work in tuple(_board().works.values())])
