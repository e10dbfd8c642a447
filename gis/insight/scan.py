"""The scan: the circle, and the months, in which cases lie most beyond what was expected, and how sure that is.

Over all circles (`gis.insight.circles`), alone or as *cylinders* with an unbroken run of periods, with C cases in all,
c found inside and E expected inside, the log-likelihood ratio is, where c > E and c is at least `LEAST_CASES`::

    LLR = c ln(c / E) + (C − c) ln((C − c) / (C − E))

* ``"poisson"`` (Kulldorff (1997), Commun. Stat. Theory Methods 26, 1481–1496): E follows the exposure; space-time
  cylinders after Kulldorff et al. (1998), Am. J. Public Health 88, 1377–1380, *prospective* ones (Kulldorff (2001), J.
  R. Stat. Soc. A 164, 61–72) all reach the last period: what is still going on.
* ``"permutation"`` (Kulldorff et al. (2005), PLoS Med. 2, e59): cases only; a place has its cases, a period has its
  cases, and E is what they give if places and periods have nothing to do with each other.

**Chance.** The largest LLR is held against those of `replicates` maps made under the null hypothesis: C cases thrown by
exposure, or the periods dealt out anew among the cases. ``p_monte_carlo`` is the rank, (1 + maps at least as high) /
(replicates + 1). Where fewer than `RANKED` maps are as high, ``p`` is finer: the upper tail of a Gumbel distribution
fitted to the maps' maxima by their mean and variance (Abrams, Kulldorff and Kleinman (2010), Int. J. Health Geogr. 9,
61); otherwise it is the rank. All chances are of the *largest* LLR anywhere, so they need no adjustment for many
places.

**Secondary clusters** share no place with a stronger one: of every centre its strongest circle is kept, and they are
gone through from the strongest down. Their chances, too, are held against the largest LLR, which is on the safe side.

Cases that cluster for other reasons than place (a joint petition is many cases at once) make chances look smaller than
they are: the model lets cases arise independently. Exposure must be right where cases are: a place with cases and
without exposure is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.insight import scan_chance
from gis.insight.circles import Circles, around
from gis.insight.scan_chance import Floats, Windows, llr

Model = Literal["poisson", "permutation"]
Progress = Callable[[int, int], None]

LEAST_CASES: Final = 2
LONGEST: Final = 0.5
"""Share of all periods that a cylinder may last."""
RANKED: Final = 10
"""With fewer maps than this as high as what was found, the rank is too coarse."""
COLUMNS: Final = (
    "centre",
    "members",
    "start",
    "end",
    "observed",
    "expected",
    "relative_risk",
    "llr",
    "p",
    "p_monte_carlo",
)


@dataclass(frozen=True, eq=False)
class _Counts:
    """Cases and what was expected, (t, n) by period and place, with how replicates are made."""

    cases: Floats
    expected: Floats
    model: Model


def scan(  # noqa: PLR0913 — the choices of the method, each by its name
    locations: pd.DataFrame,
    cases: pd.Series,
    exposure: pd.Series | None,
    *,
    periods: Sequence[object] | None = None,
    model: Model = "poisson",
    prospective: bool = False,
    max_share: float = 0.5,
    replicates: int = 999,
    seed: int,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Look for clusters of high rates.

    Parameters
    ----------
    locations
        (n, ≥ 2) ``x`` and ``y`` in metres, or any one unit, by unique code.
    cases
        Counts by code; with `periods` by (code, period), a MultiIndex in this order. What is not there is zero; codes
        that are not among the locations do not count.
    exposure
        Affected households by code, the same in all periods, or by (code, period); not asked for by
        ``model="permutation"``, which draws circles by cases.
    periods
        Names of all periods, oldest first; None: purely spatial.
    model
        ``"poisson"`` or ``"permutation"``, the latter with `periods` only.
    prospective
        Only cylinders that reach the last period.
    max_share
        Most of the whole exposure (or cases) in a circle.
    replicates
        Maps made under the null hypothesis.
    seed
        Of those maps.
    progress
        Told (maps done, maps in all) now and then.

    Returns
    -------
    (k, 10) frame of the clusters, strongest first: ``centre`` (code), ``members`` (codes, nearest first), ``start`` and
    ``end`` (names of periods, both included; None when purely spatial), ``observed``, ``expected``, ``relative_risk``
    (rate inside over rate outside), ``llr``, ``p``, ``p_monte_carlo``. Without rows where nothing lies beyond what was
    expected.

    Raises
    ------
    ValueError
        Exposure is missing, negative, or zero where there are cases; or a permutation without periods.
    """
    counts = _counts(locations, cases, exposure, periods, model)
    weight = (counts.expected if model == "poisson" else counts.cases).sum(axis=0)
    circles = around(locations[["x", "y"]].to_numpy(dtype="float64"), weight, max_share=max_share)
    windows = Windows.of(len(counts.cases), longest=LONGEST, prospective=prospective)
    inside = scan_chance.inside(counts.expected, circles.sets, windows)
    found = _found(counts.cases, circles, windows, inside)
    if found.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    maps = scan_chance.maxima(
        counts.cases, counts.expected, model, (circles.sets, windows, inside), (replicates, seed, LEAST_CASES), progress
    )
    return _told(found, circles, windows, locations.index, periods).assign(**_chances(found["llr"].to_numpy(), maps))


