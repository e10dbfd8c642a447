"""The map of early dialogues: wards coloured by their rate, and outlined and labelled where cases gather unusually."""

from __future__ import annotations

from typing import Any, Final, cast

import pandas as pd

from gis import words
from gis.access.suppression import Shown
from gis.areas import geometry_name
from gis.briefing.pictures import focus
from gis.maps import assets
from gis.maps.classes import classify
from gis.maps.picture import (
    DEVELOPMENTS,
    Development,
    LegendEntry,
    LegendSection,
    MapPicture,
    OutlineMark,
    measure_section,
    ward_marks,
)
from gis.ui import map_view
from gis.ui.here import Here
from gis.ui.map_panel import map_panel

HEIGHT: Final = 620


def draw(table: pd.DataFrame, content: Shown, here: Here) -> None:
    """Draw the map; a click opens a ward's sheet.

    Parameters
    ----------
    table
        Of `gis.insight.early_list.of_wards`.
    content
        The same in words, as the reader may see it.
    here
        Who reads.
    """
    areas = here.situation.areas
    map_panel(
        picture(table, content, here),
        base=map_view.base(areas),
        geometry_url=assets.geometry_url(geometry_name(areas)),
        height=HEIGHT,
        on_click=map_view.open_clicked,
    )


def picture(table: pd.DataFrame, content: Shown, here: Here) -> MapPicture:
    """Compose what the map draws; see `draw` for the parameters."""
    areas, language = here.situation.areas, here.language
    title = here.say("hotspots.map.title")
    classes = classify(content.values["rate"].astype("float64"), kind="number", too_few=~table["enough"].astype(bool))
    outlines = _outlines(table, here)
    sheet = here.view.sheet
    return MapPicture(
        language=language,
        title=title,
        as_of=here.say("map.as_of", day=here.view.day),
        wards=ward_marks(classes, _labels(content.values, here)),
        legend=(*_legend(outlines, here), measure_section(classes, title=title, language=language)),
        outlines=outlines,
        selected=frozenset({(sheet.kind, sheet.code)} if sheet else ()),
        focus=focus(here),
        demo=here.demo,
        approximate_label=areas.label.say(language) if areas.approximate else "",
        attribution=areas.source.say(language),
    )


def _labels(values: pd.DataFrame, here: Here) -> dict[str, str]:
    """Say what is read beside a ward's name: its rate, and what its cluster does."""
    rows = zip(values.index, values["rate"], values["class"], strict=True)
    return {str(code): f"{_rate(rate, here)}\n{said}" for code, rate, said in rows}


def _rate(rate: Any, here: Here) -> str:
    known = words.number(None if pd.isna(rate) else float(rate), here.language, digits=1)
    return here.say("hotspots.map.rate", rate=known)


def _outlines(table: pd.DataFrame, here: Here) -> tuple[OutlineMark, ...]:
    """Answer the wards that are told of; every hot one has a class other than none."""
    hot = table[table["hot"].astype(bool) & table["class"].isin(DEVELOPMENTS)]
    return tuple(
        OutlineMark(
            ward=str(code),
            development=cast("Development", row["class"]),
            words=here.say(f"hotspots.class.{row['class']}"),
            muted=bool(row["muted"]),
        )
        for code, row in zip(hot.index, hot.to_dict("records"), strict=True)
    )


def _legend(outlines: tuple[OutlineMark, ...], here: Here) -> tuple[LegendSection, ...]:
    """Explain the patterns that occur, and what is drawn pale."""
    counted = {each: sum(mark.development == each for mark in outlines) for each in DEVELOPMENTS}
    entries = [LegendEntry(each, here.say(f"hotspots.class.{each}"), n, "outline") for each, n in counted.items() if n]
    title = here.say("hotspots.map.muted" if any(mark.muted for mark in outlines) else "hotspots.title")
    return (LegendSection(title, tuple(entries)),) if entries else ()
