"""What was found of areas for an early dialogue, as it is kept and as a program reads it.

Of `gis.insight.early_areas.Found` this holds what is told of each ward and each cluster, and of hot wards whether the
finding still stands in the former districts; the series behind them can be worked out again.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from gis.insight import adjacency, old_units
from gis.insight.early_areas import REPLICATES, Found
from gis.insight.hotspots import PERMUTATIONS
from gis.insight.situation import Situation

TUPLES: Final = {"wards": ("reasons",), "clusters": ("members", "raised")}
_WHOLE: Final = ("cluster", "hot_months", "run", "trend")
_TEXTS: Final = ("class", "outside", "quadrant", "district", "also_high", "reasons")
_FLAGS: Final = ("enough", "hot", "muted")
_DIGITS: Final = 6


@dataclass(frozen=True, eq=False)
class Told:
    """What is told.

    Parameters
    ----------
    wards
        (w, ...) by ward: the columns of `gis.insight.early_areas.Found`, and of hot ones ``district`` (the former one
        they mostly lie in) and ``also_high``.
    clusters
        (c, ...) of the scan, with ``raised``; days of ``start`` and ``end`` are the first of their months.
    first, last
        First day of the oldest and of the latest month that were looked at.
    seed, permutations, replicates
        What the chances follow from.
    """

    wards: pd.DataFrame
    clusters: pd.DataFrame
    first: dt.date
    last: dt.date
    seed: int
    permutations: int = PERMUTATIONS
    replicates: int = REPLICATES

    def to_json(self) -> dict[str, Any]:
        """Write it as plain values."""
        days = {name: [_day(day).isoformat() for day in self.clusters[name]] for name in ("start", "end")}
        return {
            "wards": _written(self.wards),
            "clusters": _written(self.clusters.assign(**days)),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "seed": self.seed,
            "permutations": self.permutations,
            "replicates": self.replicates,
        }


def of_found(found: Found, now: Situation) -> Told:
    """Answer what is told of what was found in a situation."""
    wards, areas = found.wards, now.areas
    graph = now.answered("adjacency", lambda: adjacency.contiguity(areas.wards, metres=areas.metres))
    counted = {name: wards[name].where(wards["enough"]) for name in ("n", "exposure")}
    table = old_units.districts(counted["n"], counted["exposure"], areas.shares, graph, seed=found.seed)
    stable = old_units.stability(wards["hot"], table, areas.shares)[["district", "also_high"]]
    months = found.monthly.received.columns
    return Told(wards.join(stable), found.clusters, _day(months[0]), _day(months[-1]), found.seed)


def of_json(plain: Mapping[str, Any]) -> Told:
    """Read it back."""
    wards, clusters = (_read(plain[name], TUPLES[name]) for name in ("wards", "clusters"))
    numbers = wards.columns.difference([*_TEXTS, *_WHOLE, *_FLAGS])
    wards = wards.astype(dict.fromkeys(numbers, "float64"))  # a column without any number was read as one of objects
    wards = wards.astype(dict.fromkeys(_WHOLE, "Int64") | dict.fromkeys(_FLAGS, bool)).rename_axis("ward")
    clusters = clusters.assign(**{name: pd.to_datetime(clusters[name]) for name in ("start", "end")})
    first, last = (dt.date.fromisoformat(plain[name]) for name in ("first", "last"))
    return Told(wards, clusters, first, last, plain["seed"], plain["permutations"], plain["replicates"])


def _written(table: pd.DataFrame) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(table.to_json(orient="split", double_precision=_DIGITS, date_format="iso"))
    return plain


def _read(plain: Mapping[str, Any], tuples: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame(plain["data"], index=plain["index"], columns=plain["columns"])
    for name in tuples:
        table[name] = pd.Series([tuple(codes or ()) for codes in table[name]], index=table.index, dtype="object")
    return table


def _day(month: Any) -> dt.date:
    return pd.Timestamp(month).date()
