"""Recording that a rule of law was held against its text, and taking that back, for whoever may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from gis.access import people
from gis.briefing import rule_words
from gis.errors import LandmapError
from gis.law.provision import Provision
from gis.law.verifying import needs_check
from gis.records.rule_checks import LONGEST, State, Version, checked
from gis.ui import acts, process
from gis.ui.here import Here


def draw(versions: Sequence[Provision], here: Here) -> None:
    """Draw the form for the versions of one rule that nobody has checked, and a button to undo each check."""
    if not any(needs_check(rule) for rule in versions):
        return
    if not people.may_check_rules(process.reader()):
        st.html(Markup('<p class="hint">{}</p>').format(here.say("legal.form.not_here")))
        return
    unread = [rule for rule in versions if needs_check(rule) and rule.check is None]
    if unread:
        _form(unread, here)
    for rule in versions:
        if rule.check:
            st.button(
                here.say("legal.form.undo", validity=rule_words.validity(rule, here)),
                key=_key("undo", rule, here),
                icon=":material/undo:",
                type="tertiary",
                on_click=record,
                args=(rule, "undone", rule.check.document, process.today(), here),
            )


def _form(unread: Sequence[Provision], here: Here) -> None:
    first = next((rule for rule in unread if rule.in_force(here.view.day)), unread[-1])
    with st.form(_key("form", first, here), border=False):
        st.html(Markup('<h3 class="links-title">{}</h3>').format(here.say("legal.form.title")))
        left, middle, right = st.columns([0.42, 0.4, 0.18], gap="small")
        left.selectbox(
            here.say("legal.form.version"),
            list(unread),
            index=list(unread).index(first),
            format_func=lambda rule: f"{rule.article.say(here.language)}, {rule_words.validity(rule, here)}",
            key=_key("version", first, here),
        )
        middle.text_input(
            here.say("legal.form.document"),
            key=_key("document", first, here),
            max_chars=LONGEST,
            help=here.say("legal.form.help"),
            placeholder=here.say("legal.form.example"),
        )
        right.date_input(
            here.say("legal.form.on"),
            value=process.today(),
            max_value=process.today(),
            format="DD/MM/YYYY",
            key=_key("on", first, here),
        )
        st.form_submit_button(here.say("legal.form.record"), on_click=_submitted, args=(first, here))


def _key(part: str, rule: Provision, here: Here) -> str:
    return f"{here.language}:legal:{part}:{rule.id}:{rule.valid_from}"


def _submitted(first: Provision, here: Here) -> None:
    asked: dict[str, Any] = {name: st.session_state[_key(name, first, here)] for name in ("version", "document", "on")}
    record(asked["version"], "verified", asked["document"], asked["on"] or process.today(), here)


def record(rule: Provision, state: State, document: str, on: Any, here: Here) -> None:
    """Record a check, or that it is undone, and say so on the next run; for callbacks."""
    version = Version(rule.id, rule.valid_from, rule.substance)
    try:
        role = process.reader().role
        batch = checked(version, state, document=document, on=on, role=role, demo=here.demo)
        process.record(batch, people.may_check_rules)
    except LandmapError as error:
        acts.say_next("refused", error.say(here.language))
    else:
        acts.say_next("note", here.say(f"legal.form.done.{state}", rule=rule.name.say(here.language)))
