"""Maps on which nothing happens, and maps on which something was planted, each judged as the product judges them.

A *null map* has the wards, households and monthly totals of a city, and its cases shuffled: every case lands in a ward
by chance, in proportion to affected households. A *plain* planting multiplies what is expected in one place for the
last months of such a map; the demo cities bring their own plantings, with causes and noise of their own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from gis.areas import Areas
from gis.areas.value import load_drawn
from gis.insight import adjacency, early_areas, trend
from gis.insight.monthly_cases import Monthly, counted
from gis.records import demo
from gis.settings import Settings

SPAN = 24


@dataclass(frozen=True)
class Effort:
    """How hard to look: permutations and maps made by chance."""

    permutations: int = 9_999
    replicates: int = 999


@cache
def areas() -> Areas:
    """The wards shipped with the product."""
    drawn = load_drawn(Settings(province="01"))
    assert drawn is not None
    return drawn


@cache
def graph() -> pd.DataFrame:
    """Which of them touch."""
    return adjacency.contiguity(areas().wards, metres=areas().metres)


def hot(counts: Monthly, effort: Effort, *, seed: int) -> pd.Series:
    """Tell which wards the product tells of on the last day of the counts, as `early_areas.found` does."""
    cases, homes = counts.open.iloc[:, -1], counts.exposure.iloc[:, -1]
    judged = early_areas.now_high(cases, homes, graph(), permutations=effort.permutations, seed=seed)
    clusters = early_areas.live_clusters(counts, early_areas.points(areas()), replicates=effort.replicates, seed=seed)
    return early_areas.hot(judged.join(early_areas.membership(clusters, counts.received.index)))


def until(counts: Monthly, last: int) -> Monthly:
    """Answer the counts as they stood at the end of a month (its place), with at most two years behind it."""
    kept = slice(max(0, last + 1 - SPAN), last + 1)
    tables = (table.iloc[:, kept] for table in (counts.received, counts.open, counts.exposure))
    return Monthly(*tables, days=counts.days[kept])


@cache
def city(seed: int) -> tuple[Monthly, dict[str, Any]]:
    """Answer the counts of a demo city over its four years, and the truth about it."""
    made = demo.city(areas(), seed=seed)
    cases, files = made.batch.frames["case"], made.batch.frames["household_file"]
    closed = cases["decided_on"].fillna(cases["ended_on"])
    counts = counted(cases.assign(closed_on=closed), files, areas().wards.index, trend.months(demo.END, n=48))
    return counts, made.truth


def plain(*, cases: int = 500, still_open: int = 900, seed: int = 0) -> Monthly:
    """Answer what a null map is made of: a city with households that stay, and so many cases a month."""
    rng = np.random.default_rng(seed)
    wards, months = areas().wards.index, trend.months(dt.date(2026, 9, 30))
    columns = pd.DatetimeIndex([trend.named(month) for month in months])
    homes = np.repeat(np.round(rng.lognormal(4.8, 1.1, len(wards)))[:, None], SPAN, axis=1)
    totals = {"received": rng.poisson(cases, SPAN), "open": np.full(SPAN, still_open)}
    tables = {name: np.tile(total / len(wards), (len(wards), 1)) for name, total in totals.items()} | {
        "exposure": homes
    }
    days = np.array([(month.end - month.start).days + 1 for month in months])
    return Monthly(**{name: pd.DataFrame(t, index=wards, columns=columns) for name, t in tables.items()}, days=days)


def shuffled(counts: Monthly, *, seed: int, spot: tuple[str, ...] = (), months: int = 0, risk: float = 1.0) -> Monthly:
    """Throw the cases of every month over the wards by households; in a spot so many times as many, lately."""
    rng = np.random.default_rng(seed)
    weight = counts.exposure.copy()
    weight.loc[list(spot), weight.columns[SPAN - months :]] *= risk
    thrown = {name: _thrown(getattr(counts, name), weight, rng) for name in ("received", "open")}
    return Monthly(**thrown, exposure=counts.exposure, days=counts.days)


def _thrown(table: pd.DataFrame, weight: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    totals = np.round(table.sum()).astype(int)
    drawn = [rng.multinomial(totals[month], weight[month] / weight[month].sum()) for month in table]
    return pd.DataFrame(np.column_stack(drawn).astype("float64"), index=table.index, columns=table.columns)
