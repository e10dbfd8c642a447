"""Models that have never seen the project they speak of: for each part of the projects one fitted to all others.

Projects are parted by their code into `PARTS`, always alike; a case without a project goes by its ward. A case is
scored by the model that was fitted without its part, in a backtest and in use alike, so what a backtest says holds of
what is shown, and no project is judged by terms learnt from itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from gis.insight import scoring
from gis.insight.features import Feature
from gis.insight.scoring import Additive, Numbers

PARTS: Final = 4


@dataclass(frozen=True, eq=False)
class Crossed:
    """One model for each part of the projects.

    Parameters
    ----------
    models
        By number of the part that each has not seen.
    """

    models: tuple[Additive, ...]

    def probabilities(self, rows: pd.DataFrame) -> pd.Series:
        """Answer the probability of each row, by the model that has not seen its project."""
        found = _by_part(rows, lambda part, mine: self.models[part].probabilities(mine)[:, None])
        return pd.Series(found[:, 0], index=rows.index, name="probability")

    def contributions(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Answer how far each group of features moves the log odds of each row; see `Additive.contributions`."""
        groups = list(dict.fromkeys(one.group for model in self.models for one in model.features))

        def work(part: int, mine: pd.DataFrame) -> Numbers:
            told = self.models[part].contributions(mine).reindex(columns=groups, fill_value=0.0)
            return np.asarray(told.to_numpy(dtype="float64"))

        return pd.DataFrame(_by_part(rows, work, len(groups)), index=rows.index, columns=groups)

    def told(self, rows: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
        """Answer probabilities and contributions together, in half the time of asking for each."""
        moved = self.contributions(rows)
        begins = np.array([model.middling for model in self.models])[parts_of(rows)]
        found = scoring.probable(begins + moved.to_numpy(dtype="float64").sum(axis=1))
        return pd.Series(found, index=rows.index, name="probability"), moved


def fit(rows: pd.DataFrame, outcome: pd.Series, features: Sequence[Feature]) -> Crossed | None:
    """Fit one model for each part of the projects; None where there is too little to learn from.

    Parameters
    ----------
    rows
        (n, ...) with ``project``, ``ward`` and the features.
    outcome
        (n,) 1 or 0.
    features
        What to look at.
    """
    groups, parts = groups_of(rows), parts_of(rows)
    seen = [parts != part for part in range(PARTS)]
    known = outcome.to_numpy(dtype="float64")
    if not all(scoring.enough(known[mask]) for mask in seen):
        return None
    with threadpool_limits(1):  # so small that threads would only wait for each other
        return Crossed(tuple(scoring.fit(rows[mask], known[mask], groups[mask], features) for mask in seen))


def challenged(rows: pd.DataFrame, outcome: pd.Series, others: pd.DataFrame, features: Sequence[Feature]) -> pd.Series:
    """Answer the challenger's probabilities of other rows, each by one that has not seen its project."""
    parts, known = parts_of(rows), outcome.to_numpy(dtype="float64")

    def work(part: int, mine: pd.DataFrame) -> Numbers:
        seen = parts != part
        return scoring.boosted(rows[seen], known[seen], mine, features, seed=part)[:, None]

    with threadpool_limits(1):
        found = _by_part(others, work)
    return pd.Series(found[:, 0], index=others.index, name="boosted")


def groups_of(rows: pd.DataFrame) -> NDArray[Any]:
    """Answer what belongs together: the project of each row, or its ward where it has none."""
    ward = "ward " + rows["ward"].astype("object").fillna("").astype(str)
    told: NDArray[Any] = rows["project"].astype("object").fillna(ward).to_numpy(dtype=object)
    return told


def parts_of(rows: pd.DataFrame) -> NDArray[Any]:
    """Answer the number of the part of each row."""
    codes, names = pd.factorize(groups_of(rows))
    numbers = np.array([zlib.crc32(str(name).encode()) % PARTS for name in names], dtype="int64")
    return numbers[codes] if len(names) else np.empty(0, dtype="int64")


def _by_part(rows: pd.DataFrame, work: Callable[[int, pd.DataFrame], Numbers], width: int = 1) -> Numbers:
    parts, found = parts_of(rows), np.empty((len(rows), width))
    for part in np.unique(parts):
        found[parts == part] = work(int(part), rows[parts == part])
    return found
