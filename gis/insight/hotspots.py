"""Where high values lie together: local statistics over a graph, each with a two-sided chance found by permutation.

``Gi*`` (Getis and Ord (1992), Geogr. Anal. 24, 189–206; Ord and Getis (1995), Geogr. Anal. 27, 286–306) adds up a ward
and its neighbours. With k neighbours, W = k + 1 and n wards, its z is::

    z = (Σ x_j − W x̄) / (s √((n W − W²) / (n − 1))),   s² = Σ x² / n − x̄²

*Gi*, as a reference, is the same without the ward itself. *Local Moran* (Anselin (1995), Geogr. Anal. 27, 93–115) asks
whether a ward resembles its neighbours: I = (z_i / m₂) · mean of the neighbours' z, with z = x − x̄ and m₂ = Σ z² / n.

**Chance.** Under the null hypothesis of Gi* all values, the ward's own too, are scattered over the wards without order:
those are the moments its z is made with, and a ward's own value is part of the statistic. So all values are permuted
(``null="total"``), and a set of wards of the same size drawn at random is what a ward with its neighbours is compared
with. Local Moran asks about the neighbours given the ward's own value, so that value stays and the others are permuted
(conditional permutation, Anselin (1995)); ``null="conditional"`` does so for Gi* as well. Conditional on its own value,
Gi* and Gi have the same chance: neither then sees that a ward itself is high. With a of `permutations` sums at least as
high and b at least as low as the one found, p = 2 (min(a, b) + 1) / (permutations + 1), at most 1: counting only the
side that was seen, as is often done, flags 11 % of null maps at 5 %. Ties count on both sides, and values differing by
rounding only are ties. q is p adjusted after Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289–300. The same
seed and values give the same numbers.

A ward without a value ("not enough data") is left out of the graph; it is not a zero. One that is thereby left without
a neighbour has no z. No permutation can tell that a *lone* ward is high: of values without order one is always the
highest. That is what `gis.insight.scan` and the intervals of `gis.insight.rates` are for.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import false_discovery_control

from gis.insight.adjacency import Links, matrix

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Null = Literal["total", "conditional"]

PERMUTATIONS: Final = 9_999
"""So many at least: the smallest two-sided chance is then 0.0002, below 0.05 / 126."""
LEVEL: Final = 0.05
"""Adjusted chance up to which a ward is told of."""
QUADRANTS: Final = ("high_high", "low_low", "low_high", "high_low")
"""Own value and the neighbours', against the mean."""

_LEAST: Final = 2
"""Of no more wards than this nothing is told: among two, each is as far from the mean as the other."""
_AT_ONCE: Final = 1_000
"""Permutations held in memory at a time: some 10 MB for a province."""
_ROUNDING: Final = 1e-9
"""Share of the values' spread by which two sums may differ and be the same."""


def local_gstar(
    values: pd.Series, graph: pd.DataFrame, *, permutations: int = PERMUTATIONS, seed: int, null: Null = "total"
) -> pd.DataFrame:
    """Answer Gi* of each ward.

    Parameters
    ----------
    values
        (w,) by ward; missing where there is not enough data.
    graph
        (e, ≥ 2) ``one`` and ``other``, as of `gis.insight.adjacency.contiguity`; itself need not be in it.
    permutations
        How many.
    seed
        Of the permutations.
    null
        What is permuted; see above.

    Returns
    -------
    (w, 3) frame of float64 ``z``, ``p``, ``q`` with the index of `values`; missing for a ward without a value or
    without a neighbour that has one, and for all where all values are the same.
    """
    held, x, links = _known(values, graph)
    if not len(held):
        return pd.DataFrame(np.nan, index=values.index, columns=["z", "p", "q"])
    size = links.sum(axis=1)
    with_itself = links @ x + x
    table = {"z": gi_score(x, with_itself, size + 1)}
    if null == "total":
        table["p"] = _chance(*_totals(x, with_itself, size, permutations, seed), permutations)
    else:
        table["p"] = _chance(*_conditional(x, links @ x, size, permutations, seed), permutations)
    return _answered(table, held, size > 0, values.index)


