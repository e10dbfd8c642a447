"""The risk of prolonged disputes, read back where it was worked out (``python -m gis risk``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gis.insight import model_card
from gis.insight.early_list import RISK
from gis.insight.situation import Situation
from gis.records import results
from gis.records.store import Store
from gis.scope import Scope
from gis.settings import Settings


@dataclass(frozen=True, eq=False)
class Expected:
    """What is expected of the open cases of each place.

    Parameters
    ----------
    rule, proof
        By which rule, and what the backtest proved; see `gis.insight.backtest`.
    horizon
        Days after which a case counts as prolonged.
    wards, projects
        (k, 4) by code: `gis.insight.early_list.RISK`; missing where a place has too few cases.
    weighed
        Code of a place → kinds of its reasons, the weightiest first.
    """

    rule: str
    proof: str
    horizon: int
    wards: pd.DataFrame
    projects: pd.DataFrame
    weighed: Mapping[str, tuple[str, ...]]


def kept(store: Store, now: Situation, scope: Scope, chosen: Settings) -> Expected | None:
    """Read the risk of a day back; None where it was not worked out of the same records.

    Raises
    ------
    StoreError
        As for `gis.records.results.load`.
    """
    version = f"{model_card.VERSION}:{chosen.risk_horizon_days}:{chosen.dialogues_a_month}:{now.snapshot.digest}"
    plain = results.load(store, "risk", version=version, as_of=now.snapshot.as_of, scope=scope.key)
    return None if plain is None else _read(plain)


def _read(plain: Mapping[str, Any]) -> Expected:
    lines = [*plain["wards"], *plain["projects"]]
    weighed = {line["code"]: tuple(one["kind"] for one in line.get("reasons", ())) for line in lines}
    return Expected(
        rule=plain["rule"],
        proof=plain["proof"],
        horizon=plain["horizon"],
        wards=_table(plain["wards"]),
        projects=_table(plain["projects"]),
        weighed=weighed,
    )


def _table(lines: list[dict[str, Any]]) -> pd.DataFrame:
    told = {line["code"]: (line["expected"], line["low"], line["high"], line["n"]) for line in lines if line["enough"]}
    return pd.DataFrame.from_dict(told, orient="index", columns=list(RISK)).astype("float64")
