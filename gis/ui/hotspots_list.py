"""The areas for an early dialogue as a table, the twin of the map above it, and projects as another."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis.access.suppression import Shown
from gis.answers.risks import Expected
from gis.briefing import early_words
from gis.briefing.leaving import leaving
from gis.insight import early_list
from gis.ui import downloads, session, sorted_table
from gis.ui.downloads import Sheet as FileSheet
from gis.ui.here import Here
from gis.ui.rule_link import address
from gis.ui.sorted_table import Links, SortedTable
from gis.view import Sheet, SheetKind

_FILES: Final[dict[SheetKind, str]] = {"ward": "dia-ban-can-doi-thoai-som", "project": "du-an-can-doi-thoai-som"}
_HINT: Final = Markup('<p class="hint">{}</p>')


def draw(table: pd.DataFrame, content: Shown, here: Here) -> None:
    """Draw the list, what it hides, and its files.

    Parameters
    ----------
    table
        Of `gis.insight.early_list`, by ward or project.
    content
        The same as the reader may see it (`gis.briefing.early_words.hidden`).
    here
        Who reads.
    """
    which = early_words.listed_by(table)
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say(f"hotspots.list.title_{which}")))
    sorted_table.draw(readable(content, here), key=f"hotspots-{which}", on_open=partial(_open, which))
    left = len(table) - early_words.MOST_PROJECTS if which == "project" else 0
    notes = [here.say("hotspots.list.more", shown=early_words.MOST_PROJECTS, n=left)] if left > 0 else []
    notes.append(here.say(f"hotspots.list.note_{which}", share=early_words.share(here)))
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
        draw(table, early_words.hidden(table, here), here)


def readable(content: Shown, here: Here) -> SortedTable:
    """Name every row for a reader; the order is that of what may be seen."""
    which, sheet = early_words.listed_by(content.values), here.view.sheet
    table = early_words.ordered(content.values)
    table = table.head(early_words.MOST_PROJECTS) if which == "project" else table
    rules = [early_words.next_rule(row, here) for row in table.to_dict("records")]
    return SortedTable(
        first=here.say(f"hotspots.list.{which}"),
        names=[here.name(which, str(code)) for code in table.index],
        headings=early_words.headings(here, which),
        kinds=early_words.KINDS,
        table=table,
        fixed=0,
        sorted_by=None,
        opened=sheet.code if sheet and sheet.kind == which else None,
        alt=here.say(f"hotspots.list.alt_{which}", n=len(table)),
        links=Links("next_day", rules, partial(address, view=here.view), here.say("legal.open")),
        language=here.language,
    )


def _open(which: SheetKind, code: str) -> None:
    """Open the sheet of the chosen place or project; for the callback."""
    session.open_sheet(Sheet(which, code))


def file_sheet(table: pd.DataFrame, here: Here) -> FileSheet:
    """Answer the list for a file, in the order of what may stand in one; it hides what the paper of the list hides."""
    which, left = early_words.listed_by(table), leaving(here)
    seen = early_words.hidden(table, left)
    place = pd.Series(range(len(table), 0, -1), index=early_words.ordered(seen.values).index)
    return FileSheet(
        name="hotspots",
        title=here.say(f"hotspots.list.file_{which}"),
        first=here.say(f"hotspots.list.{which}"),
        names={str(code): here.name(which, str(code)) for code in table.index},
        columns=early_words.headings(here, which),
        kinds={name: early_words.KINDS[name] for name in early_words.headings(here, which)},
        table=early_words.in_words(table, left, exact=False).assign(place=place),
        counts=early_words.COUNTS,
        derived=early_words.DERIVED,
        sort_by="place",
        beside=early_words.beside(table, left),
    )
