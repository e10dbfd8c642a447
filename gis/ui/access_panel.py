"""Who may see what, for administrators of access: what was given, giving a role and taking one back.

Each act is confirmed: the button first says what it would do, and does it when it is clicked once more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.access import granting, people
from gis.errors import LandmapError
from gis.records import grants
from gis.records.grants import AREA_KINDS, CITY, Area, AreaKind, Grant
from gis.records.horizon import day_in_vietnam
from gis.records.store import Store, open_store
from gis.scope import Role, Scope
from gis.ui import acts, noting, person, process, province
from gis.ui.here import Here
from gis.ui.plain_label import plain
from gis.ui.plain_table import plain_table

_WILL: Final = "access_will"
"""Where a session holds what waits to be confirmed."""
_COLUMNS: Final = ("number", "person", "role", "area", "from", "until", "state")


def draw(here: Here) -> None:
    """Draw the page for administrators; anybody else is told that it is not theirs."""
    if not people.may_grant(process.reader()):
        noting.refused("page", page="access")
        st.info(here.say("access.page.not_yours"), icon=":material/lock:")
        return
    store = open_store(province.chosen())
    acts.said()
    found = grants.every(store)
    left, right = st.columns([0.62, 0.38], gap="large")
    with left:
        _listed(found, here)
    with right:
        _give(store, here)
        _take_back([one for one in found if one.taken_at is None], store, here)


def _section(here: Here, name: str) -> None:
    st.html(
        Markup('<h2 class="section">{}</h2><p class="hint">{}</p>').format(
            here.say(f"access.page.{name}"), here.say(f"access.page.{name}_note")
        )
    )


def _listed(found: tuple[Grant, ...], here: Here) -> None:
    _section(here, "list")
    gone = st.toggle(here.say("access.page.gone"), key=f"{here.language}:access_gone")
    text = st.text_input(here.say("access.page.search"), key=f"{here.language}:access_search", max_chars=60)
    rows = [
        _row(one, here)
        for one in reversed(found)
        if (gone or one.taken_at is None) and text.strip().casefold() in one.person.casefold()
    ]
    if rows:
        table = pd.DataFrame(rows, columns=[here.say(f"access.page.{name}") for name in _COLUMNS])
        st.html(plain_table(table, numbers=0, stacked=True))
    else:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("access.page.nobody")))


def _row(one: Grant, here: Here) -> tuple[str, ...]:
    last = words.date(one.valid_to) if one.valid_to else words.NOTHING
    return (
        str(one.number),
        one.person,
        here.say(f"access.role.{one.role}"),
        _area(one.area, here),
        words.date(one.valid_from),
        last,
        _state(one, here),
    )


def _state(one: Grant, here: Here) -> str:
    if one.taken_at is not None:
        return here.say("access.page.revoked", day=day_in_vietnam(one.taken_at))
    return here.say("access.page.holds" if one.holds(process.today()) else "access.page.not_today")


def _area(area: Area, here: Here) -> str:
    kind = here.say(f"access.kind.{area.kind}")
    if area == CITY:
        return kind
    return f"{_named(area.code, here)} ({area.code})" if area.kind != "project" else f"{kind} {area.code}"


def _named(code: str, here: Here) -> str:
    wards = here.situation.areas
    names = pd.concat([wards.wards["full_name"], wards.districts["name"]])
    return str(names.get(code, code))


def _give(store: Store, here: Here) -> None:
    _section(here, "give")
    key = f"{here.language}:access_"
    who = st.text_input(here.say("access.page.person"), key=f"{key}person", max_chars=grants.LONGEST)
    role = st.selectbox(
        here.say("access.page.role"),
        grants.ROLES,
        key=f"{key}role",
        format_func=lambda one: here.say(f"access.role.{one}"),
    )
    st.html(Markup('<p class="hint">{}</p>').format(here.say(f"access.page.{role}_sees")))
    area = CITY if role == "admin" else _where(key, here)
    first = st.date_input(here.say("access.page.from"), value=process.today(), key=f"{key}from", format="DD/MM/YYYY")
    last = st.date_input(here.say("access.page.to"), value=None, key=f"{key}to", format="DD/MM/YYYY")
    wanted = ("give", who, role, area, first, last)
    said = here.say(
        "access.page.give_will", person=who.strip(), role=here.say(f"access.role.{role}"), area=_area(area, here)
    )
    if _confirmed(wanted, here.say("access.page.give"), said, here, disabled=not who.strip()):
        _act(lambda: _given(store, who, role, area, first, last), "given", here)


def _where(key: str, here: Here) -> Area:
    kind: AreaKind = st.selectbox(
        here.say("access.page.area"),
        AREA_KINDS,
        key=f"{key}kind",
        format_func=lambda one: here.say(f"access.kind.{one}"),
    )
    if kind == "city":
        return CITY
    if kind == "project":
        return Area(kind, st.text_input(here.say("access.page.project"), key=f"{key}project", max_chars=60).strip())
    wards = here.situation.areas
    rows = wards.wards["full_name"] if kind == "ward" else wards.districts["name"]
    names = {str(code): str(name) for code, name in rows.items()}
    code = st.selectbox(
        here.say(f"access.page.{kind}"),
        sorted(names, key=names.__getitem__),
        key=f"{key}{kind}",
        format_func=names.__getitem__,
    )
    return Area(kind, str(code))


def _given(
    store: Store, who: str, role: Role, area: Area, first: dt.date | None, last: dt.date | None
) -> Grant:  # fmt: skip
    text = area.kind if area == CITY else f"{area.kind}:{area.code}"
    checked = granting.area_of(text, process.wards(), _projects() if area.kind == "project" else ())
    return grants.give(store, who, role, checked, by=_me(), valid_from=first, valid_to=last)


def _projects() -> pd.Index:
    """Answer the codes of all projects: whoever gives access names one, and sees none of its records."""
    ledger = process.ledger()
    whole = Scope(ledger.province, None, "viewer")
    return ledger.snapshot(process.default_as_of(), whole)["project"].index


def _take_back(found: list[Grant], store: Store, here: Here) -> None:
    if not found:
        return
    _section(here, "take")
    lines = {one.number: " · ".join(_row(one, here)[:4]) for one in reversed(found)}
    number = st.selectbox(
        here.say("access.page.which"), list(lines), key=f"{here.language}:access_which", format_func=lines.__getitem__
    )
    said = here.say("access.page.take_will", line=lines[number])
    if _confirmed(("take", number), here.say("access.page.take"), said, here):
        _act(lambda: granting.take_back(store, number, by=_me(), keep_one=True), "taken", here)


def _confirmed(wanted: tuple[object, ...], label: str, said: str, here: Here, *, disabled: bool = False) -> bool:
    """Draw a button that asks once more; answer whether it was confirmed just now, for exactly what was asked."""
    name = str(wanted[0])
    if st.button(label, key=f"{here.language}:access_{name}", disabled=disabled):
        st.session_state[_WILL] = wanted
    if st.session_state.get(_WILL) != wanted:
        return False
    st.warning(plain(said), icon=":material/help:")
    return st.button(here.say("access.page.confirm"), key=f"{here.language}:access_{name}_yes", type="primary")


def _act(act: Callable[[], Grant], done: str, here: Here) -> None:
    """Do what was confirmed, as whoever is signed in at this moment, and say what became of it."""
    del st.session_state[_WILL]
    try:
        process.check(people.may_grant)
        found = act()
    except LandmapError as error:
        acts.say_next("refused", error.say(here.language))
    else:
        said = here.say(f"access.page.{done}", number=found.number, person=found.person)
        acts.say_next("done", said)
    person.renew()
    st.rerun()


def _me() -> str:
    who = person.identity()
    return who.name if who else ""