def _counts(
    locations: pd.DataFrame,
    cases: pd.Series,
    exposure: pd.Series | None,
    periods: Sequence[object] | None,
    model: Model,
) -> _Counts:
    counted = _table(cases, locations.index, periods)
    if model == "permutation":
        if periods is None:
            raise ValueError("expected periods for a space-time permutation, got None; name them or use poisson")
        expected = np.outer(counted.sum(axis=1), counted.sum(axis=0)) / max(counted.sum(), 1)
        return _Counts(counted, expected, model)
    if exposure is None:
        raise ValueError("expected exposure for the poisson model, got None; give it or use permutation")
    homes = _table(exposure, locations.index, periods)
    if (homes < 0).any() or ((homes == 0) & (counted > 0)).any() or not homes.sum():
        raise ValueError("expected exposure above zero wherever there are cases; leave out places of unknown exposure")
    return _Counts(counted, homes * (counted.sum() / homes.sum()), model)


def _table(series: pd.Series, codes: pd.Index, periods: Sequence[object] | None) -> Floats:
    """Answer a series as (t, n) by period and place."""
    if periods is None:
        return series.reindex(codes, fill_value=0).to_numpy(dtype="float64")[None, :]
    if series.index.nlevels == 1:
        row = series.reindex(codes, fill_value=0).to_numpy(dtype="float64")
        return np.repeat(row[None, :], len(periods), axis=0)
    whole = pd.MultiIndex.from_product([codes, list(periods)])
    return series.reindex(whole, fill_value=0).to_numpy(dtype="float64").reshape(len(codes), len(periods)).T


def _found(cases: Floats, circles: Circles, windows: Windows, inside: Floats) -> pd.DataFrame:
    """Answer the strongest cylinder of each centre, strongest first, without those that overlap a stronger one."""
    observed = scan_chance.inside(cases, circles.sets, windows)
    ratio = llr(observed, inside, float(cases.sum()), LEAST_CASES)
    window = ratio.argmax(axis=0)
    columns = np.arange(ratio.shape[1])
    strongest = pd.DataFrame(
        {
            "window": window,
            "llr": ratio[window, columns],
            "observed": observed[window, columns],
            "expected": inside[window, columns],
        }
    )
    by_circle = strongest.iloc[circles.which].assign(centre=circles.centre, circle=np.arange(len(circles.which)))
    by_circle = by_circle[by_circle["llr"] > 0].sort_values("llr", ascending=False, kind="stable")
    return _apart(by_circle.drop_duplicates("centre"), circles).assign(total=float(cases.sum()))


def _apart(candidates: pd.DataFrame, circles: Circles) -> pd.DataFrame:
    taken = np.zeros(circles.sets.shape[1], dtype=bool)
    kept = []
    for place, circle in enumerate(candidates["circle"]):
        members = circles.members(circle)
        if not taken[members].any():
            taken[members] = True
            kept.append(place)
    return candidates.iloc[kept]


def _told(
    found: pd.DataFrame, circles: Circles, windows: Windows, codes: pd.Index, periods: Sequence[object] | None
) -> pd.DataFrame:
    c, e, total = (found[name].to_numpy() for name in ("observed", "expected", "total"))
    with np.errstate(divide="ignore"):
        risk = (c / e) / ((total - c) / (total - e))
    start, end = windows.start[found["window"]], windows.end[found["window"]] - 1
    named = [None] if periods is None else list(periods)
    return pd.DataFrame(
        {
            "centre": codes[found["centre"]],
            "members": [tuple(codes[circles.members(circle)]) for circle in found["circle"]],
            "start": pd.Series([named[one] for one in start], dtype="object"),
            "end": pd.Series([named[one] for one in end], dtype="object"),
            "observed": c.astype("int64"),
            "expected": e,
            "relative_risk": risk,
            "llr": found["llr"].to_numpy(),
        }
    )


def _chances(found: Floats, maps: Floats) -> dict[str, npt.NDArray[np.float64]]:
    higher = (maps[None, :] >= found[:, None] * (1 - 1e-12)).sum(axis=1)
    rank = (1 + higher) / (len(maps) + 1)
    return {"p": np.where(higher < RANKED, scan_chance.gumbel(maps, found), rank), "p_monte_carlo": rank}
