"""What of a cut a reader may see: the rows inside a scope, and of them the columns that its role is told.

Rows of a place are inside when their ward is, or their project. Of what belongs to no place (projects, sites) there is
what rows inside refer to. A reference to a row outside is blank, so that not even its code is known here; and the words
of a column are those of the rows inside. A column that a role is not told stands there, empty.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from gis.records.declaration import Entity, Field
from gis.records.entities import ENTITIES
from gis.records.frames import Cut, Places, Rows, Whole
from gis.scope import Scope, Told

_PLACED: Final = tuple(name for name, entity in ENTITIES.items() if "ward" in entity.names)
"""Entities whose rows each lie in a ward."""


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


def _told(rows: Cut, entity: Entity, told: Collection[Told]) -> Rows:
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


class _Inside:
    """What makes the rows of an entity inside a scope that is narrower than the province; each is made once."""

    def __init__(self, scope: Scope, rows: Callable[[str], Cut]) -> None:
        self._scope, self._rows = scope, cache(rows)
        self._places, self._outside = cache(self._found), cache(self._codes_outside)

    def __call__(self, name: str) -> Rows:
        """Answer the rows of an entity."""
        entity = ENTITIES[name]
        frame = self._rows(name).frame(among=self._places(name))
        frame = _blank(frame, hidden(entity, self._scope.told))
        return Whole(self._without_strangers(frame, entity))

    def _found(self, name: str) -> Places:
        """Answer the places of the rows inside."""
        entity, rows = ENTITIES[name], self._rows(name)
        if name in _PLACED:
            named = [one for one in ("ward", "project") if one in entity.names]
            return self._scope.keep(rows.frame(named)).index.to_numpy()
        if entity.everywhere:
            return np.arange(len(rows))
        return rows.whose("code", self._named(name)) if entity.key == ("code",) else np.empty(0, np.int64)

    def _named(self, target: str) -> set[str]:
        """Answer the codes of an entity that rows inside refer to; of projects those seen by themselves, too."""
        codes = set(self._scope.projects) if target == "project" and self._scope.role != "admin" else set()
        for name in _PLACED:
            fields = [one.name for one in ENTITIES[name].fields if one.refers_to == target]
            if fields:
                held = self._rows(name).frame(fields, self._places(name))
                codes.update(*(held[field].dropna().unique() for field in fields))
        return codes

    def _codes_outside(self, name: str) -> frozenset[str]:
        codes = self._rows(name).codes()
        return frozenset(codes.delete(self._places(name)).tolist())

    def _without_strangers(self, frame: pd.DataFrame, entity: Entity) -> pd.DataFrame:
        """Forget references to rows outside, and the words that no row uses."""
        kept = {one.name: frame[one.name].cat.remove_unused_categories() for one in _worded(entity, frame)}
        for one in entity.fields:
            if one.refers_to in _PLACED and one.name in kept:
                kept[one.name] = self._without_outside(kept[one.name], one.refers_to)
        return frame.assign(**kept)

    def _without_outside(self, held: pd.Series, target: str) -> pd.Series:
        """Blank the references to rows that are there but outside; a code nobody recorded a row of stays as it is."""
        missing = self._outside(target).intersection(held.cat.categories.tolist())
        return held.cat.remove_categories(list(missing)) if missing else held


def _worded(entity: Entity, frame: pd.DataFrame) -> list[Field]:
    return [one for one in entity.fields if one.kind in {"ref", "text"} and one.name in frame]
