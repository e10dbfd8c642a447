"""The list of dialogues, coming ones first, and how many cases were open around those that were held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.access.suppression import EXACT
from gis.briefing.meeting_words import role
from gis.insight import dialogues
from gis.records.declaration import describe
from gis.records.entities.contacts import DIALOGUE
from gis.ui import meeting_form
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

ROWS: Final = (10, 25, 50, 100, 200)
"""How many rows may be asked for; every row travels to the browser."""
AROUND: Final = 10
"""So many dialogues are told with the open cases around them: the latest of which something is known afterwards."""

_COLUMNS: Final = ("day", "state", "kind", "ward", "project", "case", "chair", "came", "result")
_TWO = Markup("{}<small>{}</small>")
_STATE = Markup('<span class="state {}">{}</span>')


def draw(here: Here) -> None:
    """Draw both, for leaders and officers."""
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("dialogues.list.title")))
    if here.desk.reader.role not in EXACT:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("dialogues.not_here")))
        return
    n = len(here.selection["dialogue"])
    most = rows_asked("dialogue_rows", n, here)
    found = dialogues.listed(here.selection, most=most)
    st.html(Markup('<p class="hint">{}</p>').format(here.say("dialogues.list.extent", n=len(found), whole=n)))
    if len(found):
        st.html(plain_table(table(found, here), numbers=0, stacked=True))
    _around(here)


def rows_asked(key: str, n: int, here: Here) -> int:
    """Ask how many rows to draw, where there are more than the fewest."""
    if n <= ROWS[0]:
        return ROWS[0]
    label = here.say("dialogues.list.rows")
    chosen = st.segmented_control(label, ROWS, default=ROWS[0], key=f"{here.language}:{key}", width="content")
    return chosen if chosen in ROWS else ROWS[0]


def table(found: pd.DataFrame, here: Here) -> pd.DataFrame:
    """Name every dialogue for a reader."""
    rows = [list(_cells(line, here)) for line in found.to_dict("records")]
    return pd.DataFrame(rows, columns=[here.say(f"dialogues.column.{name}") for name in _COLUMNS], dtype="object")


def _cells(line: dict[Any, Any], here: Here) -> Iterator[Markup | str]:
    state = str(line["state"])
    yield words.date(line["day"])
    yield _STATE.format("late" if state == "missed" else "", here.say(f"dialogues.state.{state}"))
    pack = meeting_form.link_to(str(line["code"]), str(line["code"]), here)
    yield _TWO.format(_choice("kind", line["kind"], here), pack)
    yield here.name("ward", str(line["ward"]))
    yield words.NOTHING if pd.isna(line["project"]) else here.name("project", str(line["project"]))
    yield words.NOTHING if pd.isna(line["case"]) else str(line["case"])
    yield role(line, here) or words.NOTHING
    yield _came(line, here)
    yield _choice("result", line["result"], here)


def _choice(field: str, code: Any, here: Here) -> str:
    return words.NOTHING if pd.isna(code) else describe(str(code), DIALOGUE[field]).say(here.language)


def _came(line: dict[Any, Any], here: Here) -> Markup | str:
    if pd.isna(line["invited"]):
        return words.NOTHING
    if pd.isna(line["present"]):
        return here.say("dialogues.list.invited", n=int(line["invited"]))
    said = here.say("dialogues.of", n=int(line["present"]), whole=int(line["invited"]))
    absent = line["absent_minuted"]
    more = here.say("dialogues.list.minuted", n=int(absent)) if pd.notna(absent) and absent else ""
    return _TWO.format(said, more)


def _around(here: Here) -> None:
    rows = here.selection["dialogue"]
    over = rows["held_on"] <= here.situation.as_of - pd.Timedelta(
        days=min(span for span in dialogues.SPANS if span > 0)
    )
    held = rows[rows["state"].eq("held") & over].sort_values("held_on", ascending=False, kind="stable").head(AROUND)
    if held.empty or not here.situation.recorded("case"):
        return
    counts = dialogues.around(here.selection, held)
    columns = {
        here.say("dialogues.column.day"): [words.date(day) for day in held["held_on"]],
        here.say("dialogues.column.where"): [_where(line, here) for line in held.reset_index().to_dict("records")],
        **{_span(span, here): [words.number(n, here.language) for n in counts[span]] for span in dialogues.SPANS},
    }
    st.html(
        Markup('<h2 class="section">{}</h2><p class="hint">{}</p>').format(
            here.say("dialogues.around.title"), here.say("dialogues.around.note")
        )
    )
    st.html(
        plain_table(pd.DataFrame(columns, dtype="object"), numbers=range(2, 2 + len(dialogues.SPANS)), stacked=True)
    )


def _where(line: dict[Any, Any], here: Here) -> Markup:
    ward = here.name("ward", str(line["ward"]))
    project = (
        here.say("dialogues.around.ward") if pd.isna(line["project"]) else here.name("project", str(line["project"]))
    )
    return _TWO.format(ward, project)


def _span(days: int, here: Here) -> str:
    key = "on" if not days else "before" if days < 0 else "after"
    return here.say(f"dialogues.around.{key}", n=abs(days))
