"""The strip of figures at the head of a page: number large, what it is above, what it is out of below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import words
from gis.insight.overview import Figures
from gis.ui.here import Here

_BILLION: Final = 1e9
_THOUSAND_BILLION: Final = 1e12
_CARD = Markup(
    '<div class="card {}"><div class="label">{}</div><div class="value">{}</div><div class="note">{}</div></div>'
)
_STEP = Markup(
    '<div class="step"><span>{}</span><span class="bar" aria-hidden="true"><i style="width:{}%"></i></span>'
    "<b>{}</b><em>{}</em></div>"
)


def draw(figures: Figures, here: Here) -> None:
    """Draw the strip."""
    cards = Markup().join(_cards(figures, here))
    st.html(Markup('<section class="figures" aria-label="{}">{}</section>').format(here.say("figures.title"), cards))


def _cards(f: Figures, here: Here) -> Iterator[Markup]:
    yield _card(here, "projects", _n(f.projects_in_clearance, here), _projects_note(f, here))
    yield _households(f, here)
    yield _card(here, "money", _pair(f.money_paid, f.money_approved, here), here.say("figures.money.note"))
    yield _card(
        here, "hectares", _n(f.hectares_handed_over, here, digits=1), _out_of(f.hectares, here, "hectares", digits=1)
    )
    yield _card(here, "resolved", _resolved(f, here), here.say("figures.resolved.note", day=here.view.day))
    yield _card(here, "open", _n(f.cases_open, here), "")
    yield _card(here, "overdue", _n(f.cases_overdue, here), _unverified(f, here), "warn" if f.cases_overdue else "")


def _card(here: Here, name: str, value: str, note: str, style: str = "") -> Markup:
    return _CARD.format(style, here.say(f"figures.{name}.label"), value, note)


def _n(value: float | None, here: Here, *, digits: int = 0) -> str:
    return words.number(value, here.language, digits=digits)


def _out_of(whole: float | None, here: Here, name: str, *, digits: int = 0) -> str:
    return "" if whole is None else here.say(f"figures.{name}.note", whole=_n(whole, here, digits=digits))


def _projects_note(f: Figures, here: Here) -> str:
    if f.projects is None:
        return here.say("figures.nothing")
    unknown = here.say("figures.projects.unknown", n=f.projects_unknown) if f.projects_unknown else ""
    area = here.say("figures.projects.area", area=_n(f.recover_area, here, digits=1)) if f.recover_area else ""
    return "; ".join(part for part in (here.say("figures.projects.note", n=f.projects), area, unknown) if part)


def _households(f: Figures, here: Here) -> Markup:
    """One card for the three steps of compensation: each is counted by itself, none follows from another."""
    steps = (
        ("approved", f.households_approved),
        ("paid", f.households_paid),
        ("handed_over", f.households_handed_over),
    )
    lines = Markup().join(_step(here, name, n, f.households) for name, n in steps)
    heading = here.say("figures.households.label")
    if f.households is None:
        return _CARD.format("wide", heading, words.NOTHING, here.say("figures.nothing"))
    label = here.say("figures.households.out_of", label=heading, n=f.households)
    return Markup('<div class="card wide"><div class="label">{}</div>{}</div>').format(label, lines)


def _step(here: Here, name: str, n: int | None, whole: int | None) -> Markup:
    share = n / whole if n is not None and whole else None
    width = round(100 * (share or 0))
    return _STEP.format(here.say(f"figures.households.{name}"), width, _n(n, here), words.percent(share, here.language))


def _pair(part: float | None, whole: float | None, here: Here) -> str:
    """Write two sums of money in one unit, tỷ đồng; tenths only while they tell something."""
    if part is None or whole is None:
        return words.NOTHING
    digits = 0 if whole >= _THOUSAND_BILLION else 1
    return f"{_n(part / _BILLION, here, digits=digits)}/{_n(whole / _BILLION, here, digits=digits)}"


def _resolved(f: Figures, here: Here) -> str:
    if f.cases_to_resolve is None:
        return words.NOTHING
    rate = words.percent(f.resolution_rate, here.language)
    return f"{_n(f.cases_resolved, here)}/{_n(f.cases_to_resolve, here)} ({rate})"


def _unverified(f: Figures, here: Here) -> str:
    return here.say("figures.overdue.unverified", n=f.cases_past_unverified) if f.cases_past_unverified else ""
