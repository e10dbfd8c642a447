"""Everything that was ever recorded, in memory: all versions of all entities, packed so that any cut is quick.

A version's values stand in columns of small numbers: a day as days since 1/1/1970, a reference or text as its place in
a *vocabulary*. Vocabularies only grow and are shared by all fields that name the same thing, so that frames cut from
them share their categories. Versions stand in the order in which they were recorded, in *parts*: what lands later is a
part of its own, so that adding costs as much as what is added; small parts are joined now and then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gis.records.columns import ARROW, KEY
from gis.records.declaration import Entity, Field
from gis.records.entities import ENTITIES

Numbers = npt.NDArray[Any]
Column: TypeAlias = Any
"""`Numbers`, or an Arrow array for codes and shapes."""

UNKNOWN: Final = np.iinfo(np.int32).min
"""Stands for an unknown day or count; no calendar and no count reaches it."""

_EMPTY_NUMBERS: Final = np.empty(0, np.int32)


@dataclass(frozen=True)
class Vocabulary:
    """Words that stand for themselves by their place; only added to.

    Parameters
    ----------
    words
        The words, each once.
    """

    words: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))

    @cached_property
    def dtype(self) -> pd.CategoricalDtype:
        """The pandas type whose categories are the words."""
        return pd.CategoricalDtype(pd.Index(pd.Series(self.words.to_pandas(), dtype="str")))

    def places(self, words: Collection[str]) -> Numbers:
        """Answer the places of those words that are in it."""
        wanted = pa.array(list(words), pa.string())
        return np.flatnonzero(pc.is_in(self.words, value_set=wanted).to_numpy(zero_copy_only=False))

    def narrowed(self, places: Numbers) -> tuple[Vocabulary, Numbers]:
        """Answer the words that stand at some places, and for each place the new one (-1 stays: unknown)."""
        used, narrow = np.unique(np.append(places, -1), return_inverse=True)
        return self.chosen(used[1:]), narrow[:-1] - 1

    def chosen(self, places: Numbers) -> Vocabulary:
        """Answer the words that stand at some places, each once, in that order."""
        return Vocabulary(self.words.take(pa.array(places)))

    def encode(self, values: pa.Array) -> tuple[Vocabulary, Numbers]:
        """Answer the vocabulary with whatever words are new, and the place of each value (-1: unknown)."""
        encoded = values.dictionary_encode()
        distinct = encoded.dictionary
        # Looking every known word up among the few that came is quicker than the other way round.
        found = pc.index_in(self.words, value_set=distinct)
        known = found.is_valid().to_numpy(zero_copy_only=False)
        place = np.full(len(distinct) + 1, -1, np.int32)
        place[found.drop_null().to_numpy()] = np.flatnonzero(known)
        new = np.flatnonzero(place[:-1] < 0)
        place[new] = np.arange(len(self.words), len(self.words) + len(new))
        words = pa.concat_arrays([self.words, distinct.take(pa.array(new))]) if len(new) else self.words
        vocabulary = Vocabulary(words) if len(new) else self
        return vocabulary, place[encoded.indices.fill_null(len(distinct)).to_numpy()]


@dataclass(frozen=True, eq=False)
class Part:
    """Versions that were recorded one after the other.

    Parameters
    ----------
    rows
        (n,) which record each is of: the place of its row key in the entity's vocabulary.
    batches
        (n,) number of the batch of each.
    columns
        Field → (n,) values.
    """

    rows: Numbers
    batches: Numbers
    columns: Mapping[str, Column]

    def __len__(self) -> int:
        """Answer how many versions there are."""
        return len(self.rows)

    def joined(self, later: Part) -> Part:
        """Answer one part of this one and a later one."""
        return Part(
            np.concatenate([self.rows, later.rows]),
            np.concatenate([self.batches, later.batches]),
            {name: _joined(column, later.columns[name]) for name, column in self.columns.items()},
        )


def _one(arrays: list[Numbers]) -> Numbers:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _joined(one: Column, other: Column) -> Column:
    return np.concatenate([one, other]) if isinstance(one, np.ndarray) else pa.concat_arrays([one, other])


@dataclass(frozen=True, eq=False)
class Versions:
    """All versions of one entity.

    Parameters
    ----------
    parts
        The versions in the order in which they were recorded; at least one part.
    last
        ``seq`` of the last one.
    """

    parts: tuple[Part, ...]
    last: int = 0

    @classmethod
    def none(cls, entity: Entity) -> Versions:
        """Answer no versions of an entity: one part without rows, so that every column is there with its type."""
        columns = {
            one.name: _EMPTY_NUMBERS if vocabulary_of(entity, one) else _packed(pa.array([], ARROW[one.kind]), one)
            for one in kept(entity)
        }
        return cls((Part(_EMPTY_NUMBERS, _EMPTY_NUMBERS, columns),))

    def __len__(self) -> int:
        """Answer how many versions there are."""
        return sum(map(len, self.parts))

    @property
    def rows(self) -> Numbers:
        """(n,) which record each version is of."""
        return _one([part.rows for part in self.parts])

    @property
    def batches(self) -> Numbers:
        """(n,) number of the batch of each version."""
        return _one([part.batches for part in self.parts])

    def added(self, part: Part, last: int) -> Versions:
        """Answer the versions with more after them; a part is joined to one less than twice its size."""
        *parts, newest = *self.parts, part
        while parts and len(parts[-1]) < 2 * len(newest):
            newest = parts.pop().joined(newest)
        return Versions((*parts, newest), last)

    def taker(self, places: Numbers) -> Callable[[str], Column]:
        """Answer what takes the values of a field at some places, in their order; never a view of what is kept here.

        Parameters
        ----------
        places
            (m,) places among the n versions.
        """
        inside, within = self._parted(places) if len(self.parts) > 1 else ([], [])

        def take(name: str) -> Column:
            columns = [part.columns[name] for part in self.parts]
            if not isinstance(columns[0], np.ndarray):
                return pa.chunked_array(columns).take(pa.array(places)).combine_chunks()
            if len(columns) == 1:
                return columns[0].take(places)
            values = np.empty(len(places), columns[0].dtype)
            for column, where, there in zip(columns, inside, within, strict=True):
                values[where] = column.take(there)
            return values

        return take

    def _parted(self, places: Numbers) -> tuple[list[Numbers], list[Numbers]]:
        """Answer, of each part, which of some places lie in it, and where in it."""
        starts = np.cumsum([0, *map(len, self.parts)])
        inside = [np.flatnonzero((places >= start) & (places < end)) for start, end in pairwise(starts)]
        return inside, [places[where] - start for where, start in zip(inside, starts[:-1], strict=True)]


@dataclass(frozen=True, eq=False)
class History:
    """All versions of all entities.

    Parameters
    ----------
    versions
        Entity → its versions.
    vocabularies
        What the words stand for → the words; see `vocabulary_of`.
    """

    versions: Mapping[str, Versions] = field(
        default_factory=lambda: {name: Versions.none(one) for name, one in ENTITIES.items()}
    )
    vocabularies: Mapping[str, Vocabulary] = field(default_factory=dict)

    def __len__(self) -> int:
        """Answer how many versions there are."""
        return sum(map(len, self.versions.values()))

    def vocabulary(self, name: str) -> Vocabulary:
        """Answer a vocabulary; an empty one when it was never needed."""
        return self.vocabularies.get(name) or Vocabulary()

    def extended(self, entity: Entity, table: pa.Table) -> History:
        """Answer the history with more versions of an entity after those it has.

        Parameters
        ----------
        entity
            Their declaration.
        table
            (n, …) rows as `gis.records.columns.from_rows` answers them, by ascending ``seq``.
        """
        if not table.num_rows:
            return self
        words = dict(self.vocabularies)

        def encode(name: str, values: pa.Array) -> Numbers:
            words[name], places = words.get(name, Vocabulary()).encode(values)
            return places

        rows = encode(key_vocabulary(entity), table[KEY].combine_chunks())
        columns: dict[str, Column] = {}
        for one in kept(entity):
            values = table[one.name].combine_chunks()
            name = vocabulary_of(entity, one)
            columns[one.name] = encode(name, values) if name else _packed(values, one)
        part = Part(rows, table["batch"].to_numpy().astype(np.int32), columns)
        versions = self.versions[entity.name].added(part, table["seq"][-1].as_py())
        return replace(self, versions={**self.versions, entity.name: versions}, vocabularies=words)


def kept(entity: Entity) -> tuple[Field, ...]:
    """Answer the fields that have a column; a lone key stands in the vocabulary already."""
    return tuple(one for one in entity.fields if entity.key != (one.name,) or one.kind != "code")


def key_vocabulary(entity: Entity) -> str:
    """Answer the name of the vocabulary of an entity's row keys: the one references to it use, where it has codes."""
    return entity.name if entity.key == ("code",) else f"{entity.name}:key"


def vocabulary_of(entity: Entity, one: Field) -> str:
    """Answer the name of the vocabulary of a field; empty where it has none."""
    if one.kind == "ref":
        return one.refers_to
    return f"{entity.name}.{one.name}" if one.kind == "text" else ""


def _packed(values: pa.Array, one: Field) -> Column:
    match one.kind:
        case "code" | "shape":
            return values
        case "choice":
            codes = pc.index_in(values, value_set=pa.array([choice.code for choice in one.choices], pa.string()))
            return _numbers(codes.fill_null(-1), np.int8)
        case "flag":
            return _numbers(values.cast(pa.int8()).fill_null(-1), np.int8)
        case "event" | "plan":
            return _numbers(values.cast(pa.int32()).fill_null(UNKNOWN), np.int32)
        case "count":
            return _numbers(values.fill_null(UNKNOWN), np.int32)
        case _:
            return _numbers(values.fill_null(float("nan")), np.float64)


def _numbers(values: pa.Array, kind: npt.DTypeLike) -> Numbers:
    numbers: Numbers = values.to_numpy(zero_copy_only=False).astype(kind, copy=False)
    return numbers
