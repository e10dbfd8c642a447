"""How invented values become declared frames.

While the city is being made, a *sheet* is a plain frame: a day is a number of days since 1/1/1970 (NaN: unknown or
never), a reference is a row number of what it refers to (-1: none), and text stands as it is. `typed` turns a sheet's
columns into the frame its declaration asks for.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.records.declaration import Entity, Field

Numbers = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
Categories: TypeAlias = "pd.Categorical[Any]"

EPOCH: Final = dt.date(1970, 1, 1)
NEVER: Final = np.nan
_DAY: Final = 86_400
_NO_TIME: Final = np.iinfo(np.int64).min
_THURSDAY: Final = 3
_WEEK: Final = 7
_SATURDAY: Final = 5


def stream(seed: int, part: str) -> np.random.Generator:
    """Answer the random numbers of one part of the city, so that a change in one part leaves the others alone."""
    return np.random.default_rng([seed, zlib.crc32(part.encode())])


def day(date: dt.date) -> float:
    """Write a date as a number of days."""
    return float((date - EPOCH).days)


def date(number: float) -> dt.date:
    """Read a number of days as a date."""
    return EPOCH + dt.timedelta(days=int(number))


def cut(days: Numbers, end: float) -> Numbers:
    """Forget what happens after `end`."""
    return np.where(days <= end, days, NEVER)


def workday(days: Numbers) -> Numbers:
    """Move weekends to the Monday after, which keeps every order; part of a day is dropped."""
    whole = np.floor(days)
    weekday = (whole + _THURSDAY) % _WEEK
    return whole + np.where(weekday >= _SATURDAY, _WEEK - weekday, 0)


def chance(rng: np.random.Generator, shape: int | tuple[int, ...], share: Any) -> Mask:
    """Answer True for about a share (0 to 1) of places."""
    return np.asarray(rng.random(shape) < share)


def pick(rng: np.random.Generator, n: int, weights: Mapping[str, float]) -> Categories:
    """Draw n codes with the given weights."""
    given = np.array(list(weights.values()))
    return named(rng.choice(len(given), n, p=given / given.sum()), list(weights))


def named(rows: npt.ArrayLike, names: Sequence[str] | pd.Series) -> Categories:
    """Turn row numbers into the names or codes of what they refer to."""
    index: pd.Index[Any] = pd.Index(cast("Any", names), dtype="str")
    found: Categories = pd.Categorical.from_codes(np.asarray(rows, dtype=np.int64), categories=index)
    return found


def codes(prefix: str, n: int) -> pd.Series:
    """Answer n codes such as ``VV-0000001``."""
    return prefix + "-" + pd.Series(np.arange(1, n + 1)).astype("str").str.zfill(7)


def typed(entity: Entity, rows: int, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Make the declared frame of an entity.

    Parameters
    ----------
    entity
        Its declaration.
    rows
        Number of rows.
    columns
        Field → its values; a field that is absent stays unknown in every row.

    Raises
    ------
    KeyError
        A column is not declared: a mistake in this package.
    """
    if strange := set(columns) - set(entity.names):
        raise KeyError(f"{entity.name} declares no {sorted(strange)}")
    return pd.DataFrame({field.name: _column(columns.get(field.name), field, rows) for field in entity.fields})


def _column(values: Any, field: Field, rows: int) -> pd.Series:
    if values is None:
        return pd.Series(index=range(rows), dtype=field.dtype)
    if field.kind in {"event", "plan"}:
        return pd.Series(_seconds(np.asarray(values, dtype=float)))
    if field.kind == "flag":
        return _flags(values)
    if field.kind == "shape":
        return pd.Series(list(values), dtype=object)
    return pd.Series(values).reset_index(drop=True).astype(cast("Any", field.dtype))


def _seconds(days: Numbers) -> npt.NDArray[np.datetime64]:
    known = ~np.isnan(days)
    seconds = np.full(len(days), _NO_TIME, dtype=np.int64)
    seconds[known] = np.floor(days[known]).astype(np.int64) * _DAY
    return seconds.view("datetime64[s]")


def _flags(values: Any) -> pd.Series:
    numbers = np.asarray(values, dtype=float)
    unknown = np.isnan(numbers)
    return pd.Series(pd.arrays.BooleanArray(np.where(unknown, 0, numbers).astype(bool), unknown))
