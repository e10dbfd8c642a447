"""Where an open case stands against its legal limit.

A case *stands* in exactly one way, the gravest that holds: past a verified limit, past only a limit whose text nobody
has checked, its clock stopped (suspended, in court), in time, its limit not to be worked out because a day or the
level is missing, or without any legal limit (a proposal, a report, a case outside competence). So the standings of
open cases add up to the open cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

STANDINGS: Final = ("overdue", "past_unverified", "in_time", "stopped", "unknown", "no_limit")
"""In the order in which a reader asks for them."""

_TYPE: Final = pd.CategoricalDtype(list(STANDINGS))
_UNDER_WAY: Final = ("running", "due_soon")


def standing(cases: pd.DataFrame, judged: Mapping[str, pd.DataFrame], past: pd.DataFrame) -> pd.Series:
    """Answer where each open case stands.

    Parameters
    ----------
    cases
        (n, ...) open cases with ``case_class`` and ``within_competence``.
    judged
        What `gis.law.clocks.run_all` answered for them by clocks of the law.
    past
        What `gis.law.judgments.past` answered from that: ``overdue`` and ``past_unverified``.

    Returns
    -------
    (n,) categorical of `STANDINGS` named ``standing``.
    """
    tables = judged.values()
    clocked = _any(table["clock"].cat.codes >= 0 for table in tables)
    outside = ~cases["within_competence"].astype("boolean").fillna(value=True)
    owed = (cases["case_class"] == "complaint").to_numpy(dtype=bool) & ~outside.to_numpy(dtype=bool)
    conditions = {
        "overdue": past["overdue"].to_numpy(),
        "past_unverified": past["past_unverified"].to_numpy(),
        "stopped": _any(table["state"] == "stopped" for table in tables),
        "in_time": _any(table["state"].isin(_UNDER_WAY) for table in tables),
        "unknown": clocked | owed,
    }
    codes = [np.int8(STANDINGS.index(name)) for name in conditions]
    found = np.select(list(conditions.values()), codes, np.int8(STANDINGS.index("no_limit")))
    return pd.Series(pd.Categorical.from_codes(found, dtype=_TYPE), index=cases.index, name="standing")


def _any(columns: Iterable[Any]) -> Mask:
    found: Mask = np.logical_or.reduce([np.asarray(column, dtype=bool) for column in columns])
    return found
