"""The map of a page or a briefing as a picture: what colours the wards, what lies upon them, where it looks.

The ward table is seen as its reader may: small counts and what would tell them are hidden, as in its file.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Final

import pandas as pd

from gis.access.suppression import Shown
from gis.briefing import tables
from gis.briefing.reading import Reading
from gis.briefing.ward_table import COUNTS, DERIVED, PARTS
from gis.filters import PLACES
from gis.insight import wards
from gis.insight.wards import nowhere
from gis.maps import composing
from gis.maps.classes import classify
from gis.maps.picture import MapPicture, measure_section, ward_marks
from gis.view import Sheet

FEW_WARDS: Final = 3
"""Up to so many chosen wards are opened on the map; of more, the city's grid is the readable picture."""


def hidden(table: pd.DataFrame, reading: Reading) -> Shown | None:
    """Answer the ward table with its small counts hidden; None for whoever reads exact counts.

    Parameters
    ----------
    table
        What `gis.insight.wards.table` answered for the selection and period of the view.
    reading
        Who reads.
    """
    return seen(table, reading) if reading.hides else None


def seen(table: pd.DataFrame, reading: Reading) -> Shown:
    """Answer the ward table as it stands in files, with a row of what stands in no ward, where there is any.

    With that row its totals are the figures of the whole: `gis.insight.wards.nowhere`. Some wards are looked at beside
    the table of all of them, which the same reader may hold or have seen: so nobody finds a ward by choosing wards with
    it and without it.
    """
    asked = _asked(reading)  # half a second for all wards of a province
    if asked not in reading.selection.answers:
        desk = reading.desk
        whole = pd.concat([table, nowhere(reading.selection)]).rename_axis("ward")
        reading.selection.answers[asked] = tables.suppressed(
            whole,
            scope=desk.reader,
            threshold=desk.suppress_below,
            counts=COUNTS,
            derived=DERIVED,
            parts=PARTS,
            beside=_of_all(reading) if reading.hides else None,
        )
    found: Shown = reading.selection.answers[asked]
    return found


def _asked(reading: Reading) -> Hashable:
    return ("ward counts", reading.period, reading.desk.leaves)


def _of_all(reading: Reading) -> Shown | None:
    """Answer the table of all wards, of the same choice of everything else; None where this is it."""
    filters = reading.view.filters.without(*PLACES, "area")
    if filters == reading.view.filters:
        return None
    around = replace(reading, view=replace(reading.view, filters=filters))
    kept: Shown | None = around.selection.answers.get(_asked(around))
    return kept or seen(wards.table(around.selection, around.period), around)


def picture(table: pd.DataFrame, reading: Reading) -> MapPicture:
    """Compose what the map draws from the ward table and the selection."""
    measure, language, areas = reading.measure, reading.language, reading.situation.areas
    title = reading.say(f"ranking.column.{measure.code}")
    told = hidden(table, reading)
    few = told.hidden[measure.code].reindex(table.index) if told is not None and measure.code in told.hidden else None
    classes = classify(table[measure.code], kind=measure.kind, too_few=few)
    opened = _opened(reading)
    # a circle of a few cases would tell them where the wards do not
    circles = () if reading.hides else composing.case_marks(reading.selection, opened, reading.name, language)
    sites = composing.site_marks(reading.selection, language)
    legend = measure_section(classes, title=title, language=language, few="too_few" if few is None else "hidden")
    labels = composing.value_labels(table, measure, language)
    if told is not None and few is not None:
        marks = told.marks(language)[measure.code].reindex(table.index)[few]
        labels |= {str(ward): reading.say(f"marks.value.{measure.code}", value=mark) for ward, mark in marks.items()}
    return MapPicture(
        language=language,
        title=title,
        as_of=reading.say("map.as_of", day=reading.view.day),
        wards=ward_marks(classes, labels),
        legend=(legend, *composing.symbol_sections(reading.selection, circles, sites, language)),
        circles=circles,
        gathered=composing.gathered_marks(reading.selection, opened, reading.name, language),
        projects=composing.project_marks(reading.selection, opened, areas, reading.name),
        sites=sites,
        selected=frozenset({(reading.view.sheet.kind, reading.view.sheet.code)} if reading.view.sheet else ()),
        focus=focus(reading),
        demo=reading.demo,
        approximate_label=areas.label.say(language) if areas.approximate else "",
        attribution=areas.source.say(language),
    )


def opening(table: pd.DataFrame, reading: Reading) -> Callable[[str], MapPicture]:
    """Answer what opens one ward after the other on the map of a view that has none open and no ward chosen.

    Parameters
    ----------
    table, reading
        As for `picture`, of a reading that hides small counts: it has no circles of cases.

    Returns
    -------
    Ward → what `picture` answers where that ward's sheet is open; only what it changes is composed anew.
    """
    whole, areas = picture(table, reading), reading.situation.areas

    def opened(ward: str) -> MapPicture:
        alone = replace(reading, view=reading.view.opening(Sheet("ward", ward)))
        opened = _opened(alone)
        single = composing.single_marks(reading.selection, opened, areas, reading.name)
        return replace(
            whole,
            gathered=tuple(mark for mark in whole.gathered if mark.ward not in opened),
            projects=(*single, *(mark for mark in whole.projects if mark.footprint is not None)),
            selected=frozenset({("ward", ward)}),
            focus=focus(alone),
        )

    return opened


def _opened(reading: Reading) -> frozenset[str]:
    """Wards whose cases are drawn by hamlet: the open one, and those chosen by name when they are few."""
    sheet, chosen = reading.view.sheet, reading.view.filters.ward
    opened = {sheet.code} if sheet and sheet.kind == "ward" else set()
    return frozenset(opened.union(chosen if len(chosen) <= FEW_WARDS else ()))


def focus(reading: Reading) -> tuple[float, float, float, float] | None:
    """Where the map goes when something is opened: its wards with some room around."""
    outlines = reading.situation.areas.wards
    sheet = reading.view.sheet
    if sheet and sheet.kind == "ward":
        codes = [sheet.code]
    elif sheet:
        places = reading.situation["project_place"]
        codes = list(places.loc[places["project"] == sheet.code, "ward"].dropna())
    else:
        codes = list(reading.selection.wards) if reading.view.filters.ward or reading.view.filters.district else []
    if not codes:
        return None
    west, south, east, north = outlines.geometry.loc[codes].total_bounds
    return (float(west), float(south), float(east), float(north))
