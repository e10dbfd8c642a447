"""How nguy cơ kéo dài was tried and how clusters are told: what runs, what it found, and what is not measured.

A backtest takes up to a minute. What is kept is shown with its day; it is made anew only when asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.access.suppression import EXACT
from gis.answers import scores
from gis.briefing import method_tables
from gis.insight import backtest, features
from gis.insight.model_card import VALID, Card
from gis.ui import method_clusters, method_thresholds, reliability, risk_work
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

_TEXT = Markup('<p class="text">{}</p>')
_HINT = Markup('<p class="hint">{}</p>')
_SECTION = Markup('<h2 class="section">{}</h2>')
_PART = Markup('<h3 class="links-title">{}</h3>')
_WIDE: Final = 6
"""Columns from which a table becomes cards on a phone."""
_HELD: Final = {"share": "covered", "ought": "ought", "evened": "evened"}
_SMALL: Final = ("rule", "choices", "compared")
_UNMEASURED: Final = ("truth", "people", "effect", "moved", "unrecorded", "linked")


def draw(here: Here) -> None:
    """Draw the page."""
    card = scores.newest(risk_work.office(here), here.view.day)
    with st.container(key="method"):
        _score(card, here)
        method_clusters.draw(here)
        st.html(method_thresholds.table(here) + _small(here) + _unmeasured(here))


def _score(card: Card | None, here: Here) -> None:
    """Tell of nguy cơ kéo dài."""
    st.html(_SECTION.format(here.say("method.risk.title")) + _TEXT.format(here.say("method.risk.lead")))
    _verdict(card, here)
    if risk_work.offer("backtest", here.say("method.again" if card else "method.first", day=here.view.day), here):
        st.html(_HINT.format(here.say("method.command", day=here.view.day.isoformat())))
    if card:
        _about(card, here)
        _tables(card, here)
    st.html(_rules(here))


def _verdict(card: Card | None, here: Here) -> None:
    """Say which rule is used on this day, and of which day and records the backtest is."""
    if card is None:
        st.info(here.say("method.empty", day=here.view.day), icon=":material/science:")
        return
    used = scores.allowed(card, here.view.day)
    skill = card.figures.get("skill", {}).get("age")
    low = words.percent(skill["low"] if skill else None, here.language)
    st.info(here.say(f"method.verdict.{used.proof}", day=card.expires_on, low=low), icon=":material/rule:")
    told = [here.say("method.tried_on", day=card.as_of)]
    if card.digest != here.situation.snapshot.recorded:
        told.append(here.say("method.other_records"))
    if card.demo:
        told.append(here.say("method.demo"))
    st.html(_HINT.format(" ".join(told)))


def _about(card: Card, here: Here) -> None:
    groups = dict.fromkeys(one.group for one in features.named(card.features))
    named = ", ".join(here.say(f"method.group.{name}") for name in groups)
    st.html(
        _PART.format(here.say("method.card"))
        + plain_table(method_tables.facts(card, here.language, _counter(here)))
        + _HINT.format(here.say("method.looks_at", groups=named))
    )


def _counter(here: Here) -> method_tables.Count:
    """Answer what hides small numbers of cases from this reader."""
    threshold = settings.current().suppress_below
    exact = here.situation.snapshot.scope.role in EXACT
    return lambda n: n if exact or not 0 < n < threshold else None


def _tables(card: Card, here: Here) -> None:
    for one in method_tables.tables(card, here.language, _counter(here)):
        wide = one.rows.shape[1] >= _WIDE
        table = plain_table(one.rows, numbers=range(one.words, one.rows.shape[1]), stacked=wide)
        head = _PART.format(here.say(f"method.table.{one.name}")) + _HINT.format(here.say(f"method.note.{one.name}"))
        st.html(head + (_plotted(card, table, here) if one.name == "reliability" else table))


def _plotted(card: Card, table: Markup, here: Here) -> Markup:
    """Draw what was said against what happened above its table, and say how often intervals of wards held."""
    held = {name: card.figures[key]["model"] for name, key in _HELD.items()}
    told = Markup()
    if None not in held.values():
        told = _HINT.format(here.say("method.covered", **{name: round(100 * share) for name, share in held.items()}))
    return reliability.plot(card.figures["reliability"], here) + table + told


def _rules(here: Here) -> Markup:
    """Write how the score is made, and the rule by which it switches itself off."""
    numbers = {"origins": backtest.ORIGINS, "window": backtest.WINDOW, "days": VALID}
    parts = ("outcome", "features", "model", "tried", "off", "rebuilt", "expiry")
    told = Markup().join(
        Markup("<li><b>{}</b> {}</li>").format(
            here.say(f"method.how.{part}.name"),
            here.say(f"method.how.{part}.text", horizon=settings.current().risk_horizon_days, **numbers),
        )
        for part in parts
    )
    return _PART.format(here.say("method.how.title")) + Markup('<ul class="checks">{}</ul>').format(told)


def _small(here: Here) -> Markup:
    """Say how small counts are hidden, and what that does not stop."""
    most = settings.current().suppress_below - 1
    return _listed("small", [here.say(f"method.small.{name}", most=most) for name in _SMALL], here)


def _unmeasured(here: Here) -> Markup:
    return _listed("not", [here.say(f"method.not.{name}") for name in _UNMEASURED], here)


def _listed(section: str, said: Iterable[str], here: Here) -> Markup:
    lines = Markup().join(Markup("<li>{}</li>").format(one) for one in said)
    return _SECTION.format(here.say(f"method.{section}.title")) + Markup('<ul class="checks">{}</ul>').format(lines)
