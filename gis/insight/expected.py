"""How many cases of a place will be prolonged: an expected number with an interval.

The *expected* number E of a place is the sum of the probabilities p of its cases. Were they independent, the number
would be Poisson-binomial. Cases of one place share its circumstances, what a model does not know of them and its
errors, so all probabilities of a place are multiplied by one factor with mean 1 (gamma distributed, variance
*spread*), and the number is the mixture over `NODES` equally likely values of it. The spread is estimated from a
backtest, where it takes in clustering, drift and the uncertainty of the model alike: with O the number observed, it
is Σ((O − E)² − Σp(1−p)) / ΣE² over places and origins, at least 0.

The *interval* is the shortest run of whole numbers that holds the number with a probability of at least `LEVEL`: from
the likeliest on, the likelier neighbour is taken in until that is reached. Numbers being whole, it holds more than
`LEVEL` on the whole: of an expected 0.5 it is 0–1, which holds 91 %, of 0.2 it is 0–1 as well, which holds 98 %. (Two
equal tails would be wider still: of few cases none lies in the lower one, and its share is lost.) How
much it holds is told with it, so what a backtest covers can be read beside what it ought to cover.

A place with fewer than `FEWEST` cases has "không đủ dữ liệu".
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
_CLOSE: Final = 1e-9
"""So little is lost in summing."""

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
    (k, 6) frame indexed by code, most expected first: ``n`` (cases), ``expected``, ``low``, ``high``, ``holds`` (the
    probability of its interval) and ``enough`` (whether there are at least `FEWEST` cases). Numbers of places without
    enough are there, not to be shown.
    """
    grouped = probabilities.groupby(places.astype("object"))
    factors = _factors(spread)
    rows = {code: (len(some), some.sum(), *interval(some.to_numpy(), factors)) for code, some in grouped}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["n", "expected", "low", "high", "holds"])
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


def interval(probabilities: Numbers, factors: Numbers) -> tuple[int, int, float]:
    """Answer the least and the greatest number of the interval, and its probability.

    Parameters
    ----------
    probabilities
        (n,) of the cases of one place.
    factors
        (k,) equally likely values of what they share.
    """
    chances = _chances(np.minimum(probabilities[:, None] * factors, _MOST))
    low = high = int(chances.argmax())
    held = chances[low]
    while held < LEVEL - _CLOSE and (low > 0 or high < len(chances) - 1):
        below = chances[low - 1] if low else -1.0
        above = chances[high + 1] if high < len(chances) - 1 else -1.0
        low, high = (low - 1, high) if below > above else (low, high + 1)
        held += max(below, above)
    return low, high, float(held)


def _chances(probabilities: Numbers) -> Numbers:
    """Answer P(X = k) for k = 0 … n, averaged over the columns of (n, nodes) probabilities."""
    n = len(probabilities)
    if n > _WIDE:
        mean, variance = probabilities.sum(axis=0), (probabilities * (1 - probabilities)).sum(axis=0)
        tails = norm.cdf(np.arange(n + 2)[:, None] - 0.5, mean, np.sqrt(variance))
        wide: Numbers = np.diff(tails, axis=0).mean(axis=1)
        return wide
    chances = np.zeros((n + 1, probabilities.shape[1]))
    chances[0] = 1.0
    for one in probabilities:
        chances[1:] = chances[1:] * (1 - one) + chances[:-1] * one
        chances[0] *= 1 - one
    mixed: Numbers = chances.mean(axis=1)
    return mixed


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


def covered(found: pd.DataFrame, observed: pd.Series) -> pd.DataFrame:
    """Answer for places with enough cases whether the number observed lies within the interval, and how likely it was.

    Returns
    -------
    (k, 2) frame indexed by code: ``inside`` (bool) and ``holds`` (0 to 1).
    """
    told = found[found["enough"]]
    inside = observed.reindex(told.index).between(told["low"], told["high"])
    return pd.DataFrame({"inside": inside, "holds": told["holds"]})


def evened(probabilities: pd.Series, places: pd.Series, observed: pd.Series, *, spread: float) -> pd.Series:
    """Answer how much of the number observed at each place lies in the middle `LEVEL` of its distribution.

    Where the probabilities are right the mean is `LEVEL` itself, however few cases there are: a number is parted evenly
    over its step of the distribution function, so that numbers being whole neither widens nor narrows anything (the
    coverage of a randomised interval; Czado, Gneiting and Held (2009), "Predictive model assessment for count data",
    Biometrics 65, 1254–1261).

    Parameters
    ----------
    probabilities, places, spread
        See `by_place`.
    observed
        (k,) numbers by code.

    Returns
    -------
    (k,) Series of float64, 0 to 1, of places with enough cases.
    """
    factors, tail = _factors(spread), (1 - LEVEL) / 2
    found = {}
    for code, some in probabilities.groupby(places.astype("object")):
        if len(some) >= FEWEST:
            ends = np.cumsum(_chances(np.minimum(some.to_numpy()[:, None] * factors, _MOST)))
            k = int(observed[code])
            low, high = ends[k - 1] if k else 0.0, ends[k]
            found[code] = max(0.0, min(high, 1 - tail) - max(low, tail)) / max(high - low, _CLOSE)
    return pd.Series(found, dtype="float64", name="evened")
