"""The strip of figures at the head of a page: number, what it is, what it is out of, how it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import words
from gis.insight.overview import Figures
from gis.ui import changes, period_bar, seen
from gis.ui.changes import Earlier, Value
from gis.ui.here import Here
from gis.ui.seen import Seen

_BILLION: Final = 1e9
_THOUSAND_BILLION: Final = 1e12
_CASES: Final = ("cases_open", "cases_overdue", "cases_past_unverified")
_FLOW: Final = ("to_resolve", "resolved")
_CARD = Markup(
    '<div class="card {}"><div class="label">{}</div><div class="value">{}</div>'
    '<div class="note">{}</div><div class="change">{}</div></div>'
)
_STEP = Markup(
    '<div class="step"><span>{}</span><span class="bar" aria-hidden="true"><i style="width:{}%"></i></span>'
    "<b>{}</b><em>{}</em></div><div class='change'>{}</div>"
)
_STEPS: Final = ("approved", "paid", "handed_over")
_COUNTS: Final = ("households", *(f"households_{step}" for step in _STEPS), *_CASES)
_WHOLES: Final = (
    *(("households", [f"households_{step}"]) for step in _STEPS),
    ("cases_open", ["cases_overdue", "cases_past_unverified"]),
    ("to_resolve", ["resolved"]),
)
"""Count → others that are parts of it."""


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

    @cached_property
    def counts(self) -> Seen:
        """Households and cases as the reader may read them."""
        flow = self.now.flow
        numbers = {name: getattr(self.now, name) for name in _COUNTS}
        numbers |= {name: None if flow is None else getattr(flow, name) for name in _FLOW}
        return seen.of(numbers, self.here, wholes=_WHOLES)

    def change(self, value: Value[Figures], *, digits: int = 0, points: bool = False) -> Markup:
        """Say how a figure differs from the two earlier periods; nothing where the figure itself is unknown."""
        return changes.change(value, self.now, self.earlier, self.here, digits=digits, points=points)

    def counted(self, name: str) -> Markup:
        """Say how a count differs; nothing where it may not be read."""
        return self.change(seen.told(lambda figures: getattr(figures, name))) if self.counts.tells(name) else Markup()


def draw(now: Figures, earlier: Earlier[Figures], here: Here) -> None:
    """Draw the strip, with the change against the period before and the same period last year."""
    cards = Markup().join(_cards(Strip(now, earlier, here)))
    strip = Markup('<section class="figures" aria-label="{}">{}</section>').format(here.say("figures.title"), cards)
    st.html(strip + changes.basis(earlier, here) + seen.footnote(here))


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
    yield _hectares(strip)
    yield _card(strip, "resolved", _resolved(strip), _period_note(strip), strip.change(_rate, digits=1, points=True))
    yield _card(strip, "open", strip.counts["cases_open"], "", strip.counted("cases_open"))
    style = "warn" if now.cases_overdue else ""
    late = strip.counts["cases_overdue"], _unverified(strip), strip.counted("cases_overdue")
    yield _card(strip, "overdue", *late, style)


def _hectares(strip: Strip) -> Markup:
    now, told = strip.now, strip.counts.tells("households", "households_handed_over")
    whole = strip.number(now.hectares, digits=1)
    note = "" if now.hectares is None or not told else strip.here.say("figures.hectares.note", whole=whole)
    done = strip.number(now.hectares_handed_over if told else None, digits=1)
    return _card(strip, "hectares", done, note, strip.change(_hectares_told, digits=1))


def _hectares_told(figures: Figures) -> float | None:
    told = seen.large(figures.households, figures.households_handed_over)
    return figures.hectares_handed_over if told else None


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
    label = strip.here.say("figures.households.out_of", label=heading, n=strip.counts["households"])
    lines = Markup().join(_step(strip, name) for name in _STEPS)
    return Markup('<div class="card wide"><div class="label">{}</div>{}</div>').format(label, lines)


def _step(strip: Strip, name: str) -> Markup:
    count = f"households_{name}"
    n, whole = getattr(strip.now, count), strip.now.households
    share = n / whole if n is not None and whole and strip.counts.tells(count, "households") else None
    heading = strip.here.say(f"figures.households.{name}")
    percent = words.percent(share, strip.here.language)
    return _STEP.format(heading, round(100 * (share or 0)), strip.counts[count], percent, strip.counted(count))


def _paid_billions(figures: Figures) -> float | None:
    told = figures.money_paid is not None and seen.large(figures.households_approved, figures.households_paid)
    return figures.money_paid / _BILLION if told and figures.money_paid is not None else None


def _money(strip: Strip) -> str:
    """Write two sums of money in one unit, tỷ đồng; tenths only while they tell something."""
    part, whole = strip.now.money_paid, strip.now.money_approved
    if part is None or whole is None or not strip.counts.tells("households_approved", "households_paid"):
        return words.NOTHING
    digits = 0 if whole >= _THOUSAND_BILLION else 1
    return f"{strip.number(part / _BILLION, digits=digits)}/{strip.number(whole / _BILLION, digits=digits)}"


def _rate(figures: Figures) -> float | None:
    flow = figures.flow
    return flow.rate if flow and seen.large(flow.resolved, flow.to_resolve) else None


def _resolved(strip: Strip) -> str:
    flow = strip.now.flow
    if flow is None:
        return words.NOTHING
    said = f"{strip.counts['resolved']}/{strip.counts['to_resolve']}"
    return f"{said} ({words.percent(flow.rate, strip.here.language)})" if strip.counts.tells(*_FLOW) else said


def _period_note(strip: Strip) -> str:
    return strip.here.say("figures.resolved.note", period=period_bar.words(strip.here.period, strip.here))


def _unverified(strip: Strip) -> str:
    n = strip.counts["cases_past_unverified"]
    return strip.here.say("figures.overdue.unverified", n=n) if strip.now.cases_past_unverified else ""
