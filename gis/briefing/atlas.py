"""An atlas: the sheets of all chosen wards in one file, each on one page, with a page of contents.

A sheet in it says what the sheet of the ward says, without how figures changed: over all sheets together a change would
tell what an earlier sheet hid. Its counts are looked at with those of all other sheets (`gis.briefing.atlas_counts`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from gis.briefing import atlas_counts, pictures, sheet_blocks
from gis.briefing.content import Briefing
from gis.briefing.framing import Asked, chosen_place, framed, slug
from gis.briefing.key_figures import KeyFigure, key_counts, key_figures
from gis.briefing.reading import Reading
from gis.briefing.sheet_blocks import Gathered
from gis.briefing.told import Seen
from gis.errors import RequestError
from gis.insight import overview, sheets, wards
from gis.view import Sheet

STEM = "tap-phieu-dia-ban"
_SCREEN = "map.py"

Progress = Callable[[int, int], object]
"""Told (steps done, steps in all)."""


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


def atlas(reading: Reading, asked: Asked, progress: Progress) -> Atlas:
    """Build the atlas of the wards a view chooses; all of them where it chooses none.

    Parameters
    ----------
    reading
        Who reads what.
    asked
        What was chosen for it.
    progress
        Told how far it is.

    Raises
    ------
    RequestError
        No ward is chosen.
    """
    closed = replace(reading, view=reading.view.at_rest().opening(None))
    codes = [str(code) for code in closed.selection.wards]
    if not codes:
        raise RequestError("briefing.no_wards")
    found: dict[str, Gathered] = {}
    for ward in codes:
        gathered = sheet_blocks.gathered(_alone(ward, closed))
        found[ward] = atlas_counts.without_small_subjects(gathered, closed.desk.suppress_below)
        progress(len(found), 2 * len(codes))
    table = wards.table(closed.selection, closed.period)
    head = key_counts(overview.figures(closed.selection, closed.period), closed)
    counts = atlas_counts.counts(found, pictures.seen(table, closed), head, closed)
    around = replace(closed, view=replace(closed.view, filters=closed.view.filters.without("ward", "district")))
    beside = wards.table(around.selection, around.period)
    pages = []
    for ward in codes:
        pages.append(_page(ward, found[ward], counts[ward], (beside, around), closed, asked))
        progress(len(codes) + len(pages), 2 * len(codes))
    return Atlas(_cover(closed, asked), tuple(pages))


def _alone(ward: str, closed: Reading) -> Reading:
    """Answer the reading of one ward's sheet."""
    opened = Sheet("ward", ward)
    view = closed.view.opening(opened)
    return replace(closed, view=replace(view, filters=sheets.narrowed(view.filters, opened)))


def _page(
    ward: str, found: Gathered, counts: Seen, around: tuple[pd.DataFrame, Reading], closed: Reading, asked: Asked
) -> Briefing:
    alone = _alone(ward, closed)
    told = sheet_blocks.paper(alone, found, counts)
    made = framed(
        "ward", alone, asked, place=told.title, shown=closed.view.opening(Sheet("ward", ward)), screen=_SCREEN
    )
    table, all_of_them = around
    opened = replace(all_of_them, view=all_of_them.view.opening(Sheet("ward", ward)))
    return replace(
        made,
        filters="",
        hints=(told.note,) if told.note else (),
        blocks=told.blocks,
        reasons=told.reasons,
        figures=_unchanged(key_figures(found.brief.figures, (None, None), alone, beside=told.counts)),
        picture=pictures.picture(table, opened),
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
