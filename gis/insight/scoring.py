"""How likely a case is to be prolonged: an additive model that can be read term by term, and what it must beat.

The *additive* model is a logistic regression: the logarithm of the odds is a sum over features, days bending at fixed
knots, codes with a term each, what is not recorded with a term of its own. Beyond the range in which it was fitted a
number tells no more than at its end: a body that has just begun is like none before. Its penalty (L2) is chosen, and
its scale corrected, by predicting cases of projects that were left out (four groups of projects): slope and level of
those predictions are what is then used, so that a term learnt from few projects counts for less. Terms of `FREED`
groups, by which the outcome itself is defined, are penalised `FREEDOM`² times less than all others: bound alike, the
age and the limit of a case would be shrunk as far as what tells nothing. The *age-only* rule is the same model of age
alone.

The *boosted* challenger (gradient-boosted trees, monotone where a direction is known) is reported and never used.
*Equal* gives all cases the share of those before; *quarter* gives those of a ward what it was there in the last quarter
whose outcomes are known, as a shrunk mean. Of a case the number is never shown: it is summed over places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, SplineTransformer, StandardScaler

from gis.insight.features import Feature

Numbers = NDArray[np.float64]

FREEDOM: Final = 4.0
FREED: Final = frozenset({"age", "limit"})
PENALTIES: Final = (0.003, 0.02, 0.15)
"""Strengths that are tried, as sklearn's C: smaller binds more."""
LEFT_OUT: Final = 4
"""Groups of projects, one of which is left out in turn."""
ENOUGH: Final = 30
"""Prolonged cases, and others, from which anything is learnt."""
RARE: Final = 20
"""Codes with fewer rows share one term."""
_FREE: Final = 1e6
"""A C so large that nothing is bound."""
_SLOPES: Final = (0.0, 1.25)
"""Bounds of the correction of scale."""
_LEAST: Final = 1e-4
"""No case is surer than this."""


