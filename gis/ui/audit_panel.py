"""The audit trail, for administrators of access: whether it is whole, what it holds by person, place, time and deed.

A page of it is drawn at a time, from the newest on, and never more rows than fit one. Of what somebody looked at it
tells the page and the places they had chosen, never a code or a figure: whoever administers access sees no case.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis.access import people
from gis.access.suppression import as_it_stands
from gis.briefing import tables
from gis.errors import RequestError
from gis.records import trail
from gis.records.audit import WHATS
from gis.records.horizon import VIETNAM
from gis.records.store import Store, open_store
from gis.records.trail import Wanted
from gis.ui import audit_whole, audit_words, downloads, noting, process, province
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

ROWS: Final = 50
"""Entries on one page."""
MOST: Final = 20_000
"""Entries in one file."""
_TURNED: Final = "audit_turned"
"""Where a session holds how far it has turned the pages of a choice."""


def draw(here: Here) -> None:
    """Draw the page for administrators; anybody else is told that it is not theirs."""
    if not people.may_grant(process.reader()):
        noting.refused("page", page="audit")
        st.info(here.say("access.trail.not_yours"), icon=":material/lock:")
        return
    store = open_store(province.chosen())
    st.html(
        Markup('<h2 class="section">{}</h2><p class="hint">{}</p>').format(
            here.say("access.trail.title"), here.say("access.trail.note")
        )
    )
    audit_whole.draw(store, here)
    wanted = _asked(here)
    _listed(store, wanted, here)
    st.html(Markup('<p class="hint">{}</p>').format(here.say("access.trail.file_note", n=MOST)))
    downloads.offer("nhat-ky", partial(written, wanted, here), here)


def _asked(here: Here) -> Wanted:
    """Ask which entries are wanted."""
    say, key = here.say, f"{here.language}:audit_"
    who, what, place, since, until = st.columns([0.22, 0.2, 0.26, 0.16, 0.16], gap="small")
    person = who.text_input(
        say("access.trail.person"), key=f"{key}who", max_chars=60, placeholder=say("access.trail.person_hint")
    )
    kind = what.selectbox(
        say("access.trail.kind"),
        WHATS,
        index=None,
        key=f"{key}what",
        format_func=lambda one: say(f"access.audit.{one}"),
        placeholder=say("access.trail.anything"),
    )
    names = audit_words.place_names(here)
    where = place.selectbox(
        say("access.trail.place"),
        sorted(names, key=names.__getitem__),
        index=None,
        key=f"{key}place",
        format_func=names.__getitem__,
        placeholder=say("access.trail.anything"),
        help=say("access.trail.place_help"),
    )
    first = since.date_input(say("access.trail.since"), value=None, key=f"{key}since", format="DD/MM/YYYY")
    last = until.date_input(say("access.trail.until"), value=None, key=f"{key}until", format="DD/MM/YYYY")
    if first and last and last < first:
        raise RequestError("access.trail.upside_down")
    ends = _midnight(last + dt.timedelta(days=1)) if last else None
    mine = province.named()
    return Wanted(kind or "", person.strip(), where or "", _midnight(first) if first else None, ends, mine)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), VIETNAM)


def _listed(store: Store, wanted: Wanted, here: Here) -> None:
    turned: tuple[Wanted, tuple[int, ...]] = st.session_state.get(_TURNED, (wanted, ()))
    befores = turned[1] if turned[0] == wanted else ()
    found = trail.page(store, wanted, most=ROWS + 1, before=befores[-1] if befores else 0)
    if not found:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("access.trail.none")))
        return
    lines = audit_words.lines(found[:ROWS], here)
    st.html(plain_table(lines.rename(columns=lambda name: here.say(f"access.trail.{name}")), numbers=0, stacked=True))
    with st.container(horizontal=True, gap="small"):
        if befores:
            _turn("previous", (wanted, befores[:-1]), here)
        if len(found) > ROWS:
            _turn("next", (wanted, (*befores, found[ROWS - 1].number)), here)


def _turn(way: str, to: tuple[Wanted, tuple[int, ...]], here: Here) -> None:
    icon = ":material/chevron_left:" if way == "previous" else ":material/chevron_right:"
    st.button(
        here.say(f"access.trail.{way}"), key=f"{here.language}:audit_{way}", icon=icon, on_click=_turned, args=(to,)
    )


def _turned(to: tuple[Wanted, tuple[int, ...]]) -> None:
    st.session_state[_TURNED] = to


def written(wanted: Wanted, here: Here, kind: tables.Kind) -> bytes:
    """Write the entries that are wanted into a file."""
    found = audit_words.lines(trail.page(open_store(province.of(here.desk.reader.province)), wanted, most=MOST), here)
    order = pd.Series(range(len(found), 0, -1), index=found.index, dtype="Int64")
    names = [name for name in audit_words.COLUMNS if name != "number"]
    content = tables.TableFile(
        title=here.say("access.trail.file"),
        caption=here.caption(),
        first=here.say("access.trail.number"),
        names={str(place): number for place, number in found["number"].items()},
        columns={name: here.say(f"access.trail.{name}") for name in names},
        kinds=dict.fromkeys(names, "text"),
        table=as_it_stands(found.assign(order=order), ()),
        sort_by="order",
        demo=here.demo,
        language=here.language,
    )
    return tables.written(content, kind)
