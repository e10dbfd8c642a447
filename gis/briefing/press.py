"""What runs in the process of a bindery: it draws and sets what it is told, one after the other, and answers.

It loads what draws and what sets, and nothing that reads records or tells figures: that would be a hundred megabytes.
"""

from __future__ import annotations

import os
import pickle  # nosec B403 # (between our own processes)
import queue
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, Final, Self

from gis.errors import LandmapError

_LESS: Final = 10
"""So much lower is the priority of a bindery that yields: a click has nearly all of a core that both want."""
YIELDS: Final = "--yielding"


@dataclass(frozen=True)
class Refused:
    """What could not be done; an error itself does not survive being sent."""

    kind: type[LandmapError]
    key: str
    values: Mapping[str, Any]

    @classmethod
    def of(cls, error: LandmapError) -> Self:
        """Answer what tells of an error."""
        return cls(type(error), error.phrase.key, error.phrase.values)


@dataclass(frozen=True)
class Gathering:
    """How many steps of gathering are done, and how many there are."""

    done: int = 0
    whole: int = 0


@dataclass(frozen=True)
class Said:
    """What was gathered: how the name of its file begins, the name of what it says, and how many sheets it has."""

    file: str
    digest: str
    pages: int


@dataclass(frozen=True)
class Aside:
    """What is not for the press but for whoever waits: passed on at once, however much is still to be drawn."""

    what: Gathering | Said | Refused


def take_in(pipe: Any, put: Callable[[Any], object]) -> None:
    """Hand on what is said as it comes, so that whoever says it need not wait; None at the end."""
    with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
        while True:
            put(pickle.load(pipe))  # noqa: S301 (written by our own process)  # nosec B301
    put(None)


def write(pipe: Any, what: object) -> None:
    """Say something through a pipe."""
    pickle.dump(what, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def serve(heard: IO[bytes], out: IO[bytes]) -> None:
    """Do what is said, one after the other: open, draw, draw …, set.

    Parameters
    ----------
    heard, out
        Where it is said, and where it is answered: how many maps are drawn, then the file, or why there is none; and
        whatever is said aside.
    """
    from gis.briefing.atlas_pages import Pages  # noqa: PLC0415 (whoever only opens a bindery draws nothing)

    said: queue.SimpleQueue[Any] = queue.SimpleQueue()
    writing = threading.Lock()

    def answer(what: object) -> None:
        with writing:
            write(out, what)

    def sort_out(what: object) -> None:
        answer(what.what) if isinstance(what, Aside) else said.put(what)

    threading.Thread(target=take_in, args=(heard, sort_out), daemon=True).start()
    try:
        _work(Pages, said, answer)
    except LandmapError as error:
        answer(Refused.of(error))


def _work(opened: Any, said: queue.SimpleQueue[Any], answer: Callable[[object], None]) -> None:
    if (first := said.get()) is None:
        return
    pages, drawn = opened(*first), 0
    while (what := said.get()) is not None:
        if isinstance(what[0], dict):
            answer(pages.bound(*what))
            return
        pages.draw(*what)
        drawn += 1
        answer(drawn)


def main() -> None:
    """Serve whoever opened it."""
    run(serve)


def run(serving: Callable[[IO[bytes], IO[bytes]], None]) -> None:
    """Serve through the pipes of this process; what a library prints goes to the log and not into the answers."""
    heard, out = (os.fdopen(os.dup(pipe.fileno()), mode) for pipe, mode in ((sys.stdin, "rb"), (sys.stdout, "wb")))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who presses it ends whoever opened this, and that ends it
    if YIELDS in sys.argv and hasattr(os, "nice"):
        os.nice(_LESS)
    with suppress(BrokenPipeError):  # nobody waits any more
        serving(heard, out)
