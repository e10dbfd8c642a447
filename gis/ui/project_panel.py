"""One project in full, below the table: its steps, plans, resettlement, neighbours, obstacles, cases and reports."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.insight import project_detail, sheets
from gis.insight.project_detail import Detail
from gis.records.declaration import describe
from gis.records.entities.projects import HOUSEHOLD_FILE
from gis.records.entities.reports import PROGRESS_REPORT
from gis.ui import menu, persuasion_panel, projects_panel, session
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

MOST_NEIGHBOURS: Final = 8
"""So many neighbouring projects are named; the rest is counted."""

_ANCHOR: Final = "du-an-dang-mo"
_ROW = Markup('<div class="row"><dt>{}</dt><dd>{}</dd></div>')
_BAR = Markup(
    '<div class="step"><span>{}</span><span class="bar" aria-hidden="true"><i style="width:{}%"></i></span>'
    "<b>{}</b></div>"
)
_REPORTED: Final = ("households", "recorded", "difference", "area", "organisations", "graves", "money")
"""What a progress report says, beside what the household files say, in reading order."""
_BILLION: Final = 1e9


def notice(here: Here) -> None:
    """Say at the head of the page which project lies open, with a way down to it."""
    sheet = here.view.sheet
    if sheet is None:
        return
    name = here.name(sheet.kind, sheet.code)
    if sheet.kind == "ward":
        st.html(Markup('<p class="hint">{}</p>').format(here.say("projects.one.ward_open", name=name)))
        return
    line = Markup('<p class="hint opened">{} <a href="#{}">{}</a></p>')
    st.html(line.format(here.say("projects.one.opened"), _ANCHOR, name))


def draw(here: Here) -> None:
    """Draw the project that lies open, if one does."""
    sheet = here.view.sheet
    if sheet is None or sheet.kind != "project":
        return
    selection = sheets.opened(here.situation, here.view.filters, sheet)
    found = project_detail.detail(selection, sheet.code)
    with st.container(key="project", border=True):
        _head(found, here)
        left, right = st.columns([0.36, 0.64], gap="medium")
        with left:
            st.html(_block(here, "facts", _facts(found, here)))
            if not here.hides:
                st.html(_block(here, "subjects", _subjects(found, here)))
                st.html(_block(here, "obstacles", _obstacles(found, here)))
        with right:
            st.html(_block(here, "steps", _steps(found, here)))
            if not here.hides:
                st.html(_block(here, "sites", _sites(found, here)))
        if here.hides:
            st.html(_hint(here, "not_here"))
        else:
            st.html(_block(here, "plans", _plans(found, here)))
        st.html(_block(here, "persuasion", persuasion_panel.written(selection, "ward", here)))
        st.html(_block(here, "neighbours", _neighbours(found, here)))
        if found.reported and not here.hides:
            st.html(_reported(found, here))


def _head(found: Detail, here: Here) -> None:
    with st.container(key="project_head", horizontal=True, vertical_alignment="center"):
        places = ", ".join(here.name("ward", code) for code in found.wards)
        title = Markup('<h2 class="sheet-title" id="{}">{}</h2><p class="hint">{}</p>')
        st.html(title.format(_ANCHOR, here.name("project", found.code), places))
        menu.link("map.py", here.view, here.say("projects.one.to_map"))
        st.button(
            here.say("projects.one.close"),
            key="close_project",
            on_click=session.open_sheet,
            args=(None,),
            type="tertiary",
            icon=":material/close:",
        )


def _block(here: Here, name: str, body: Markup) -> Markup:
    return Markup('<section class="block"><h3>{}</h3>{}</section>').format(here.say(f"projects.one.{name}"), body)


def _hint(here: Here, key: str, **values: Any) -> Markup:
    return Markup('<p class="hint">{}</p>').format(here.say(f"projects.one.{key}", **values))


def _rows(here: Here, rows: list[tuple[str, str]]) -> Markup:
    lines = Markup().join(_ROW.format(here.say(f"projects.one.{name}"), text) for name, text in rows)
    return Markup('<dl class="rows">{}</dl>').format(lines)


def _bars(counts: dict[str, int]) -> Markup:
    largest = max(counts.values(), default=1)
    return Markup().join(_BAR.format(name, round(100 * n / largest), n) for name, n in counts.items())


def _facts(found: Detail, here: Here) -> Markup:
    row = found.project
    area = row["recover_area"]
    hectares = words.NOTHING if pd.isna(area) else here.say("projects.one.hectares", n=float(area))
    rows = [(name, _named(here, name, row[name])) for name in ("stage", "kind", "investor", "compensating_unit")]
    rows += [("recover_area", hectares)]
    rows += [(name, words.date(row[name])) for name in ("announced_on", "planned_finish")]
    return _rows(here, [*rows, ("coefficient", _coefficient(found.coefficient, here))])


def _named(here: Here, name: str, code: Any) -> str:
    return words.NOTHING if pd.isna(code) else here.name(name, str(code))


def _coefficient(found: tuple[float, float] | None, here: Here) -> str:
    if found is None:
        return words.NOTHING
    low, high = (words.number(value, here.language, digits=2) for value in found)
    return low if low == high else here.say("projects.one.range", low=low, high=high)


def _steps(found: Detail, here: Here) -> Markup:
    return _hint(here, "no_files") if found.steps is None else projects_panel.steps_table(found.steps, None, here)


def _subjects(found: Detail, here: Here) -> Markup:
    if found.subjects is None:
        return _hint(here, "subjects_unknown")
    counts = {here.name("subject", str(code)): int(n) for code, n in found.subjects.items()}
    return _bars(counts) if counts else _hint(here, "no_subjects")


def _obstacles(found: Detail, here: Here) -> Markup:
    if found.obstacles is None:
        return _hint(here, "obstacles_unknown")
    field = HOUSEHOLD_FILE["obstacle"]
    counts = {describe(str(code), field).say(here.language): int(n) for code, n in found.obstacles.items()}
    return _bars(counts) + _hint(here, "obstacles_note") if counts else _hint(here, "no_obstacles")


def _sites(found: Detail, here: Here) -> Markup:
    sites, known = found.sites, found.sites["capacity"]
    ready = known[sites["infrastructure_on"].notna()]
    whole, done = known.sum(min_count=1), ready.sum(min_count=1) if len(ready) else 0
    numbers = {"need": found.need, "drawn": found.drawn, "capacity": whole, "ready": done if len(sites) else None}
    rows = _rows(here, [(name, words.number(n, here.language)) for name, n in numbers.items()])
    if sites.empty:
        return rows + _hint(here, "no_sites")
    table = {
        "site": sites["name"],
        "ward": [_named(here, "ward", code) for code in sites["ward"]],
        "infrastructure": _infrastructure(sites, here),
        "capacity": [words.number(n, here.language) for n in sites["capacity"]],
        "drawn": [words.number(n, here.language) for n in sites["drawn"]],
    }
    return rows + _table(here, pd.DataFrame(table), numbers=("capacity", "drawn"))


def _infrastructure(sites: pd.DataFrame, here: Here) -> list[str]:
    days = sites["infrastructure_on"].fillna(sites["planned_infrastructure"])
    states = sites["infrastructure_on"].isna().map({True: "planned", False: "done"})
    return [
        here.say(f"projects.one.infrastructure.{state}", day=words.date(day))
        for state, day in zip(states, days, strict=True)
    ]


def _table(here: Here, table: pd.DataFrame, *, numbers: tuple[str, ...], stacked: bool = True) -> Markup:
    places = [place for place, name in enumerate(table) if name in numbers]
    named = table.rename(columns={str(name): here.say(f"projects.one.column.{name}") for name in table})
    return plain_table(named, numbers=places, stacked=stacked)


def _plans(found: Detail, here: Here) -> Markup:
    if found.plans.empty:
        return _hint(here, "no_plans")
    plans = found.plans
    table = {
        "round": [words.number(n, here.language) for n in plans["round"]],
        "ward": [_named(here, "ward", code) for code in plans["ward"]],
        "households": [words.number(n, here.language) for n in plans["households"]],
        "approved_sum": [words.number(n / _BILLION, here.language, digits=1) for n in plans["approved_sum"]],
        "coefficient": [words.number(n, here.language, digits=2) for n in plans["coefficient"]],
    }
    days = (*project_detail.PLAN_DAYS, "planned_payment", "planned_handover")
    table |= {name: [words.date(day) for day in plans[name]] for name in days}
    return _table(here, pd.DataFrame(table), numbers=("round", "households", "approved_sum", "coefficient", *days))


def _neighbours(found: Detail, here: Here) -> Markup:
    near = found.neighbours.head(MOST_NEIGHBOURS)
    unknown = found.neighbours_unknown
    left = len(found.neighbours) - len(near)
    notes = _hint(here, "neighbours_more", n=left) if left else Markup()
    notes += _hint(here, "neighbours_unknown", n=unknown) if unknown else Markup()
    if near.empty:
        return _hint(here, "no_neighbours") + notes
    table = {
        "project": [here.name("project", str(code)) for code in near.index],
        "ward": [", ".join(here.name("ward", code) for code in codes) for codes in near["wards"]],
        "coefficient": [_coefficient(pair, here) for pair in zip(near["lowest"], near["highest"], strict=True)],
        "compared": [_jump(jump, found, here) for jump in near["jump"]],
    }
    # objects, so that the mark of a jump stays markup
    body = _table(here, pd.DataFrame(table, dtype="object"), numbers=("coefficient", "compared"))
    return body + _hint(here, "neighbours_note") + notes


def _jump(jump: float, found: Detail, here: Here) -> Markup | str:
    if found.coefficient is None:
        return words.NOTHING
    if not jump:
        return here.say("projects.one.same")
    size = words.number(jump, here.language, digits=2)
    return Markup('<b class="jump">{}</b>').format(here.say("projects.one.jump", n=size))


def _reported(found: Detail, here: Here) -> Markup:
    report = found.reported
    if report is None:
        return Markup()
    first, last = words.date(report.first), words.date(report.last)
    heading = here.say("projects.one.reported", days=last if first == last else f"{first}–{last}")
    field, steps = PROGRESS_REPORT["step"], report.steps
    table = {"step": [describe(str(code), field).say(here.language) for code in steps.index]}
    for name, digits in (("households", 0), ("recorded", 0), ("area", 1), ("organisations", 0), ("graves", 0)):
        table[name] = [words.number(n, here.language, digits=digits) for n in steps[name]]
    table["difference"] = [_difference(n, here) for n in steps["difference"]]
    table["money"] = [words.number(n / _BILLION, here.language, digits=1) for n in steps["money"]]
    shown = pd.DataFrame(table, dtype="object")[["step", *_REPORTED]]  # objects, so that a mark stays markup
    body = _table(here, shown, numbers=_REPORTED, stacked=False)
    block = Markup('<section class="block"><h3>{}</h3>{}{}</section>')
    return block.format(heading, body, _hint(here, "reported_note"))


def _difference(n: Any, here: Here) -> Markup | str:
    if pd.isna(n):
        return words.NOTHING
    size = int(n)
    written = words.number(abs(size), here.language)
    return Markup('<b class="jump">{}{}</b>').format("+" if size > 0 else "−", written) if size else written
