"""Which columns a kind of file has, and how its rows become records: a declaration per kind, no code per column.

A *form* is a kind of file that may be brought in. Its *columns* point to declared fields of `gis.records`; how a cell
is read follows from the kind of the field. What makes a form special (a row that becomes several records, a code that
has to be made) is one function, its *gathering*; `gis.intake.lists` has it for forms whose rows are records one to one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy.typing as npt
import pandas as pd

from gis.errors import Finding
from gis.intake.table import Cell
from gis.records.declaration import Entity, Field
from gis.words import Label, Phrase

Frames = Mapping[str, pd.DataFrame]
"""Entity → records."""


def as_written(cell: Cell) -> Cell:
    """Leave a cell as it is."""
    return cell


@dataclass(frozen=True)
class Column:
    """One column of a form.

    Parameters
    ----------
    name
        In ``vocabulary.toml`` and in the frame of rows.
    field
        What its cells mean.
    required
        Whether the file is refused without the column and a row without its cell.
    instead
        Name of the column that may stand in its place, as a ward's name for its code.
    parts
        Groups and entries of the vocabulary whose wordings, one after another, head a column of a wide table.
    derived_from
        Name of the column of shapes from whose place it follows where the file says it nowhere.
    adapt
        Applied to each cell before it is read, where offices write it in a way of its own.
    """

    name: str
    field: Field
    required: bool = False
    instead: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    derived_from: str = ""
    adapt: Callable[[Cell], Cell] = as_written


@dataclass(frozen=True)
class Coding:
    """How the code of a record is made where the list has none.

    Parameters
    ----------
    prefix
        First letters of a made code.
    identity
        Fields that recognise the record next month; a group stands for the first of its fields that is known.
    apart
        Takes cells that stand where a code is wanted, and are none, for what they are.
    """

    prefix: str
    identity: tuple[str | tuple[str, ...], ...]
    apart: Callable[[Rows], Rows] = lambda rows: rows


@dataclass(frozen=True)
class Rows:
    """The rows of a file after each cell was read.

    Parameters
    ----------
    values
        (n, …) by row number: a column per column of the form that the file has; None where nothing is known.
    written
        (n, …) the same cells as they stand in the file, as text.
    headings
        Name of a column → its heading in the file.
    clocks
        (n, …) seconds since midnight, of the days that are written with an hour; NaN elsewhere.
    drawn
        (k, 4) wards derived from where the shapes of rows lie, as `gis.intake.footprints.derived` answers them.
    people
        (n,) a number that differs where the columns about persons, or the texts of petitions, differ; for telling rows
        apart, never stored.
    pieces
        Row → the first that is like it in all but its shape, as `gis.intake.pieces.same_but_for_shape` answers it.
    """

    values: pd.DataFrame
    written: pd.DataFrame
    headings: Mapping[str, str]
    clocks: pd.DataFrame = field(default_factory=pd.DataFrame)
    people: pd.Series = field(default_factory=lambda: pd.Series(dtype="int64"))
    drawn: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["row", "ward", "share", "hectares"]))
    pieces: Mapping[int, int] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Answer whether the file has a column."""
        return name in self.values.columns

    def heading(self, name: str) -> str:
        """Answer the heading of a column in the file; empty where it has none."""
        return self.headings.get(name, "")

    def text(self, row: int, name: str) -> str:
        """Answer a cell as it stands in the file; empty where the file has no such column."""
        return str(self._texts[name][self._places[row]]) if name in self._texts else ""

    @cached_property
    def _texts(self) -> Mapping[str, npt.NDArray[Any]]:
        return {str(name): texts.to_numpy() for name, texts in self.written.items()}

    @cached_property
    def _places(self) -> Mapping[int, int]:
        return {row: place for place, row in enumerate(self.written.index)}

    def first(self) -> pd.Series:
        """Answer for each row the first of those that are alike: itself where there is no other."""
        numbers = self.values.index
        return pd.Series([self.pieces.get(row, row) for row in numbers], numbers, dtype="int64")

    def finding(self, code: str, row: int, name: str, what: Phrase, *, refused: bool = False) -> Finding:
        """Make a finding about a cell."""
        return Finding(code, what, row, self.heading(name), self.text(row, name), refused)

    def without(self, rows: set[int]) -> Rows:
        """Answer the rows but these."""
        if not rows:
            return self
        keep = ~self.values.index.isin(list(rows))
        clocks = self.clocks[keep] if len(self.clocks) else self.clocks
        people = self.people[keep] if len(self.people) else self.people
        drawn = self.drawn[~self.drawn["row"].isin(list(rows))]
        return Rows(self.values[keep], self.written[keep], self.headings, clocks, people, drawn, self.pieces)


@dataclass(frozen=True)
class Gathered:
    """What the rows of a file became.

    Parameters
    ----------
    frames
        Entity → (m, …) records with declared columns only.
    links
        (k, e) by number of each row that went in, once for each record it became: the place of the record in the frame
        of each entity.
    findings
        What was found; rows that stay out are named by refused ones.
    """

    frames: Frames
    links: pd.DataFrame
    findings: tuple[Finding, ...] = ()


def as_they_are(frames: Frames, known: Frames) -> Frames:
    """Leave records as a file tells them, whatever is known."""
    del known
    return frames


@dataclass(frozen=True)
class Form:
    """A kind of file.

    Parameters
    ----------
    name
        As it is called from outside: ``"projects"``.
    entities
        Declarations of the records its rows become; the last one has at least one record for each row.
    columns
        In reading order.
    gather
        Makes records of the rows, each of which has its required cells.
    complete
        Completes the records from what is known of them, given as recorded so far, where a file tells only a part.
    coding
        How codes are made where a list has none; None: the form needs none or makes its own.
    alike
        Groups of fields that two records of different codes should not share.
    compared
        Columns of figures that are compared with their neighbours.
    missing
        Key of the phrase that refuses a file without a required column; empty: the general one.
    spare
        Columns that are understood and that a template does not offer.
    about
        Columns that say whose report of which period a row is; they are kept of rows that stay out as well.
    """

    name: str
    entities: tuple[Entity, ...]
    columns: tuple[Column, ...]
    gather: Callable[[Rows], Gathered]
    complete: Callable[[Frames, Frames], Frames] = as_they_are
    coding: Coding | None = None
    alike: tuple[tuple[str, ...], ...] = ()
    compared: tuple[str, ...] = ()
    missing: str = ""
    spare: frozenset[str] = frozenset()
    about: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Column:
        """Answer one column by name.

        Raises
        ------
        KeyError
            The form has no such column.
        """
        return {column.name: column for column in self.columns}[name]

    @property
    def names(self) -> frozenset[str]:
        """Names of all columns."""
        return frozenset(column.name for column in self.columns)

    @property
    def entity(self) -> Entity:
        """Declaration of the records of which each row has at least one."""
        return self.entities[-1]

    @property
    def label(self) -> Label:
        """What it is called on screen."""
        return self.entities[0].plural
