"""How many cases of a place will be prolonged: an expected number with an interval.

The *expected* number E of a place is the sum of the probabilities p of its cases. Were they independent, the number
would be Poisson-binomial. Cases of one place share its circumstances, what a model does not know of them and its
errors, so all probabilities of a place are multiplied by one factor with mean 1 (gamma distributed, variance
*spread*), and the number is the mixture over `NODES` equally likely values of it. The spread is estimated from a
backtest, where it takes in clustering, drift and the uncertainty of the model alike: with O the number observed, it
is Σ((O − E)² − Σp(1−p)) / ΣE² over places and origins, at least 0.

The *interval* holds the numbers k whose tail P(X < k) + P(X = k)/2 lies between (1 − `LEVEL`)/2 and (1 + `LEVEL`)/2:
the half makes up for numbers being whole. A place with fewer than `FEWEST` cases has "không đủ dữ liệu".
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import gamma, norm

LEVEL: Final = 0.90
FEWEST: Final = 5
"""Cases from which a place has a number of its own."""
NODES: Final = 15
_WIDE: Final = 300
"""A place with more cases is counted by the normal approximation in each node."""
_MOST: Final = 0.999

Numbers = NDArray[np.float64]


def by_place(probabilities: pd.Series, places: pd.Series, *, spread: float) -> pd.DataFrame:
    """Answer the expected number of prolonged cases of each place, with its interval.

    Parameters
    ----------
    probabilities
        (n,) of each case.
    places
        (n,) code of the place of each; cases without one are left out.
    spread
        Variance of the factor common to a place; see `spread_of`.

    Returns
    -------
    (k, 5) frame indexed by code, most expected first: ``n`` (cases), ``expected``, ``low``, ``high`` and ``enough``
    (whether there are at least `FEWEST` cases). Numbers of places without enough are there, not to be shown.
    """
    grouped = probabilities.groupby(places.astype("object"))
    factors = _factors(spread)
    rows = {code: (len(some), some.sum(), *interval(some.to_numpy(), factors)) for code, some in grouped}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["n", "expected", "low", "high"])
    found = found.astype({"n": "int64", "expected": "float64", "low": "int64", "high": "int64"})
    found = found.assign(enough=found["n"] >= FEWEST)
    return found.sort_values("expected", ascending=False, kind="stable")


def _factors(spread: float) -> Numbers:
    """Answer equally likely values of a gamma variable with mean 1."""
    if spread <= 0:
        return np.ones(1)
    middles = (np.arange(NODES) + 0.5) / NODES
    found: Numbers = gamma.ppf(middles, 1 / spread, scale=spread)
    return np.asarray(found / found.mean())


def interval(probabilities: Numbers, factors: Numbers) -> tuple[int, int]:
    """Answer the least and the greatest number of the interval.

    Parameters
    ----------
    probabilities
        (n,) of the cases of one place.
    factors
        (k,) equally likely values of what they share.
    """
    below = _tails(np.minimum(probabilities[:, None] * factors, _MOST))
    low = int(np.searchsorted(below, (1 - LEVEL) / 2))
    high = int(np.searchsorted(below, (1 + LEVEL) / 2, side="right")) - 1
    return low, max(low, high)


def _tails(probabilities: Numbers) -> Numbers:
    """Answer P(X < k) + P(X = k)/2 for k = 0 … n, averaged over the columns of (n, nodes) probabilities."""
    n = len(probabilities)
    if n > _WIDE:
        mean, variance = probabilities.sum(axis=0), (probabilities * (1 - probabilities)).sum(axis=0)
        tails: Numbers = norm.cdf(np.arange(n + 1)[:, None], mean, np.sqrt(variance)).mean(axis=1)
        return tails
    chances = np.zeros((n + 1, probabilities.shape[1]))
    chances[0] = 1.0
    for one in probabilities:
        chances[1:] = chances[1:] * (1 - one) + chances[:-1] * one
        chances[0] *= 1 - one
    mixed = chances.mean(axis=1)
    below: Numbers = np.cumsum(mixed) - mixed / 2
    return below


def spread_of(probabilities: pd.Series, outcome: pd.Series, places: pd.Series | pd.MultiIndex) -> float:
    """Estimate from a backtest how much places differ from what was expected of them, beyond chance.

    Parameters
    ----------
    probabilities, outcome, places
        (n,) of cases that were not seen before: the probability, 1 or 0, and place and origin of each.
    """
    frame = pd.DataFrame(
        {"expected": probabilities, "observed": outcome, "chance": probabilities * (1 - probabilities)}
    )
    sums = frame.groupby(places).sum()
    beyond = ((sums["observed"] - sums["expected"]) ** 2 - sums["chance"]).sum()
    return float(max(beyond / (sums["expected"] ** 2).sum(), 0.0)) if len(sums) else 0.0


def covered(found: pd.DataFrame, observed: pd.Series) -> pd.Series:
    """Answer for which places with enough cases the number observed lies within the interval.

    Returns
    -------
    (k,) Series of bool, indexed by code.
    """
    told = found[found["enough"]]
    seen = observed.reindex(told.index)
    inside: pd.Series = seen.between(told["low"], told["high"])
    return inside
