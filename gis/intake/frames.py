"""Frames of what was read, before and after their columns are typed."""

from __future__ import annotations

from collections.abc import Hashable
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
