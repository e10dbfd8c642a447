"""Typed frames of what was read."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from gis.records.declaration import Entity


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
