"""One reader's session: the view, held between the address bar and the widgets.

The address bar is asked first. When it differs from what this session last showed, somebody followed a link, went back
or reloaded, and the widgets are set from it before any of them is drawn. Otherwise the widgets hold the newest wish and
the address bar is written from them. Widget keys carry the language: a widget whose labels change is another widget.

A reader may be quicker than the answer: the second of two clicks comes with the address of before the first. So an
address that was shown a moment ago, with widgets that do not stand as they were last shown, is no way back but a click.

A widget is believed no more than an address: a browser may send anything as what was chosen, whatever was offered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import Any, Final

import streamlit as st

from gis.briefing.reading import clock
from gis.filters import Filters
from gis.records.horizon import day_in_vietnam
from gis.view import Asked, Meeting, Outlook, Sheet, View
from gis.words import Language, Phrase

_SHOWN: Final = "shown"
_SHEET: Final = "sheet"
_CASE: Final = "case"
_MEETING: Final = "meeting"
_OUTLOOK: Final = "outlook"
_RENEWED: Final = "renewed"
_BEFORE: Final = "shown_before"
_QUICK: Final = 4
"""So many clicks one answer may lag behind."""
_NOTHING_CHOSEN: Final = Filters()
_FILTERS: Final = tuple(each.name for each in fields(Filters))


ALWAYS_SHOWN: Final = ("district", "ward", "project", "subject", "as_of", "period", "measure", "part")
"""Parts of the view whose widgets stand on the page; the others stand in a popover that may be closed."""


def key(language: Language, name: str) -> str:
    """Name the widget of one part of the view.

    A widget in a closed popover does not hear that it was set, and its old value comes back with the next click. So
    when such widgets are set, they become other widgets: their names carry how often that has happened.
    """
    times = 0 if name in ALWAYS_SHOWN else st.session_state.get(_RENEWED, 0)
    return f"{language}:{name}:{times}" if times else f"{language}:{name}"


def _renew() -> None:
    st.session_state[_RENEWED] = st.session_state.get(_RENEWED, 0) + 1


def asked() -> Asked:
    """Read what the address bar asks for."""
    return View.from_query({name: st.query_params.get_all(name) for name in st.query_params})


def current(
    wish: Asked, *, codes: Mapping[str, Collection[str]], default: dt.date, measure: str, sheet: Sheet | None = None
) -> tuple[View, tuple[Phrase, ...]]:
    """Answer the view to show, and what of the request could not be met.

    Parameters
    ----------
    wish
        What the address bar asks for, in the province of this session.
    codes
        The codes that exist; see `View.known`.
    default, measure, sheet
        The as-of day of a first visit, what colours its map, and what lies open.
    """
    if wish.view == st.session_state.get(_SHOWN):
        return _heard(wish.view, codes)
    if _clicked_meanwhile(wish.view):
        return _heard(st.session_state[_SHOWN], codes)
    known = wish.view.known(codes)
    view = known.view.on(known.view.as_of or default)
    view = view if "measure" in st.query_params else replace(view, measure=measure)
    view = view if _SHOWN in st.session_state or "sheet" in st.query_params else view.opening(sheet)
    _to_widgets(view)
    _remember(wish.view)
    view, early = _knowable(view)
    return view, (*wish.problems, *known.problems, *early)


def _heard(shown: View, codes: Mapping[str, Collection[str]]) -> tuple[View, tuple[Phrase, ...]]:
    """Answer what the widgets say, and what of it nobody could have chosen: it is left out, and they are set anew."""
    _mend(shown.language)
    said = _from_widgets(shown)
    query = {name: [value] if isinstance(value, str) else value for name, value in said.to_query().items()}
    read = View.from_query(query)
    known = read.view.known(codes)
    view = known.view.on(known.view.as_of or shown.day)
    if view != said:
        _to_widgets(view)
    view, early = _knowable(view)
    return view, (*read.problems, *known.problems, *early)


def _mend(language: Language) -> None:
    """Choose nothing where a widget of a filter holds what is not even the kind of value it is about."""
    for name in _FILTERS:
        widget, nothing = key(language, name), getattr(_NOTHING_CHOSEN, name)
        held = _frozen(st.session_state.get(widget))
        if held is not None and not isinstance(held, type(nothing)):
            st.session_state[widget] = _plain(nothing)


def _clicked_meanwhile(wish: View) -> bool:
    """Tell whether a click came before the answer to the last one had reached the address bar."""
    shown: View | None = st.session_state.get(_SHOWN)
    return shown is not None and wish in st.session_state.get(_BEFORE, ()) and _from_widgets(shown) != shown


def _remember(view: View) -> None:
    """Keep what stood in the address bar a moment ago."""
    st.session_state[_BEFORE] = (*st.session_state.get(_BEFORE, ()), view)[-_QUICK:]


def _knowable(view: View) -> tuple[View, tuple[Phrase, ...]]:
    """Show today's figures of a day that came after the moment by which they were to be known."""
    known_on = view.known_on
    if known_on is None or view.day <= day_in_vietnam(known_on):
        return view, ()
    return view.knowing(None), (Phrase("period.closed.too_early", {"day": view.day, "moment": clock(known_on)}),)