def local_moran(values: pd.Series, graph: pd.DataFrame, *, permutations: int = PERMUTATIONS, seed: int) -> pd.DataFrame:
    """Answer local Moran's I of each ward.

    Parameters
    ----------
    values, graph, permutations, seed
        See `local_gstar`.

    Returns
    -------
    (w, 5) frame ``i``, ``z``, ``p``, ``q`` and ``quadrant`` (one of `QUADRANTS`), missing as in `local_gstar`. z is
    that of conditional permutation (Sokal, Oden and Thomson (1998), Geogr. Anal. 30, 331–354): that of Gi, signed by
    the ward's own side of the mean.
    """
    held, x, links = _known(values, graph)
    if not len(held):
        return pd.DataFrame(np.nan, index=values.index, columns=["i", "z", "p", "q"]).assign(quadrant=None)
    size = links.sum(axis=1)
    around, off = links @ x, x - x.mean()
    with np.errstate(divide="ignore", invalid="ignore"):
        lag = around / size - x.mean()
        table = {"i": off * lag / np.mean(off**2)}
    table["z"] = np.sign(off) * gi_score_without(x, around, size)
    table["p"] = _chance(*_conditional(x, around, size, permutations, seed), permutations)
    answered = _answered(table, held, size > 0, values.index)
    sides = np.select([(off >= 0) & (lag >= 0), (off < 0) & (lag < 0), off < 0], QUADRANTS[:3], QUADRANTS[3])
    quadrant = pd.Series(sides, index=held, dtype="object").reindex(values.index)
    return answered.assign(quadrant=quadrant.where(answered["z"].notna()))


def gi_score(x: Floats, sums: Floats, weight: Counts) -> Floats:
    """Answer z of sums over sets of so many of all n values; see the head of this module."""
    n = len(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = x.std() * np.sqrt((n * weight - weight**2) / (n - 1))
        found: Floats = np.where(scale > 0, (sums - weight * x.mean()) / scale, np.nan)
    return found


def gi_score_without(x: Floats, around: Floats, size: Counts) -> Floats:
    """Answer z of Gi: of sums over so many of the n − 1 other values, with their own mean and spread."""
    n = len(x) - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (x.sum() - x) / n
        spread = np.sqrt(np.maximum(((x**2).sum() - x**2) / n - mean**2, 0))
        scale = spread * np.sqrt((n * size - size**2) / (n - 1))
        found: Floats = np.where(scale > 0, (around - size * mean) / scale, np.nan)
    return found


def _known(values: pd.Series, graph: pd.DataFrame) -> tuple[pd.Index, Floats, Links]:
    held = values.index[values.notna()]
    held = held if len(held) > _LEAST else held[:0]
    return held, values[held].to_numpy(dtype="float64"), matrix(graph, held)


def _answered(table: dict[str, Any], held: pd.Index, judged: npt.NDArray[np.bool_], index: pd.Index) -> pd.DataFrame:
    told = pd.DataFrame(table, index=held, dtype="float64")[judged].dropna(subset=["z"])
    adjusted = false_discovery_control(told["p"], method="bh") if len(told) else told["p"]
    return told.assign(q=adjusted).reindex(index)


def _chance(higher: Counts, lower: Counts, permutations: int) -> Floats:
    found: Floats = np.minimum(2 * (np.minimum(higher, lower) + 1) / (permutations + 1), 1.0)
    return found


def _totals(x: Floats, sums: Floats, size: Counts, permutations: int, seed: int) -> tuple[Counts, Counts]:
    """Count, for each ward, the random sets of its size whose sum is at least as high, and at least as low.

    The first values of one permutation serve wards of every size, so a permutation costs one running sum.
    """
    higher, lower = np.zeros(len(x), "int64"), np.zeros(len(x), "int64")
    near = _ROUNDING * x.std()
    for mixed in _shuffled(np.arange(len(x)), permutations, seed):
        running = np.sort(np.cumsum(x[mixed[:, : size.max(initial=0) + 1]], axis=1), axis=0)
        for each in np.unique(size):
            wards, drawn = np.flatnonzero(size == each), running[:, each]
            higher[wards] += len(drawn) - np.searchsorted(drawn, sums[wards] - near, side="left")
            lower[wards] += np.searchsorted(drawn, sums[wards] + near, side="right")
    return higher, lower


def _conditional(x: Floats, around: Floats, size: Counts, permutations: int, seed: int) -> tuple[Counts, Counts]:
    """Count, for each ward, how often so many of the others add up to as much as its neighbours, and to as little."""
    higher, lower = np.zeros(len(x), "int64"), np.zeros(len(x), "int64")
    near = _ROUNDING * x.std()
    for mixed in _shuffled(np.arange(len(x) - 1), permutations, seed):
        columns = np.ascontiguousarray(mixed.T)
        for ward, neighbours in enumerate(size):
            others = np.delete(x, ward)
            drawn = others[columns[:neighbours]].sum(axis=0)
            higher[ward] += np.count_nonzero(drawn >= around[ward] - near)
            lower[ward] += np.count_nonzero(drawn <= around[ward] + near)
    return higher, lower


def _shuffled(places: npt.NDArray[np.intp], permutations: int, seed: int) -> Any:
    """Yield permutations of places, some at a time: (≤ `_AT_ONCE`, n)."""
    rng = np.random.default_rng(seed)
    for start in range(0, permutations, _AT_ONCE):
        many = min(_AT_ONCE, permutations - start)
        yield rng.permuted(np.broadcast_to(places, (many, len(places))), axis=1)
