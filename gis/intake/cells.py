"""Reading the columns of a table, each different cell once: lists repeat themselves, and reading is what costs time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.areas.names import fold
from gis.errors import Finding
from gis.intake.forms import Column, Rows
from gis.intake.personal import is_personal_cell
from gis.intake.table import Cell, as_text
from gis.intake.values import Trouble, reader, trouble
from gis.intake.vocabulary import choice_within, choice_words, meaning
from gis.words import Phrase

Objects = npt.NDArray[np.object_]

_PURE: Final = frozenset(
    {"string", "floating", "integer", "mixed-integer-float", "date", "datetime", "boolean", "empty"}
)
"""Kinds of column in which equal cells mean the same; elsewhere ``True`` and ``1`` must be told apart."""

_LONGEST: Final = 60
"""Letters of a cell outside its pick-list that a finding may repeat; longer ones may be the text of a petition."""

_CLOCK: Final = re.compile(r"[\d/.-]{8,10}[T ](\d{1,2}):(\d{2})(?::(\d{2}))?")


@dataclass(frozen=True)
class Distinct:
    """The different cells of a column.

    Parameters
    ----------
    cells
        (d,) each once.
    places
        (n,) which of them stands in each row; -1: nothing.
    """

    cells: Objects
    places: npt.NDArray[np.intp]

    def spread(self, values: list[Any], blank: Any = None) -> Objects:
        """Answer a value for each row, given one for each different cell and one for blanks."""
        found = np.empty(len(values) + 1, object)
        found[:-1] = values
        found[-1] = blank
        return found[self.places]


def distinct(cells: pd.Series) -> Distinct:
    """Answer the different cells of a column."""
    if pd.api.types.infer_dtype(cells, skipna=True) in _PURE:
        places, found = pd.factorize(cells.to_numpy())
        return Distinct(np.asarray(found, object), places)
    keys = np.empty(len(cells), object)
    keys[:] = [None if cell is None else (type(cell), cell) for cell in cells]
    places, found = pd.factorize(keys)
    apart = np.empty(len(found), object)
    apart[:] = [cell for _, cell in found]
    return Distinct(apart, places)


@dataclass(frozen=True)
class Read:
    """What the cells of one column mean.

    Parameters
    ----------
    values
        (n,) None where nothing is known.
    written
        (n,) as they stand in the file; empty where they must not be repeated.
    troubles
        Place of a row → what is wrong with its cell.
    clock
        (n,) seconds since midnight where a day is written with an hour; None where no cell has one.
    """

    values: Objects
    written: Objects
    troubles: Mapping[int, Trouble]
    clock: Objects | None


def read_column(column: Column, cells: pd.Series, heading: str, meant: Mapping[str, str]) -> Read:
    """Read a column.

    Parameters
    ----------
    column
        Of the form.
    cells
        (n,) as they stand in the file.
    heading
        Of the file; it may state a unit.
    meant
        What stands in the file → what it means; an empty text stands for blank cells.
    """
    found = distinct(cells)
    folded = {fold(text): value for text, value in meant.items()}
    adapted = [_adapted(column, cell, folded) for cell in found.cells]
    read = reader(column.field, [*adapted, folded.get("")], meaning(heading).unit)
    values = [_guarded(column, cell, read(cell)) for cell in adapted]
    blank = read(folded[""]) if "" in folded else None
    written = [_shown(cell, value) for cell, value in zip(found.cells, values, strict=True)]
    wrong = np.array([isinstance(value, Trouble) for value in values] + [False])[found.places]
    spread = found.spread(values, blank)
    troubles = {int(place): spread[place] for place in np.flatnonzero(wrong)}
    spread[wrong] = None
    return Read(spread, found.spread(written, ""), troubles, _clock(column, found))


def _adapted(column: Column, cell: Cell, folded: Mapping[str, str]) -> Cell:
    if folded and (wanted := folded.get(fold(as_text(cell)))) is not None:
        return wanted
    cell = column.adapt(cell)
    if column.field.choices and isinstance(cell, str) and fold(cell) not in choice_words(column.field):
        return choice_within(column.field, cell) or cell
    return cell


def _guarded(column: Column, cell: Cell, value: Any) -> Any:
    """Answer a trouble in place of a text that is about a person."""
    if isinstance(value, Trouble):
        text = as_text(cell)
        hidden = value.secret or is_personal_cell(text) or (bool(column.field.choices) and len(text) > _LONGEST)
        return Trouble(value.code, value.what, secret=hidden)
    named = column.name.removesuffix("_name") in ("name", "project", "purpose")
    if isinstance(value, str) and not column.field.choices and is_personal_cell(value, name=named):
        return trouble("personal_value", secret=True)
    return value


def _shown(cell: Cell, value: Any) -> str:
    hidden = isinstance(value, bytes) or (isinstance(value, Trouble) and value.secret)
    return "" if hidden else as_text(cell)


def _clock(column: Column, found: Distinct) -> Objects | None:
    if not column.field.is_event:
        return None
    seconds = [_seconds(cell) for cell in found.cells]
    return found.spread(seconds, np.nan) if any(second > 0 for second in seconds) else None


def _seconds(cell: Cell) -> float:
    """Answer the seconds since midnight that a cell states; NaN where it states no hour."""
    if isinstance(cell, dt.datetime):
        return cell.hour * 3600.0 + cell.minute * 60 + cell.second
    hour = _CLOCK.match(cell) if isinstance(cell, str) else None
    return (
        sum(int(part or 0) * unit for part, unit in zip(hour.groups(), (3600, 60, 1), strict=True)) if hour else np.nan
    )


def column_findings(column: Column, rows: Rows, troubles: Mapping[int, Trouble]) -> Iterator[Finding]:
    """Say what is wrong with the cells of a column.

    A code or name that cannot be read leaves its row without identity; any other cell is merely unknown.
    """
    refused = column.required or column.field.kind == "code" or column.field.refers_to == "area"
    numbers = rows.values.index
    for place, what in troubles.items():
        text = "" if what.secret else rows.text(int(numbers[place]), column.name)
        said = Phrase("intake.finding.row_stays_out", {"what": what.what}) if refused else what.what
        yield Finding(what.code, said, int(numbers[place]), rows.heading(column.name), text, refused)


def people_of(table_cells: pd.DataFrame) -> pd.Series:
    """Answer a number for each row that differs where its cells about persons do; nothing can be read back from it."""
    if table_cells.empty:
        return pd.Series(0, index=table_cells.index, dtype="int64")
    return pd.Series([hash(tuple(map(as_text, row))) for row in table_cells.to_numpy()], index=table_cells.index)
