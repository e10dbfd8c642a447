"""Turns: the runs of a process's pages, one after the other, in the order in which they were asked for.

Python runs one thread at a time, so that many runs at once are none the sooner done: each waits for all others, and
every change from one to the next costs. Fifty readers took twice the processor of the same clicks one by one, and
waited three times as long. A run that takes too long, because it waits for a database or works something large out,
is no longer waited for: others go on beside it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from gis.metrics import WAIT

PATIENCE: Final = 2.0
"""Seconds after which others no longer wait for a run: several times what a page takes."""


class Turns:
    """Who is at work, and who waits.

    Parameters
    ----------
    patience
        Seconds for which others wait for one who is at work.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._at_work: dict[object, float] = {}
        self._waiting = deque[threading.Event]()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn, and hold it during the block."""
        me = threading.Event()
        with self._lock:
            self._waiting.append(me)
            self._call()
        try:
            with WAIT.time():
                while not me.wait(self._left()):
                    with self._lock:
                        self._call()
            yield
        finally:
            with self._lock:
                if me in self._waiting:  # it was stopped before its turn came
                    self._waiting.remove(me)
                self._at_work.pop(me, None)
                self._call()

    def _left(self) -> float:
        """Answer the seconds for which the last who began is still waited for."""
        with self._lock:
            return max(0.0, max(self._at_work.values(), default=0.0) + self._patience - monotonic())

    def _call(self) -> None:
        """Let the next one begin if nobody is waited for; to be called with the lock."""
        now = monotonic()
        if self._waiting and all(now - since >= self._patience for since in self._at_work.values()):
            me = self._waiting.popleft()
            self._at_work[me] = now
            me.set()


TURNS: Final = Turns()
"""Those of the process."""
