"""Frames of what was read, before and after their columns are typed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from gis.records.declaration import Entity


def blank(index: pd.Index) -> pd.Series:
    """Answer a column in which nothing is known."""
    return pd.Series([None] * len(index), index, dtype=object)


def typed(frame: pd.DataFrame, entity: Entity) -> pd.DataFrame:
    """Answer the rows with declared columns only, in declared order, each of the type of its kind.

    Parameters
    ----------
    frame
        (n, …) rows, with None where nothing is known.
    entity
        Their declaration.

    Returns
    -------
    (n, …) rows numbered from 0.
    """
    types: dict[Hashable, Any] = {field.name: field.dtype for field in entity.fields if field.name in frame}
    return frame[list(types)].astype(types).reset_index(drop=True)


def joined(frame: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    """Answer a text for each row that is the same where all of some columns are the same."""
    texts = [frame[name].astype("str").fillna("").tolist() for name in names]
    return pd.Series(["|".join(row) for row in zip(*texts, strict=True)], frame.index, dtype="str")
