"""Papers of the map: the overview of what is chosen, and the sheet of one ward or project."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from gis.access.together import Elsewhere
from gis.briefing import agreed, changes, monthly_projects, notes, pictures, sheet_blocks
from gis.briefing.content import Briefing
from gis.briefing.framing import Asked, chosen_place, framed
from gis.briefing.key_figures import key_figures
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.briefing.ward_list import ward_list
from gis.errors import RequestError
from gis.insight import overview, sheets, wards
from gis.view import Sheet, SheetKind

_SCREEN = "map.py"


def whole(reading: Reading, asked: Asked) -> Briefing:
    """Build the overview: the figures, the map, and the wards behind it."""
    closed = _opening(reading, None)
    table = wards.table(closed.selection, closed.period)
    made = framed("overview", closed, asked, place=chosen_place(closed), shown=closed.view, screen=_SCREEN)
    return replace(
        made,
        filters=f"{notes.sentence(closed)}.",
        picture=pictures.picture(table, closed),
        tables=ward_list(table, closed),
        **figures(closed, agreed.of(closed).figures()),
    )


def sheet(kind: SheetKind, reading: Reading, asked: Asked) -> Briefing:
    """Build the sheet of one ward or project: what the page says beside the map, with the figures of that one alone."""
    opened = _opening(reading, Sheet(kind, only(kind, reading)))
    filters = sheets.narrowed(opened.view.filters, opened.view.sheet)
    alone = replace(opened, view=replace(opened.view, filters=filters))
    told = sheet_blocks.paper(alone, other=_beside(kind, opened))
    made = framed(kind, alone, asked, place=told.title, shown=opened.view, screen=_SCREEN)
    return replace(
        made,
        filters=f"{notes.sentence(alone)}.",
        picture=pictures.picture(*_around(kind, opened, alone)),
        hints=(told.note, *made.hints) if told.note else made.hints,
        blocks=told.blocks,
        reasons=told.reasons,
        **figures(alone, told.counts),
    )


def _beside(kind: SheetKind, opened: Reading) -> Elsewhere | None:
    """Answer what the report of the period tells of a project, whose table of projects has a row of it."""
    if kind != "project" or not opened.desk.leaves:
        return None
    return monthly_projects.row(only(kind, opened), opened)


def figures(reading: Reading, beside: Seen | None = None) -> dict[str, Any]:
    """Answer the key figures of a briefing and what their changes stand on, by their names in it.

    Parameters
    ----------
    reading
        Whose figures they are.
    beside
        Their counts, looked at with all others that stand beside them.
    """
    now = overview.figures(reading.selection, reading.period)
    earlier = changes.earlier(reading, overview.figures)
    return {"figures": key_figures(now, earlier, reading, beside=beside), "basis": changes.basis(earlier, reading)}


def only(kind: SheetKind, reading: Reading) -> str:
    """Answer the code of the ward or project that lies open, or that alone is chosen.

    Raises
    ------
    RequestError
        None is, or several are.
    """
    opened, chosen = reading.view.sheet, getattr(reading.view.filters, kind)
    if opened and opened.kind == kind:
        return opened.code
    if len(chosen) != 1:
        raise RequestError(f"briefing.no_{kind}", n=len(chosen))
    return str(chosen[0])


def named(kind: SheetKind, reading: Reading) -> str:
    """Answer the name of the ward or project of a sheet; raises as `only`."""
    return reading.name(kind, only(kind, reading))


def _around(kind: SheetKind, opened: Reading, alone: Reading) -> tuple[pd.DataFrame, Reading]:
    """Answer the wards around a sheet's place, which its map shows too, and the reading of them."""
    around = replace(opened, view=replace(opened.view, filters=alone.view.filters.without(kind)))
    return wards.table(around.selection, around.period), around


def _opening(reading: Reading, opened: Sheet | None) -> Reading:
    return replace(reading, view=reading.view.at_rest().opening(opened))
