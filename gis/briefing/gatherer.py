"""Who gathers the sheets of an atlas: it works them out one after the other, and tells the press what stands on each.

For a page it does so in a process of its own. To work out all sheets of a province takes as long as to draw them, and
in the process that serves pages every click meanwhile would wait for its turn. Its process reads what the page showed
(`gis.briefing.travelling`) and writes to the press, and what is for neither it sends along as an `Aside`.
"""

from __future__ import annotations

import datetime as dt
import pickle  # nosec B403 # (between our own processes)
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Final

from gis.briefing import atlas, atlas_words, press
from gis.briefing.framing import Asked
from gis.briefing.press import Aside, Gathering, Refused, Said
from gis.briefing.reading import Reading
from gis.briefing.travelling import Travelling
from gis.errors import LandmapError

FRAMES: Final = (
    "project",
    "project_place",
    "case_history",
    "open_case",
    "unexecuted",
    "household_file",
    "dialogue",
    "required_dialogue",
    "commitment",
    "resettlement_site",
    "reception",
    "submission",
)
"""Frames of a situation that an atlas is told from."""
ENTITIES: Final = ("project_ward",)
"""What it asks for as it was recorded."""

Tell = Callable[[object], None]


@dataclass(frozen=True)
class Order:
    """What is asked for.

    Parameters
    ----------
    asked
        What was chosen for it.
    size
        One of `gis.briefing.formats.PAPERS`.
    moment
        When it is exported, with its time zone.
    """

    asked: Asked
    size: str
    moment: dt.datetime


def gather(reading: Reading, order: Order, tell: Tell) -> None:
    """Tell the press all of an atlas, and aside how far it is and what it is called.

    Parameters
    ----------
    reading
        Who reads what.
    order
        What is asked for.
    tell
        Says something to the press: which wards and paper first, then map and link of each sheet, all words last.

    Raises
    ------
    RequestError
        No ward is chosen.
    """
    tell((reading.situation.areas, order.size))
    made = atlas.atlas(
        reading,
        order.asked,
        lambda done, whole: tell(Aside(Gathering(done, whole))),
        lambda picture, link: tell((picture, link)),
    )
    tell(Aside(Said(made.file, made.digest, len(made.pages))))
    tell((atlas_words.words(made, order.size, order.moment), order.moment))


def ordered(reading: Reading, order: Order) -> object:
    """Answer what a gatherer in a process of its own is told."""
    return Travelling.of(reading, frames=FRAMES, entities=ENTITIES), order


def serve(heard: IO[bytes], out: IO[bytes]) -> None:
    """Gather what is ordered.

    Parameters
    ----------
    heard, out
        Where it is ordered, and where the press hears of it.
    """

    def tell(what: object) -> None:
        press.write(out, what)

    travelling, order = pickle.load(heard)  # noqa: S301 (written by our own process)  # nosec B301
    try:
        gather(travelling.arrived(), order, tell)
    except LandmapError as error:
        tell(Aside(Refused.of(error)))


def main() -> None:
    """Serve whoever opened it."""
    press.run(serve)