def show(view: View) -> None:
    """Write the view to the address bar and remember it as shown."""
    # written even when nothing seems to differ: after a link to the page it is on, the browser still shows the old one
    st.query_params.from_dict(view.to_query())
    if view != st.session_state.get(_SHOWN, view):
        _remember(st.session_state[_SHOWN])
    st.session_state[_SHOWN] = view


def open_sheet(sheet: Sheet | None) -> None:
    """Open the sheet of a place or project, or close it; for callbacks."""
    st.session_state[_SHEET] = sheet


def open_case(code: str) -> None:
    """Open the way of a case, or close it; for callbacks."""
    st.session_state[_CASE] = code


def prepare(meeting: Meeting) -> None:
    """Ask for the pack before another meeting; for callbacks."""
    st.session_state[_MEETING] = meeting


def look_ahead(outlook: Outlook) -> None:
    """Compare areas for an early dialogue with another day, or plan for others; for callbacks."""
    st.session_state[_OUTLOOK] = outlook


def look_on(day: dt.date, language: Language) -> None:
    """Look at the figures of another day; for callbacks."""
    st.session_state[key(language, "as_of")] = day


def clear_filters(language: Language) -> None:
    """Choose everything again; for callbacks."""
    _renew()
    for name in _FILTERS:
        st.session_state[key(language, name)] = _plain(getattr(Filters(), name))


def _from_widgets(shown: View) -> View:
    state, language = st.session_state, shown.language
    filters = {name: _frozen(state.get(key(language, name), getattr(shown.filters, name))) for name in _FILTERS}
    return View(
        filters=Filters(**filters),
        as_of=state.get(key(language, "as_of")) or shown.as_of,
        known_on=shown.known_on,
        measure=state.get(key(language, "measure")) or shown.measure,
        period=state.get(key(language, "period")) or shown.period,
        calendar=state.get(key(language, "calendar")) or shown.calendar,
        part=state.get(key(language, "part")) or shown.part,
        sheet=state.get(_SHEET),
        language=language,
        rule=shown.rule,
        case=state.get(_CASE, shown.case),
        meeting=state.get(_MEETING, shown.meeting),
        outlook=state.get(_OUTLOOK, shown.outlook),
        province=shown.province,
    )


def _to_widgets(view: View) -> None:
    state = st.session_state
    held = {
        "sheet": state.get(_SHEET),
        "case": state.get(_CASE, view.case),
        "meeting": state.get(_MEETING, view.meeting),
        "outlook": state.get(_OUTLOOK, view.outlook),
    }
    if _SHOWN in state and _from_widgets(view) != replace(view, **held):
        _renew()
    for name in _FILTERS:
        value, widget = _plain(getattr(view.filters, name)), key(view.language, name)
        # a widget that is set is sent again by the next click, with all it offers: one that already says so is left be
        if state.get(widget, _plain(getattr(_NOTHING_CHOSEN, name))) != value:
            state[widget] = value
    for name in ("as_of", "measure", "period", "calendar", "part"):
        state[key(view.language, name)] = getattr(view, name)
    state[_SHEET], state[_CASE], state[_MEETING] = view.sheet, view.case, view.meeting
    state[_OUTLOOK] = view.outlook


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
