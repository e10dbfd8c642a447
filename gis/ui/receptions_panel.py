"""Citizen reception: two duties apart, month by month and ward by ward, and form 01/TCD with its arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.briefing import tables
from gis.insight import reception_minima, receptions
from gis.ui import (
    cards,
    downloads,
    reception_form_panel,
    reception_grid,
    seen,
    session,
    sorted_table,
)
from gis.ui.cards import Card, Compared
from gis.ui.downloads import Sheet as FileSheet
from gis.ui.here import Here
from gis.ui.plain_table import plain_table
from gis.ui.seen import Seen
from gis.ui.sorted_table import SortedTable
from gis.view import Sheet

_KEY: Final = "receptions-table"
_OFFICE: Final = (
    *(f"{role}_{what}" for role in receptions.DUTIES for what in ("days", "short", "unreported")),
    "other_days",
)
"""Columns that tell of offices and of nobody who came."""
KINDS: Final[dict[str, tables.ColumnKind]] = dict.fromkeys((*_OFFICE, *receptions.COUNTS), "count")
_MONTH = Markup(
    '<div class="reported"><span>{}</span><span class="shares" role="img" aria-label="{}">{}</span>'
    "<b>{}</b><em>{}</em><em>{}</em></div>"
)
_PART = Markup('<i class="{}" style="flex-grow:{}"></i>')


def draw(here: Here) -> None:
    """Draw the part, or say what to do where no reception is recorded."""
    if not here.situation.recorded("reception"):
        st.info(here.say("receptions.empty"), icon=":material/upload_file:")
    else:
        rows = receptions.within(here.selection, here.period)
        _figures(receptions.summary(rows), here)
        for column, role in zip(st.columns(2, gap="medium"), receptions.DUTIES, strict=True):
            with column:
                _months(role, here)
        reception_grid.draw(here)
        _wards(here)
        reception_form_panel.draw(rows, here)


def _figures(now: pd.DataFrame, here: Here) -> None:
    title = here.say("receptions.title", period=here.period_words)
    st.html(Markup('<h2 class="section">{}</h2>').format(title))
    compared = Compared(now, lambda then, period: receptions.summary(receptions.within(then, period)), here)
    cards.draw(_cards(now, compared, here), title, compared.basis + seen.footnote(here))
    st.html(plain_table(_summary(now, here), numbers=range(1, now.shape[1] + 1), stacked=True))
    st.html(Markup('<p class="hint">{}</p>').format(here.say("receptions.note")))


def _cards(now: pd.DataFrame, compared: Compared[pd.DataFrame], here: Here) -> Iterator[Card]:
    for role in receptions.ROLES:
        days = int(now["days"][role])
        note = here.say("receptions.delegated", n=int(now["delegated"][role])) if role != "other" else ""
        change = compared.change(lambda one, role=role: int(one["days"][role]))  # type: ignore[misc]
        yield Card(here.say(f"receptions.days.{role}"), words.number(days, here.language), note, change)
    counts = _people(now, here)

    def changed(name: str) -> str:
        return compared.change(seen.told(partial(_sum, name=name), here)) if counts.tells(name) else ""

    for name in ("turns", "people"):
        yield Card(here.say(f"receptions.column.{name}"), counts[name], "", changed(name))
    share = here.say("receptions.repeated", n=counts["repeated_cases"], whole=counts["cases"])
    yield Card(here.say("receptions.cases"), counts["cases"], share if _sum(now, "repeated_cases") else "")
    crowd = here.say("receptions.crowd_people", n=counts["crowd_people"] if _sum(now, "crowd_people") else 0)
    yield Card(here.say("receptions.column.crowds"), counts["crowds"], crowd, changed("crowds"))


def _people(now: pd.DataFrame, here: Here) -> Seen:
    """Answer how many came, over all who received, as the reader may read it."""
    numbers = {name: _sum(now, name) for name in receptions.COUNTS}
    first, again = numbers["first_cases"], numbers["repeated_cases"]
    whole = None if first is None or again is None else first + again
    wholes = (("cases", ["repeated_cases", "first_cases"]), ("people", ["crowd_people"]))
    return seen.of(numbers | {"cases": whole}, here, wholes=wholes)


def _sum(table: pd.DataFrame, name: str) -> int | None:
    found = table[name].sum(min_count=1)
    return None if pd.isna(found) else int(found)


def _summary(now: pd.DataFrame, here: Here) -> pd.DataFrame:
    """Write who received, line by line; the lines are duties of their own and are not added up."""
    first = {here.say("receptions.column.role"): [here.say(f"receptions.role.{role}") for role in now.index]}
    told = seen.table(now, receptions.COUNTS, here)
    rest = {here.say(f"receptions.column.{name}"): list(told[name]) for name in now}
    return pd.DataFrame(first | rest, dtype="object")


def _months(role: str, here: Here) -> None:
    """Draw how many wards have held, not held or not reported, month by month, the latest first."""
    found = receptions.states(here.selection, role, here.period)
    lines = Markup().join(_line(month, found[month], here) for month in reversed(found.columns))
    keys = Markup().join(
        Markup('<span class="share {}">{}</span> ').format(state, here.say(f"receptions.state.{state}"))
        for state in receptions.STATES
    )
    st.html(
        Markup('<h3 class="links-title">{}</h3><p class="hint keys">{}</p>{}').format(
            here.say(f"receptions.months.{role}", n=len(found)), keys, lines
        )
    )


def _line(month: Any, states: pd.Series, here: Here) -> Markup:
    counts = states.value_counts().reindex(list(receptions.STATES), fill_value=0)
    said = ", ".join(f"{here.say(f'receptions.state.{state}')} {n}" for state, n in counts.items())
    parts = Markup().join(_PART.format(state, n) for state, n in counts.items() if n)
    numbers = [words.number(n, here.language) for n in counts]
    return _MONTH.format(month.strftime("%m/%Y"), said, parts, *numbers)


def _wards(here: Here) -> None:
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("receptions.by_ward")))
    if not here.hides:
        sorted_table.draw(readable(here), key=_KEY, on_open=_open)
    st.html(Markup('<p class="hint">{}</p>').format(here.say("receptions.file_note")))
    downloads.draw(partial(file_sheet, here), "tiep-cong-dan-theo-xa-phuong", here)


def by_ward(here: Here) -> pd.DataFrame:
    """Answer what each ward has held over the period, with the days missing to the minimum of each duty."""
    short = reception_minima.short(here.selection, here.period).add_suffix("_short")
    return receptions.by_ward(here.selection, here.period).join(short)


def readable(here: Here) -> SortedTable:
    """Name wards and columns for a reader; the wards that reported least first."""
    first = f"{receptions.DUTIES[0]}_unreported"
    table = by_ward(here).sort_values(first, ascending=False, kind="stable")
    return SortedTable(
        first=here.say("dialogues.column.ward"),
        names=[here.name("ward", str(code)) for code in table.index],
        headings={name: here.say(f"receptions.column.{name}") for name in KINDS},
        kinds=KINDS,
        table=table,
        fixed=0,
        sorted_by=first,
        opened=here.view.sheet.code if here.view.sheet else None,
        alt=here.say("receptions.alt", n=len(table)),
        language=here.language,
    )


def _open(ward: str) -> None:
    """Open the sheet of the chosen ward; for the callback."""
    session.open_sheet(Sheet("ward", ward))


def file_sheet(here: Here) -> FileSheet:
    """Answer wards, what each held and who came, and the state of every month, for a file."""
    table = by_ward(here)
    columns = {name: here.say(f"receptions.column.{name}") for name in KINDS}
    kinds = dict(KINDS)
    for role in receptions.DUTIES:
        for month, states in receptions.states(here.selection, role, here.period).items():
            name = f"{role}:{month}"
            table[name] = states.map(lambda state: here.say(f"receptions.state.{state}")).astype("object")
            columns[name], kinds[name] = f"{here.say(f'receptions.role.{role}')} {month:%m/%Y}", "text"
    return FileSheet(
        name="receptions",
        title=here.say("receptions.file_title", period=here.period_words),
        first=here.say("dialogues.column.ward"),
        names={str(code): here.name("ward", str(code)) for code in table.index},
        columns=columns,
        kinds=kinds,
        table=table,
        counts=receptions.COUNTS,
        sort_by=f"{receptions.DUTIES[0]}_days",
    )
