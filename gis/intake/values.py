"""What a cell means, by the kind of its field.

Reading a cell answers its value, or a `Trouble`: what is wrong and what would be right. A cell in trouble counts as
unknown; whether its row may go in without it is for the column to say.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import shapely

from gis.areas.names import fold
from gis.intake.days import habit_of
from gis.intake.days import readings as readings_of_day
from gis.intake.numerals import Marks, marks_of, readings
from gis.intake.shapes import sound
from gis.intake.table import Cell, as_text, tidy
from gis.intake.vocabulary import UNITS, choice_words
from gis.records.declaration import Choice, Field, Kind
from gis.words import Label, Language, Phrase, number

LONGEST: Final = 2_000
"""Letters a text may have; the longest real project names have about 400."""

YEARS: Final = range(1945, 2101)
"""Years a day in these records may have."""

_DIGITS: Final = 6
_LOST: Final = re.compile(r"\w\?+\w|(?<!\S)\?+\w|\ufffd")
_PARTS: Final = re.compile(r"(\d[\d.,]*) ?(tỷ|tỉ|triệu|nghìn) ?(?=\d)")
"""All but the last part of a sum in words: "2 tỷ" of "2 tỷ 350 triệu"."""

_PERSONAL: Final = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?<![\d.,])(?:0\d(?:[ .-]?\d){8}|0\d{11})(?![\d.,])")
"""An e-mail address, a telephone number, an identity number."""

_YES: Final = frozenset(map(fold, ("có", "x", "đúng", "yes", "true", "y", "1", "✓", "✔")))
_NO: Final = frozenset(map(fold, ("không", "sai", "no", "false", "n", "0")))


@dataclass(frozen=True)
class Figure(Phrase):
    """A number said inside a phrase with all the decimals that matter."""

    value: float = 0.0

    def say(self, language: Language = "vi") -> str:
        """Write it as the language does."""
        return number(self.value, language, digits=_DIGITS)


@dataclass(frozen=True)
class Choices(Phrase):
    """The names of a pick-list, said inside a phrase."""

    entries: tuple[Choice, ...] = ()

    def say(self, language: Language = "vi") -> str:
        """Write them one after another."""
        return "; ".join(entry.label.say(language) for entry in self.entries)


@dataclass(frozen=True)
class Heading(Phrase):
    """The declared name of a field, said inside a phrase."""

    label: Label | None = None

    def say(self, language: Language = "vi") -> str:
        """Write it in one language."""
        return self.label.say(language) if self.label else ""


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a cell.

    Parameters
    ----------
    code
        Stable short name.
    what
        What is wrong and what would be right.
    secret
        Whether the cell itself must not be repeated.
    """

    code: str
    what: Phrase
    secret: bool = False


Reader = Callable[[Cell], Any]
"""Answers the value of a cell, None when it is blank, or a `Trouble`."""


def figure(value: float) -> Figure:
    """Make a number that keeps its decimals inside a phrase."""
    return Figure("", {}, float(value))


def trouble(code: str, *, secret: bool = False, **values: Any) -> Trouble:
    """Make a trouble whose phrase has the name of its code."""
    return Trouble(code, Phrase(f"intake.finding.{code}", values), secret)


def reader(field: Field, cells: Sequence[Cell], unit: str = "") -> Reader:
    """Answer how the cells of a column are read.

    Parameters
    ----------
    field
        What they mean.
    cells
        All of them: figures help to understand each other.
    unit
        Of the heading, folded.
    """
    if field.kind in {"hectares", "square_metres", "money", "number", "count"}:
        return _numbers(field, cells, unit)
    if field.kind in {"event", "plan"}:
        return _days(cells)
    simple: Mapping[Kind, Reader] = {
        "shape": _shape,
        "code": _code,
        "ref": _code,
        "text": _text,
        "flag": _flag,
    }
    return _choice(field) if field.kind == "choice" else simple[field.kind]


def column(field: Field, cells: Sequence[Cell], unit: str = "") -> tuple[list[Any], dict[int, Trouble]]:
    """Read a whole column; each distinct cell is read once.

    Parameters
    ----------
    field
        What its cells mean.
    cells
        (n,) of them.
    unit
        Of the heading, folded.

    Returns
    -------
    (n,) values, None where unknown; and by place what is wrong.
    """
    read = reader(field, cells, unit)
    known: dict[tuple[type, Any], Any] = {}
    values: list[Any] = []
    troubles: dict[int, Trouble] = {}
    for place, cell in enumerate(cells):
        key = (cell.__class__, cell)  # 1, 1.0 and True are equal but not the same cell
        if key in known:
            value = known[key]
        else:
            value = known[key] = read(cell)
        if isinstance(value, Trouble):
            troubles[place] = value
            value = None
        values.append(value)
    return values, troubles


