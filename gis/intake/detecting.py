"""What a file seems to be: which kind of list, from which unit, of which period. A proposal, never a decision.

Offices send a hundred files at once, named as each of them pleases. The *kind* is the form whose columns the headings
fit best; the *unit* is a ward named above the table or in the file's name; the *period* is read from the same places,
in the words of reports ("Quý III/2026", "từ ngày 15/6/2026 đến ngày 14/9/2026"). What is not said stays unknown.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gis.areas.names import Named, fold
from gis.intake.forms import Column, Form
from gis.intake.kinds import FORMS
from gis.intake.matching import propose
from gis.intake.table import Table

Span = tuple[dt.date, dt.date]

_DAYS: Final = re.compile(
    r"(?:từ|from)\s+(?:ngày\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*(?:đến|tới|to|-|–)\s*(?:hết\s+)?(?:ngày\s+)?"
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})",
    re.IGNORECASE,
)
_QUARTER: Final = re.compile(r"\bquý\s*(iv|i{1,3}|[1-4])\s*(?:[/.-]|năm|năm\s+)\s*(\d{4})", re.IGNORECASE)
_MONTH: Final = re.compile(r"\btháng\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})", re.IGNORECASE)
_MONTHS: Final = re.compile(r"\b(6|9|12)\s*tháng(?:\s+đầu(?:\s+năm)?)?\s*(?:[/.-]|năm)?\s*(\d{4})", re.IGNORECASE)
_YEAR: Final = re.compile(r"\bnăm\s*(\d{4})", re.IGNORECASE)
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS_A_QUARTER: Final = 3
REPORTS: Final = ("progress", "periodic")
"""Kinds of file that are a report of one period; a list of cases may well tell of others."""
_LEAST_COLUMNS: Final = 2
"""Fewer columns of a form than this are a coincidence."""


@dataclass(frozen=True)
class Detected:
    """What a file seems to be.

    Parameters
    ----------
    kind
        Name of a form; empty when none fits.
    unit
        Code of the ward it seems to come from; empty when none, or more than one, is named.
    period
        First and last day it seems to be about; None when it does not say.
    """

    kind: str
    unit: str
    period: Span | None


def detect(table: Table, areas: Named) -> Detected:
    """Propose what a file is.

    Parameters
    ----------
    table
        As it was read.
    areas
        Whose wards may be named.
    """
    said = [*table.title, Path(table.source).stem]
    unit = unit_of(said, areas)
    return Detected(kind_of(table, areas, of_a_unit=bool(unit)), unit, period_of(said))


def kind_of(table: Table, areas: Named, *, of_a_unit: bool = False) -> str:
    """Answer the form that reads most columns of a table and all it requires; of equals the first in `FORMS`.

    Parameters
    ----------
    table
        As it was read.
    areas
        Whose wards may be named.
    of_a_unit
        Whether the ward that sent it is known, so that its rows need not name one.
    """
    found = {name: _fit(table, form, areas, of_a_unit=of_a_unit) for name, form in FORMS.items()}
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= _LEAST_COLUMNS else ""


def _fit(table: Table, form: Form, areas: Named, *, of_a_unit: bool) -> int:
    columns = propose(table, form, areas).columns
    known = of_a_unit and ward_of(form)
    required = [column for column in form.columns if column.required and column != known]
    missing = sum(column.name not in columns and column.instead not in columns for column in required)
    return len(columns) - 3 * missing


def ward_of(form: Form) -> Column | None:
    """Answer the column in which every row of a form must name its ward; None where it need not."""
    wards = (one for one in form.columns if one.required and one.field.kind == "ref" and one.field.refers_to == "area")
    return next(wards, None)


def unit_of(texts: Iterable[str], areas: Named) -> str:
    """Answer the ward that texts name, by its full name, with or without tone marks; empty for none or several."""
    names = {code: _plain(name) for code, name in areas.wards["full_name"].items()}
    said = " | ".join(_plain(text) for text in texts)
    found = {str(code): name for code, name in names.items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said)}
    # "phuong yen so" may stand inside a longer name that is meant
    longest = {code for code, name in found.items() if not any(name in other != name for other in found.values())}
    return longest.pop() if len(longest) == 1 else ""


def _plain(text: str) -> str:
    """Bring text to lower-case letters without any marks, words apart by one space: as in names of files."""
    letters = unicodedata.normalize("NFD", fold(text).replace("đ", "d"))
    return " ".join(re.sub(r"[^a-z0-9|]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).split())


def period_of(texts: Iterable[str]) -> Span | None:
    """Answer the period that texts name; the first text that names one decides, days before quarters before years."""
    lines = [unicodedata.normalize("NFC", text).replace("_", " ") for text in texts]
    for read in (_days, _quarter, _several_months, _month, _year):
        for line in lines:
            if (span := read(line)) is not None:
                return span
    return None


def _days(text: str) -> Span | None:
    if (match := _DAYS.search(text)) is None:
        return None
    day, month, year, last_day, last_month, last_year = map(int, match.groups())
    try:
        start, end = dt.date(year, month, day), dt.date(last_year, last_month, last_day)
    except ValueError:
        return None
    return (start, end) if start <= end else None


def _quarter(text: str) -> Span | None:
    if (match := _QUARTER.search(text)) is None:
        return None
    number = _ROMAN.get(match[1].lower()) or int(match[1])
    last = number * _MONTHS_A_QUARTER
    return _months(int(match[2]), last - _MONTHS_A_QUARTER + 1, last)


def _several_months(text: str) -> Span | None:
    match = _MONTHS.search(text)
    return _months(int(match[2]), 1, int(match[1])) if match else None


def _month(text: str) -> Span | None:
    match = _MONTH.search(text)
    return _months(int(match[2]), int(match[1]), int(match[1])) if match else None


def _year(text: str) -> Span | None:
    match = _YEAR.search(text)
    return _months(int(match[1]), 1, 12) if match else None


def _months(year: int, first: int, last: int) -> Span | None:
    try:
        return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
    except ValueError:  # a thirteenth month; the calendar's own error for it is one
        return None


def doubtful(found: Mapping[str, Detected], *, wanted: Span | None = None) -> Iterator[tuple[str, str]]:
    """Name reports that seem to be of another period, and files of one unit, kind and period together.

    Parameters
    ----------
    found
        Name of a file → what it seems to be.
    wanted
        The period that was asked for; None: any.

    Returns
    -------
    Pairs of a file's name and what is doubtful: ``"other_period"`` or ``"same_report"``.
    """
    for name, one in found.items():
        if wanted and one.period and one.kind in REPORTS and one.period != wanted:
            yield name, "other_period"
        if one.unit and one.period and sum(other == one for other in found.values()) > 1:
            yield name, "same_report"
