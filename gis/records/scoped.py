"""What of a cut a reader may see: the rows inside a scope, and of them the columns that its role is told.

Rows of a place are inside when their ward is, or their project. Of what belongs to no place (projects, sites) there is
what rows inside refer to. A reference to a row outside is blank, so that not even its code is known here; and the words
of a column are those of the rows inside. A column that a role is not told stands there, empty.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from gis.records.declaration import Entity, Field
from gis.records.entities import ENTITIES
from gis.records.frames import Cut, Places, Rows, typed
from gis.records.history import Column, Numbers, Vocabulary
from gis.records.horizon import Mask
from gis.scope import Scope, Told

_PLACED: Final = tuple(name for name, entity in ENTITIES.items() if "ward" in entity.names)
"""Entities whose rows each lie in a ward."""
_WORDED: Final = frozenset({"ref", "text"})
"""Kinds of fields whose values are words of a vocabulary."""


def within(scope: Scope, rows: Callable[[str], Cut]) -> Callable[[str], Rows]:
    """Answer what makes the rows of an entity that a scope may see.

    Parameters
    ----------
    scope
        Who looks.
    rows
        Answers all rows of an entity.
    """
    return (lambda name: _told(rows(name), ENTITIES[name], scope.told)) if scope.everything else _Inside(scope, rows)


def hidden(entity: Entity, told: Collection[Told]) -> tuple[Field, ...]:
    """Answer the fields of an entity that are not told."""
    return tuple(one for one in entity.fields if one.told not in told)


def _told(rows: Rows, entity: Entity, told: Collection[Told]) -> Rows:
    fields = hidden(entity, told)
    return _Blanked(rows, fields) if fields else rows


def _blank(frame: pd.DataFrame, fields: Sequence[Field]) -> pd.DataFrame:
    """Empty some columns; not even the words they held remain."""
    blank = {one.name: pd.Series(index=frame.index, dtype=one.dtype) for one in fields if one.name in frame}
    return frame.assign(**blank) if blank else frame


@dataclass(frozen=True, eq=False)
class _Blanked:
    """The rows of an entity, some columns of which are not told."""

    rows: Rows
    fields: tuple[Field, ...]

    def __len__(self) -> int:
        """Answer how many rows there are."""
        return len(self.rows)

    def frame(self, columns: Sequence[str] | None = None, among: Places | None = None) -> pd.DataFrame:
        """Answer some columns of some rows."""
        return _blank(self.rows.frame(columns, among), self.fields)

    def codes(self) -> pd.Index:
        """Answer the code of each row."""
        return self.rows.codes()

    def whose(self, name: str, values: Collection[str]) -> Places:
        """Answer the places of the rows whose code, or whose reference, is one of some codes."""
        return self.rows.whose(name, values)

    def without(self, name: str) -> Places:
        """Answer the places of the rows whose reference is not recorded."""
        return self.rows.without(name)


@dataclass(frozen=True, eq=False)
class _Part(Cut):
    """The rows of a cut that lie inside a scope; of those outside neither a code nor a word is known here.

    As of the whole, columns are made only when they are asked for: a scope costs a look at each row, and no copy.

    Parameters
    ----------
    whole
        All rows.
    inside
        (m,) places of the rows inside; None: all of them.
    outside
        Answers, of an entity, which words of its vocabulary are codes of rows outside; None: there is no such row.
    """

    whole: Cut
    inside: Places | None
    outside: Callable[[str], Mask | None]
    _words: dict[str, tuple[Vocabulary, Numbers]] = field(default_factory=dict)

    @cached_property
    def places(self) -> Numbers:
        """(m,) place among all versions of the one that counts of each record inside."""
        return self.whole.places if self.inside is None else self.whole.places[self.inside]

    def words(self, name: str) -> Vocabulary:
        """Answer the words of a reference or a text that the rows inside hold."""
        return self._worded(self.entity[name])[0]

    def _told(self, places: Numbers) -> Callable[[Field], Column]:
        """Answer what takes values as they are told of, and without the references to rows outside."""
        told, all_of_them = super()._told(places), places is self.places

        def inside(one: Field) -> Column:
            values = self._without_strangers(told(one), one)
            if all_of_them and one.kind in _WORDED and one.name not in self._words:
                self._words[one.name] = _used(values, self._vocabulary(one))
            return values

        return inside

    def _without_strangers(self, values: Column, one: Field) -> Column:
        """Blank the references to rows that are there but outside; a code nobody recorded a row of stays as it is."""
        strange = self.outside(one.refers_to) if one.refers_to in _PLACED else None
        if strange is not None:
            values[strange[values]] = -1
        return values

    def _worded(self, one: Field) -> tuple[Vocabulary, Numbers]:
        if one.name not in self._words:
            self._told(self.places)(one)
        return self._words[one.name]

    def _typed(self, values: Column, one: Field) -> Any:
        """Answer values as a column that knows no words but those of the rows inside."""
        if one.kind not in _WORDED:
            return super()._typed(values, one)
        vocabulary, numbers = self._worded(one)
        return typed(numbers[values], one, vocabulary)


def _used(values: Numbers, vocabulary: Vocabulary) -> tuple[Vocabulary, Numbers]:
    """Answer the words that some numbers stand for, and for each number the new one; unknown (-1) stays so."""
    used = np.zeros(len(vocabulary.words) + 1, dtype=bool)
    used[values] = True
    used[-1] = False  # where -1 reaches
    numbers = np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)
    return (vocabulary if used[:-1].all() else vocabulary.chosen(np.flatnonzero(used))), numbers


class _Inside:
    """What makes the rows of an entity inside a scope that is narrower than the province; each is made once."""

    def __init__(self, scope: Scope, rows: Callable[[str], Cut]) -> None:
        self._scope, self._rows = scope, cache(rows)
        self._part, self._outside = cache(self._cut_to), cache(self._codes_outside)

    def __call__(self, name: str) -> Rows:
        """Answer the rows of an entity."""
        return _told(self._part(name), ENTITIES[name], self._scope.told)

    def _cut_to(self, name: str) -> _Part:
        whole = self._rows(name)
        return _Part(whole.history, whole.entity, whole.horizon, whole, self._found(name), self._outside)

    def _found(self, name: str) -> Places | None:
        """Answer the places of the rows inside; None: all of them."""
        entity, rows = ENTITIES[name], self._rows(name)
        if name in _PLACED:
            frame = rows.frame([one for one in ("ward", "project") if one in entity.names])
            kept = self._scope.keep(frame)
            return None if kept is frame else kept.index.to_numpy()
        if entity.everywhere:
            return None
        return rows.whose("code", self._named(name)) if entity.key == ("code",) else np.empty(0, np.int64)

    def _named(self, target: str) -> set[str]:
        """Answer the codes of an entity that rows inside refer to; of projects those seen by themselves, too."""
        codes = set(self._scope.projects) if target == "project" and self._scope.role != "admin" else set()
        for name in _PLACED:
            for one in ENTITIES[name].fields:
                if one.refers_to == target:
                    codes.update(self._part(name).words(one.name).words.to_pylist())
        return codes

    def _codes_outside(self, name: str) -> Mask | None:
        """Answer which words of an entity's vocabulary are codes of rows outside, and last that unknown is none."""
        whole, part = self._rows(name), self._part(name)
        if len(part) == len(whole):
            return None
        outside = np.zeros(len(whole.history.vocabulary(name).words) + 1, dtype=bool)
        outside[whole.numbers] = True
        outside[part.numbers] = False
        return outside
