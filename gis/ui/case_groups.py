"""Open cases counted: by limit and days waited, by subject, level, competence and body; and decisions to carry out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis.access.suppression import TOTAL, Shown
from gis.insight import cases
from gis.ui import seen
from gis.ui.here import Here

_MOST: Final = 11
"""So many lines a grouping shows; what is beyond them stands in one last line."""
_OTHERS: Final = "\uffff"
"""Code of the last line, behind every other."""
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
    n = seen.of({"n": len(found)}, here)["n"]
    st.html(Markup('<p class="hint">{}</p>').format(here.say("caseload.decisions.count", n=n, day=here.view.day)))
    lists = (_group(_decisions(found, name), name, here) for name in ("ward", "deciding_body"))
    st.html(Markup('<div class="groups two">{}</div>').format(Markup().join(lists)))


def _decisions(found: pd.DataFrame, group: str) -> pd.DataFrame:
    return cases.counted(found, group).to_frame("open")


def _ages(table: pd.DataFrame, here: Here) -> Markup:
    bands = [band for band in map(int, table.columns) if band >= 0 or table[band].any()]
    parts = list(map(str, bands))
    named, columns = table[bands].set_axis(parts, axis="columns"), [*parts, "total"]
    told = seen.looked(named.assign(total=named.sum(axis=1)), columns, here, wholes=[("total", parts)])
    texts, shades = told.display(here.language)[columns], _shades(named.mask(told.hidden[parts], 0))
    headings = [
        here.say("caseload.age.standing"),
        *(_band(band, here) for band in bands),
        here.say("caseload.age.total"),
    ]
    head = Markup().join(
        Markup('<th scope="col" class="{}">{}</th>').format("number" if place else "", text)
        for place, text in enumerate(headings)
    )
    rows = Markup().join(
        _standing(str(name), line, shade, here)
        for name, line, shade in zip(named.index, texts.to_numpy(), shades, strict=True)
    )
    sums = Markup().join(_CELL.format("", text) for text in _sums(told, here)[columns])
    total = Markup('<tr class="total"><th scope="row">{}</th>{}</tr>').format(here.say("caseload.age.total"), sums)
    return Markup(
        '<div class="scroll"><table class="plain ages"><thead><tr>{}</tr></thead><tbody>{}{}</tbody></table></div>'
    ).format(head, rows, total)


def _shades(numbers: pd.DataFrame) -> np.ndarray:
    """Answer how dark each cell is; what may not be read is as light as nothing."""
    found: np.ndarray = (30 * numbers.to_numpy(dtype=float) / max(1, int(numbers.to_numpy().max()))).round().astype(int)
    return found


def _sums(told: Shown, here: Here) -> pd.Series:
    """Answer the line of totals as it is read."""
    return (told.totals or told).display(here.language).loc[[TOTAL]].iloc[0]


def _standing(name: str, texts: np.ndarray, shades: np.ndarray, here: Here) -> Markup:
    *parts, whole = texts
    cells = Markup().join(_CELL.format(_shade(shade), text) for shade, text in zip(shades, parts, strict=True))
    total, label = _CELL.format("", whole), here.say(f"caseload.standing.{name}")
    return Markup('<tr class="{}"><th scope="row">{}</th>{}{}</tr>').format(name, label, cells, total)


def _shade(depth: int) -> Markup:
    """Shade a cell; what would not be seen is not sent."""
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
    labels = {str(code): _label(name, str(code), here) for code in first.index}
    both = first.set_axis(list(labels))
    if len(rest):
        labels[_OTHERS] = here.say("caseload.group.others", n=len(rest))
        both = pd.concat([both, rest.sum().to_frame(_OTHERS).T])
    columns = list(map(str, both))
    told = seen.looked(both, columns, here, wholes=[("open", ["overdue"])] if "overdue" in both else [])
    texts, marked = told.display(here.language), told.hidden[columns].any(axis=1)
    bars = both["open"].mask(marked | (both.index == _OTHERS), 0)
    largest = max(1, int(bars.max())) if len(bars) else 1
    for code in [*both.index[~marked], *sorted(both.index[marked])]:
        length = 0 if marked[code] or code == _OTHERS else largest
        yield _line(labels[code], both.loc[code], texts.loc[code], length)


def _line(label: str, row: pd.Series, texts: pd.Series, largest: int) -> Markup:
    """Write one line; without a bar where there is nothing to measure it by, as for the rest taken together."""
    n, late = int(row["open"]), int(row.get("overdue", 0))
    wide = round(100 * n / largest, 1) if largest else 0
    red = round(100 * late / n, 1) if largest and n else 0
    said = _COUNT.format(_WARN if late else "", texts["overdue"]) if "overdue" in row else ""
    return _LINE.format(label, wide, _LATE.format(red) if red else "", texts["open"], said)


def _label(group: str, code: str, here: Here) -> str:
    if code == cases.NOT_RECORDED:
        return here.say("caseload.group.no_level" if group == "level" else "caseload.nothing")
    if group == "within_competence":
        return here.say("caseload.yes" if code == "True" else "caseload.no")
    return here.name(group, code)
