"""The legal basis: the rules in force on the as-of day by subject, one of them in full, and those not in force.

It is for reference only and says so. A rule whose text nobody read says that too; whoever may can record a check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis.briefing import rule_words
from gis.law.provision import SUBJECTS, Provision
from gis.ui import acts, rule_check_form
from gis.ui.here import Here
from gis.ui.plain_table import headings
from gis.ui.rule_link import address, linked

_HEADINGS: Final = ("rule", "limit", "course", "article", "known")
_TABLE = Markup(
    '<div class="scroll"><table class="plain stacked legal" style="{}"><thead><tr>{}</tr></thead>'
    "<tbody>{}</tbody></table></div>"
)
_ROW = Markup('<tr class="{}">{}</tr>')
_TWO = Markup("{}<small>{}</small>")
_FLAG = Markup('<span class="flag {}">{}</span>')


def draw(here: Here) -> None:
    """Draw the rule that is asked for, then all rules."""
    acts.said()
    st.html(
        Markup('<p class="text"><b>{}</b> {} {}</p>').format(
            here.say("legal.reference"), here.say("law.counting"), here.say("legal.grey")
        )
    )
    _opened(here)
    rules = here.situation.rules.provisions
    now = [rule for rule in rules if rule.in_force(here.view.day)]
    for subject in SUBJECTS:
        _subject(subject, [rule for rule in now if rule.subject == subject], here)
    _not_in_force([rule for rule in rules if not rule.in_force(here.view.day)], here)


def _opened(here: Here) -> None:
    """Draw one rule with all its versions, and the form to record a check."""
    versions = [rule for rule in here.situation.rules.provisions if rule.id == here.view.rule]
    if not versions:
        return
    with st.container(key="rule_opened", border=True):
        st.html(
            Markup('<h2 class="section">{}</h2><p class="hint">{} · <a href="{}" target="_self">{}</a></p>').format(
                versions[0].name.say(here.language),
                here.say("legal.id", id=versions[0].id),
                address("", here.view),
                here.say("legal.close"),
            )
        )
        st.html(_table(versions, here))
        rule_check_form.draw(versions, here)


def _subject(subject: str, rules: list[Provision], here: Here) -> None:
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say(f"legal.subject.{subject}")))
    if rules:
        note = here.say("legal.own_note") if subject == "internal" else ""
        st.html(_table(rules, here) + Markup('<p class="hint">{}</p>').format(note))
    else:
        none = here.say("legal.no_own" if subject == "internal" else "legal.none", day=here.view.day)
        st.html(Markup('<p class="hint">{}</p>').format(none))


def _not_in_force(rules: list[Provision], here: Here) -> None:
    if not rules:
        return
    with st.expander(here.say("legal.not_in_force", day=here.view.day, n=len(rules))):
        st.html(_table(rules, here))


def _table(rules: Iterable[Provision], here: Here) -> Markup:
    labels = [here.say(f"legal.column.{name}") for name in _HEADINGS]
    head = Markup().join(Markup('<th scope="col">{}</th>').format(label) for label in labels)
    body = Markup().join(_row(rule, here) for rule in rules)
    return _TABLE.format(headings(labels), head, body)


def _row(rule: Provision, here: Here) -> Markup:
    cells = Markup().join(Markup("<td>{}</td>").format(cell) for cell in _cells(rule, here))
    return _ROW.format("" if rule.verified else "unread", cells)


def _cells(rule: Provision, here: Here) -> Iterator[Markup | str]:
    name = linked(rule.name.say(here.language), rule.id, here.view, title=here.say("legal.open"))
    yield _TWO.format(name, rule.note.say(here.language))
    yield rule_words.limit(rule, here)
    yield rule_words.course(rule, here.situation.rules, here)
    yield _TWO.format(rule.article.say(here.language), rule_words.validity(rule, here))
    yield _FLAG.format("" if rule.verified else "grey", rule_words.known(rule, here))
