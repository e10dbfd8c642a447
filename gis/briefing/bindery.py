"""The bindery: a process of its own that draws the maps of an atlas and sets its pages, while its sheets are gathered.

Drawing and setting take most of an atlas's time and memory. In the process that serves pages they would hold up every
click and leave some hundred megabytes behind. So they are done beside it, on another core, and what they took is given
back with their process. It is told what stands on the pages and nothing else: it opens no store, and asks no clock.

What runs there is `gis.briefing.press`. Nothing of multiprocessing is used: its children begin by running the main
module anew, and under Streamlit that is the page. What is said goes as pickles through the pipes of a child of our own.
"""

from __future__ import annotations

import queue
import subprocess  # nosec B404 # (it begins our own program, without a shell)
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, Final

from gis.areas import Areas
from gis.briefing import atlas, atlas_words, formats, press
from gis.briefing.atlas import Atlas
from gis.briefing.formats import Way
from gis.briefing.framing import Asked
from gis.briefing.press import Refused
from gis.briefing.reading import Reading
from gis.errors import RequestError
from gis.maps.picture import MapPicture
from gis.settings import ROOT

EVERY: Final = 1.0
"""Seconds after which whoever waits for the bindery is asked whether anybody still wants it."""
_CHILD: Final = "from gis.briefing import press; press.main()"

Step = Callable[[str, int, int], object]
"""Told (stage, steps done, steps in all); stages are ``gathered``, ``drawn`` and ``set``."""


def bound(
    reading: Reading, asked: Asked, *, size: str, moment: datetime, step: Step, yielding: bool = False
) -> tuple[Atlas, bytes]:
    """Bind the atlas of the wards a view chooses.

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
    yielding
        Whether the rest of the machine comes first.

    Returns
    -------
    What it says, and the file; the same bytes for the same arguments.

    Raises
    ------
    RequestError
        There is no such paper, no ward is chosen, or the machine ended the bindery.
    AreasError
        The packaged typeface is not installed.
    """
    formats.check(Way("pdf", size))
    with opened(reading.situation.areas, size, yielding=yielding) as bindery:
        made = atlas.atlas(reading, asked, lambda done, whole: step("gathered", done, whole), bindery.draw)
        return made, bindery.bound(made, size, moment, step)


@contextmanager
def opened(areas: Areas, size: str, *, yielding: bool = False) -> Iterator[Bindery]:
    """Open a bindery for one atlas; whatever comes of it, nothing of it runs on afterwards."""
    line = [sys.executable, "-c", _CHILD, *([press.YIELDS] if yielding else [])]
    child = subprocess.Popen(  # noqa: S603 (no shell)  # nosec B603
        line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        bindery = Bindery(child)
        bindery.tell((areas, size))
        yield bindery
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # what was not taken in any more
                pipe.close()  # type: ignore[union-attr]


class Bindery:
    """One that was opened.

    Parameters
    ----------
    child
        Its process.
    """

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child, self._drawn = child, 0
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=press.take_in, args=(child.stdout, self._answers), daemon=True).start()

    def tell(self, what: object) -> None:
        """Say something to it; where it is no longer there, `bound` tells why."""
        with suppress(OSError):
            press.write(self._child.stdin, what)

    def draw(self, picture: MapPicture | None, link: str) -> None:
        """Let it draw the next map, without waiting for that.

        Raises
        ------
        LandmapError
            It refused something before.
        """
        self.tell((picture, link))
        with suppress(queue.Empty):
            while True:
                self._heard(self._answers.get_nowait())

    def bound(self, made: Atlas, size: str, moment: datetime, step: Step) -> bytes:
        """Let it set all pages, and wait for them.

        Raises
        ------
        LandmapError
            It refused, or was ended by the machine.
        """
        self.tell((atlas_words.words(made, size, moment), moment))
        n = len(made.pages)
        while True:
            step("drawn" if self._drawn < n else "set", self._drawn, n)
            with suppress(queue.Empty):
                content = self._heard(self._answers.get(timeout=EVERY))
                if content:
                    return content

    def _heard(self, answer: Any) -> bytes:
        """Take in an answer: the file, or nothing where it only tells how far it is."""
        if isinstance(answer, Refused):
            raise answer.kind(answer.key, **answer.values)
        if answer is None:
            raise self._ended()
        if isinstance(answer, bytes):
            return answer
        self._drawn = int(answer)
        return b""

    def _ended(self) -> Exception:
        """Tell why it is not there any more: ended by the machine, or by a fault of ours that its log tells of."""
        code = self._child.wait()
        return RequestError("briefing.atlas.ended") if code < 0 else RuntimeError(f"the bindery ended with {code}")
