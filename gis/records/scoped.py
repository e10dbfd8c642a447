"""What of a cut a reader may see: the rows inside a scope, and of them the columns that its role is told.

Rows of a place are inside when their ward is, or their project. Of what belongs to no place (projects, sites) there is
what rows inside refer to. A reference to a row outside is blank, so that not even its code is known here; and the words
of a column are those that were ever recorded inside. A column that a role is not told stands there, empty.

What lies inside is found once for a state of the records and a scope, and serves every day that is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from gis.records.declaration import Entity, Field
from gis.records.entities import ENTITIES
from gis.records.frames import Cut, Places, Rows, typed
from gis.records.history import Column, History, Numbers, Vocabulary, vocabulary_of
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


class _Sight:
    """What of a history lies inside a scope, whatever the day: worked out once, for all cuts of it.

    A version is inside when its ward is, or its project: both are known with the row itself. The words that versions
    inside hold are all that a cut for the scope may know of a text, a ward or a project.
    """

    def __init__(self, scope: Scope, history: History) -> None:
        self._scope, self._history = scope, history
        self.inside, self.words = cache(self._found), cache(self._held)
        self._last: dict[tuple[str, str], tuple[bytes, tuple[Vocabulary, Numbers]]] = {}

    def _found(self, name: str) -> Mask:
        """Answer which versions of an entity that lies in wards are inside."""
        admin, projects = self._scope.role == "admin", self._scope.projects
        found = self._among("area", self._scope.covers)[self._column(name, "ward")]
        if projects and not admin and "project" in ENTITIES[name].names:
            found |= self._among("project", projects.__contains__)[self._column(name, "project")]
        return found

    def _among(self, vocabulary: str, holds: Callable[[str], bool]) -> Mask:
        """Answer which words of a vocabulary are meant, and last that unknown is none."""
        words = self._history.vocabulary(vocabulary).words.to_pylist()
        return np.array([*map(holds, words), False], dtype=bool)

    def _held(self, name: str, field: str) -> tuple[Vocabulary, Numbers]:
        """Answer the words of the versions inside, of an entity that lies in wards or everywhere."""
        values = self._column(name, field)
        return _used(values[self.inside(name)] if name in _PLACED else values, self._vocabulary(name, field))

    def words_of(self, name: str, field: str, values: Numbers) -> tuple[Vocabulary, Numbers]:
        """Answer the words that some values stand for; the same as the last time where the values are the same."""
        asked, last = values.tobytes(), self._last.get((name, field))
        if last is None or last[0] != asked:
            last = self._last[name, field] = asked, _used(values, self._vocabulary(name, field))
        return last[1]

    def _vocabulary(self, name: str, field: str) -> Vocabulary:
        return self._history.vocabulary(vocabulary_of(ENTITIES[name], ENTITIES[name][field]))

    def _column(self, name: str, field: str) -> Numbers:
        versions = self._history.versions[name]
        values: Numbers = versions.taker(np.arange(len(versions)))(field)
        return values


_SIGHTS: Final[WeakKeyDictionary[History, dict[str, _Sight]]] = WeakKeyDictionary()
_MOST_SIGHTS: Final = 50
"""So many scopes are kept with a history: an office has some dozens of areas."""


def _sight(scope: Scope, history: History) -> _Sight:
    kept = _SIGHTS.setdefault(history, {})
    key = f"{scope.role == 'admin'}-{scope.extent}"
    found = kept.pop(key, None) or _Sight(scope, history)
    kept[key] = found
    for old in list(kept)[:-_MOST_SIGHTS]:
        kept.pop(old, None)
    return found


@dataclass(frozen=True, eq=False)
class _Part(Cut):
    """The rows of a cut that lie inside a scope; of those outside neither a code nor a word is known here.

    As of the whole, columns are made only when they are asked for: a scope costs a look at each row, and no copy.

    Parameters
    ----------
    whole
        All rows.
    sight
        What of the history lies inside.
    inside
        (m,) places of the rows inside; None: all of them.
    outside
        Answers, of an entity, which words of its vocabulary are codes of rows outside; None: there is no such row.
    """

    whole: Cut
    sight: _Sight
    inside: Places | None
    outside: Callable[[str], Mask | None]
    _words: dict[str, tuple[Vocabulary, Numbers]] = field(default_factory=dict)

    @cached_property
    def places(self) -> Numbers:
        """(m,) place among all versions of the one that counts of each record inside."""
        return self.whole.places if self.inside is None else self.whole.places[self.inside]

    def named(self, name: str) -> Numbers:
        """(m,) the number of each row's reference or text in its vocabulary, as it is told."""
        values: Numbers = self._told(self.places)(self.entity[name])
        return values

    def _told(self, places: Numbers) -> Callable[[Field], Column]:
        """Answer what takes values as they are told of, and without the references to rows outside."""
        told = super()._told(places)
        return lambda one: self._without_strangers(told(one), one)

    def _without_strangers(self, values: Column, one: Field) -> Column:
        """Blank the references to rows that are there but outside; a code nobody recorded a row of stays as it is."""
        strange = self._strange(one)
        if strange is not None:
            values[strange[values]] = -1
        return values

    def _strange(self, one: Field) -> Mask | None:
        return self.outside(one.refers_to) if one.refers_to in _PLACED else None

    def _typed(self, values: Column, one: Field) -> Any:
        """Answer values as a column that knows no words but those inside."""
        if one.kind not in _WORDED:
            return super()._typed(values, one)
        if one.name not in self._words:
            self._words[one.name] = self._known(one)
        vocabulary, numbers = self._words[one.name]
        return typed(numbers[values], one, vocabulary)

    def _known(self, one: Field) -> tuple[Vocabulary, Numbers]:
        """Answer the words inside, without codes of rows that this cut has outside."""
        if not (self.entity.name in _PLACED or self.entity.everywhere):
            return self.sight.words_of(self.entity.name, one.name, self.named(one.name))
        vocabulary, numbers = self.sight.words(self.entity.name, one.name)
        strange = self._strange(one)
        if strange is None or not strange[numbers >= 0].any():
            return vocabulary, numbers
        return _used(np.flatnonzero((numbers >= 0) & ~strange), self._vocabulary(one))


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
        sight = _sight(self._scope, whole.history)
        inside = self._found(name, whole, sight)
        places = None if inside is None or inside.all() else np.flatnonzero(inside)
        return _Part(whole.history, whole.entity, whole.horizon, whole, sight, places, self._outside)

    def _found(self, name: str, whole: Cut, sight: _Sight) -> Mask | None:
        """Answer which rows are inside; None: all of them."""
        if name in _PLACED:
            found: Mask = sight.inside(name)[whole.places]
            return found
        if whole.entity.everywhere:
            return None
        none = np.zeros(len(whole), dtype=bool)
        return self._named(name, whole.history)[whole.numbers] if whole.entity.key == ("code",) else none

    def _named(self, target: str, history: History) -> Mask:
        """Answer which codes of an entity rows inside refer to; of projects those seen by themselves, too."""
        words = history.vocabulary(target)
        found = np.zeros(len(words.words) + 1, dtype=bool)
        if target == "project" and self._scope.role != "admin":
            found[words.places(self._scope.projects)] = True
        for name in _PLACED:
            for one in ENTITIES[name].fields:
                if one.refers_to == target:
                    found[self._part(name).named(one.name)] = True
        found[-1] = False  # where -1 reaches
        return found

    def _codes_outside(self, name: str) -> Mask | None:
        """Answer which words of an entity's vocabulary are codes of rows outside, and last that unknown is none."""
        whole, part = self._rows(name), self._part(name)
        if len(part) == len(whole):
            return None
        outside = np.zeros(len(whole.history.vocabulary(name).words) + 1, dtype=bool)
        outside[whole.numbers] = True
        outside[part.numbers] = False
        return outside
