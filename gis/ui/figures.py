"""The strip of figures at the head of a page: number, what it is, what it is out of, how it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import words
from gis.insight.overview import Figures
from gis.ui import changes, period_bar
from gis.ui.changes import Earlier, Value
from gis.ui.here import Here

_BILLION: Final = 1e9
_THOUSAND_BILLION: Final = 1e12
_CARD = Markup(
    '<div class="card {}"><div class="label">{}</div><div class="value">{}</div>'
    '<div class="note">{}</div><div class="change">{}</div></div>'
)
_STEP = Markup(
    '<div class="step"><span>{}</span><span class="bar" aria-hidden="true"><i style="width:{}%"></i></span>'
    "<b>{}</b><em>{}</em></div><div class='change'>{}</div>"
)
_STEPS: Final = ("approved", "paid", "handed_over")


@dataclass(frozen=True)
class Strip:
    """The figures of three periods, and who reads them.

    Parameters
    ----------
    now
        Of the period of the view.
    earlier
        Of the period before and of the same period last year.
    here
        Who reads.
    """

    now: Figures
    earlier: Earlier[Figures]
    here: Here

    def number(self, value: float | None, *, digits: int = 0) -> str:
        """Write a number."""
        return words.number(value, self.here.language, digits=digits)

    def change(self, value: Value[Figures], *, digits: int = 0, points: bool = False) -> Markup:
        """Say how a figure differs from the two earlier periods; nothing where the figure itself is unknown."""
        return changes.change(value, self.now, self.earlier, self.here, digits=digits, points=points)


def draw(now: Figures, earlier: Earlier[Figures], here: Here) -> None:
    """Draw the strip, with the change against the period before and the same period last year."""
    cards = Markup().join(_cards(Strip(now, earlier, here)))
    strip = Markup('<section class="figures" aria-label="{}">{}</section>').format(here.say("figures.title"), cards)
    st.html(strip + changes.basis(earlier, here))


def _cards(strip: Strip) -> Iterator[Markup]:
    now, here = strip.now, strip.here
    yield _card(
        strip,
        "projects",
        strip.number(now.projects_in_clearance),
        _projects_note(strip),
        strip.change(lambda f: f.projects_in_clearance),
    )
    yield _households(strip)
    yield _card(strip, "money", _money(strip), here.say("figures.money.note"), strip.change(_paid_billions))
    yield _card(
        strip,
        "hectares",
        strip.number(now.hectares_handed_over, digits=1),
        "" if now.hectares is None else here.say("figures.hectares.note", whole=strip.number(now.hectares, digits=1)),
        strip.change(lambda f: f.hectares_handed_over, digits=1),
    )
    yield _card(strip, "resolved", _resolved(strip), _period_note(strip), strip.change(_rate, digits=1, points=True))
    yield _card(strip, "open", strip.number(now.cases_open), "", strip.change(lambda f: f.cases_open))
    yield _card(
        strip,
        "overdue",
        strip.number(now.cases_overdue),
        _unverified(strip),
        strip.change(lambda f: f.cases_overdue),
        "warn" if now.cases_overdue else "",
    )


def _card(strip: Strip, name: str, value: str, note: str, change: Markup, style: str = "") -> Markup:
    return _CARD.format(style, strip.here.say(f"figures.{name}.label"), value, note, change)


def _projects_note(strip: Strip) -> str:
    now, here = strip.now, strip.here
    if now.projects is None:
        return here.say("figures.nothing")
    unknown = here.say("figures.projects.unknown", n=now.projects_unknown) if now.projects_unknown else ""
    area = here.say("figures.projects.area", area=strip.number(now.recover_area, digits=1)) if now.recover_area else ""
    return "; ".join(part for part in (here.say("figures.projects.note", n=now.projects), area, unknown) if part)


def _households(strip: Strip) -> Markup:
    """One card for the three steps of compensation: each is counted by itself, none follows from another."""
    heading = strip.here.say("figures.households.label")
    if strip.now.households is None:
        return _CARD.format("wide", heading, words.NOTHING, strip.here.say("figures.nothing"), "")
    label = strip.here.say("figures.households.out_of", label=heading, n=strip.now.households)
    lines = Markup().join(_step(strip, name) for name in _STEPS)
    return Markup('<div class="card wide"><div class="label">{}</div>{}</div>').format(label, lines)


def _step(strip: Strip, name: str) -> Markup:
    def value(figures: Figures) -> float | None:
        found: int | None = getattr(figures, f"households_{name}")
        return found

    n, whole = value(strip.now), strip.now.households
    share = n / whole if n is not None and whole else None
    heading = strip.here.say(f"figures.households.{name}")
    percent = words.percent(share, strip.here.language)
    return _STEP.format(heading, round(100 * (share or 0)), strip.number(n), percent, strip.change(value))


def _paid_billions(figures: Figures) -> float | None:
    return None if figures.money_paid is None else figures.money_paid / _BILLION


def _money(strip: Strip) -> str:
    """Write two sums of money in one unit, tỷ đồng; tenths only while they tell something."""
    part, whole = strip.now.money_paid, strip.now.money_approved
    if part is None or whole is None:
        return words.NOTHING
    digits = 0 if whole >= _THOUSAND_BILLION else 1
    return f"{strip.number(part / _BILLION, digits=digits)}/{strip.number(whole / _BILLION, digits=digits)}"


def _rate(figures: Figures) -> float | None:
    return None if figures.flow is None else figures.flow.rate


def _resolved(strip: Strip) -> str:
    flow = strip.now.flow
    if flow is None:
        return words.NOTHING
    rate = words.percent(flow.rate, strip.here.language)
    return f"{strip.number(flow.resolved)}/{strip.number(flow.to_resolve)} ({rate})"


def _period_note(strip: Strip) -> str:
    return strip.here.say("figures.resolved.note", period=period_bar.words(strip.here.period, strip.here))


def _unverified(strip: Strip) -> str:
    n = strip.now.cases_past_unverified
    return strip.here.say("figures.overdue.unverified", n=n) if n else ""
