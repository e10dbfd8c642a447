"""An atlas: the sheets of all chosen wards in one file, each on one page, with a page of contents.

A sheet in it says what the sheet of the ward says, without how figures changed: over all sheets together a change would
tell what an earlier sheet hid. Its counts are looked at with those of all other sheets (`gis.briefing.atlas_counts`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from gis.briefing import atlas_counts, pictures, sheet_blocks
from gis.briefing.content import Briefing
from gis.briefing.framing import Asked, chosen_place, framed, slug
from gis.briefing.key_figures import KeyFigure, key_counts, key_figures
from gis.briefing.reading import Reading
from gis.briefing.sheet_blocks import Gathered
from gis.briefing.told import Seen
from gis.errors import RequestError
from gis.insight import duties, overview, sheets, wards
from gis.maps.picture import MapPicture
from gis.view import Sheet

STEM = "tap-phieu-dia-ban"
_SCREEN = "map.py"

Progress = Callable[[int, int], object]
"""Told (steps done, steps in all)."""
Hand = Callable[[MapPicture | None, str], object]
"""Given the map and the link of each sheet, in the order of the pages, long before the last of them is told."""


@dataclass(frozen=True)
class Atlas:
    """What an atlas says.

    Parameters
    ----------
    cover
        What all its pages share: place, day, filters, method, sources, link.
    pages
        The sheets, in the order of the list of wards.
    """

    cover: Briefing
    pages: tuple[Briefing, ...]

    @property
    def digest(self) -> str:
        """Name of what it says: 16 hexadecimal digits."""
        said = "".join(one.digest for one in (self.cover, *self.pages))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def file(self) -> str:
        """How the name of its file begins, in ASCII."""
        return self.cover.file


def atlas(reading: Reading, asked: Asked, progress: Progress, hand: Hand | None = None) -> Atlas:
    """Build the atlas of the wards a view chooses; all of them where it chooses none.

    Parameters
    ----------
    reading
        Who reads what.
    asked
        What was chosen for it.
    progress
        Told how far it is.
    hand
        Given what of each sheet can be drawn before all of them are told.

    Raises
    ------
    RequestError
        No ward is chosen.
    """
    closed = replace(reading, view=reading.view.at_rest().opening(None))
    codes = [str(code) for code in closed.selection.wards]
    if not codes:
        raise RequestError("briefing.no_wards")
    bare, found = _sheets(codes, closed, asked, hand or _nobody, progress)
    table = wards.table(closed.selection, closed.period)
    head = key_counts(overview.figures(closed.selection, closed.period), closed)
    counts = atlas_counts.counts(found, pictures.seen(table, closed), head, closed)
    pages = []
    for ward in codes:
        pages.append(_page(bare[ward], found[ward], counts[ward], _alone(ward, closed)))
        progress(len(codes) + len(pages), 2 * len(codes))
    return Atlas(_cover(closed, asked), tuple(pages))


def _nobody(_: MapPicture | None, __: str) -> None:
    """Draw nothing yet."""


def _sheets(
    codes: list[str], closed: Reading, asked: Asked, hand: Hand, progress: Progress
) -> tuple[dict[str, Briefing], dict[str, Gathered]]:
    """Answer each sheet with its map and without its figures, and what these are told from."""
    around = replace(closed, view=replace(closed.view, filters=closed.view.filters.without("ward", "district")))
    opening = pictures.opening(wards.table(around.selection, around.period), around)
    owed = duties.due_by_ward(around.selection, codes)
    bare: dict[str, Briefing] = {}
    found: dict[str, Gathered] = {}
    for ward in codes:
        alone, shown = _alone(ward, closed), closed.view.opening(Sheet("ward", ward))
        found[ward] = sheet_blocks.for_paper(sheet_blocks.gathered(alone, owed[ward], listed=False), closed)
        place = closed.name("ward", ward)
        made = framed("ward", alone, asked, place=place, shown=shown, screen=_SCREEN)
        bare[ward] = replace(made, filters="", hints=(), picture=opening(ward))
        hand(bare[ward].picture, bare[ward].link)
        progress(len(found), 2 * len(codes))
    return bare, found


def _alone(ward: str, closed: Reading) -> Reading:
    """Answer the reading of one ward's sheet."""
    opened = Sheet("ward", ward)
    view = closed.view.opening(opened)
    return replace(closed, view=replace(view, filters=sheets.narrowed(view.filters, opened)))


def _page(bare: Briefing, found: Gathered, counts: Seen, alone: Reading) -> Briefing:
    told = sheet_blocks.paper(alone, found, counts)
    return replace(
        bare,
        hints=(told.note,) if told.note else (),
        blocks=told.blocks,
        reasons=told.reasons,
        figures=_unchanged(key_figures(found.brief.figures, (None, None), alone, beside=told.counts)),
    )


def _unchanged(figures: tuple[KeyFigure, ...]) -> tuple[KeyFigure, ...]:
    """Answer figures without how they changed."""
    bare = (replace(one, change=(), steps=tuple(replace(step, change=()) for step in one.steps)) for one in figures)
    return tuple(bare)


def _cover(closed: Reading, asked: Asked) -> Briefing:
    place = chosen_place(closed)
    made = framed("ward", closed, asked, place=place, shown=closed.view, screen=_SCREEN)
    # how many cases that is may be hidden on the overview, so the cover says what is chosen without it
    return replace(
        made,
        title=closed.say("briefing.atlas.title"),
        filters=closed.caption() + ".",
        file=f"{STEM}_{slug(place)}_{closed.stamp}",
    )