def _text(cell: Cell) -> str | Trouble | None:
    text = as_text(cell)
    if text.startswith(("=", "@")):
        return trouble("formula")
    if ("?" in text or "\ufffd" in text) and _LOST.search(text):
        return trouble("lost_letters")
    if _PERSONAL.search(text):
        return trouble("personal_value", secret=True)
    return trouble("too_long", limit=LONGEST) if len(text) > LONGEST else text or None


def _code(cell: Cell) -> str | Trouble | None:
    if isinstance(cell, dt.date):
        return trouble("code_is_day")
    return _text(cell)


def _flag(cell: Cell) -> bool | Trouble | None:
    text = fold(as_text(cell))
    if not text:
        return None
    return True if text in _YES else False if text in _NO else trouble("unknown_flag")


def _shape(cell: Cell | shapely.Geometry) -> bytes | Trouble | None:
    if not isinstance(cell, shapely.Geometry):
        return trouble("not_a_shape") if as_text(cell) else None
    if cell.is_empty:
        return None
    found = sound(cell)
    return trouble("invalid_shape") if found is None else bytes(shapely.to_wkb(shapely.force_2d(found)))


def _choice(field: Field) -> Reader:
    words = choice_words(field)

    @cache
    def read(cell: Cell) -> str | Trouble | None:
        text = fold(as_text(cell))
        if not text:
            return None
        if text in words:
            return words[text] or None
        return trouble("unknown_choice", choices=Choices("", {}, field.choices))

    return read


def _days(cells: Sequence[Cell]) -> Reader:
    habit = habit_of(cells)

    def read(cell: Cell) -> dt.date | Trouble | None:
        if not as_text(cell):
            return None
        found = readings_of_day(cell, habit)
        if not found:
            return trouble("not_a_day")
        if len(found) > 1:
            return trouble("unclear_day", one=as_text(found[0]), other=as_text(found[1]))
        return found[0] if found[0].year in YEARS else trouble("unlikely_day")

    return read


def _numbers(field: Field, cells: Sequence[Cell], unit: str) -> Reader:
    units = UNITS.get(field.kind, {})
    factor = units.get(unit, 1.0)
    marks = marks_of(_apart(cell, units)[0] for cell in cells if isinstance(cell, str))

    def read(cell: Cell) -> float | int | Trouble | None:
        if isinstance(cell, str):
            if field.kind == "money" and _PARTS.search(tidy(cell).lower()):
                return _in_parts(field, tidy(cell).lower(), marks)
            text, own = _apart(cell, units)
            return _certain(field, text, marks, units[own] if own else factor) if text or own else None
        if cell is None:
            return None
        if isinstance(cell, bool | dt.date):
            return trouble("not_a_number")
        return _checked(field, float(cell) * factor)

    return read


def _in_parts(field: Field, text: str, marks: Marks) -> float | int | Trouble | None:
    """Add up a sum in words: ``"2 tỷ 350 triệu đồng"``."""
    units = UNITS[field.kind]
    last = _PARTS.sub("", text)
    parts = [(found[1], found[2]) for found in _PARTS.finditer(text)] + [_apart(last, units)]
    sums = [_certain(field, figure, marks, units[unit]) if unit else None for figure, unit in parts]
    if any(not isinstance(one, float) for one in sums):
        return trouble("not_a_number")
    return _checked(field, sum(one for one in sums if isinstance(one, float)))


def _apart(text: str, units: Mapping[str, float]) -> tuple[str, str]:
    """Take a figure and its unit apart: ``"4,96 ha"``."""
    clean = tidy(text)
    for unit in _by_length(tuple(units)):
        if clean.lower().endswith(unit) and clean[: -len(unit)].strip()[-1:].isdigit():
            return clean[: -len(unit)].strip(), unit
    return clean, ""


@cache
def _by_length(units: tuple[str, ...]) -> tuple[str, ...]:
    # Units that begin with a figure ("1.000 đồng") stand in headings only: a cell "51.000 đồng" is no 5 of them.
    return tuple(sorted((unit for unit in units if not unit[0].isdigit()), key=len, reverse=True))


def _certain(field: Field, text: str, marks: Marks, factor: float) -> float | int | Trouble | None:
    found = readings(text, marks)
    if not found:
        return trouble("not_a_number")
    if len(found) > 1:
        whole = field.kind == "count" or (field.kind == "money" and factor == 1)
        if not whole:
            return trouble("unclear_number", one=figure(found[0] * factor), other=figure(found[1] * factor))
        found = found[1:]  # Persons and đồng have no fractions: the mark can only part the thousands.
    return _checked(field, found[0] * factor)


def _checked(field: Field, value: float) -> float | int | Trouble:
    # The factor of a unit must not leave a trace: 49,600 m² are 4.96 ha, not 4.960000000000001.
    value = float(f"{value:.15g}")
    if not math.isfinite(value):
        return trouble("not_a_number")
    if field.minimum is not None and value < field.minimum:
        return trouble("too_small", minimum=figure(field.minimum))
    if field.kind != "count":
        return value
    if not value.is_integer() or abs(value) >= 2**31:
        return trouble("not_whole")
    return int(value)
