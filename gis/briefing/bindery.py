"""The bindery: processes of its own that gather the sheets of an atlas, draw their maps and set its pages.

In the process that serves pages all this would hold up every click for its turn and leave some hundred megabytes
behind. So it is done beside it, and what it took is given back with its processes: the *gatherer* works the sheets out,
the *press* draws and sets what it is told. Neither opens a store or asks a clock. Where nobody serves pages, as on the
command line, the sheets are gathered in the process that asks for them; the same bytes come of both.

Nothing of multiprocessing is used: its children begin by running the main module anew, and under Streamlit that is the
page. What is said goes as pickles through the pipes of children of our own: from here to the gatherer, from it to the
press, from there back.
"""

from __future__ import annotations

import queue
import subprocess  # nosec B404 # (it begins our own program, without a shell)
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from gis.briefing import formats, gatherer, press
from gis.briefing.formats import Way
from gis.briefing.framing import Asked
from gis.briefing.gatherer import Order
from gis.briefing.press import Aside, Gathering, Refused, Said
from gis.briefing.reading import Reading
from gis.errors import RequestError
from gis.settings import ROOT

EVERY: Final = 1.0
"""Seconds after which whoever waits for the bindery is asked whether anybody still wants it."""
_PRESS: Final = "from gis.briefing import press; press.main()"
_GATHERER: Final = "from gis.briefing import gatherer; gatherer.main()"


Step = Callable[[str, int, int], object]
"""Told (stage, steps done, steps in all); stages are ``gathered``, ``drawn`` and ``set``."""


@dataclass(frozen=True)
class Bound:
    """An atlas that was bound.

    Parameters
    ----------
    file
        How the name of its file begins, in ASCII.
    digest
        Name of what it says: 16 hexadecimal digits.
    pages
        How many sheets it has.
    content
        The file.
    """

    file: str
    digest: str
    pages: int
    content: bytes


def bound(reading: Reading, asked: Asked, *, size: str, moment: datetime, step: Step, beside: bool = False) -> Bound:
    """Bind the atlas of the wards a view chooses; the same bytes for the same arguments.

    Parameters
    ----------
    reading, asked
        As for `gis.briefing.atlas.atlas`.
    size
        One of `gis.briefing.formats.PAPERS`.
    moment
        When it is exported, with its time zone.
    step
        Told how far it is, at least every `EVERY` seconds; what it raises ends the work.
    beside
        Whether all of it is done beside this process, which has others to serve, and the rest of the machine comes
        first.

    Raises
    ------
    RequestError
        There is no such paper, no ward is chosen, or the machine ended the bindery.
    AreasError
        The packaged typeface is not installed.
    """
    formats.check(Way("pdf", size))
    order = Order(asked, size, moment)
    with opened(beside=beside) as children:
        bindery = Bindery(children, step)
        if beside:
            bindery.say(gatherer.ordered(reading, order))
        else:
            gatherer.gather(reading, order, bindery.tell)
        return bindery.bound()


Child = subprocess.Popen[bytes]


@contextmanager
def opened(*, beside: bool) -> Iterator[list[Child]]:
    """Open the processes of one atlas, the press last; whatever comes of it, nothing of them runs on afterwards."""
    children: list[Child] = []
    try:
        for program in (_GATHERER, _PRESS) if beside else (_PRESS,):
            before = children[-1].stdout if children else None
            children.append(_child(program, before, yielding=beside))
            if before:
                before.close()  # the next one reads it
        yield children
    finally:
        for child in children:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with suppress(OSError):  # what was not taken in any more
                    _close(pipe)


def _child(program: str, heard: IO[bytes] | None, *, yielding: bool) -> Child:
    line = [sys.executable, "-c", program, *([press.YIELDS] if yielding else [])]
    return subprocess.Popen(  # noqa: S603 (no shell)  # nosec B603
        line, cwd=ROOT, stdin=heard or subprocess.PIPE, stdout=subprocess.PIPE
    )


def _close(pipe: IO[bytes] | None) -> None:
    if pipe:
        pipe.close()


class Bindery:
    """One that was opened.

    Parameters
    ----------
    children
        Its processes: what is said goes to the first, what is answered comes from the last.
    step
        Told how far it is.
    """

    def __init__(self, children: list[Child], step: Step) -> None:
        self._children, self._step = children, step
        self._gathering, self._said, self._drawn = Gathering(), Said("", "", 0), 0
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=press.take_in, args=(children[-1].stdout, self._answers.put), daemon=True).start()

    def say(self, what: object) -> None:
        """Say something to it; where it is no longer there, `bound` tells why."""
        with suppress(OSError):
            press.write(self._children[0].stdin, what)

    def tell(self, what: object) -> None:
        """Say something to the press from here, where the sheets are gathered, without waiting for what comes of it.

        Raises
        ------
        LandmapError
            It refused something before.
        """
        if isinstance(what, Aside):
            self._heard(what.what)
            self._step(*self._stage)
            return
        self.say(what)
        with suppress(queue.Empty):
            while True:
                self._heard(self._answers.get_nowait())

    def bound(self) -> Bound:
        """Wait until all pages are set.

        Raises
        ------
        LandmapError
            It refused, or was ended by the machine.
        """
        while True:
            self._step(*self._stage)
            with suppress(queue.Empty):
                content = self._heard(self._answers.get(timeout=EVERY))
                if content:
                    return Bound(self._said.file, self._said.digest, self._said.pages, content)

    @property
    def _stage(self) -> tuple[str, int, int]:
        pages = self._said.pages
        if not pages:
            return "gathered", self._gathering.done, self._gathering.whole
        return "drawn" if self._drawn < pages else "set", self._drawn, pages

    def _heard(self, answer: Any) -> bytes:
        """Take in an answer: the file, or nothing where it only tells how far it is."""
        match answer:
            case Refused(kind, key, values):
                raise kind(key, **values)
            case None:
                raise self._ended()
            case bytes():
                return answer
            case Gathering():
                self._gathering = answer
            case Said():
                self._said = answer
            case _:
                self._drawn = int(answer)
        return b""

    def _ended(self) -> Exception:
        """Tell why it is not there any more: ended by the machine, or by a fault of ours that its log tells of.

        A press that hears no more ends well; then whoever should have told it has ended.
        """
        codes = (child.wait() for child in reversed(self._children))
        code = next((code for code in codes if code), 0)
        return RequestError("briefing.atlas.ended") if code < 0 else RuntimeError(f"the bindery ended with {code}")
