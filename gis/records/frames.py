"""The rows of one entity, cut from the history into a typed frame."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gis.records.declaration import Entity, Field
from gis.records.history import UNKNOWN, Column, History, Numbers, Vocabulary, kept, key_vocabulary, vocabulary_of
from gis.records.horizon import Horizon, Mask

_SECONDS: Final = 86_400
_NOT_A_TIME: Final = np.iinfo(np.int64).min


def cut(history: History, entity: Entity, horizon: Horizon) -> pd.DataFrame:
    """Cut the rows of one entity.

    Of each record the version that counts; rows not yet begun are left out, events after the last day told are blank,
    and so is every field known with an event that is not known. A row whose beginning was never recorded counts as
    always begun, and what is known with its beginning is known.

    Returns
    -------
    (n, …) as described at `Snapshot`.
    """
    versions = history.versions[entity.name]
    rows, batches = versions.rows, versions.batches
    places = horizon.latest(rows, batches)
    limits = horizon.limits(batches[places])
    if entity.begins:
        begun = versions.taker(places)(entity.begins) <= limits
        places, limits = places[begun], limits[begun]
    take = versions.taker(places)
    values = {one.name: take(one.name) for one in kept(entity)}
    known = {name: (values[name] != UNKNOWN) & (values[name] <= limits) for name in entity.events}
    columns = {
        one.name: _typed(
            _shown(values[one.name], known.get(_known_with(entity, one)), one),
            one,
            history.vocabulary(vocabulary_of(entity, one)),
        )
        for one in kept(entity)
    }
    return pd.DataFrame(columns, index=_index(history, entity, rows[places]), copy=False)


def _known_with(entity: Entity, one: Field) -> str:
    """Answer the event without which a field is blank; empty where the row alone makes it known."""
    if one.is_event:
        return one.name
    event = entity.known_with(one)
    return "" if event == entity.begins or one.name in entity.key else event


def _shown(values: Column, known: Mask | None, one: Field) -> Column:
    """Answer the values with a blank for what is not known; they may be written over, being a copy."""
    if known is None:
        return values
    match one.kind:
        case "code" | "shape":
            return pc.if_else(pa.array(known), values, None)
        case "event" | "plan" | "count":
            values[~known] = UNKNOWN
        case "ref" | "text" | "choice" | "flag":
            values[~known] = -1
        case _:
            values[~known] = np.nan
    return values


def _typed(values: Column, one: Field, vocabulary: Vocabulary) -> Any:
    match one.kind:
        case "event" | "plan":
            return _moments(values)
        case "choice" | "ref" | "text":
            return _words(values, one, vocabulary)
        case "flag" | "count":
            return _nullable(values, one)
        case "code":
            return _texts(values)
        case "shape":
            return _objects(values.to_pylist())
    return values


def _objects(values: list[bytes | None]) -> Numbers:
    found = np.empty(len(values), object)
    found[:] = values
    return found


def _words(places: Numbers, one: Field, vocabulary: Vocabulary) -> pd.Categorical[Any]:
    dtype: Any = one.dtype if one.choices else vocabulary.dtype
    return pd.Categorical.from_codes(places, dtype=dtype, validate=False)


def _nullable(values: Numbers, one: Field) -> Any:
    if one.kind == "flag":
        return pd.arrays.BooleanArray(values == 1, values < 0)
    return pd.arrays.IntegerArray(values, values == UNKNOWN)


def _moments(days: Numbers) -> Numbers:
    seconds = days.astype(np.int64) * _SECONDS
    seconds[days == UNKNOWN] = _NOT_A_TIME
    return seconds.view("datetime64[s]")


def _texts(values: pa.Array) -> pd.arrays.ArrowStringArray:
    return pd.arrays.ArrowStringArray(pa.chunked_array([values.cast(pa.large_string())]))


def _index(history: History, entity: Entity, rows: Numbers) -> pd.Index:
    if entity.key != ("code",):
        return pd.RangeIndex(len(rows))
    words = history.vocabulary(key_vocabulary(entity)).words
    return pd.Index(_texts(words.take(pa.array(rows))), name="code")
