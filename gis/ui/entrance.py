"""The entrance: nobody comes past it without a sign-in that counts and a role; and the way out, in the head of a page.

Where nobody signs in there is no entrance.
"""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import settings
from gis.access import ended, signing_in
from gis.access.people import Identity
from gis.ui import person, province
from gis.ui.here import Here
from gis.words import LANGUAGES, Language, say

_REASON: Final = Markup('<p role="{}">{}</p>')


def guard(language: Language) -> None:
    """Let whoever holds a role pass; draw the sign-in, or whom to ask, for anybody else and end the run.

    Raises
    ------
    StoreError
        There is no database, or it cannot be used.
    """
    if not signing_in.configured(settings.current()):
        return
    who, other = person.identity(), person.misdirected()
    if other is not None:
        person.tell("refused", other, why="audience")
        _sign_in(language, "refused")
    elif who is None:
        _sign_in(language, "refused" if signing_in.REFUSED in st.query_params else "why")
    elif not person.counts(who):
        person.tell("refused", who, why="old_sign_in")
        _sign_in(language, "old")
    elif not person.provinces(who):
        person.tell("refused", who, why="no_role")
        _no_role(language, who)
    else:
        return
    st.stop()


def entered() -> None:
    """Enter in the audit trail that somebody came in, where people sign in; once the province is known."""
    who = person.identity() if signing_in.configured(settings.current()) else None
    if who is not None:
        person.tell("sign_in", who, **ended.details(who), province=province.named())


def _sign_in(language: Language, reason: str) -> None:
    with st.container(key="entrance"):
        _title(language)
        st.html(_REASON.format("alert" if reason == "refused" else "note", say(f"access.entrance.{reason}", language)))
        _button(language)
        _languages()


def _button(language: Language) -> None:
    st.button(say("access.entrance.sign_in", language), key="sign_in", type="primary", icon=":material/login:",
              on_click=st.login)  # fmt: skip


def _no_role(language: Language, who: Identity) -> None:
    contact = settings.current().access_contact or say("access.entrance.anybody", language)
    lines = (
        say("access.entrance.no_role", language, person=who.name),
        say("access.entrance.ask", language, contact=contact),
    )
    with st.container(key="entrance"):
        _title(language)
        st.html(Markup().join(Markup("<p>{}</p>").format(line) for line in lines))
        _out(language)
        _languages()


def _title(language: Language) -> None:
    st.html(Markup("<h1>{}</h1>").format(say("access.entrance.title", language)))


def _languages() -> None:
    links = (Markup('<a href="?lang={}" target="_self">{}</a>').format(one, say(f"shell.language.{one}", one))
             for one in LANGUAGES)  # fmt: skip
    st.html(Markup("<p>{}</p>").format(Markup(" · ").join(links)))


def _out(language: Language) -> None:
    st.button(
        say("access.entrance.sign_out", language),
        key="sign_out",
        type="tertiary",
        icon=":material/logout:",
        on_click=person.sign_out,
    )


def bar(here: Here) -> None:
    """Draw who is signed in, in which role, and the way out; nothing where nobody signs in."""
    who = person.identity() if signing_in.configured(settings.current()) else None
    if who is None:
        return
    held, acting = person.roles(who), here.desk.reader.role
    if st.session_state.get(person.ACTING, acting) not in held:
        st.session_state[person.ACTING] = acting  # a browser may send anything
    with st.container(key="person", horizontal=True, vertical_alignment="center", gap="small", width="content"):
        st.html(
            Markup('<span class="who" title="{}">{}</span>').format(here.say("access.entrance.acting"), who.name),
            width="content",
        )
        if len(held) > 1:
            st.selectbox(
                here.say("access.entrance.acting"),
                held,
                index=held.index(acting),
                key=person.ACTING,
                format_func=lambda role: here.say(f"access.role.{role}"),
                label_visibility="collapsed",
                width=170,
            )
        else:
            st.html(Markup('<span class="role">{}</span>').format(here.say(f"access.role.{acting}")), width="content")
        _out(here.language)
