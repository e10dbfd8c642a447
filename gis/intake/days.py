"""Days as people and programs write them: ``30/9/2026``, ``2026-09-30``, ``30.9.26``, Excel's count of days.

Day and month change places between Vietnamese and American habits. A column shows its habit by its own days: 30/9 can
only be day first, 9/30 only month first. Where a column shows the American one, 3/4 may be either, and nobody but the
sender knows. Excel adds a trap: opened on an American machine it turns 3/4 into the fourth of March and leaves 30/9 as
text, so that in one column every true day is a small number and every text a large one.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gis.areas.names import fold
from gis.intake.table import Cell, as_text

_EPOCH: Final = dt.date(1899, 12, 30)
_SERIALS: Final = range(20_000, 80_000)
"""Days since `_EPOCH` that Excel may mean by a bare number: 1954 to 2119."""

_MONTHS: Final = 12
_TURN: Final = 50
"""A year of two figures below it is of this century."""

_CHANCE: Final = 0.1
"""Chance below which small true days beside large written ones are no coincidence."""

_SMALL: Final = 12 / 30.4
"""Share of all days whose number could be a month."""

_TIME: Final = r"(?:[T ,]+\d{1,2}[:h]\d{0,2}.*)?"
_WRITTEN: Final = re.compile(rf"(\d{{1,2}})\s?[/.-]\s?(\d{{1,2}})\s?[/.-]\s?(\d{{4}}|\d{{2}}){_TIME}")
_ISO: Final = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?:T.*|{_TIME})")
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
_WORDS: Final = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})")


@dataclass(frozen=True)
class Habit:
    """What the days of a column show.

    Parameters
    ----------
    american
        Whether some can only be month first.
    exchanged
        Whether Excel seems to have taken day for month in its true days.
    """

    american: bool = False
    exchanged: bool = False


def habit_of(cells: Iterable[Cell]) -> Habit:
    """Gather what the days of a column show about day and month."""
    pairs, days = set(), set()
    for cell in set(cells):
        if isinstance(cell, dt.date):
            days.add((cell.day, cell.month))
        elif isinstance(cell, str) and (found := _WRITTEN.fullmatch(as_text(cell))):
            pairs.add((int(found[1]), int(found[2]), found[3]))
    large = [first > _MONTHS for first, _, _ in pairs]
    small = [day <= _MONTHS for day, _ in days]
    exchanged = bool(large and small) and all(large) and all(small)
    chance = _SMALL ** len(small) * (1 - _SMALL) ** len(large)
    return Habit(any(_is_american(first, second) for first, second, _ in pairs), exchanged and chance < _CHANCE)


def readings(cell: Cell, habit: Habit) -> tuple[dt.date, ...]:
    """Answer which days a cell may mean: one when it is certain, two when not, none when it is no day.

    Parameters
    ----------
    cell
        Not blank.
    habit
        What its column shows.
    """
    if isinstance(cell, dt.date):
        day = cell.date() if isinstance(cell, dt.datetime) else cell
        return _either(day.day, day.month, day.year) if habit.exchanged else (day,)
    if isinstance(cell, float) and math.isfinite(cell) and int(cell) in _SERIALS:
        return (_EPOCH + dt.timedelta(days=int(cell)),)
    text = as_text(cell)
    if text.isdigit() and text.isascii() and int(text) in _SERIALS:
        return (_EPOCH + dt.timedelta(days=int(text)),)
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _WORDS.fullmatch(fold(text)):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    return _written(text, habit)


def _written(text: str, habit: Habit) -> tuple[dt.date, ...]:
    found = _WRITTEN.fullmatch(text)
    if not found:
        return ()
    first, second, year = int(found[1]), int(found[2]), _year(found[3])
    if not habit.american:
        return _day(first, second, year)
    return _day(second, first, year) if _is_american(first, second) else _either(first, second, year)


def _is_american(first: int, second: int) -> bool:
    return first <= _MONTHS < second


def _either(day: int, month: int, year: int) -> tuple[dt.date, ...]:
    """Answer a day and, where its number could be the month, the other way round."""
    return tuple(dict.fromkeys((*_day(day, month, year), *_day(month, day, year))))


def _day(day: int, month: int, year: int) -> tuple[dt.date, ...]:
    try:
        return (dt.date(year, month, day),)
    except ValueError:
        return ()


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 — two figures
        return year
    return year + (2000 if year < _TURN else 1900)
