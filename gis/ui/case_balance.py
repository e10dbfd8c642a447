"""The balance of the period: carried over + received − resolved = left, with what belongs beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import words
from gis.insight import cases
from gis.insight.cases import Balance
from gis.ui import changes, period_bar
from gis.ui.changes import Earlier
from gis.ui.here import Here

_CARD = Markup(
    '<div class="card {}"><div class="label">{}</div><div class="value">{}{}</div>'
    '<div class="note">{}</div><div class="change">{}</div></div>'
)
_SIGN = Markup('<span class="sign">{}</span> ')
_TERMS: Final = (("carried_over", ""), ("received", "+"), ("resolved", "−"), ("left", "="))


def draw(now: Balance, here: Here) -> None:
    """Draw the balance, with the change against the period before and the same period last year."""
    earlier = changes.earlier(here, cases.balance)
    title = here.say("caseload.balance.title", period=period_bar.words(here.period, here))
    cards = Markup().join(_cards(now, earlier, here))
    st.html(Markup('<h2 class="section">{}</h2>').format(title))
    strip = Markup('<section class="figures balance" aria-label="{}">{}</section>').format(title, cards)
    st.html(strip + changes.basis(earlier, here))


def _cards(now: Balance, earlier: Earlier[Balance], here: Here) -> Iterator[Markup]:
    for name, sign in _TERMS:
        yield _term(name, sign, now, earlier, here)
    yield _rate(now, earlier, here)
    note = here.say("caseload.balance.overdue_note", n=now.past_unverified) if now.past_unverified else ""
    yield _count("overdue", now.overdue, note, changes.change(lambda one: one.overdue, now, earlier, here), here)
    yield _count("unexecuted", now.unexecuted, "", changes.change(lambda one: one.unexecuted, now, earlier, here), here)


def _term(name: str, sign: str, now: Balance, earlier: Earlier[Balance], here: Here) -> Markup:
    def value(one: Balance) -> float:
        found: int = getattr(one.whole, name)
        return found

    within = here.say("caseload.balance.within", n=getattr(now.within, name))
    written = words.number(value(now), here.language)
    before = _SIGN.format(sign) if sign else ""
    return _CARD.format(
        "", here.say(f"caseload.balance.{name}"), before, written, within, changes.change(value, now, earlier, here)
    )


def _rate(now: Balance, earlier: Earlier[Balance], here: Here) -> Markup:
    rate = words.percent(now.within.rate, here.language)
    note = here.say("caseload.balance.rate_note", resolved=now.within.resolved, whole=now.within.to_resolve)
    changed = changes.change(lambda one: one.within.rate, now, earlier, here, digits=1, points=True)
    return _CARD.format("", here.say("caseload.balance.rate"), "", rate, note, changed)


def _count(name: str, n: int, note: str, changed: Markup, here: Here) -> Markup:
    style = "warn" if n else ""
    return _CARD.format(style, here.say(f"caseload.balance.{name}"), "", words.number(n, here.language), note, changed)
