"""Open cases counted: by limit and days waited, by subject, level, competence and body; and decisions to carry out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.insight import cases
from gis.ui.here import Here

_MOST: Final = 11
"""So many lines a grouping shows; what is beyond them stands in one last line."""
_LINE = Markup('<div class="tally"><span>{}</span><u style="width:{}%{}"></u><b>{}</b>{}</div>')
_LATE = Markup(";--late:{}%")
_COUNT = Markup("<em{}>{}</em>")
_WARN = Markup(' class="warn"')
_HEAD = Markup('<div class="tally head"><span></span><span></span><b>{}</b><em>{}</em></div>')
_GROUP = Markup('<section class="group"><h3>{}</h3>{}</section>')
_CELL = Markup("<td{}>{}</td>")
_SHADE = Markup(' style="--h:{}%"')


def draw_ages(found: pd.DataFrame, here: Here) -> None:
    """Draw the table of standings and bands of age.

    Parameters
    ----------
    found
        What `gis.insight.cases.open_cases` answered.
    here
        Who reads.
    """
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("caseload.age.title")))
    st.html(_ages(cases.by_age(found), here))
    st.html(Markup('<p class="hint">{}</p>').format(here.say("caseload.age.note")))


def draw_groups(found: pd.DataFrame, here: Here) -> None:
    """Draw one list of bars for each grouping of the open cases."""
    groups = Markup().join(_group(cases.by_group(found, name), name, here) for name in cases.GROUPS)
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("caseload.group.title")))
    st.html(Markup('<div class="groups">{}</div>').format(groups))


def draw_decisions(here: Here) -> None:
    """Draw the decisions that have taken effect and were not carried out, by ward and by body."""
    found = cases.unexecuted(here.selection)
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("caseload.decisions.title")))
    if found.empty:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("caseload.decisions.none")))
        return
    st.html(
        Markup('<p class="hint">{}</p>').format(here.say("caseload.decisions.count", n=len(found), day=here.view.day))
    )
    lists = (_group(_decisions(found, name), name, here) for name in ("ward", "deciding_body"))
    st.html(Markup('<div class="groups two">{}</div>').format(Markup().join(lists)))


def _decisions(found: pd.DataFrame, group: str) -> pd.DataFrame:
    return cases.counted(found, group).to_frame("open")


def _ages(table: pd.DataFrame, here: Here) -> Markup:
    shown = table if table[-1].any() else table.drop(columns=-1)
    largest = max(1, int(shown.to_numpy().max()))
    headings = [
        here.say("caseload.age.standing"),
        *(_band(band, here) for band in map(int, shown.columns.to_list())),
        here.say("caseload.age.total"),
    ]
    head = Markup().join(
        Markup('<th scope="col" class="{}">{}</th>').format("number" if place else "", text)
        for place, text in enumerate(headings)
    )
    rows = Markup().join(_standing(str(name), row, largest, here) for name, row in shown.iterrows())
    sums = Markup().join(
        _CELL.format("", words.number(n, here.language)) for n in [*shown.sum(), shown.to_numpy().sum()]
    )
    total = Markup('<tr class="total"><th scope="row">{}</th>{}</tr>').format(here.say("caseload.age.total"), sums)
    return Markup(
        '<div class="scroll"><table class="plain ages"><thead><tr>{}</tr></thead><tbody>{}{}</tbody></table></div>'
    ).format(head, rows, total)


def _standing(name: str, row: pd.Series, largest: int, here: Here) -> Markup:
    cells = Markup().join(_CELL.format(_shade(n / largest), words.number(n, here.language)) for n in row)
    total = _CELL.format("", words.number(row.sum(), here.language))
    label = here.say(f"caseload.standing.{name}")
    return Markup('<tr class="{}"><th scope="row">{}</th>{}{}</tr>').format(name, label, cells, total)


def _shade(share: float) -> Markup:
    """Shade a cell by its share of the largest; what would not be seen is not sent."""
    depth = round(30 * share)
    return _SHADE.format(depth) if depth else Markup()


def _band(band: int, here: Here) -> Markup | str:
    if band < 0:
        return here.say("caseload.age.unknown")
    last = len(cases.BANDS) - 1
    if band == last:
        return here.say("caseload.age.over", last=cases.BANDS[last] - 1)
    return here.say("caseload.age.to", first=cases.BANDS[band], last=cases.BANDS[band + 1] - 1)


def _group(counts: pd.DataFrame, name: str, here: Here) -> Markup:
    first, rest = cases.top(counts, _MOST)
    both = "overdue" in counts
    unit = here.say("caseload.group.open") if both else here.say("caseload.decisions.unit")
    heading = _HEAD.format(unit, here.say("caseload.group.overdue") if both else "")
    lines = Markup().join(_lines(first, rest, name, here))
    return _GROUP.format(here.say(f"caseload.group.{name}"), heading + lines)


def _lines(first: pd.DataFrame, rest: pd.DataFrame, name: str, here: Here) -> Iterator[Markup]:
    largest = max(1, int(counts.max()) if len(counts := first["open"]) else 1)
    for code, row in first.iterrows():
        yield _line(_label(name, str(code), here), row, largest, here)
    if len(rest):
        yield _line(here.say("caseload.group.others", n=len(rest)), rest.sum(), 0, here)


def _line(label: str, row: pd.Series, largest: int, here: Here) -> Markup:
    """Write one line; without a bar where there is nothing to measure it by, as for the rest taken together."""
    n, late = int(row["open"]), int(row.get("overdue", 0))
    wide, red = (round(100 * part / whole, 1) if whole else 0 for part, whole in ((n, largest), (late, n)))
    said = _COUNT.format(_WARN if late else "", words.number(late, here.language)) if "overdue" in row else ""
    return _LINE.format(label, wide, _LATE.format(red) if red else "", words.number(n, here.language), said)


def _label(group: str, code: str, here: Here) -> str:
    if code == cases.NOT_RECORDED:
        return here.say("caseload.group.no_level" if group == "level" else "caseload.nothing")
    if group == "within_competence":
        return here.say("caseload.yes" if code == "True" else "caseload.no")
    return here.name(group, code)
