"""How good probabilities were, held against what happened.

*Brier* is the mean square of probability − outcome, *log score* the mean −log of the probability given to what
happened; less is better. The *skill* over another rule is 1 − Brier / its Brier: 0 says no better. Its interval comes
from drawing projects with replacement, as cases of one project are not independent. *PR-AUC* (average precision) is
to be read beside the *prevalence*, which a blind rule reaches. *Calibration*: slope and intercept of a logistic
regression of the outcome on the log odds, 1 and 0 where probabilities mean what they say; and the *reliability*
table, in tenths by probability. *Lift* at capacity k: prolonged cases among the k cases with the highest probability
at each origin, over what k cases drawn blindly would hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss

DRAWS: Final = 1000
TENTHS: Final = 10
_LEVEL: Final = 0.95
_FREE: Final = 1e9

Numbers = NDArray[Any]


@dataclass(frozen=True)
class Measured:
    """How good one rule was.

    Parameters
    ----------
    brier, log_score, pr_auc
        See the module.
    slope, intercept
        Calibration; None where the rule gives all cases the same.
    """

    brier: float
    log_score: float
    pr_auc: float
    slope: float | None
    intercept: float | None


def measured(outcome: Numbers, probabilities: Numbers) -> Measured:
    """Measure one rule; needs at least one prolonged case and one other.

    Parameters
    ----------
    outcome, probabilities
        (n,) 1 or 0, and 0 to 1.
    """
    slope, intercept = calibration(outcome, probabilities)
    return Measured(
        brier=float(brier_score_loss(outcome, probabilities)),
        log_score=float(log_loss(outcome, probabilities, labels=[0, 1])),
        pr_auc=float(average_precision_score(outcome, probabilities)),
        slope=slope,
        intercept=intercept,
    )


def calibration(outcome: Numbers, probabilities: Numbers) -> tuple[float | None, float | None]:
    """Answer slope and intercept of the calibration; None where all probabilities are the same."""
    odds = logit(probabilities)
    if np.ptp(odds) < 1e-9 or outcome.min() == outcome.max():  # noqa: PLR2004 (the same but for rounding)
        return None, None
    fitted = LogisticRegression(C=_FREE, solver="newton-cholesky").fit(odds[:, None], outcome)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


@dataclass(frozen=True)
class Skill:
    """How much better one rule is than another, with the interval of 95 %."""

    value: float
    low: float
    high: float


def skill(outcome: Numbers, rule: Numbers, other: Numbers, groups: Numbers, *, seed: int) -> Skill:
    """Answer the skill of a rule over another one.

    Parameters
    ----------
    outcome, rule, other
        (n,) what happened, and the probabilities of both.
    groups
        (n,) what is drawn together: the project of each.
    seed
        Of the draws.
    """
    codes, names = pd.factorize(groups)
    losses = np.stack(
        [np.bincount(codes, (given - outcome) ** 2, minlength=len(names)) for given in (rule, other)], axis=1
    )
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS) @ losses
    skills = 1 - drawn[:, 0] / np.where(drawn[:, 1] > 0, drawn[:, 1], np.nan)
    low, high = np.nanquantile(skills, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    whole = losses.sum(axis=0)
    return Skill(float(1 - whole[0] / whole[1]), float(low), float(high))


def reliability(outcome: Numbers, probabilities: Numbers) -> pd.DataFrame:
    """Answer what was said and what happened, in tenths by probability.

    Returns
    -------
    (≤ 10, 5) frame: ``n``, ``said`` (mean probability), ``happened`` (share), ``low`` and ``high`` (Wilson's interval
    of 95 % of that share).
    """
    order = np.argsort(probabilities, kind="stable")
    parts = [part for part in np.array_split(order, TENTHS) if len(part)]
    rows = [(len(part), probabilities[part].mean(), *share(outcome[part].sum(), len(part))) for part in parts]
    return pd.DataFrame(rows, columns=["n", "said", "happened", "low", "high"])


def share(k: float, n: int) -> tuple[float, float, float]:
    """Answer k out of n, and Wilson's interval of 95 %."""
    z = NormalDist().inv_cdf((1 + _LEVEL) / 2)
    middle, spread = k / n + z * z / (2 * n), z * float(np.sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n)))
    low, high = (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)
    return k / n, max(low, 0.0), min(high, 1.0)


def at_capacity(outcome: Numbers, probabilities: Numbers, origins: Numbers, *, most: int) -> dict[str, float | None]:
    """Answer what looking at so many cases at every origin would have found.

    Parameters
    ----------
    outcome, probabilities, origins
        (n,) of each case; its origin.
    most
        Cases that can be looked at a month.

    Returns
    -------
    ``looked`` (cases), ``hits`` (prolonged ones among them), ``of`` (all prolonged ones) and ``lift``; missing where
    nothing was prolonged.
    """
    frame = pd.DataFrame({"y": outcome, "p": probabilities, "origin": origins})
    ranked = frame.sort_values("p", ascending=False, kind="stable").groupby("origin", sort=False).head(most)
    share_of = frame.groupby("origin")["y"].mean()
    blind = float(ranked["origin"].map(share_of).sum())
    hits = float(ranked["y"].sum())
    return {"looked": len(ranked), "hits": hits, "of": float(frame["y"].sum()), "lift": hits / blind if blind else None}
