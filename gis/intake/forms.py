"""Which columns a kind of file has, and how its rows become records: a declaration per kind, no code per column.

A *form* is a kind of file that may be brought in. Its *columns* point to declared fields of `gis.records`; how a cell
is read follows from the kind of the field. What makes a form special (a row that becomes several records, a code that
has to be made) is one function, its *gathering*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from gis.errors import Finding
from gis.records.declaration import Entity, Field
from gis.words import Phrase

Frames = Mapping[str, pd.DataFrame]
"""Entity → records."""


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
    """

    name: str
    field: Field
    required: bool = False
    instead: str = ""


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
    """

    values: pd.DataFrame
    written: pd.DataFrame
    headings: Mapping[str, str]

    def has(self, name: str) -> bool:
        """Answer whether the file has a column."""
        return name in self.values.columns

    def heading(self, name: str) -> str:
        """Answer the heading of a column in the file; empty where it has none."""
        return self.headings.get(name, "")

    def text(self, row: int, name: str) -> str:
        """Answer a cell as it stands in the file."""
        return str(self.written.at[row, name])

    def finding(self, code: str, row: int, name: str, what: Phrase, *, refused: bool = False) -> Finding:
        """Make a finding about a cell."""
        return Finding(code, what, row, self.heading(name), self.text(row, name), refused)


@dataclass(frozen=True)
class Gathered:
    """What the rows of a file became.

    Parameters
    ----------
    frames
        Entity → (m, …) records with declared columns only.
    links
        (k, e) by number of each row that went in: the place of its record in the frame of each entity.
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
        Declarations of the records its rows become; the last one has one record for each row.
    columns
        In reading order.
    gather
        Makes records of the rows, each of which has its required cells.
    complete
        Completes the records from what is known of them, given as recorded so far, where a file tells only a part.
    """

    name: str
    entities: tuple[Entity, ...]
    columns: tuple[Column, ...]
    gather: Callable[[Rows], Gathered]
    complete: Callable[[Frames, Frames], Frames] = as_they_are

    def __getitem__(self, name: str) -> Column:
        """Answer one column by name.

        Raises
        ------
        KeyError
            The form has no such column.
        """
        return {column.name: column for column in self.columns}[name]
