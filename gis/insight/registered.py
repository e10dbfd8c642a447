"""What may be registered twice, as columns of numbers: all cases, then the petitions that have none.

There may be a million rows, so columns are made one at a time, texts become numbers where they lie, and codes are held
only of the few that are named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from gis.insight.situation import Situation
from gis.records.frames import Rows

Numbers = npt.NDArray[np.signedinteger[Any]]
Mask = npt.NDArray[np.bool_]
Named = Callable[[Numbers], pd.Index]
"""Places of entries, ascending → their codes."""

CODED: Final = ("file_code", "ward", "project", "subject", "hamlet")
"""Columns of numbers that stand for a text; negative where none is recorded."""
_FILED: Final = {"file_code": "national_code"}
"""Column of entries → field of a case, where the names differ."""
UNKNOWN: Final = np.iinfo(np.int32).min
"""Of a day: not recorded. Other days are counted from 1/1/1970."""


def entries(now: Situation) -> tuple[pd.DataFrame, Named]:
    """Answer all cases by their code, then the loose petitions; and what answers the codes of some of them.

    Nothing depends on the order of the records. Columns are made one at a time: there may be a million rows.
    """
    registered, loose = now.snapshot.rows("case"), unattached(now)[["ward", "received_on"]].sort_index()
    order = registered.codes().argsort().astype("int32")
    petitions = {**{name: loose[name] for name in loose}, "national_code": loose.index.to_series()}

    def column(name: str) -> pd.Series:
        cases = registered.frame((name,), among=order)[name]
        if name in petitions:
            return pd.concat([cases, petitions[name]], ignore_index=True)
        return cases.reindex(range(len(cases) + len(loose)))

    level, received = column("level"), _days(column("received_on"))
    second, petition = (level == "second").to_numpy(dtype=bool), np.arange(len(level)) >= len(order)
    decided = np.where(level == "first", _days(column("decided_on")), UNKNOWN)
    closed = (column("decided_on").notna() | column("ended_on").notna()).to_numpy(dtype=bool)
    coded = {name: _numbered(column(_FILED.get(name, name))) for name in CODED}
    made = pd.DataFrame(
        {
            "petition": petition,
            "wanted": petition | ~closed,
            "received": received,
            "passed": np.where(second, received, decided),
            "second": second,
            "people": column("people").to_numpy(dtype="int32", na_value=0),
            **coded,
        },
        copy=False,
    )
    return made, lambda places: _codes(registered, order, loose.index, places)


def _codes(registered: Rows, order: Numbers, loose: pd.Index, places: Numbers) -> pd.Index:
    """Answer the codes of some entries, ascending; a million codes are not held to name a few."""
    cases = registered.codes().take(order[places[places < len(order)]])
    return cases.append(loose.take(places[places >= len(order)] - len(order)))


def _numbered(values: pd.Series) -> npt.NDArray[np.int32]:
    """Answer a number for each value, negative where none is recorded; texts are numbered where they lie."""
    if not isinstance(values.array, pd.arrays.ArrowStringArray):
        return pd.factorize(values)[0].astype("int32")
    texts: pa.Array = values.array.__arrow_array__().combine_chunks()
    return np.asarray(texts.dictionary_encode().indices.fill_null(-1), dtype="int32")


def unattached(now: Situation) -> pd.DataFrame:
    """Answer the petitions that were registered without a case, and that nobody has linked to one."""
    found: pd.DataFrame = now.answered("unattached", lambda: _unattached(now))
    return found


def _unattached(now: Situation) -> pd.DataFrame:
    rows, links = now.snapshot.rows("petition"), now["case_link"]
    petitions = rows.frame(among=rows.without("case"))
    linked = links.loc[links["decision"] == "confirmed", "petition"]
    return petitions[~petitions.index.isin(linked.dropna())]


def _days(days: pd.Series) -> Numbers:
    """Answer days counted from 1/1/1970; `UNKNOWN` where none is recorded."""
    numbers = days.to_numpy(dtype="datetime64[D]").astype("int64")
    return np.where(days.isna(), UNKNOWN, numbers).astype("int32")
