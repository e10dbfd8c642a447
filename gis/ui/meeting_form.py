"""What the pack is about: cases and a day of reception to be typed, or one of the coming dialogues."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.access.suppression import EXACT
from gis.address import EARLIEST, LATEST, MOST_CASES, codes_in
from gis.insight import dialogues, meeting
from gis.records.declaration import describe
from gis.records.entities.contacts import DIALOGUE
from gis.ui import noting, page_address, session
from gis.ui.here import Here
from gis.view import Meeting

LISTED: Final = 8
"""So many coming and undated dialogues are offered."""

_ITEM: Final = Markup("<li>{}<small>{}</small></li>")
_OFFERED: Final = ("coming", "undated", "missed")


def draw(here: Here) -> None:
    """Draw the form for whoever may see single cases, and say which codes are not known."""
    if here.desk.reader.role not in EXACT:
        noting.refused("page", page="meeting")
        st.info(here.say("meeting.not_here"), icon=":material/lock:")
        return
    asked = here.view.meeting
    with st.container(key="meeting_form"):
        _asking(asked, here)
        for code in meeting.unknown_codes(here.situation, asked):
            st.html(Markup('<p class="hint unknown">{}</p>').format(here.say("meeting.unknown", code=code)))
        if asked == Meeting():
            _offered(here)


def _asking(asked: Meeting, here: Here) -> None:
    """Ask for codes and a day; both are sent together, so that half an answer is no pack."""
    with st.form(_key("form", asked, here), border=False):
        left, middle, right = st.columns([0.56, 0.24, 0.2], vertical_alignment="bottom")
        with left:
            st.text_input(
                here.say("meeting.form.cases", n=MOST_CASES),
                value=", ".join(asked.cases),
                key=_key("cases", asked, here),
                placeholder=here.say("meeting.form.example"),
            )
        with middle:
            st.date_input(
                here.say("meeting.form.day"),
                value=asked.reception,
                min_value=EARLIEST,
                max_value=LATEST,
                format="DD/MM/YYYY",
                key=_key("day", asked, here),
            )
        with right:
            st.form_submit_button(
                here.say("meeting.form.show"), icon=":material/description:", on_click=_asked, args=(asked, here)
            )


def _key(name: str, asked: Meeting, here: Here) -> str:
    """Name a widget; a link to another meeting makes it another widget, which shows what the link says."""
    about = "|".join((asked.dialogue, str(asked.reception or ""), *asked.cases))
    return f"{here.language}:meeting:{name}:{about}"


def _asked(asked: Meeting, here: Here) -> None:
    """Show the pack of what was typed, for the dialogue that is open; for the callback."""
    state = st.session_state
    cases = codes_in((state.get(_key("cases", asked, here)) or "",))
    session.prepare(Meeting(asked.dialogue, state.get(_key("day", asked, here)), cases))


def _offered(here: Here) -> None:
    """Offer the dialogues to come; each is a link to its pack."""
    found = dialogues.listed(here.selection, most=LISTED)
    found = found[found["state"].isin(_OFFERED)]
    if found.empty:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("meeting.form.no_dialogue")))
        return
    items = Markup().join(_offer(line, here) for line in found.to_dict("records"))
    title = here.say("meeting.form.dialogues")
    st.html(Markup('<h3 class="links-title">{}</h3><ul class="offers">{}</ul>').format(title, items))


def _offer(line: dict[Any, Any], here: Here) -> Markup:
    kind = describe(str(line["kind"]), DIALOGUE["kind"]).say(here.language)
    state = here.say(f"dialogues.state.{line['state']}")
    day = f"{state} {words.date(line['day'])}" if pd.notna(line["day"]) else state
    return _ITEM.format(
        link_to(str(line["code"]), f"{kind} ({day})", here), f"{here.name('ward', str(line['ward']))} · {line['code']}"
    )


def link_to(dialogue: str, text: str | Markup, here: Here) -> Markup:
    """Write a text as a link to the pack before a dialogue."""
    return page_address.link("meeting.py", here.view.at_rest().before(Meeting(dialogue=dialogue)), text)
