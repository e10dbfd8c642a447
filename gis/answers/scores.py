"""Nguy cơ kéo dài, worked out once and kept: the model card of a day, what it allows, and the model that is used.

A *card* belongs to a day, a scope, the records behind it and the method; a backtest makes it, which takes up to a
minute and is never done unasked on a page. A later day may go by the newest card before it, until that is *expired*:
then, and where the verdict says so, the age of cases alone is used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

import pandas as pd

from gis import areas
from gis.access import people
from gis.areas import Areas
from gis.errors import RequestError
from gis.filters import Filters
from gis.insight import backtest, cases, early_dialogues, model_card, panels
from gis.insight.backtest import Proof, Rule
from gis.insight.crossed import Crossed
from gis.insight.model_card import Card
from gis.insight.panels import Panel
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.records import results
from gis.records.ledger import Ledger, open_ledger
from gis.records.provenance import provenance
from gis.records.results import Result
from gis.records.store import Store, open_store
from gis.scope import Scope
from gis.settings import Settings

MONTHS: Final = 30
"""Landmarks: twelve origins, and a year of landmarks whose horizon is over before the first."""
_NAME: Final = "backtest"

Progress = Callable[[str, int, int], None]
"""Told of every step: ``"looking"`` (at landmarks), ``"trying"`` (at origins) or ``"telling"`` (of places), how many
are done, of how many."""


@dataclass(frozen=True, eq=False)
class Office:
    """Whose records are asked.

    Parameters
    ----------
    store, ledger, areas, scope
        Where they are, within which wards, and what of them may be seen.
    """

    store: Store
    ledger: Ledger
    areas: Areas
    scope: Scope

    @property
    def settings(self) -> Settings:
        """Settings of the office."""
        return self.store.settings

    def at(self, day: dt.date) -> Situation:
        """Answer the situation of a day, as known on it."""
        known = dt.datetime.combine(day, dt.time.max)
        return situation(self.ledger.snapshot(day, self.scope, known_on=known), self.areas, rules.current())

    def recorded(self, known: dt.date, codes: Sequence[str]) -> pd.DataFrame:
        """Answer cases by their codes, as known on a day."""
        return cases.in_full(self.at(known), codes).reindex(pd.Index(codes))

    def version(self, last: dt.date) -> str:
        """Name the method and the records of a day: what is kept under another name is as good as none."""
        return f"{self.method}{self.ledger.snapshot(last, self.scope).recorded}"

    @property
    def method(self) -> str:
        """How the version of all that is worked out by this method begins."""
        return f"{model_card.VERSION}:{self.settings.risk_horizon_days}:{self.settings.dialogues_a_month}:"


def office(chosen: Settings) -> Office:
    """Open an office for whoever has all of it on one machine."""
    store = open_store(chosen)
    return Office(store, open_ledger(store, chosen), areas.load(chosen), people.who(chosen))


def kept(here: Office, last: dt.date) -> Card | None:
    """Answer the card of a day and of what is recorded now; None where no backtest was made of it."""
    found = results.load(here.store, _NAME, version=here.version(last), as_of=last, scope=here.scope.extent)
    return model_card.of_json(found) if found else None


def newest(here: Office, last: dt.date) -> Card | None:
    """Answer the card to go by on a day: its own, or the newest before it made by this method; None without any."""
    found = results.newest(here.store, _NAME, begins=here.method, until=last, scope=here.scope.extent)
    return kept(here, last) or (model_card.of_json(found) if found else None)


def tried(here: Office, last: dt.date, progress: Progress, panel: Panel | None = None) -> Card:
    """Make the card of a day and keep it; see `carded`.

    Raises
    ------
    RequestError, StoreError
        As for `carded` and `gis.records.results.keep`.
    """
    card = carded(here, last, progress, panel)
    results.keep(here.store, result(here, card))
    return card


def result(here: Office, card: Card) -> Result:
    """Answer what is to be kept of a card."""
    return Result(_NAME, card.to_json(), here.version(card.as_of), card.as_of, here.scope.extent)


def carded(here: Office, last: dt.date, progress: Progress, panel: Panel | None = None) -> Card:
    """Make the card of a day.

    Parameters
    ----------
    here
        Whose.
    last
        The last day that is known.
    progress
        Told of every step.
    panel
        The landmarks, where they are at hand.

    Raises
    ------
    RequestError
        There is no case to look at.
    """
    panel = panel or looked(here, last, progress)
    most = backtest.ORIGINS
    found = backtest.run(panel, last=last, origins=most, tick=ticking(progress, "trying", most))
    talked = early_dialogues.held(here.at(last).select(Filters()))[["ward", "held_on"]]
    history = provenance(here.store.batches(), here.settings.province)
    return model_card.card(
        found.beside(talked, panel.horizon) if found else None,
        panel,
        last=last,
        digest=here.ledger.snapshot(last, here.scope).recorded,
        rebuilt=history.rebuilt_on(min(panel.landmarks, default=pd.Timestamp(last)).date()),
        demo=here.ledger.snapshot(last, here.scope).demo,
        capacity=here.settings.dialogues_a_month,
        kinds=here.areas.wards["kind"],
    )


def looked(here: Office, last: dt.date, progress: Progress, *, only_learnt: bool = False) -> Panel:
    """Look at the landmarks up to a day.

    Parameters
    ----------
    here, last, progress
        See `carded`.
    only_learnt
        Whether only those are wanted from which a model of this day may learn.

    Raises
    ------
    RequestError
        There is no case to look at.
    """
    horizon = here.settings.risk_horizon_days
    first = here.ledger.first_event() or last
    days = [day for day in panels.month_ends(last, MONTHS) if day > first]
    if not days:
        raise RequestError("cli.risk.nothing")
    if only_learnt and not (days := [day for day in days if backtest.may_learn(day, last, horizon)]):
        raise RequestError("cli.risk.too_little")

    tick = ticking(progress, "looking", len(days))

    def situations() -> Iterator[Situation]:
        for day in days:
            yield here.at(day)
            tick()

    law = here.at(last).rules  # with what an administrator has checked by then
    return panels.panel(situations(), here.recorded, law, horizon=horizon)


def ticking(progress: Progress, stage: str, whole: int) -> Callable[[], None]:
    """Answer what to call after each of so many steps."""
    done = count(1)
    return lambda: progress(stage, next(done), whole)


@dataclass(frozen=True, eq=False)
class Allowed:
    """What may be used on a day.

    Parameters
    ----------
    rule, proof
        The verdict of the card, or that of the age alone where it is expired.
    spread
        How far wards differ beyond chance, by that rule.
    """

    rule: Rule
    proof: Proof
    spread: float


def allowed(card: Card, day: dt.date) -> Allowed:
    """Answer what a card allows on a day: past its last one, nothing but the age of cases."""
    if card.expired(day):
        return Allowed("age", "expired", card.spreads.get("age", 0.0))
    return Allowed(card.rule, card.proof, card.spreads.get(card.rule, 0.0))


def model(panel: Panel, last: dt.date, rule: Rule) -> Crossed | None:
    """Fit what a rule uses, as it may be fitted on a day; None where there is too little to learn from."""
    used = panel.features if rule == "model" else backtest.age_of(panel.features)
    return backtest.fitted(panel, pd.Timestamp(last), used)
