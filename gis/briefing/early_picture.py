"""The picture of early dialogues: wards coloured by their rate, outlined and labelled where cases gather unusually."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd

from gis import words
from gis.access.suppression import Shown
from gis.briefing.pictures import focus
from gis.briefing.reading import Reading
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


def picture(table: pd.DataFrame, content: Shown, reading: Reading) -> MapPicture:
    """Compose what the map draws.

    Parameters
    ----------
    table
        Of `gis.insight.early_list.of_wards`.
    content
        The same in words, as the reader may see it.
    reading
        Who reads.
    """
    areas, language = reading.situation.areas, reading.language
    title = reading.say("hotspots.map.title")
    hidden = content.hidden["rate"].reindex(table.index)
    few = ~table["enough"].astype(bool) | hidden
    classes = classify(content.values["rate"].reindex(table.index).astype("float64"), kind="number", too_few=few)
    told_few = "too_few_or_hidden" if hidden.any() else "too_few"
    outlines = _outlines(table, reading)
    sheet = reading.view.sheet
    return MapPicture(
        language=language,
        title=title,
        as_of=reading.say("map.as_of", day=reading.view.day),
        wards=ward_marks(classes, _labels(content.values, reading)),
        legend=(*_legend(outlines, reading), measure_section(classes, title=title, language=language, few=told_few)),
        outlines=outlines,
        selected=frozenset({(sheet.kind, sheet.code)} if sheet else ()),
        focus=focus(reading),
        demo=reading.demo,
        approximate_label=areas.label.say(language) if areas.approximate else "",
        attribution=areas.source.say(language),
    )


def _labels(values: pd.DataFrame, reading: Reading) -> dict[str, str]:
    """Say what is read beside a ward's name: its rate, and what its cluster does."""
    rows = zip(values.index, values["rate"], values["class"], strict=True)
    return {str(code): f"{_rate(rate, reading)}\n{said}" for code, rate, said in rows}


def _rate(rate: Any, reading: Reading) -> str:
    known = words.number(None if pd.isna(rate) else float(rate), reading.language, digits=1)
    return reading.say("hotspots.map.rate", rate=known)


def _outlines(table: pd.DataFrame, reading: Reading) -> tuple[OutlineMark, ...]:
    """Answer the wards that are told of; every hot one has a class other than none."""
    hot = table[table["hot"].astype(bool) & table["class"].isin(DEVELOPMENTS)]
    return tuple(
        OutlineMark(
            ward=str(code),
            development=cast("Development", row["class"]),
            words=reading.say(f"hotspots.class.{row['class']}"),
            muted=bool(row["muted"]),
        )
        for code, row in zip(hot.index, hot.to_dict("records"), strict=True)
    )


def _legend(outlines: tuple[OutlineMark, ...], reading: Reading) -> tuple[LegendSection, ...]:
    """Explain the patterns that occur, and what is drawn pale."""
    counted = {each: sum(mark.development == each for mark in outlines) for each in DEVELOPMENTS}
    entries = [
        LegendEntry(each, reading.say(f"hotspots.class.{each}"), n, "outline") for each, n in counted.items() if n
    ]
    title = reading.say("hotspots.map.muted" if any(mark.muted for mark in outlines) else "hotspots.title")
    return (LegendSection(title, tuple(entries)),) if entries else ()
