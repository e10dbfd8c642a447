"""The areas for an early dialogue as a table, the twin of the map above it, and projects as another."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.access.suppression import EXACT, Shown, shown
from gis.answers.risks import Expected
from gis.briefing import duty_words
from gis.briefing.tables import ColumnKind
from gis.insight import early_list, expected
from gis.insight.reasons import Reason
from gis.ui import downloads, process, session, sorted_table
from gis.ui.downloads import Sheet as FileSheet
from gis.ui.here import Here
from gis.ui.rule_link import address
from gis.ui.sorted_table import Links, SortedTable
from gis.view import Sheet, SheetKind

COUNTS: Final = ("n", "at_risk")
DERIVED: Final = dict.fromkeys(("rate", "low", "high", "rate_within"), ("n",)) | dict.fromkeys(
    ("expected", "expected_low", "expected_high", "expected_within"), ("at_risk",)
)
"""What would tell a hidden count."""
KINDS: Final[dict[str, ColumnKind]] = {
    "class": "lines",
    "n": "count",
    "rate": "number",
    "rate_within": "text",
    "expected": "number",
    "expected_within": "text",
    "reasons": "lines",
    "next_day": "day",
    "last_dialogue": "day",
    "body": "lines",
}
_BY_WARD: Final = ("class",)
"""What is told of wards only."""
_FILES: Final[dict[SheetKind, str]] = {"ward": "dia-ban-can-doi-thoai-som", "project": "du-an-can-doi-thoai-som"}
MOST_PROJECTS: Final = 60
"""So many projects are drawn; the file has all of them."""
_UNCOUNTED: Final = ("contact", "no_contact")
"""Reasons that count days, not people, cases or promises."""
_HINT: Final = Markup('<p class="hint">{}</p>')


def draw(table: pd.DataFrame, content: Shown, here: Here) -> None:
    """Draw the list, what it hides, and its files.

    Parameters
    ----------
    table
        Of `gis.insight.early_list`, by ward or project.
    content
        The same as the reader may see it (`hidden`).
    here
        Who reads.
    """
    which = _which(table)
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say(f"hotspots.list.title_{which}")))
    sorted_table.draw(readable(content, here), key=f"hotspots-{which}", on_open=partial(_open, which))
    left = len(table) - MOST_PROJECTS if which == "project" else 0
    notes = [here.say("hotspots.list.more", shown=MOST_PROJECTS, n=left)] if left > 0 else []
    notes.append(here.say(f"hotspots.list.note_{which}", share=_share(here)))
    notes += [content.note(here.language)] if content.any_hidden else []
    st.html(_HINT.format(" ".join(notes)))
    downloads.draw(partial(file_sheet, table, here), _FILES[which], here)


def draw_projects(risk: Expected | None, here: Here) -> None:
    """Draw the list of projects, where anything of them is open and household files are recorded."""
    asked = ("early_projects", risk is not None)
    if asked not in here.selection.answers:
        about = (risk.projects, risk.weighed) if risk else (None, None)
        here.selection.answers[asked] = early_list.of_projects(here.selection, *about)
    table: pd.DataFrame = here.selection.answers[asked]
    if not table.empty:
        draw(table, hidden(table, here), here)


def _which(table: pd.DataFrame) -> SheetKind:
    return "project" if table.index.name == "project" else "ward"


def hidden(table: pd.DataFrame, here: Here) -> Shown:
    """Answer the list in words, as the reader may see it on screen."""
    exact = process.reader().role in EXACT
    return shown(
        in_words(table, here, exact=exact),
        process.reader(),
        counts=COUNTS,
        threshold=settings.current().suppress_below,
        derived=DERIVED,
    )


def in_words(table: pd.DataFrame, here: Here, *, exact: bool) -> pd.DataFrame:
    """Answer the list with every text a reader sees in the place of its codes.

    Parameters
    ----------
    table
        Of `gis.insight.early_list.of_wards`.
    here
        Who reads.
    exact
        Whether small numbers may stand in the reasons.
    """
    rows = table.to_dict("records")
    threshold = 0 if exact else settings.current().suppress_below
    said: dict[str, list[str | None]] = {
        "rate_within": [_within(row["low"], row["high"], 1, here) for row in rows],
        "expected_within": [_within(row["expected_low"], row["expected_high"], 0, here) for row in rows],
        "reasons": ["\n".join(_reason(one, threshold, here) for one in row["reasons"]) or None for row in rows],
    }
    if _which(table) == "ward":
        said["class"] = [class_words(row, here) for row in rows]
    texts = pd.DataFrame(said, index=table.index, dtype="object")
    counted = table[list(COUNTS)].round().astype("Int64")
    return pd.concat([table.drop(columns=[*COUNTS, *said], errors="ignore"), counted, texts], axis=1)


def class_words(row: Any, here: Here) -> str:
    """Say a ward's class, and why it is muted where it is told of on poor data.

    Parameters
    ----------
    row
        With ``class``, ``hot``, ``muted`` and ``why_muted``.
    here
        Who reads.
    """
    said = here.say(f"hotspots.class.{'unknown' if pd.isna(row['class']) else row['class']}")
    if not (row["hot"] and row["muted"]):
        return said
    why = ", ".join(here.say(f"hotspots.muted.{code}") for code in row["why_muted"])
    return here.say("hotspots.list.muted", what=said, why=why)


def _within(low: float, high: float, digits: int, here: Here) -> str | None:
    if pd.isna(low) or pd.isna(high):
        return None
    ends = (words.number(end, here.language, digits=digits) for end in (low, high))
    return "–".join(ends)


def _reason(one: Reason, threshold: int, here: Here) -> str:
    small = one.kind not in _UNCOUNTED and 0 < one.n < threshold
    return here.say(f"sheet.why.{one.kind}", n=f"<{threshold}" if small else one.n)


def readable(content: Shown, here: Here) -> SortedTable:
    """Name every row for a reader; the order is that of what may be seen."""
    which, sheet = _which(content.values), here.view.sheet
    table = ordered(content.values)
    table = table.head(MOST_PROJECTS) if which == "project" else table
    rules = [next_rule(row, here) for row in table.to_dict("records")]
    return SortedTable(
        first=here.say(f"hotspots.list.{which}"),
        names=[here.name(which, str(code)) for code in table.index],
        headings=headings(here, which),
        kinds=KINDS,
        table=table,
        fixed=0,
        sorted_by=None,
        opened=sheet.code if sheet and sheet.kind == which else None,
        alt=here.say(f"hotspots.list.alt_{which}", n=len(table)),
        links=Links("next_day", rules, partial(address, view=here.view), here.say("legal.open")),
        language=here.language,
    )


def next_rule(row: Any, here: Here) -> str:
    """Answer the id of the rule that a row's next day follows from; empty where no rule of law sets it."""
    known = pd.notna(row["next_day"])
    return duty_words.rule_of({"kind": row["next_kind"], "what": row["next_what"]}, here) if known else ""


