"""What a scan finds where there is nothing to find: the largest log-likelihood ratio of maps made by chance.

A *window* is an unbroken run of periods. Counts inside all circles come of one matrix multiplication, those of a window
as a difference of running sums over periods. Of the many million cylinders of all maps only few can be the largest:
with a *floor* that nearly every map's largest exceeds, the least count that reaches it follows for each cylinder from
what is expected there, once for all maps; only counts that reach it have their ratio worked out. A map without any is
worked out in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy
from scipy.stats import random_table

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

_PILOT: Final = 10
"""Maps worked out in full to learn the floor."""
_FLOOR: Final = 0.8
"""Share of the least of their largest ratios that becomes the floor."""
_VALUES: Final = 8_000_000
"""Running sums held at a time: 32 MB."""
_EULER: Final = 0.577_215_664_901_532_9


@dataclass(frozen=True, eq=False)
class Windows:
    """(v,) first period of each window, and the one after its last."""

    start: Ints
    end: Ints

    @classmethod
    def of(cls, periods: int, *, longest: float, prospective: bool) -> Windows:
        """Answer all windows of at most a share of the periods, and of at least one."""
        start, end = np.triu_indices(periods)
        short = (end - start + 1) <= max(1, int(longest * periods + 1e-9))
        kept = short & (end == periods - 1) if prospective else short
        return cls(start[kept], end[kept] + 1)


def inside(table: Floats, sets: Singles, windows: Windows) -> Floats:
    """Answer the sum of a table, (t, n) by period and place, in each window and set: (v, u)."""
    sums = np.zeros((len(table) + 1, len(sets)))
    np.cumsum(table @ sets.T.astype("float64"), axis=0, out=sums[1:])
    found: Floats = sums[windows.end] - sums[windows.start]
    return found


def llr(observed: Floats, expected: Floats, total: float, least: int) -> Floats:
    """Answer the log-likelihood ratio of high rates, 0 where there is none; see `gis.insight.scan`."""
    high = (observed > expected) & (observed >= least)
    c, e = np.where(high, observed, 1.0), np.where(high, expected, 1.0)
    rest = np.maximum(total - c, 0.0)
    # nothing is left outside where a cylinder holds every case: the second part is then zero
    outside = np.where(rest > 0, rest / np.maximum(total - e, 1e-300), 1.0)
    with np.errstate(divide="ignore"):
        found: Floats = np.where(high, xlogy(c, c / e) + xlogy(rest, outside), 0.0)
    return found


def maxima(
    cases: Floats,
    expected: Floats,
    model: str,
    shape: tuple[Singles, Windows, Floats],
    asked: tuple[int, int, int],
    progress: Callable[[int, int], None] | None = None,
) -> Floats:
    """Answer the largest ratio of each map made by chance.

    Parameters
    ----------
    cases, expected
        (t, n) by period and place.
    model
        ``"poisson"`` or ``"permutation"``.
    shape
        Sets of places, windows, and what is expected in each of them.
    asked
        How many maps, their seed, and the least cases of a cluster.
    progress
        Told (maps done, maps in all).

    Returns
    -------
    (replicates,) array.
    """
    sets, windows, within = shape
    replicates, seed, least = asked
    total = float(cases.sum())
    many = max(1, min(replicates, _VALUES // ((len(cases) + 1) * len(sets))))
    floor, found = None, np.zeros(replicates)
    for start, maps in _batches(cases, expected, model, replicates, many, seed):
        if floor is None:
            pilot = [llr(inside(one, sets, windows), within, total, least).max() for one in maps[:_PILOT]]
            floor = least_counts(within, total, least, _FLOOR * min(pilot))
        best = _largest(maps, sets, windows, within, floor, total)
        for lost in np.flatnonzero(best == 0):
            best[lost] = llr(inside(maps[lost], sets, windows), within, total, least).max()
        found[start : start + len(maps)] = best
        if progress:
            progress(start + len(maps), replicates)
    return found


def _batches(
    cases: Floats, expected: Floats, model: str, replicates: int, many: int, seed: int
) -> Iterator[tuple[int, Floats]]:
    rng = np.random.default_rng(seed)
    total = int(cases.sum())
    chances = (expected / expected.sum()).reshape(-1)
    dealt = random_table(cases.sum(axis=1).astype("int64"), cases.sum(axis=0).astype("int64"))
    for start in range(0, replicates, many):
        size = min(many, replicates - start)
        drawn = dealt.rvs(size, random_state=rng) if model == "permutation" else rng.multinomial(total, chances, size)
        yield start, drawn.reshape(size, *cases.shape).astype("float64")


def _largest(maps: Floats, sets: Singles, windows: Windows, within: Floats, floor: Singles, total: float) -> Floats:
    """Answer the largest ratio of each map among the cylinders that reach their least count; 0 where none does."""
    sums = _running(maps, sets, windows)
    best, counts = np.zeros(len(maps)), np.empty((len(maps), len(sets)), "float32")
    for window, (start, end) in enumerate(zip(windows.start, windows.end, strict=True)):
        np.subtract(sums[end], sums[start], out=counts)
        one, which = np.divmod(np.flatnonzero(counts >= floor[window]), len(sets))
        np.maximum.at(best, one, llr(counts[one, which].astype("float64"), within[window, which], total, 0))
    return best


def _running(maps: Floats, sets: Singles, windows: Windows) -> dict[int, Singles]:
    """Answer, for each period that a window begins before or ends with, the counts of all sets up to it: (maps, u)."""
    upto = np.zeros((maps.shape[1] + 1, len(maps), maps.shape[2]), "float32")
    np.cumsum(maps.transpose(1, 0, 2), axis=0, out=upto[1:])
    return {int(edge): upto[edge] @ sets.T for edge in np.union1d(windows.start, windows.end)}


def least_counts(within: Floats, total: float, least: int, floor: float) -> Singles:
    """Answer, for each cylinder, the least count whose ratio exceeds the floor; one more than all where none does."""
    low = np.maximum(np.floor(within), least - 1)
    high = np.full_like(within, total + 1)
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        enough = llr(np.minimum(middle, total), within, total, least) > floor
        high, low = np.where(enough, middle, high), np.where(enough, low, middle)
    return high.astype("float32")


def gumbel(maps: Floats, found: Floats) -> Floats:
    """Answer the chance of at least so large a maximum, by the Gumbel distribution with the maps' mean and variance."""
    scale = max(float(maps.std(ddof=1)) * np.sqrt(6) / np.pi, 1e-300) if len(maps) > 1 else 1.0
    place = float(maps.mean()) - _EULER * scale
    chance: Floats = -np.expm1(-np.exp(-(found - place) / scale))
    return chance
