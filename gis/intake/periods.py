"""Periods and days as the titles of reports write them: ``"Quý III/2026"``, ``"từ ngày 15/6/2026 đến ngày 14/9/2026"``.

A period that is written with its days is those days. One that is named by quarter or months is that of the calendar of
the report: plain months, or months that begin on a day of the month before, as the inspectorate's do. The day on which
a paper was signed is no period. What is not said stays unknown.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

Span = tuple[dt.date, dt.date]

_DAY: Final = r"(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(\d{4})"
_DAYS: Final = re.compile(rf"{_DAY}\s*(?:đến|tới|to|-|–)\s*(?:hết\s+)?(?:ngày\s+)?{_DAY}", re.IGNORECASE)
_UP_TO: Final = re.compile(rf"(?:đến|tới|as of|up to)\s+(?:hết\s+)?(?:ngày\s+)?{_DAY}", re.IGNORECASE)
_SIGNED: Final = re.compile(r"ngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm\s*[\d.…]*", re.IGNORECASE)
_IN_YEAR: Final = r"(?:\s*(?:[/.-]|năm|của\s+năm)?\s*(\d{4}))?"
_QUARTER: Final = re.compile(rf"\bquý\s*(iv|i{{1,3}}|[1-4])\b{_IN_YEAR}", re.IGNORECASE)
_MONTHS: Final = re.compile(rf"\b(6|9|12)\s*tháng\b(?:\s+(?:đầu|cuối)(?:\s+năm)?)?{_IN_YEAR}", re.IGNORECASE)
_MONTH: Final = re.compile(r"\btháng\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})", re.IGNORECASE)
_YEAR: Final = re.compile(r"\bnăm\s*(\d{4})", re.IGNORECASE)
_ANY_YEAR: Final = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS_A_QUARTER: Final = 3
_MONTHS_A_YEAR: Final = 12


def period_of(texts: Iterable[str], *, begins: int = 1) -> Span | None:
    """Answer the period that texts name; the first text that names one decides, days before quarters before years.

    A quarter or so many months without a year are of the year that the other texts name, if they name one only.

    Parameters
    ----------
    texts
        Lines above a table, the name of a sheet or file.
    begins
        Day of the month before on which a reporting month begins; 1: plain months.
    """
    lines = [unicodedata.normalize("NFC", text).replace("_", " ") for text in texts]
    for line in lines:
        if (span := _days(line)) is not None:
            return span
    year = _only_year(lines)
    unsigned = [_SIGNED.sub(" ", line) for line in lines]
    for read in (_quarter, _several_months, _month, _year):
        for line in unsigned:
            if (found := read(line, year)) is not None:
                return _months(*found, begins)
    return None


def day_of(texts: Iterable[str]) -> dt.date | None:
    """Answer the day up to which figures are told: ``"(Số liệu đến ngày 31/8/2026)"``; None where none is named."""
    for text in texts:
        found = _UP_TO.search(unicodedata.normalize("NFC", text))
        if found and (day := _date(*found.groups())):
            return day
    return None


def _days(text: str) -> Span | None:
    if (match := _DAYS.search(text)) is None:
        return None
    start, end = _date(*match.groups()[:3]), _date(*match.groups()[3:])
    return (start, end) if start and end and start <= end else None


def _date(day: str, month: str, year: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _only_year(lines: Iterable[str]) -> int:
    years = {int(year) for line in lines for year in _ANY_YEAR.findall(line)}
    return years.pop() if len(years) == 1 else 0


Months = tuple[int, int, int]
"""A year, and the first and last of its months."""


def _quarter(text: str, year: int) -> Months | None:
    match = _QUARTER.search(text)
    year = int(match[2] or year) if match else 0
    if match is None or not year:
        return None
    last = (_ROMAN.get(match[1].lower()) or int(match[1])) * _MONTHS_A_QUARTER
    return year, last - _MONTHS_A_QUARTER + 1, last


def _several_months(text: str, year: int) -> Months | None:
    match = _MONTHS.search(text)
    year = int(match[2] or year) if match else 0
    if match is None or not year:
        return None
    last_half = match[1] == "6" and "cuối" in match[0].lower()
    return (year, 7, 12) if last_half else (year, 1, int(match[1]))


def _month(text: str, _: int) -> Months | None:
    match = _MONTH.search(text)
    found = (int(match[2]), int(match[1]), int(match[1])) if match else None
    return found if found and found[0] and 1 <= found[1] <= _MONTHS_A_YEAR else None


def _year(text: str, _: int) -> Months | None:
    match = _YEAR.search(text)
    return (int(match[1]), 1, 12) if match and int(match[1]) else None


def _months(year: int, first: int, last: int, begins: int) -> Span | None:
    try:
        if begins == 1:
            return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
        before = dt.date(year, first, 1) - dt.timedelta(days=1)
        return before.replace(day=begins), dt.date(year, last, begins - 1)
    except ValueError:  # a year before the first; the calendar's own error for it is one
        return None
