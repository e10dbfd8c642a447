"""What a backtest found, as tables to read: the same on the page "Phương pháp" and on the command line.

Every cell is text as its language writes it. Numbers of cases go through what the caller hides small ones with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from gis.insight.backtest import RULES
from gis.insight.model_card import Card
from gis.records.declaration import Choice
from gis.records.entities.cases import LEVELS, SUBJECTS
from gis.words import NOTHING, Language, date, number, percent, say

Count = Callable[[float], float | None]
"""Answers a number of cases, or None where it is hidden."""

_CHOICES: Final[Mapping[str, tuple[Choice, ...]]] = {"subject": SUBJECTS, "level": LEVELS}
_DIGITS: Final = 4


@dataclass(frozen=True, eq=False)
class Told:
    """One table.

    Parameters
    ----------
    name
        Of what it tells; its title and its note are phrases under it.
    rows
        (n, ...) text; the columns are headings.
    words
        Columns of words, from the left; the others are numbers.
    """

    name: str
    rows: pd.DataFrame
    words: int = 1


def facts(card: Card, language: Language, count: Count) -> pd.DataFrame:
    """Tell what a card is about: (n, 2) name and value; `count` hides small numbers of cases."""
    figures = card.figures
    told = {
        "version": card.version,
        "as_of": date(card.as_of),
        "expires": date(card.expires_on),
        "digest": card.digest[:16],
        "horizon": say("method.days", language, n=card.horizon),
        "features": number(len(card.features), language),
    }
    if figures:
        first, last = (date(dt.date.fromisoformat(figures["origins"][place])) for place in (0, -1))
        told["origins"] = say("method.from_to", language, n=len(figures["origins"]), first=first, last=last)
        told["tried"] = number(figures["n"], language)
        told["groups"] = number(figures["projects"], language)
        told["prevalence"] = percent(figures["prevalence"], language)
        if figures.get("talked"):
            told["talked"] = _counted(figures["talked"], language, count)
    names = [say(f"method.fact.{name}", language) for name in told]
    return pd.DataFrame(
        {say("method.column.fact", language): names, say("method.column.value", language): told.values()}
    )


def tables(card: Card, language: Language, count: Count) -> tuple[Told, ...]:
    """Write all tables of a card; none where there was too little to try.

    Parameters
    ----------
    card
        The card.
    language
        Of the reader.
    count
        Hides small numbers of cases.
    """
    if not card.figures:
        return ()
    figures = card.figures
    made = {
        "rules": _rules(figures, language),
        "skill": _skill(figures, language),
        "capacity": _capacity(figures, language, count),
        "reliability": _reliability(figures, language, count),
        "slices": _slices(figures, language, count),
        "outcomes": _counts(figures["outcomes"], "outcome", language, count),
        "out": _counts(figures["standing_out"], "standing", language, count),
    }
    return tuple(
        Told(name, _headed(rows, language), words=2 if name == "slices" else 1) for name, rows in made.items() if rows
    )


def _headed(rows: list[dict[str, str]], language: Language) -> pd.DataFrame:
    return pd.DataFrame(rows).rename(columns=lambda name: say(f"method.column.{name}", language))


def _rules(figures: Mapping[str, Any], language: Language) -> list[dict[str, str]]:
    columns = ("brier", "log_score", "pr_auc", "slope", "intercept")
    return [
        {"rule": say(f"method.rule.{rule}", language)}
        | {name: number(figures["rules"][rule][name], language, digits=_DIGITS) for name in columns}
        for rule in RULES
        if rule in figures["rules"]
    ]


def _skill(figures: Mapping[str, Any], language: Language) -> list[dict[str, str]]:
    return [
        {
            "over": say(f"method.rule.{other}", language),
            "skill": percent(one["value"], language),
            "interval": between(one["low"], one["high"], language),
        }
        for other, one in figures["skill"].items()
    ]


def between(low: float, high: float, language: Language) -> str:
    """Write an interval of shares."""
    return say("method.between", language, low=percent(low, language), high=percent(high, language))


def _capacity(figures: Mapping[str, Any], language: Language, count: Count) -> list[dict[str, str]]:
    return [
        {
            "rule": say(f"method.rule.{rule}", language),
            **{name: _counted(one[name], language, count) for name in ("looked", "hits", "of")},
            "lift": number(one["lift"], language, digits=2),
        }
        for rule, one in figures["capacity"].items()
    ]


def _reliability(figures: Mapping[str, Any], language: Language, count: Count) -> list[dict[str, str]]:
    return [
        {
            "tenth": number(place, language),
            "n": _counted(one["n"], language, count),
            "said": percent(one["said"], language),
            "happened": percent(one["happened"], language),
            "interval": between(one["low"], one["high"], language),
        }
        for place, one in enumerate(figures["reliability"], start=1)
    ]


def _slices(figures: Mapping[str, Any], language: Language, count: Count) -> list[dict[str, str]]:
    return [
        {
            "by": say(f"method.by.{one['by']}", language),
            "which": _named(one["by"], one["value"], language),
            "n": _counted(one["n"], language, count),
            "prevalence": percent(one["prevalence"], language),
            "said": percent(one["said"], language),
            "brier": number(one["brier"], language, digits=_DIGITS),
            "skill": percent(one["skill"], language),
        }
        for one in figures["slices"]
    ]


def _named(by: str, value: str, language: Language) -> str:
    """Name a value by its pick-list; one of another office's list stands as it is."""
    found = (choice.label.say(language) for choice in _CHOICES.get(by, ()) if choice.code == value)
    return next(found, value)


def _counts(counts: Mapping[str, int], room: str, language: Language, count: Count) -> list[dict[str, str]]:
    return [
        {room: say(f"method.{room}.{name}", language), "n": _counted(n, language, count)} for name, n in counts.items()
    ]


def _counted(n: float, language: Language, count: Count) -> str:
    shown = count(n)
    return number(shown, language) if shown is not None else NOTHING
