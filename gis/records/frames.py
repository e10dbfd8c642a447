"""The rows of one entity, cut from the history into a typed frame."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gis.records.declaration import Entity, Field
from gis.records.history import UNKNOWN, Column, History, Numbers, Vocabulary, kept, key_vocabulary, vocabulary_of
from gis.records.horizon import Horizon, Mask

Places = npt.NDArray[np.integer[Any]]

_SHARED: Final = 50_000
"""A vocabulary of more words is narrowed to those used by a frame of few rows: pandas keeps an index of all categories
of a type, some 80 bytes each."""

_AT_ONCE: Final = 250_000
"""Rows looked through at once: a column of millions takes memory that a process keeps for long."""
_SECONDS: Final = 86_400
_NOT_A_TIME: Final = np.iinfo(np.int64).min


class Rows(Protocol):
    """The rows of one entity that a snapshot tells of; columns are made only of what is asked for."""

    def __len__(self) -> int:
        """Answer how many rows there are."""

    def frame(self, columns: Sequence[str] | None = None, among: Places | None = None) -> pd.DataFrame:
        """Answer some columns of some rows.

        Parameters
        ----------
        columns
            Names of declared fields; None: all.
        among
            (m,) places of the rows wanted, in that order; None: all.
        """

    def codes(self) -> pd.Index:
        """Answer the code of each row."""

    def whose(self, name: str, values: Collection[str]) -> Places:
        """Answer the places of the rows whose code, or whose reference, is one of some codes.

        Parameters
        ----------
        name
            ``"code"``, or the name of a field that refers to codes.
        values
            The codes.
        """

    def without(self, name: str) -> Places:
        """Answer the places of the rows whose reference is not recorded."""


@dataclass(frozen=True, eq=False)
class Whole:
    """The rows of a frame that is there already."""

    whole: pd.DataFrame

    def __len__(self) -> int:
        """Answer how many rows there are."""
        return len(self.whole)

    def frame(self, columns: Sequence[str] | None = None, among: Places | None = None) -> pd.DataFrame:
        """Answer some columns of some rows."""
        wanted = self.whole if columns is None else self.whole[list(columns)].reset_index(drop=True)
        some = wanted if among is None else wanted.take(among)
        return some if columns is None else some.reset_index(drop=True)

    def codes(self) -> pd.Index:
        """Answer the code of each row."""
        return self.whole.index

    def whose(self, name: str, values: Collection[str]) -> Places:
        """Answer the places of the rows whose code, or whose reference, is one of some codes."""
        held = self.whole.index if name == self.whole.index.name else self.whole[name]
        return np.flatnonzero(held.isin(list(values)))

    def without(self, name: str) -> Places:
        """Answer the places of the rows whose reference is not recorded."""
        return np.flatnonzero(self.whole[name].isna())


@dataclass(frozen=True, eq=False)
class Cut:
    """The rows of one entity, cut from the history when they are asked for.

    Of each record the version that counts; rows not yet begun are left out, events after the last day told are blank,
    and so is every field known with an event that is not known. A row whose beginning was never recorded counts as
    always begun, and what is known with its beginning is known.
    """

    history: History
    entity: Entity
    horizon: Horizon

    @cached_property
    def places(self) -> Numbers:
        """(n,) place among all versions of the one that counts of each record told of."""
        versions = self.history.versions[self.entity.name]
        batches = versions.batches
        places = self.horizon.latest(versions.rows, batches)
        if self.entity.begins:
            places = places[versions.taker(places)(self.entity.begins) <= self.horizon.limits(batches[places])]
        return places.astype(np.int32)

    @property
    def numbers(self) -> Numbers:
        """(n,) which record each row is of: the place of its key in the vocabulary of the entity's keys."""
        return self._rows(self.places)

    def __len__(self) -> int:
        """Answer how many rows there are."""
        return len(self.places)

    def frame(self, columns: Sequence[str] | None = None, among: Places | None = None) -> pd.DataFrame:
        """Answer some columns of some rows, typed as described at `Snapshot`."""
        places = self.places if among is None else self.places[among]
        told = self._told(places)
        wanted = kept(self.entity) if columns is None else [self.entity[name] for name in columns]
        made = {one.name: self._typed(told(one), one) for one in wanted}
        # who asks for columns of a million rows counts, and calls none by its code
        index = self._index(places) if columns is None else pd.RangeIndex(len(places))
        return pd.DataFrame(made, index=index, copy=False)

    def codes(self) -> pd.Index:
        """Answer the code of each row."""
        return self._index(self.places)

    def whose(self, name: str, values: Collection[str]) -> Places:
        """Answer the places of the rows whose code, or whose reference, is one of some codes."""
        wanted = self._vocabulary(self.entity[name]).places(values)
        return self._where(name, lambda held: np.isin(held, wanted))

    def without(self, name: str) -> Places:
        """Answer the places of the rows whose reference is not recorded."""
        return self._where(name, lambda held: held < 0)

    def _where(self, name: str, holds: Callable[[Numbers], Mask]) -> Places:
        """Answer the places of the rows for whose numbered code or reference something holds, a few at a time."""
        one, found = self.entity[name], [np.empty(0, np.int64)]
        for start in range(0, len(self.places), _AT_ONCE):
            places = self.places[start : start + _AT_ONCE]
            held = self._rows(places) if self.entity.key == (name,) else self._told(places)(one)
            found.append(start + np.flatnonzero(holds(held)))
        return np.concatenate(found)

    def _typed(self, values: Column, one: Field) -> Any:
        return typed(values, one, self._vocabulary(one))

    def _vocabulary(self, one: Field) -> Vocabulary:
        lone_key = self.entity.key == (one.name,)
        return self.history.vocabulary(key_vocabulary(self.entity) if lone_key else vocabulary_of(self.entity, one))

    def _rows(self, places: Numbers) -> Numbers:
        return self.history.versions[self.entity.name].rows[places]

    def _told(self, places: Numbers) -> Callable[[Field], Column]:
        """Answer what takes the values of a field at some places, blank where they are not known yet."""
        versions = self.history.versions[self.entity.name]
        limits = self.horizon.limits(versions.batches[places])
        take = versions.taker(places)

        @cache
        def known(event: str) -> Mask:
            days = take(event)
            told: Mask = (days != UNKNOWN) & (days <= limits)
            return told

        def told(one: Field) -> Column:
            event = _known_with(self.entity, one)
            return _shown(take(one.name), known(event) if event else None, one)

        return told

    def _index(self, places: Numbers) -> pd.Index:
        if self.entity.key != ("code",):
            return pd.RangeIndex(len(places))
        words = self.history.vocabulary(key_vocabulary(self.entity)).words
        return pd.Index(_texts(words.take(pa.array(self._rows(places)))), name="code")


def cut(history: History, entity: Entity, horizon: Horizon) -> pd.DataFrame:
    """Cut all rows of one entity; see `Cut`."""
    return Cut(history, entity, horizon).frame()


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


def typed(values: Column, one: Field, vocabulary: Vocabulary) -> Any:
    """Answer packed values as a column of a frame.

    Parameters
    ----------
    values
        (n,) as `gis.records.history` packs them.
    one, vocabulary
        The field, and the words its numbers stand for.
    """
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
    dtype: Any = one.dtype
    if not one.choices:
        if _too_wide(len(vocabulary.words), len(places)):
            vocabulary, places = vocabulary.narrowed(places)
        dtype = vocabulary.dtype
    return pd.Categorical.from_codes(places, dtype=dtype, validate=False)


def _too_wide(words: int, rows: int) -> bool:
    return words > max(_SHARED, 2 * rows)


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
