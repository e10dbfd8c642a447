"""What followed the dialogues and visits held because of an early-dialogue area: open cases there, month by month."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.access.suppression import EXACT
from gis.insight import early_dialogues
from gis.records.declaration import describe
from gis.records.entities.contacts import DIALOGUE
from gis.ui import menu
from gis.ui.here import Here
from gis.ui.plain_table import plain_table
from gis.ui.sheet_link import linked
from gis.view import Sheet

MOST: Final = 12
"""So many are listed, the latest."""
_SECTION: Final = Markup('<h2 class="section">{}</h2>')
_HINT: Final = Markup('<p class="hint">{}</p>')


def draw(here: Here) -> None:
    """Draw what followed, for leaders and officers, or how such a dialogue is recorded."""
    st.html(_SECTION.format(here.say("hotspots.after.title")))
    if here.desk.reader.role not in EXACT:
        st.html(_HINT.format(here.say("dialogues.not_here")))
        return
    whole = len(early_dialogues.held(here.selection))
    rows = early_dialogues.followed(here.selection, most=MOST)
    if rows.empty:
        st.html(_HINT.format(here.say("hotspots.after.none")))
    else:
        st.html(_said(rows, whole, here) + _table(rows, here))
    menu.link("dialogues.py", here.view.turned_to("dialogues"), here.say("hotspots.after.record"))


def _said(rows: pd.DataFrame, whole: int, here: Here) -> Markup:
    counted = rows["outcome"].value_counts()
    parts = {code: int(counted.get(code, 0)) for code in early_dialogues.OUTCOMES}
    said = here.say("hotspots.after.said", whole=whole, shown=len(rows), **parts)
    return _HINT.format(f"{said} {here.say('hotspots.after.meaning')}")


def _table(rows: pd.DataFrame, here: Here) -> Markup:
    lines = rows.to_dict("records")
    columns: dict[str, list[Any]] = {
        "held_on": [words.date(line["held_on"]) for line in lines],
        "ward": [_place(line, here) for line in lines],
        "kind": [describe(str(line["kind"]), DIALOGUE["kind"]).say(here.language) for line in lines],
        "result": [_result(line, here) for line in lines],
        **{f"after_{n}": [words.number(line[n], here.language) for line in lines] for n in early_dialogues.AFTER},
        "outcome": [here.say(f"hotspots.after.outcome.{line['outcome']}") for line in lines],
    }
    named = {here.say(f"hotspots.after.column.{name}"): texts for name, texts in columns.items()}
    table = pd.DataFrame(named, dtype="object")  # objects, so that links stay markup
    return plain_table(table, numbers=range(4, 8), stacked=True)


def _place(line: dict[Any, Any], here: Here) -> str | Markup:
    code = str(line["ward"])
    return linked(here.name("ward", code), Sheet("ward", code), here.view)


def _result(line: dict[Any, Any], here: Here) -> str:
    if pd.isna(line["result"]):
        return words.NOTHING
    return describe(str(line["result"]), DIALOGUE["result"]).say(here.language)
