"""Where too little is known and officials should go and ask: a part of the page of dialogues."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.access.suppression import Shown, shown
from gis.briefing import tables
from gis.insight import silence
from gis.ui import downloads, process
from gis.ui.downloads import Sheet as FileSheet
from gis.ui.here import Here
from gis.ui.plain_table import plain_table
from gis.ui.sheet_link import linked
from gis.view import Sheet, SheetKind

MOST: Final = 12
"""So many places of a kind are named; the rest is counted."""

_KINDS: Final[tuple[SheetKind, ...]] = ("ward", "project")
_COUNTS: Final = ("households", "cases")
_DERIVED: Final = {"expected": ("cases",)}
"""The number that is expected follows from the cases of all other places, so it would tell a hidden one."""
_FILE: Final[dict[str, tables.ColumnKind]] = {
    "why": "text",
    "households": "count",
    "cases": "count",
    "expected": "number",
    "last_contact": "day",
    "days_since_contact": "days",
}
_FILES: Final = {"ward": "xa-phuong-nen-chu-dong-tiep-xuc", "project": "du-an-nen-chu-dong-tiep-xuc"}
_HINT = Markup('<p class="hint">{}</p>')
_SECTION = Markup('<h2 class="section">{}</h2>')


def draw(here: Here) -> None:
    """Draw the part, or say what to do where no household file is recorded."""
    if not here.situation.recorded("household_file"):
        st.info(here.say("silence.empty"), icon=":material/upload_file:")
        return
    st.html(_SECTION.format(here.say("silence.lead")) + _HINT.format(here.say("silence.lead_note")))
    for which in _KINDS:
        looked_at = silence.found(here.selection, which)
        if looked_at is not None:
            st.html(_places(looked_at, which, here))
            _downloads(looked_at, which, here)
    st.html(_HINT.format(_method(here)))


def _places(looked_at: pd.DataFrame, which: SheetKind, here: Here) -> Markup:
    """Write the places of one kind, those with most reasons first."""
    silent = ordered(looked_at[looked_at["silent"]])
    said = here.say(f"silence.said_{which}", n=len(silent), whole=len(looked_at), heavy=silence.HEAVY)
    head = Markup('<h3 class="links-title">{}</h3>').format(here.say(f"silence.{which}")) + _HINT.format(said)
    body = _table(silent, which, here) if len(silent) else _HINT.format(here.say(f"silence.none_{which}"))
    return head + body + _unknown(looked_at, here)


def ordered(silent: pd.DataFrame) -> pd.DataFrame:
    """Put places with both reasons first, then by affected households: never by a count that may be hidden."""
    both = silent["few"] & silent["contact"].eq("none")
    return silent.assign(both=both).sort_values(["both", "households"], ascending=False, kind="stable")


def hidden(silent: pd.DataFrame) -> Shown:
    """Answer the places as the reader may see them."""
    threshold = settings.current().suppress_below
    return shown(silent, process.reader(), counts=_COUNTS, threshold=threshold, derived=_DERIVED)


def _table(silent: pd.DataFrame, which: SheetKind, here: Here) -> Markup:
    content = hidden(silent.rename_axis(which))
    told = content.display(here.language).head(MOST)
    columns: dict[str, list[str | Markup]] = {
        which: [_link(str(code), which, here) for code in told.index],
        "why": [_why(row, which, here) for _, row in silent.head(MOST).iterrows()],
        **{name: list(told[name]) for name in (*_COUNTS, "expected")},
        "days_since_contact": [words.number(n, here.language) for n in told["days_since_contact"]],
    }
    table = pd.DataFrame(columns, dtype="object")  # objects, so that links stay markup
    named = table.rename(columns={name: _heading(str(name), here) for name in table})
    left = len(silent) - MOST
    more = _HINT.format(here.say("silence.more", shown=MOST, n=left)) if left > 0 else Markup()
    note = _HINT.format(content.note(here.language)) if content.any_hidden else Markup()
    return plain_table(named, numbers=range(2, len(columns)), stacked=True) + more + note


def _heading(name: str, here: Here) -> str:
    return here.say(f"silence.column.{name}", n=silence.WINDOW_DAYS)


def _link(code: str, which: SheetKind, here: Here) -> Markup:
    return linked(here.name(which, code), Sheet(which, code), here.view)


def _why(row: pd.Series, which: SheetKind, here: Here) -> str:
    reasons = ["few"] if row["few"] else []
    if row["contact"] == "none":
        reasons.append("never" if pd.isna(row["last_contact"]) else "none")
    elif row["contact"] == "unknown" and which == "ward":
        reasons.append("unknown")
    return "; ".join(here.say(f"silence.reason.{reason}", n=silence.QUIET_DAYS) for reason in reasons)


def _unknown(looked_at: pd.DataFrame, here: Here) -> Markup:
    n = int(looked_at["contact"].eq("unknown").sum()) if looked_at.index.name == "ward" else 0
    return _HINT.format(here.say("silence.unknown", n=n)) if n else Markup()


def _downloads(looked_at: pd.DataFrame, which: SheetKind, here: Here) -> None:
    """Offer the whole list as a file, where anything is on it."""
    if looked_at["silent"].any():
        downloads.draw(partial(file_sheet, looked_at, which, here), _FILES[which], here)


def file_sheet(looked_at: pd.DataFrame, which: SheetKind, here: Here) -> FileSheet:
    """Answer all silent places of one kind, with their reasons, for a file."""
    silent = ordered(looked_at[looked_at["silent"]])
    reasons = [_why(row, which, here) for _, row in silent.iterrows()]
    return FileSheet(
        name=which,
        title=here.say("silence.file", what=here.say(f"silence.{which}")),
        first=here.say(f"silence.column.{which}"),
        names={str(code): here.name(which, str(code)) for code in silent.index},
        columns={name: _heading(name, here) for name in _FILE},
        kinds=_FILE,
        table=silent.assign(why=reasons, expected=silent["expected"].round(1)),
        counts=_COUNTS,
        derived=_DERIVED,
        sort_by="households",
    )


def _method(here: Here) -> str:
    return here.say(
        "silence.method",
        window=silence.WINDOW_DAYS,
        least=silence.LEAST,
        level=words.percent(silence.LEVEL, here.language),
        share=words.percent(silence.SHARE, here.language),
        quiet=silence.QUIET_DAYS,
    )
