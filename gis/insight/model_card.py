"""What a score is, how it was tried and until when it may be used: one value, as a page and a program read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

import pandas as pd

from gis.insight import backtest, measures, outcomes
from gis.insight.backtest import Backtest, Proof, Rule
from gis.insight.panels import Panel

VERSION: Final = "5"
"""Of features, model and rules together: another number, another score."""
VALID: Final = 92
"""Days after which a backtest is to be done again."""


@dataclass(frozen=True)
class Card:
    """A model card.

    Parameters
    ----------
    version, digest
        Of the method; of the data.
    as_of, expires_on
        The last day that was known, and the last on which the verdict holds.
    horizon
        Days.
    rule, proof
        The verdict.
    demo
        Whether the city is invented: then every figure proves the code and not the accuracy.
    features
        Names of those looked at.
    spreads
        Rule → how far wards differ beyond chance; empty where there was too little.
    figures
        What the backtest found, as plain values; empty where there was too little.
    """

    version: str
    digest: str
    as_of: dt.date
    expires_on: dt.date
    horizon: int
    rule: Rule
    proof: Proof
    demo: bool
    features: tuple[str, ...]
    spreads: Mapping[str, float]
    figures: Mapping[str, Any] = field(default_factory=dict)

    def expired(self, day: dt.date) -> bool:
        """Tell whether the verdict holds no more on a day."""
        return day > self.expires_on

    def telling(self, **more: Any) -> Card:
        """Answer the same card with more figures."""
        return replace(self, figures={**self.figures, **more})

    def to_json(self) -> dict[str, Any]:
        """Answer plain values, days as ISO 8601."""
        days = {"as_of": self.as_of.isoformat(), "expires_on": self.expires_on.isoformat()}
        return asdict(self) | days | {"features": list(self.features)}


def of_json(told: Mapping[str, Any]) -> Card:
    """Answer the card that plain values tell of."""
    days = {name: dt.date.fromisoformat(told[name]) for name in ("as_of", "expires_on")}
    return Card(**{**told, **days, "features": tuple(told["features"])})


def card(
    found: Backtest | None, panel: Panel, *, last: dt.date, digest: str, rebuilt: bool, demo: bool, capacity: int,
    kinds: pd.Series,
) -> Card:  # fmt: skip
    """Write the card of a backtest.

    Parameters
    ----------
    found
        What was found; None: too little to learn from.
    panel
        What it was tried on.
    last, digest
        The last day that is known; digest of the data.
    rebuilt, demo
        Whether history was rebuilt; whether the city is invented.
    capacity
        Cases that can be looked at a month.
    kinds
        Ward → its kind.
    """
    rule, proof = backtest.verdict(found, rebuilt=rebuilt, demo=demo)
    return Card(
        version=VERSION,
        digest=digest,
        as_of=last,
        expires_on=last + dt.timedelta(days=VALID),
        horizon=panel.horizon,
        rule=rule,
        proof=proof,
        demo=demo,
        features=tuple(one.name for one in panel.features),
        spreads=found.spread if found else {},
        figures=_figures(found, panel, last, capacity, kinds) if found else {},
    )


def _figures(found: Backtest, panel: Panel, last: dt.date, capacity: int, kinds: pd.Series) -> dict[str, Any]:
    tried = found.tried
    outcome = tried["outcome"].to_numpy(dtype="float64")
    became = panel.became(pd.Timestamp(last))
    return {
        "origins": [str(day.date()) for day in sorted(tried["origin"].unique())],
        "n": len(tried),
        "projects": int(tried["group"].nunique()),
        "prevalence": float(outcome.mean()),
        "outcomes": outcomes.counts(became[panel.rows["landmark"].isin(tried["origin"].unique())]),
        "standing_out": panel.out,
        "rules": {rule: asdict(one) for rule, one in found.measured.items()},
        "skill": {other: asdict(one) for other, one in found.skill.items()},
        "covered": found.covered,
        "ought": found.ought,
        "evened": found.evened,
        "reliability": measures.reliability(outcome, tried["model"].to_numpy()).to_dict("records"),
        "talked": int(found.aside.sum()),
        "capacity": {rule: _at_capacity(tried[~found.aside], rule, capacity) for rule in ("model", "age")},
        "slices": backtest.sliced(tried, kinds),
    }


def _at_capacity(tried: pd.DataFrame, rule: Rule, most: int) -> dict[str, float | None]:
    outcome = tried["outcome"].to_numpy(dtype="float64")
    return measures.at_capacity(outcome, tried[rule].to_numpy(), tried["origin"].to_numpy(), most=most)
