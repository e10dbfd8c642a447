"""The sheet beside the map: one place or project at a glance, or the whole selection while nothing is opened.

It reads from top to bottom as a leader asks before a meeting: how far are the projects, who has been paid, what is
being complained about, when were people last met, what was promised, which legal day comes next.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.areas.value import SMALLEST_SHARE
from gis.insight import duties, sheets
from gis.insight.overview import Figures
from gis.insight.reasons import reasons
from gis.insight.sheets import Brief
from gis.law.terms import version_on
from gis.records.declaration import describe
from gis.records.entities.contacts import DIALOGUE
from gis.ui import duties_panel, seen, session, sheet_counts, sheet_reasons
from gis.ui.here import Here
from gis.ui.rule_link import linked
from gis.ui.seen import Seen
from gis.view import Sheet

_ROW = Markup('<div class="row"><dt>{}</dt><dd class="{}">{}</dd></div>')
_BAR = Markup(
    '<div class="step"><span>{}</span><span class="bar" aria-hidden="true"><i style="width:{}%"></i></span>'
    "<b>{}</b></div>"
)
_BILLION: Final = 1e9
_THOUSAND_BILLION: Final = 1e12
_MOST_PLACES: Final = 3


def draw(here: Here, *, beside_duties: bool = False) -> None:
    """Draw the sheet of what lies open.

    Parameters
    ----------
    here
        Who reads.
    beside_duties
        Whether all duties of the selection stand beside it, so that it need not tell their head.
    """
    selection = sheets.opened(here.situation, here.view.filters, here.view.sheet)
    brief, owed = sheets.brief(selection, here.period), duties.due(selection)
    why = reasons(selection, owed)
    counts = sheet_counts.told(brief, owed, why, here)
    first = [_duties(owed, counts, here)] if here.view.sheet or not beside_duties else []
    with st.container(key="sheet", border=True):
        _head(here, brief)
        st.html(Markup("").join([*first, *_sections(brief, counts, here), _note(counts, here)]))
        if here.view.sheet:
            sheet_reasons.draw(selection, why, counts, here)
        _project_links(brief, counts, here)


def _head(here: Here, brief: Brief) -> None:
    title, note = _title(here, brief)
    with st.container(key="sheet_head", horizontal=True, vertical_alignment="top"):
        st.html(Markup('<h2 class="sheet-title">{}</h2><p class="hint">{}</p>').format(title, note))
        if here.view.sheet:
            st.button(
                here.say("sheet.close"),
                key="close_sheet",
                on_click=session.open_sheet,
                args=(None,),
                type="tertiary",
                icon=":material/close:",
            )


def _title(here: Here, brief: Brief) -> tuple[str, str]:
    sheet = here.view.sheet
    if sheet is None:
        return here.say("sheet.whole"), here.say("sheet.whole_note")
    if sheet.kind == "ward":
        return here.name("ward", sheet.code), here.say("sheet.before", districts=_districts(here, sheet.code))
    places = ", ".join(here.name("ward", code) for code in brief.wards[:_MOST_PLACES])
    left = len(brief.wards) - _MOST_PLACES
    more = here.say("sheet.and_more", n=left) if left > 0 else ""
    return here.name("project", sheet.code), " ".join(part for part in (places, more) if part)


def _districts(here: Here, ward: str) -> str:
    """Former districts a ward draws land from, with their share."""
    shares = here.situation.areas.shares
    mine = shares[(shares["ward"] == ward) & (shares["share"] >= SMALLEST_SHARE)]
    pairs = zip(mine["district"], mine["share"], strict=True)
    return ", ".join(
        f"{here.name('district', district)} {words.percent(share, here.language, digits=0)}"
        for district, share in pairs
    )


def _note(counts: Seen, here: Here) -> Markup:
    return Markup('<p class="hint">{}</p>').format(seen.note(here)) if counts.hidden else Markup()


def _sections(brief: Brief, counts: Seen, here: Here) -> Iterable[Markup]:
    yield _section(here, "projects", _stages(brief, here))
    yield _section(here, "compensation", _compensation(brief, counts, here))
    yield _section(here, "cases", _cases(brief, counts, here))
    yield _section(here, "contact", _contact(brief, counts, here))
    if not brief.sites.empty and here.view.sheet:
        yield _section(here, "sites", _sites(brief, here))


def _duties(owed: pd.DataFrame, counts: Seen, here: Here) -> Markup:
    """Write the head of the duties of what lies open, or of the whole selection."""
    head = duties_panel.head(owed, here, counts)
    return Markup('<section class="block"><h3>{}</h3>{}</section>').format(here.say("duties.head"), head)


def _section(here: Here, name: str, body: Markup) -> Markup:
    return Markup('<section class="block"><h3>{}</h3>{}</section>').format(here.say(f"sheet.{name}.title"), body)


def _row(here: Here, key: str, value: str, style: str = "") -> Markup:
    return _ROW.format(here.say(f"sheet.{key}"), style, value)


def _rows(rows: Iterable[Markup]) -> Markup:
    return Markup('<dl class="rows">{}</dl>').format(Markup().join(rows))


def _bars(counted: pd.Series, which: str, counts: Seen, here: Here) -> Markup:
    """Write a bar for each count; of a hidden one without length, behind the others."""
    names = {f"{which}_{code}": str(code) for code in counted.index}
    lengths = {name: int(counted[code]) if counts.tells(name) else 0 for name, code in names.items()}
    largest = max([1, *lengths.values()])
    return Markup().join(
        _BAR.format(here.name(which, names[name]), round(100 * lengths[name] / largest), counts[name])
        for name in seen.last(names, counts)
    )


def _stages(brief: Brief, here: Here) -> Markup:
    if brief.figures.projects is None or brief.stages.empty:
        return Markup('<p class="hint">{}</p>').format(here.say("sheet.projects.none"))
    return _bars(brief.stages, "stage", _exactly(brief.stages, "stage", here), here)


def _exactly(counted: pd.Series, which: str, here: Here) -> Seen:
    """Answer counts of projects, which single nobody out."""
    return Seen({f"{which}_{code}": words.number(n, here.language) for code, n in counted.items()}, frozenset())


def _compensation(brief: Brief, counts: Seen, here: Here) -> Markup:
    f = brief.figures
    if not f.households:
        return Markup('<p class="hint">{}</p>').format(here.say("sheet.compensation.none"))
    whole = counts["households"]
    rows = [
        _row(here, f"compensation.{step}", here.say("sheet.compensation.households", n=counts[step], whole=whole))
        for step in sheet_counts.STEPS
    ]
    if counts.tells("approved", "paid"):
        rows.append(_row(here, "compensation.money", _money(f, here)))
    if counts.tells("households", "handed_over"):
        area = here.say("sheet.compensation.hectares", done=f.hectares_handed_over, whole=f.hectares)
        rows.append(_row(here, "compensation.area", area))
    return _rows(rows)


def _money(figures: Figures, here: Here) -> str:
    digits = 0 if (figures.money_approved or 0) >= _THOUSAND_BILLION else 1
    paid, approved = (_billions(sum_, digits, here) for sum_ in (figures.money_paid, figures.money_approved))
    return here.say("sheet.compensation.paid_of", paid=paid, approved=approved)


def _billions(money: float | None, digits: int, here: Here) -> str:
    return words.number(None if money is None else money / _BILLION, here.language, digits=digits)


def _cases(brief: Brief, counts: Seen, here: Here) -> Markup:
    f = brief.figures
    if f.cases_open is None or f.flow is None:
        return Markup('<p class="hint">{}</p>').format(here.say("sheet.cases.none"))
    late = here.say("sheet.cases.of", n=counts["overdue"], whole=counts["open"])
    rows = _rows(
        [
            _row(here, "cases.open", counts["open"]),
            _row(here, "cases.overdue", late, "warn" if f.cases_overdue else ""),
            _row(here, "cases.resolved", here.say("sheet.cases.of", n=counts["resolved"], whole=counts["to_resolve"])),
        ]
    )
    return rows + _bars(brief.subjects.head(sheet_counts.MOST_SUBJECTS), "subject", counts, here)


def _contact(brief: Brief, counts: Seen, here: Here) -> Markup:
    last, due = brief.last_dialogue, brief.next_legal_day
    dialogue = here.say("sheet.contact.nothing")
    if last:
        kind = describe(last.kind, DIALOGUE["kind"]).say(here.language)
        dialogue = here.say("sheet.contact.dialogue_on", day=last.day, kind=kind)
    legal: str = here.say("sheet.contact.no_day")
    if due:
        clock = version_on(here.situation.rules.of(due.clock), here.view.day)
        key = "sheet.contact.legal_on" if clock.verified else "sheet.contact.unverified"
        said = here.say(key, day=due.day, clock=clock.name.say(here.language), n=counts["legal"])
        legal = linked(said, clock.id, here.view, title=here.say("legal.open"))
    rows = [_row(here, "contact.last", dialogue), _row(here, "contact.next", legal), _promises(brief, counts, here)]
    return _rows(rows)


def _promises(brief: Brief, counts: Seen, here: Here) -> Markup:
    if brief.commitments_pending is None:
        return _row(here, "contact.promises", words.NOTHING)
    said = here.say("sheet.contact.pending", n=counts["pending"], late=counts["broken"])
    return _row(here, "contact.promises", said, "warn" if brief.commitments_broken else "")


def _sites(brief: Brief, here: Here) -> Markup:
    listed = brief.sites.head(sheets.LISTED)[["name", "capacity", "infrastructure_on", "planned_infrastructure"]]
    return _rows(
        _ROW.format(name, "", _readiness(n, done, planned, here)) for name, n, done, planned in listed.to_numpy()
    )


def _readiness(capacity: Any, done: Any, planned: Any, here: Here) -> str:
    lots = words.number(capacity, here.language)
    if pd.isna(done):
        return here.say("sheet.sites.building", n=lots, day=words.date(planned))
    return here.say("sheet.sites.ready", n=lots, day=words.date(done))


def _project_links(brief: Brief, counts: Seen, here: Here) -> None:
    """List the projects with the most open cases; each opens its own sheet."""
    if brief.projects.empty or (here.view.sheet and here.view.sheet.kind == "project"):
        return
    counted = here.situation.recorded("case")
    title = here.say("sheet.listed" if counted else "sheet.listed_uncounted")
    st.html(Markup('<h3 class="links-title">{}</h3>').format(title))
    with st.container(key="sheet_projects", gap=None):
        for name in seen.last([f"project_{code}" for code in brief.projects.index], counts):
            code = name.removeprefix("project_")
            st.button(
                _line(here, code, counts[name] if counted else None),
                key=f"open_{code}",
                on_click=session.open_sheet,
                args=(Sheet("project", code),),
                type="tertiary",
                width="stretch",
            )


def _line(here: Here, code: str, cases: str | None) -> str:
    name = here.name("project", code)
    return name if cases is None else here.say("sheet.project_line", name=name, n=cases)
