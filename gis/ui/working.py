"""Work that takes long, done beside the pages: once for all who wait for it, whoever leaves meanwhile.

A page starts a piece of work by its key and looks at how far it is; the same key is never worked on twice at a time. A
page that waits asks every second, and no longer than the work takes. What went wrong is told to whoever looks next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

EVERY: Final = 1.0
"""Seconds between two looks of a page that waits."""

Report = Callable[[int, int], None]
"""Told (steps done, steps in all)."""


@dataclass(eq=False)
class Work:
    """One piece of work.

    Parameters
    ----------
    done, whole
        Steps; 0 of 0 until the first are done.
    error
        What stopped it.
    """

    done: int = 0
    whole: int = 0
    error: Exception | None = None
    thread: threading.Thread = field(default_factory=threading.Thread, repr=False)

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return not self.thread.is_alive()

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return min(self.done / self.whole, 1.0) if self.whole else 0.0

    def report(self, done: int, whole: int) -> None:
        """Note how far it is."""
        self.done, self.whole = done, whole


@st.cache_resource(show_spinner=False)
def _board() -> tuple[dict[str, Work], threading.Lock]:
    return {}, threading.Lock()


def on(key: str, work: Callable[[Report], object]) -> Work:
    """Answer the work of this key, which is begun where nobody did.

    Parameters
    ----------
    key
        What it is: two pieces of one key do the same.
    work
        Does it; keeps what comes of it where others find it.

    Raises
    ------
    Exception
        The work stopped for it; the next call begins anew.
    """
    board, lock = _board()
    with lock:
        found = board.get(key)
        if found is None:
            found = board[key] = Work()
            found.thread = threading.Thread(target=_do, args=(found, work), name=f"work {key[:40]}", daemon=True)
            found.thread.start()
    if found.over:
        with lock:
            board.pop(key, None)
        if found.error:
            raise found.error
    return found


def _do(mine: Work, work: Callable[[Report], object]) -> None:
    try:
        work(mine.report)
    except Exception as error:  # noqa: BLE001 (a thread has no page to tell; whoever looks next raises it there)
        mine.error = error


def finish() -> None:
    """Wait until nothing is worked on."""
    for work in tuple(_board()[0].values()):
        work.thread.join()
