"""Rates that a small place cannot fake: drawn to the rate of all by as much as chance alone could explain.

Of a place with exposure e (affected households) and c cases, c is Poisson distributed with mean e θ, and the true rates
θ of places follow a Gamma distribution with mean m and squared coefficient of variation φ (shape 1/φ, rate 1/(φ m)).
Given c, θ is again Gamma distributed, with shape 1/φ + c and rate 1/(φ m) + e; its mean is the *shrunk* rate::

    (1/φ + c) / (1/(φ m) + e)  =  w c/e + (1 − w) m,   w = e / (e + 1/(φ m))

m and φ are those of the greatest marginal likelihood, under which c is negative binomial (empirical Bayes: Clayton and
Kaldor (1987), "Empirical Bayes estimates of age-standardized relative risks for use in disease mapping", Biometrics 43,
671–681; the mixture: Lawless (1987), Can. J. Stat. 15, 209–225). Where rates do not differ more than chance makes them
differ, that is where Σ (c − e m)² ≤ Σ c at the pooled m = Σc / Σe (the score at φ = 0, Dean (1992), J. Am. Stat. Assoc.
87, 451–457), φ is zero: every place then has the pooled rate, with Jeffreys' Gamma(Σc + ½, Σe) for its uncertainty.

The *interval* holds the middle `INTERVAL` of that Gamma distribution. It takes m and φ as known, so it is a little
short where there are few places. A place with less than `LEAST_EXPOSURE` has *not enough data*: it gets no rate and no
part in m and φ. Rates are told per `PER` households.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.special import digamma, gammaln
from scipy.stats import gamma

Floats = npt.NDArray[np.float64]

PER: Final = 100
"""Households a rate is told for."""
LEAST_EXPOSURE: Final = 30
"""Households below which there is not enough data: one case more or less would move the plain rate by over 3 in 100."""
INTERVAL: Final = 0.90
_SPREAD: Final = (1e-6, 1e4)
"""Between these φ is looked for."""
_CLOSE: Final = {"ftol": 1e-14, "gtol": 1e-8, "maxfun": 500}


@dataclass(frozen=True)
class Prior:
    """How true rates are spread over places.

    Parameters
    ----------
    mean
        Cases per household.
    spread
        Squared coefficient of variation; 0: all the same.
    cases, exposure
        What it was worked out of.
    """

    mean: float
    spread: float
    cases: float
    exposure: float

    def of(self, cases: Floats, exposure: Floats) -> tuple[Floats, Floats]:
        """Answer shape and rate of the Gamma distribution of each place's true rate."""
        if not self.spread:
            return np.full_like(cases, self.cases + 0.5), np.full_like(exposure, self.exposure)
        return 1 / self.spread + cases, 1 / (self.spread * self.mean) + exposure


def prior(cases: Floats, exposure: Floats) -> Prior:
    """Work out how true rates are spread.

    Parameters
    ----------
    cases, exposure
        (k,) numbers of the places; every exposure above zero.
    """
    total, whole = float(cases.sum()), float(exposure.sum())
    pooled = total / whole if whole else 0.0
    if not pooled or ((cases - exposure * pooled) ** 2).sum() <= total:
        return Prior(pooled, 0.0, total, whole)
    start = np.log([pooled, 1.0])
    bounds = [(start[0] - 5, start[0] + 5), tuple(np.log(_SPREAD))]
    found = minimize(_surprise, start, args=(cases, exposure), jac=True, method="TNC", bounds=bounds, options=_CLOSE)
    mean, spread = np.exp(found.x)
    return Prior(float(mean), float(spread), total, whole)


def _surprise(logs: Floats, cases: Floats, exposure: Floats) -> tuple[float, Floats]:
    """Answer minus the log marginal likelihood, without what depends on neither, and its slopes in log m and log φ."""
    mean, spread = np.exp(logs)
    shape, mu = 1 / spread, exposure * mean
    told = gammaln(cases + shape) - gammaln(shape) + cases * np.log(mu) - cases * np.log(shape + mu)
    by_mean = cases - (cases + shape) * mu / (shape + mu)
    by_shape = digamma(cases + shape) - digamma(shape) - np.log1p(mu / shape) + (mu - cases) / (shape + mu)
    slopes = np.array([-by_mean.sum(), shape * by_shape.sum()])
    return -float((told - shape * np.log1p(mu / shape)).sum()), slopes


def shrunk(cases: pd.Series, exposure: pd.Series, *, least: float = LEAST_EXPOSURE) -> pd.DataFrame:
    """Answer the shrunk rate of each place.

    Parameters
    ----------
    cases
        (k,) cases by place; missing where nothing is known of them.
    exposure
        (k,) affected households, with the same index.
    least
        Exposure from which there is enough data.

    Returns
    -------
    (k, 7) frame with the same index: ``n`` (cases), ``exposure``, ``enough``, ``plain`` (cases per `PER` households),
    ``rate`` (shrunk, per `PER`), ``low`` and ``high`` (its interval); without numbers where there is not enough data.
    """
    enough = exposure.ge(least).fillna(value=False).astype(bool) & exposure.gt(0) & cases.notna()
    counted, homes = (part[enough].to_numpy(dtype="float64") for part in (cases, exposure))
    shape, rate = prior(counted, homes).of(counted, homes)
    law = gamma(shape, scale=PER / rate) if len(counted) else None
    tails = (1 - INTERVAL) / 2, (1 + INTERVAL) / 2
    low, high = (law.ppf(tail) if law else counted for tail in tails)
    told = {"plain": PER * counted / homes, "rate": PER * shape / rate, "low": low, "high": high}
    columns = {name: pd.Series(values, index=cases.index[enough]) for name, values in told.items()}
    return pd.DataFrame({"n": cases, "exposure": exposure, "enough": enough, **columns}, index=cases.index)


def standardised(cases: pd.Series, exposure: pd.Series, *, least: float = LEAST_EXPOSURE) -> pd.Series:
    """Answer how far each plain rate lies from the rate of all, in units of what is usual at its exposure.

    Plain rates of small places scatter more, so that they may not change places with those of large ones, which a
    permutation takes for granted. Divided by their own spread they may: (c/e − m) / √(φ m² + m/e), the empirical Bayes
    standardisation of Assunção and Reis (1999), "A new proposal to adjust Moran's I for population density", Statistics
    in Medicine 18, 2147–2162, with m and φ as above.

    Returns
    -------
    (k,) Series named ``standardised``, missing where there is not enough data.
    """
    enough = exposure.ge(least).fillna(value=False).astype(bool) & exposure.gt(0) & cases.notna()
    counted, homes = (part[enough].to_numpy(dtype="float64") for part in (cases, exposure))
    spread = prior(counted, homes)
    usual = np.sqrt(spread.spread * spread.mean**2 + spread.mean / homes) if spread.mean else np.ones_like(homes)
    values = pd.Series((counted / homes - spread.mean) / usual, index=cases.index[enough], dtype="float64")
    return values.reindex(cases.index).rename("standardised")
