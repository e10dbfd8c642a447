"""The balance of the period: carried over + received − resolved = left, with what belongs beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import words
from gis.insight import cases
from gis.insight.cases import Balance
from gis.ui import changes, seen
from gis.ui.changes import Earlier
from gis.ui.here import Here
from gis.ui.seen import Seen

_CARD = Markup(
    '<div class="card {}"><div class="label">{}</div><div class="value">{}{}</div>'
    '<div class="note">{}</div><div class="change">{}</div></div>'
)
_SIGN = Markup('<span class="sign">{}</span> ')
_TERMS: Final = (("carried_over", ""), ("received", "+"), ("resolved", "−"), ("left", "="))


def draw(now: Balance, here: Here) -> None:
    """Draw the balance, with the change against the period before and the same period last year."""
    earlier = changes.earlier(here, cases.balance)
    title = here.say("caseload.balance.title", period=here.period_words)
    cards = Markup().join(_cards(now, earlier, _seen(now, here), here))
    st.html(Markup('<h2 class="section">{}</h2>').format(title))
    strip = Markup('<section class="figures balance" aria-label="{}">{}</section>').format(title, cards)
    st.html(strip + changes.basis(earlier, here) + seen.footnote(here))


def _cards(now: Balance, earlier: Earlier[Balance], counts: Seen, here: Here) -> Iterator[Markup]:
    for name, sign in _TERMS:
        yield _term(name, sign, now, earlier, counts, here)
    yield _rate(now, earlier, counts, here)
    note = here.say("caseload.balance.overdue_note", n=counts["past_unverified"]) if now.past_unverified else ""
    yield _count("overdue", note, now, earlier, counts, here)
    yield _count("unexecuted", "", now, earlier, counts, here)


def _seen(now: Balance, here: Here) -> Seen:
    """Answer all counts as the reader may read them; within competence is told as a part of each."""
    names = [*(name for name, _ in _TERMS), "to_resolve"]
    numbers = {name: int(getattr(now.whole, name)) for name in names}
    within = {f"within_{name}": int(getattr(now.within, name)) for name in names}
    beside = {name: int(getattr(now, name)) for name in ("overdue", "past_unverified", "unexecuted")}
    return seen.of(numbers | within | beside, here, wholes=_wholes(names))


def _wholes(names: list[str]) -> Iterator[tuple[str, list[str]]]:
    for kind in ("", "within_"):
        yield f"{kind}to_resolve", [f"{kind}carried_over", f"{kind}received"]
        yield f"{kind}to_resolve", [f"{kind}resolved", f"{kind}left"]
    yield from ((name, [f"within_{name}"]) for name in names)
    yield "left", ["overdue", "past_unverified"]


def _term(name: str, sign: str, now: Balance, earlier: Earlier[Balance], counts: Seen, here: Here) -> Markup:
    within = here.say("caseload.balance.within", n=counts[f"within_{name}"])
    before = _SIGN.format(sign) if sign else ""
    changed = changes.change(_told(f"whole.{name}", here), now, earlier, here) if counts.tells(name) else ""
    return _CARD.format("", here.say(f"caseload.balance.{name}"), before, counts[name], within, changed)


def _rate(now: Balance, earlier: Earlier[Balance], counts: Seen, here: Here) -> Markup:
    resolved, whole = "within_resolved", "within_to_resolve"
    note = here.say("caseload.balance.rate_note", resolved=counts[resolved], whole=counts[whole])
    told = counts.tells(resolved, whole)
    rate = words.percent(now.within.rate if told else None, here.language)
    changed = changes.change(partial(_rate_told, here), now, earlier, here, digits=1, points=True) if told else ""
    return _CARD.format("", here.say("caseload.balance.rate"), "", rate, note, changed)


def _told(name: str, here: Here) -> Callable[[Balance], int | None]:
    """Answer a count of a balance, unknown where it is small to the reader."""
    return seen.told(lambda one: int(attrgetter(name)(one)), here)


def _rate_told(here: Here, one: Balance) -> float | None:
    return one.within.rate if seen.large(here, one.within.resolved, one.within.to_resolve) else None


def _count(name: str, note: str, now: Balance, earlier: Earlier[Balance], counts: Seen, here: Here) -> Markup:
    style, label = "warn" if getattr(now, name) else "", here.say(f"caseload.balance.{name}")
    changed = changes.change(_told(name, here), now, earlier, here) if counts.tells(name) else ""
    return _CARD.format(style, label, "", counts[name], note, changed)