def ordered(values: pd.DataFrame) -> pd.DataFrame:
    """Put the list in the order of what may be seen: a place in it would tell a hidden count."""
    if _which(values) == "ward":
        return early_list.ranked(values)
    return values.sort_values(["expected", "rate"], ascending=False, kind="stable", na_position="last")


def headings(here: Here, which: SheetKind = "ward") -> dict[str, str]:
    """Answer what stands above each column of `KINDS` that a list of wards or projects has."""
    names = [name for name in KINDS if which == "ward" or name not in _BY_WARD]
    return {name: here.say(f"hotspots.list.{name}", share=_share(here)) for name in names}


def _share(here: Here) -> str:
    return words.percent(expected.LEVEL, here.language, digits=0)


def _open(which: SheetKind, code: str) -> None:
    """Open the sheet of the chosen place or project; for the callback."""
    session.open_sheet(Sheet(which, code))


def file_sheet(table: pd.DataFrame, here: Here) -> FileSheet:
    """Answer the list for a file, in the order of what may stand in one."""
    which, content = _which(table), in_words(table, here, exact=False)
    seen = shown(
        content,
        process.reader(),
        counts=COUNTS,
        threshold=settings.current().suppress_below,
        derived=DERIVED,
        for_file=True,
    )
    place = pd.Series(range(len(table), 0, -1), index=ordered(seen.values).index)
    return FileSheet(
        name="hotspots",
        title=here.say(f"hotspots.list.file_{which}"),
        first=here.say(f"hotspots.list.{which}"),
        names={str(code): here.name(which, str(code)) for code in table.index},
        columns=headings(here, which),
        kinds={name: KINDS[name] for name in headings(here, which)},
        table=content.assign(place=place),
        counts=COUNTS,
        derived=DERIVED,
        sort_by="place",
    )