@dataclass(frozen=True, eq=False)
class Additive:
    """A fitted additive model.

    Parameters
    ----------
    features
        Those that tell anything in what it was fitted to; the others are left out.
    design
        Makes the columns of terms.
    terms
        (t,) weight of each column.
    level
        Log odds where all columns are zero.
    centre
        (t,) mean of each column where it was fitted.
    slope, shift
        Correction: what is used is shift + slope · log odds.
    penalty
        The C that was chosen.
    """

    features: tuple[Feature, ...]
    design: ColumnTransformer
    terms: Numbers
    level: float
    centre: Numbers
    slope: float
    shift: float
    penalty: float

    @property
    def middling(self) -> float:
        """Log odds of a middling row, from which contributions move that of each."""
        return float(self.shift + self.slope * (self.level + self.centre @ self.terms))

    def probabilities(self, rows: pd.DataFrame) -> Numbers:
        """Answer the probability of each row, 0 to 1."""
        odds = self.level + self._columns(rows) @ self.terms
        return probable(self.shift + self.slope * odds)

    def contributions(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Answer how far each group of features moves the log odds of each row from those of a middling one.

        Returns
        -------
        (n, g) frame indexed like `rows`: a column of float64 for each group.
        """
        moved = self.slope * (self._columns(rows) - self.centre) * self.terms
        found: dict[str, Numbers] = {}
        for one in self.features:
            part = moved[:, self.design.output_indices_[one.name]].sum(axis=1)
            found[one.group] = found.get(one.group, np.zeros(len(rows))) + part
        return pd.DataFrame(found, index=rows.index)

    def _columns(self, rows: pd.DataFrame) -> Numbers:
        columns: Numbers = self.design.transform(_plain(rows, self.features))
        return columns


def probable(odds: Numbers) -> Numbers:
    """Answer the probability of log odds, never quite sure."""
    told: Numbers = np.clip(expit(odds), _LEAST, 1 - _LEAST)
    return told


def enough(outcome: NDArray[Any]) -> bool:
    """Tell whether there is enough to learn from."""
    return bool(min(outcome.sum(), len(outcome) - outcome.sum()) >= ENOUGH)


def fit(rows: pd.DataFrame, outcome: Numbers, groups: NDArray[Any], features: Sequence[Feature]) -> Additive:
    """Fit the additive model.

    Parameters
    ----------
    rows
        (n, ...) with the features.
    outcome
        (n,) 1 or 0.
    groups
        (n,) what is left out together: the project of each.
    features
        What to look at.

    Raises
    ------
    ValueError
        There is too little to learn from; ask `enough` before.
    """
    if not enough(outcome):
        raise ValueError(f"expected {ENOUGH} prolonged cases and as many others, got {outcome.sum()} of {len(outcome)}")
    telling = tuple(one for one in features if rows[one.name].nunique() > 1)
    parts = [(one.name, _maker(one), [one.name]) for one in telling]
    freed = {one.name: FREEDOM for one in telling if one.group in FREED}
    design = ColumnTransformer(parts, sparse_threshold=0, transformer_weights=freed)
    columns: Numbers = design.fit_transform(_plain(rows, telling))
    penalty, left_out = _chosen(columns, outcome, groups)
    slope, shift = corrected(left_out, outcome)
    model = _regression(penalty).fit(columns, outcome)
    return Additive(
        features=telling,
        design=design,
        terms=model.coef_[0],
        level=float(model.intercept_[0]),
        centre=columns.mean(axis=0),
        slope=slope,
        shift=shift,
        penalty=penalty,
    )


def _plain(rows: pd.DataFrame, features: Sequence[Feature]) -> pd.DataFrame:
    columns = {
        one.name: rows[one.name].astype("object").fillna("").astype(str) if one.kind == "choice" else rows[one.name]
        for one in features
    }
    return pd.DataFrame(columns, index=rows.index)


def _maker(one: Feature) -> Any:
    if one.kind == "choice":
        return OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=RARE, sparse_output=False)
    if one.kind == "days":
        knots = np.array(one.knots, dtype="float64")[:, None]
        return SplineTransformer(degree=1, knots=knots, extrapolation="constant", handle_missing="zeros")
    blank = SimpleImputer(strategy="constant", fill_value=0.0, add_indicator=True)
    return make_pipeline(MinMaxScaler(clip=True), StandardScaler(), blank)


def _regression(penalty: float) -> LogisticRegression:
    return LogisticRegression(C=penalty, solver="newton-cholesky", max_iter=100)


def _chosen(columns: Numbers, outcome: Numbers, groups: NDArray[Any]) -> tuple[float, Numbers]:
    """Answer the penalty that predicts left-out projects best, and the log odds it gives them."""
    parts = min(LEFT_OUT, len(np.unique(groups)))
    if parts < 2:  # noqa: PLR2004 (nothing can be left out)
        alone = _regression(PENALTIES[0]).fit(columns, outcome)
        return PENALTIES[0], alone.decision_function(columns)
    splits = list(GroupKFold(parts).split(columns, outcome, groups))
    tried = {penalty: _left_out(columns, outcome, splits, penalty) for penalty in PENALTIES}
    best = min(tried, key=lambda penalty: log_loss(outcome, probable(tried[penalty]), labels=[0, 1]))
    return best, tried[best]


def _left_out(columns: Numbers, outcome: Numbers, splits: Sequence[Any], penalty: float) -> Numbers:
    odds = np.zeros(len(columns))
    for train, test in splits:
        seen = outcome[train]
        if seen.min() == seen.max():
            odds[test] = logit(np.clip(seen.mean(), _LEAST, 1 - _LEAST))
        else:
            odds[test] = _regression(penalty).fit(columns[train], seen).decision_function(columns[test])
    return odds


def corrected(odds: Numbers, outcome: Numbers) -> tuple[float, float]:
    """Answer slope and shift by which log odds of cases not seen before fit what happened to them."""
    if np.ptp(odds) == 0:
        return 1.0, 0.0
    plain = _regression(_FREE).fit(odds[:, None], outcome)
    slope = float(np.clip(plain.coef_[0, 0], *_SLOPES))
    # where nothing was learnt, all that remains is the share itself
    return (slope, float(plain.intercept_[0])) if slope else (0.0, float(logit(outcome.mean())))


def boosted(
    rows: pd.DataFrame, outcome: Numbers, others: pd.DataFrame, features: Sequence[Feature], *, seed: int
) -> Numbers:
    """Fit the challenger to some rows and answer its probabilities of others."""
    choices = [one.name for one in features if one.kind == "choice"]
    levels = {name: pd.CategoricalDtype(sorted(rows[name].dropna().astype(str).unique())) for name in choices}

    def plain(frame: pd.DataFrame) -> pd.DataFrame:
        made = {one.name: frame[one.name] for one in features}
        return pd.DataFrame(made | {name: frame[name].astype("object").astype(levels[name]) for name in choices})

    model = HistGradientBoostingClassifier(
        max_iter=60,
        learning_rate=0.06,
        max_leaf_nodes=8,
        min_samples_leaf=30,
        l2_regularization=5.0,
        early_stopping=False,
        categorical_features=choices or None,
        monotonic_cst={one.name: one.direction for one in features if one.kind != "choice"},
        random_state=seed,
    )
    model.fit(plain(rows), outcome)
    found: Numbers = np.clip(model.predict_proba(plain(others))[:, 1], _LEAST, 1 - _LEAST)
    return found
