"""What became of the areas for an early dialogue since another day, in words: for the page and for its paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from gis import words
from gis.access.suppression import Shown, shown
from gis.briefing.reading import Reading
from gis.insight import early_changes, early_dialogues

COUNTS: Final = ("n_then", "n_now")
DERIVED: Final = {"rate_then": ("n_then",), "rate_now": ("n_now",)}
COLUMNS: Final = ("change", "class_then", "class_now", "rate_then", "rate_now", "n_then", "n_now")
"""Columns after the ward's name, in reading order."""
NUMBERS: Final = ("rate_then", "rate_now", *COUNTS)


def hidden(table: pd.DataFrame, reading: Reading) -> Shown:
    """Answer a comparison (of `gis.insight.early_changes.between`) as the reader may see it, on screen or on paper."""
    whole = table.assign(**{name: table[name].round().astype("Int64") for name in COUNTS})
    desk = reading.desk
    return shown(
        whole, desk.reader, counts=COUNTS, threshold=desk.suppress_below, derived=DERIVED, for_file=desk.leaves
    )


def beside(content: Shown, listed: Shown) -> Shown:
    """Hide of a comparison what the list beside it hides of the same day (its ``n`` and ``rate``).

    Parameters
    ----------
    content
        What `hidden` answered.
    listed
        The list of the later day, of `gis.briefing.early_words.hidden`.
    """
    gone, small = (
        frame["n"].reindex(content.values.index, fill_value=False) for frame in (listed.hidden, listed.small)
    )
    mask = content.hidden.assign(**{name: content.hidden[name] | gone for name in ("n_now", "rate_now")})
    marks = content.small.assign(n_now=content.small["n_now"].where(~gone, small))
    values = content.values.assign(**{name: content.values[name].mask(mask[name]) for name in ("n_now", "rate_now")})
    return Shown(values, mask, marks, content.threshold, content.totals)


def days(against: dt.date, reading: Reading) -> dict[str, dt.date]:
    """Answer the two days by their names in phrases."""
    return {"then": against, "now": reading.view.day}


def lead(table: pd.DataFrame, against: dt.date, reading: Reading) -> str:
    """Say how many wards changed in which way, or that no ward is told of on either day."""
    if table.empty:
        return reading.say("hotspots.compare.nothing", **days(against, reading))
    counted = table["change"].value_counts()
    told = [code for code in early_changes.CHANGES if code in counted]
    parts = [reading.say(f"hotspots.compare.n_{code}", n=int(counted[code])) for code in told]
    return reading.say("hotspots.compare.said", what=", ".join(parts), **days(against, reading))


def headings(against: dt.date, reading: Reading) -> dict[str, str]:
    """Answer what stands above the ward's name and each of `COLUMNS`."""
    both = days(against, reading)
    return {name: reading.say(f"hotspots.compare.column.{name}", **both) for name in ("ward", *COLUMNS)}


def columns(content: Shown, against: dt.date, reading: Reading) -> Mapping[str, list[str]]:
    """Answer each of `COLUMNS` in words, marks in the place of what is hidden."""
    talked = early_dialogues.talked(reading.selection, against, reading.view.day)
    rates = dict.fromkeys(DERIVED, lambda n, language: words.number(n, language, digits=1))
    told = content.display(reading.language, formats=rates)
    return {
        "change": [change(code, talked.get(ward), reading) for ward, code in told["change"].items()],
        **{name: [_class(code, reading) for code in told[name]] for name in ("class_then", "class_now")},
        **{name: [str(text) for text in told[name]] for name in NUMBERS},
    }


def change(code: str, talked: object, reading: Reading) -> str:
    """Say what changed, and that people went and talked in between: what is gone then was no false alarm."""
    said = reading.say(f"hotspots.compare.{code}")
    return said if talked is None else reading.say("hotspots.compare.talked", what=said, day=talked)


def _class(code: Any, reading: Reading) -> str:
    return reading.say(f"hotspots.class.{'unknown' if pd.isna(code) else code}")
