"""The list of duties: what is past and what falls due, whose duty it is, where; and its totals."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings
from gis.briefing import tables
from gis.briefing.duty_words import known, nothing, possible, rule_of, ward, what
from gis.briefing.duty_words import said as said_of
from gis.briefing.sheet_counts import duty_lines, duty_numbers
from gis.insight import duties
from gis.ui import downloads, seen, session, sorted_table
from gis.ui.here import Here
from gis.ui.rule_link import address, linked
from gis.ui.seen import Seen
from gis.ui.sorted_table import Links, SortedTable
from gis.view import Sheet

MOST_ROWS: Final = 200
"""So many lines are drawn."""
HEAD: Final = 5
"""So many lines the head of the list shows on a sheet."""

KINDS: Final[dict[str, tables.ColumnKind]] = {
    "due": "day",
    "state": "text",
    "days": "days",
    "ward": "text",
    "body": "text",
    "project": "text",
    "code": "text",
}
_UNDER: Final = {"state": "due", "project": "ward", "code": ""}
"""Column → the one it stands under, so that a duty is read without scrolling beside the sheet."""
_KEY: Final = "duties-table"
_CELL = Markup('<td class="number">{}</td>')
_ITEM = Markup('<li><b class="{}">{}</b><span>{}</span><small>{}</small></li>')
_STYLES: Final = {"past": "late", "waiting": "late", "past_unverified": "grey", "past_own": "grey", "coming": ""}


def draw(here: Here) -> None:
    """Draw the totals, the list and the downloads."""
    found = duties.due(here.selection)
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("duties.title", n=duties.AHEAD)))
    if found.empty:
        _nothing(here)
        return
    st.html(_totals(found, here))
    if here.hides:
        st.html(Markup('<p class="hint">{} {}</p>').format(here.say("duties.not_here"), seen.note(here)))
    else:
        _list(found, here)
    _downloads(found, here)


def _nothing(here: Here) -> None:
    st.info(nothing(here), icon=":material/task_alt:" if known(here) else ":material/info:")


def head(found: pd.DataFrame, here: Here, counts: Seen | None = None) -> Markup:
    """Write the head of the list for a sheet: how much is past and coming, and the gravest few.

    Parameters
    ----------
    found
        What `gis.insight.duties.due` answered for the sheet.
    here
        Who reads.
    counts
        Its `duty_numbers` as the reader may read them, where they stand beside others that would tell them.
    """
    if found.empty:
        said = here.say("duties.head_none", n=duties.AHEAD) if known(here) else here.say("duties.unknown")
        return Markup('<p class="hint">{}</p>').format(said)
    table = duty_numbers(found)
    counts = counts or seen.of(table, here)
    said = Markup().join(Markup("<p>{}</p>").format(part) for part in duty_lines(table, counts, here))
    if here.hides:
        return said
    lines = (_item(line, here) for line in duties.gravest(found, HEAD).to_dict("records"))
    return said + Markup('<ul class="duties">{}</ul>').format(Markup().join(lines))


def _item(line: dict[Any, Any], here: Here) -> Markup:
    where = " · ".join(part for part in (ward(line, here), _text(line["body"]), _text(line["code"])) if part)
    said = linked(said_of(line, here), rule_of(line, here), here.view, title=here.say("legal.open"))
    return _ITEM.format(_STYLES[line["state"]], said, what(line, here), where)


def _totals(found: pd.DataFrame, here: Here) -> Markup:
    """Write duties by kind and state; kinds are counted in units of their own, so they are never added up."""
    states, counts = possible(duties.STATES, here), seen.of(duty_numbers(found), here)
    headings = [here.say("duties.column.kind"), *(here.say(f"duties.state.{state}") for state in states)]
    head = Markup().join(
        Markup('<th scope="col" class="{}">{}</th>').format("number" if place else "", text)
        for place, text in enumerate(headings)
    )
    rows = Markup().join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            here.say(f"duties.kind.{kind}"),
            Markup().join(_CELL.format(_number(f"{kind}_{state}", counts)) for state in states),
        )
        for kind in duties.KINDS
    )
    return Markup(
        '<div class="scroll"><table class="plain duties-sums" aria-label="{}"><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(here.say("duties.summary"), head, rows)


def _number(name: str, counts: Seen) -> str:
    """Write a total; nothing where a kind of duty cannot be in that state."""
    return counts[name] if name in duties.BY_WARD else ""


def _list(found: pd.DataFrame, here: Here) -> None:
    drawn, left = found.head(MOST_ROWS), len(found) - MOST_ROWS
    sorted_table.draw(readable(drawn, here), key=_KEY, on_open=partial(_open, drawn))
    more = here.say("duties.more", shown=MOST_ROWS, n=left) if left > 0 else ""
    notes = " ".join((more, here.say("duties.note_open"), here.say("duties.note")))
    st.html(Markup('<p class="hint">{}</p>').format(notes.strip()))


def readable(found: pd.DataFrame, here: Here) -> SortedTable:
    """Name every line for a reader; rows are numbered from 0, as they stand in the list."""
    lines = found.to_dict("records")
    table = pd.DataFrame(
        {
            "due": found["due"],
            "state": [here.say(f"duties.state.{line['state']}") for line in lines],
            "days": -found["days_left"],
            "ward": [ward(line, here) or None for line in lines],
            "body": found["body"],
            "project": [None if pd.isna(line["project"]) else here.name("project", line["project"]) for line in lines],
            "code": found["code"],
        }
    ).set_axis(pd.RangeIndex(len(found)).astype(str))
    return SortedTable(
        first=here.say("duties.column.what"),
        names=[what(line, here) for line in lines],
        headings={name: here.say(f"duties.column.{name}") for name in KINDS},
        kinds=KINDS,
        table=table,
        fixed=0,
        sorted_by="days",
        opened=None,
        alt=here.say("duties.alt", n=len(found)),
        links=_links(lines, here),
        language=here.language,
        under=_UNDER,
    )


def _open(drawn: pd.DataFrame, place: str) -> None:
    """Open the ward of the chosen line; for the callback."""
    ward = drawn["ward"].iloc[int(place)]
    if pd.notna(ward):
        session.open_sheet(Sheet("ward", str(ward)))


def _links(lines: list[dict[Any, Any]], here: Here) -> Links:
    rules = [rule_of(line, here) for line in lines]
    return Links("due", rules, partial(address, view=here.view), here.say("legal.open"))


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _downloads(found: pd.DataFrame, here: Here) -> None:
    st.html(Markup('<p class="hint">{}</p>').format(here.say("duties.file_note")))
    downloads.offer("viec-can-lam", partial(written, found, here), here)


def written(found: pd.DataFrame, here: Here, kind: tables.Kind) -> bytes:
    """Write the totals by ward into a file, with small counts suppressed."""
    columns = possible(duties.BY_WARD, here)
    table = duties.by_ward(found, here.selection.wards)[list(columns)]
    content = tables.TableFile(
        title=here.say("duties.file_title"),
        caption=here.caption(),
        first=here.say("duties.column.ward"),
        names={str(code): here.name("ward", str(code)) for code in table.index},
        columns={name: _heading(name, here) for name in columns},
        kinds=dict.fromkeys(columns, "count"),
        table=tables.suppressed(
            table,
            scope=here.desk.reader,
            threshold=settings.current().suppress_below,
            counts=columns,
            derived={},
        ),
        sort_by=columns[0],
        demo=here.demo,
        language=here.language,
    )
    return tables.written(content, kind)


def _heading(name: str, here: Here) -> str:
    kind, state = name.split("_", 1)
    return f"{here.say(f'duties.kind.{kind}')}: {here.say(f'duties.state.{state}').lower()}"
