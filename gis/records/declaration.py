"""What an entity is made of.

An *entity* is one kind of record, such as a household file. Its declaration is the only place that names its *fields*;
tables, checks, typed frames, templates, export labels and the data dictionary are derived from it.

A field has a *kind*. Two kinds are days:

* an *event* is a day on which something happened; it is unknown before that day;
* a *plan* is a day on which something should happen; it may lie in the future.

Every other field is *known with* an event of the same row: before that day it is blank. Where none is named it is known
with the event that *begins* the row. A row whose beginning is not recorded counts as always begun.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from gis.scope import Told
from gis.words import Label

Kind = Literal[
    "code",
    "ref",
    "text",
    "choice",
    "flag",
    "count",
    "money",
    "hectares",
    "square_metres",
    "number",
    "event",
    "plan",
    "shape",
]

DTYPES: Final[dict[Kind, str]] = {
    "code": "string",
    "ref": "category",
    "text": "category",
    "choice": "category",
    "flag": "boolean",
    "count": "Int32",
    "money": "float64",
    "hectares": "float64",
    "square_metres": "float64",
    "number": "float64",
    "event": "datetime64[s]",
    "plan": "datetime64[s]",
    "shape": "object",
}
"""pandas type of each kind in a snapshot. Sums are in đồng; a shape is WKB bytes in EPSG:4326 (longitude first)."""


@dataclass(frozen=True)
class Choice:
    """One entry of a pick-list: the code that is stored and the name that is read."""

    code: str
    label: Label


def choices(**labels: tuple[str, str]) -> tuple[Choice, ...]:
    """Make a pick-list from ``code=(vi, en)``, in reading order."""
    return tuple(Choice(code, Label(vi, en)) for code, (vi, en) in labels.items())


@dataclass(frozen=True)
class Field:
    """One field of an entity.

    Parameters
    ----------
    name
        Name in code and in the tables.
    kind
        What it holds; see `DTYPES`.
    label
        Column heading, in both languages, as officials write it.
    choices
        Pick-list of a ``choice``.
    refers_to
        Entity a ``ref`` names by its code; ``"area"`` for a ward.
    known_with
        Event of the same row with which the value becomes known; empty: with the one that begins the row.
    required
        Whether a row without it is refused.
    minimum
        Least value allowed.
    told
        From which roles up it is told: leaders see no free text, and viewers nothing by which a record could be found
        again elsewhere.
    note
        What a reader of the data dictionary should know besides.
    """

    name: str
    kind: Kind
    label: Label
    choices: tuple[Choice, ...] = ()
    refers_to: str = ""
    known_with: str = ""
    required: bool = False
    minimum: float | None = None
    told: Told = "everybody"
    note: Label | None = None

    @property
    def is_event(self) -> bool:
        """Whether the field is a day on which something happened."""
        return self.kind == "event"

    @property
    def dtype(self) -> str | pd.CategoricalDtype:
        """Type of the field in a pandas frame; a pick-list keeps its reading order."""
        return pd.CategoricalDtype([choice.code for choice in self.choices]) if self.choices else DTYPES[self.kind]


@dataclass(frozen=True)
class Entity:
    """One kind of record.

    Parameters
    ----------
    name
        Name in code, of its table and of its frame.
    label, plural
        Name on screen.
    fields
        All fields, in reading order.
    key
        Names of the fields that recognise the same row in another file or version.
    begins
        Event before which the row does not exist; empty for rows that carry no such day.
    order
        Pairs of days of which the first never comes after the second.
    within
        Counts with the counts that lie within each of them, and together never exceed it.
    everywhere
        Whether its rows belong to no place and are there for every reader, however narrow the scope.
    """

    name: str
    label: Label
    plural: Label
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("code",)
    begins: str = ""
    order: tuple[tuple[str, str], ...] = ()
    within: tuple[tuple[str, tuple[str, ...]], ...] = ()
    everywhere: bool = False

    def __getitem__(self, name: str) -> Field:
        """Answer one field by name.

        Raises
        ------
        KeyError
            The entity has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no field {name!r}")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all fields, in reading order."""
        return tuple(field.name for field in self.fields)

    @property
    def events(self) -> tuple[str, ...]:
        """Names of the event fields."""
        return tuple(field.name for field in self.fields if field.is_event)

    def known_with(self, field: Field) -> str:
        """Answer the event that makes a field known; empty when it is known with the row itself, always."""
        return field.known_with or self.begins

    def empty(self) -> pd.DataFrame:
        """Answer a typed frame without rows."""
        return pd.DataFrame({field.name: pd.Series(dtype=field.dtype) for field in self.fields})


def describe(code: str, field: Field) -> Label:
    """Answer the name of one entry of a field's pick-list.

    Raises
    ------
    KeyError
        The pick-list has no such entry.
    """
    for choice in field.choices:
        if choice.code == code:
            return choice.label
    raise KeyError(f"{field.name} has no choice {code!r}")
