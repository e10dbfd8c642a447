"""The pack before a meeting, from top to bottom as it is read: who, about what, how far, what was promised.

It is written in one piece and prints on A4. Only whoever may see single cases gets it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.access.suppression import EXACT
from gis.briefing import meeting_words
from gis.insight import meeting
from gis.insight.meeting import MOST_PROJECTS, MOST_PROMISES, Pack
from gis.ui import case_limits, commitments_panel, duties_panel, map_view, menu
from gis.ui.here import Here
from gis.ui.plain_label import plain
from gis.ui.plain_table import plain_table
from gis.view import Sheet

_STEPS: Final = ("households", "inventoried", "approved", "paid", "deposited", "paid_not_handed_over", "handed_over")
_BAR: Final = Markup(
    '<div class="step"><span>{}</span><span class="bar" aria-hidden="true"><i style="width:{}%"></i></span>'
    "<b>{}</b></div>"
)
_SECTION: Final = Markup('<section class="block{}"><h3>{}</h3>{}</section>')
_ROW: Final = Markup('<div class="row"><dt>{}</dt><dd>{}</dd></div>')
_HINT: Final = Markup('<p class="hint">{}</p>')
_MOST_MAPS: Final = 3
_MAP_HEIGHT: Final = 380


def draw(here: Here) -> None:
    """Draw the pack, or what to do to get one."""
    if here.desk.reader.role not in EXACT:
        return
    soon = settings.current().due_soon_days
    found = meeting.gathered(here.situation, here.view.meeting, here.view.sheet, due_soon_days=soon)
    if found is None:
        st.info(here.say("meeting.nothing"), icon=":material/description:")
        return
    with st.container(key="pack", border=True):
        st.html(_head(found, here) + Markup('<div class="pack">{}</div>').format(Markup().join(_sections(found, here))))
        place = here.view.at_rest().opening(Sheet("ward", found.wards[0]))
        map_view.still(Here(place, here.situation), key="meeting-map", height=_MAP_HEIGHT)
        with st.container(key="pack_maps", horizontal=True, gap="small"):
            for ward in found.wards[:_MOST_MAPS]:
                label = here.say("meeting.map", ward=here.name("ward", ward))
                menu.link("map.py", here.view.at_rest().opening(Sheet("ward", ward)), plain(label))


def _head(found: Pack, here: Here) -> Markup:
    places = [here.name("ward", code) for code in found.wards]
    places += [here.name("project", code) for code in found.projects]
    said = here.say("meeting.as_of", day=here.view.day)
    return Markup('<h2 class="sheet-title">{}</h2><p class="hint">{}</p><p class="hint">{}</p>').format(
        meeting_words.title(found, here), " · ".join(places), said
    )


def _sections(found: Pack, here: Here) -> Iterable[Markup]:
    yield _section("who", _who(found, here), here)
    yield _section("contacts", _contacts(found, here), here)
    yield _section("cases", _cases(found, here), here, wide=True)
    yield _section("progress", _progress(found, here), here, wide=True)
    yield _section("promises", _promises(found, here), here, wide=True)
    yield _section("subjects", _subjects(found, here), here)
    yield _section("duties", duties_panel.head(found.duties, here), here)


def _section(name: str, body: Markup, here: Here, *, wide: bool = False) -> Markup:
    return _SECTION.format(" wide" if wide else "", here.say(f"meeting.section.{name}"), body)


def _rows(rows: Iterable[tuple[str, str]], here: Here) -> Markup:
    lines = Markup().join(_ROW.format(here.say(f"meeting.who.{name}"), text) for name, text in rows)
    return Markup('<dl class="rows">{}</dl>').format(lines)


def _who(found: Pack, here: Here) -> Markup:
    """Say who receives and who decides; they are two duties."""
    rows = [] if found.dialogue is None else [("chair", meeting_words.chair(found.dialogue, here))]
    if here.view.meeting.reception:
        rows.append(("receives", meeting_words.receivers(found, here)))
    bodies = found.cases["deciding_body"].dropna().astype(str).unique()
    units = found.cases["preparing_unit"].dropna().astype(str).unique()
    nothing = here.say("meeting.not_recorded")
    if len(found.cases):
        rows += [("decides", "; ".join(bodies) or nothing), ("prepares", "; ".join(units) or nothing)]
    return _rows(rows, here) + _HINT.format(here.say("meeting.who.note"))


def _cases(found: Pack, here: Here) -> Markup:
    if found.cases.empty:
        return _HINT.format(here.say("meeting.no_cases"))
    rows = zip(found.cases.index, found.cases.to_dict("records"), strict=True)
    told = Markup().join(_case(str(code), case, found.limits, here) for code, case in rows)
    return told + _HINT.format(here.say("meeting.limits.note"))


def _case(code: str, case: dict[Any, Any], limits: pd.DataFrame, here: Here) -> Markup:
    return case_limits.told(code, case, limits[limits["code"] == code], here)


def _progress(found: Pack, here: Here) -> Markup:
    """Write the stage of each project and its households by step, each step counted by itself."""
    shown, left = found.progress.head(MOST_PROJECTS), len(found.progress) - MOST_PROJECTS
    if shown.empty:
        return _HINT.format(here.say("meeting.no_projects"))
    table = {
        here.say("meeting.column.project"): [here.name("project", str(code)) for code in shown.index],
        here.say("meeting.column.stage"): [here.name("stage", str(stage)) for stage in shown["stage"]],
        **{here.say(f"meeting.column.{name}"): [_number(n, here) for n in shown[name]] for name in (*_STEPS, "late")},
    }
    numbers = range(2, 3 + len(_STEPS))
    body = plain_table(pd.DataFrame(table, dtype="object"), numbers=numbers, stacked=True)
    return body + _HINT.format(_more("projects", left, here))


def _number(n: Any, here: Here) -> str:
    return words.number(n, here.language)


def _more(name: str, left: int, here: Here) -> str:
    note = here.say(f"meeting.note.{name}")
    return f"{note} {here.say('meeting.more', n=left)}" if left > 0 else note


def _promises(found: Pack, here: Here) -> Markup:
    if found.promises is None or found.promises.empty:
        return _HINT.format(here.say("meeting.no_promises" if found.promises is None else "meeting.all_kept"))
    shown, left = found.promises.head(MOST_PROMISES), len(found.promises) - MOST_PROMISES
    lines = shown.to_dict("records")
    table = {
        "state": [commitments_panel.standing(line, here) for line in lines],
        "kind": [meeting_words.promised(line["kind"], here) for line in lines],
        "due": [words.date(line["due_by"]) for line in lines],
        "body": [words.NOTHING if pd.isna(line["leading_body"]) else str(line["leading_body"]) for line in lines],
        "notice": [meeting_words.notice(line, here) for line in lines],
    }
    named = {here.say(f"meeting.column.{name}"): column for name, column in table.items()}
    body = plain_table(pd.DataFrame(named, dtype="object"), stacked=True)
    overdue = int(found.promises["broken"].sum())
    said = here.say("meeting.note.promised", n=len(found.promises), late=overdue)
    return (
        Markup("<p>{}</p>").format(said) + body + (_HINT.format(here.say("meeting.more", n=left)) if left > 0 else "")
    )


def _subjects(found: Pack, here: Here) -> Markup:
    if found.subjects is None or found.subjects.empty:
        return _HINT.format(here.say("meeting.no_case_recorded" if found.subjects is None else "meeting.none_open"))
    largest = found.subjects["open"].max()
    bars = Markup().join(
        _BAR.format(_subject(str(code), int(late), here), round(100 * n / largest), words.number(n, here.language))
        for code, n, late in found.subjects.itertuples()
    )
    return bars + _HINT.format(here.say("meeting.note.subjects"))


def _subject(code: str, late: int, here: Here) -> str:
    name = here.name("subject", code) if code else here.say("meeting.not_recorded")
    return here.say("meeting.subject_late", name=name, n=late) if late else name


def _contacts(found: Pack, here: Here) -> Markup:
    if found.contacts.empty:
        return _HINT.format(here.say("meeting.no_contacts"))
    rows = (
        _ROW.format(words.date(line["day"]), meeting_words.contact(line, here))
        for line in found.contacts.to_dict("records")
    )
    return Markup('<dl class="rows">{}</dl>').format(Markup().join(rows))
