"""What a file seems to be: which kind of list, from which unit, of which period. A proposal, never a decision.

Offices send a hundred files at once, named as each of them pleases. The *kind* is the form whose columns the headings
fit best; the *unit* is a ward named above the table, in the name of the sheet or in the file's name. The number of an
*official form* ("Biểu số: 01/TCD") and the *period* (`gis.intake.periods`) are read from the same places: such files
have no columns for them. What is not said stays unknown, and a person may say it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Final

from gis.areas.names import Named, fold
from gis.intake.forms import Column, Form
from gis.intake.kinds import FORMS
from gis.intake.lists import WARD_NAME
from gis.intake.mapping import ColumnMapping
from gis.intake.matching import propose
from gis.intake.periods import Span, day_of, period_of
from gis.intake.table import Table, as_text
from gis.period import INSPECTORATE
from gis.records.entities.reports import FORMS as OFFICIAL

REPORTS: Final = ("progress", "periodic")
"""Kinds of file that are a report of one period; a list of cases may well tell of others."""
_LEAST_COLUMNS: Final = 2
"""Fewer columns of a form than this are a coincidence."""


@dataclass(frozen=True)
class Detected:
    """What a file seems to be, or what a person said it is.

    Parameters
    ----------
    kind
        Name of a form; empty when none fits.
    unit
        Code of the ward it seems to come from; empty when none, or more than one, is named.
    period
        First and last day it seems to be about; None when it does not say.
    official
        Code of the official form, such as ``"tcd_01"``; empty when none is named.
    day
        Up to which its figures are told; None when it does not say.
    """

    kind: str = ""
    unit: str = ""
    period: Span | None = None
    official: str = ""
    day: dt.date | None = None

    def over(self, proposed: Detected) -> Detected:
        """Answer a proposal with everything that is said otherwise here."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name)}
        return replace(proposed, **said)


NOTHING: Final = Detected()


def detect(table: Table, areas: Named) -> Detected:
    """Propose what a file is.

    Parameters
    ----------
    table
        As it was read.
    areas
        Whose wards may be named.
    """
    said = [*table.title, table.sheet, Path(table.source).stem]
    official = official_of(said)
    period = period_of(said, begins=INSPECTORATE if official else 1)
    found = Detected("", unit_of(said, areas), period, official, day_of(said))
    return replace(found, kind=kind_of(table, areas, found))


def kind_of(table: Table, areas: Named, said: Detected = NOTHING) -> str:
    """Answer the form that reads most columns of a table and all it requires; of equals the first in `FORMS`.

    Parameters
    ----------
    table
        As it was read.
    areas
        Whose wards may be named.
    said
        What is known beside the columns, so that no row need say it. A table that goes by the number of an official
        form is one, whatever list has the same columns.
    """
    found = {name: _fit(table, form, areas, said) for name, form in FORMS.items()}
    if said.official and found["periodic"] > 0:
        return "periodic"
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= _LEAST_COLUMNS else ""


def _fit(table: Table, form: Form, areas: Named, said: Detected) -> int:
    columns = propose(table, form, areas).columns
    known = {*columns, *said_of(form, said), *_carried(table)}
    required = [column for column in form.columns if column.required]
    missing = sum(known.isdisjoint({column.name, column.instead, column.derived_from}) for column in required)
    return len(columns) - 3 * missing


def said_of(form: Form, said: Detected) -> Mapping[str, str]:
    """Answer what holds for every row of a file by what is said beside its columns: column of the form → its text."""
    start, end = said.period or (None, None)
    ward = ward_of(form)
    known = {
        ward.name if ward else "": said.unit,
        "form": said.official,
        "period_start": as_text(start),
        "period_end": as_text(end),
        "reported_on": as_text(said.day),
    }
    return {name: text for name, text in known.items() if text and name in form.names}


def completed(mapping: ColumnMapping, table: Table, form: Form, areas: Named, said: Detected) -> ColumnMapping:
    """Answer a mapping with what is said beside the columns, where neither they nor the mapping say it.

    Parameters
    ----------
    mapping
        What a person decided about the columns.
    table
        As it was read.
    form
        What kind of file it is.
    areas
        Whose wards may be named.
    said
        What the file seems to be, or what a person said it is.
    """
    known = {*mapping.over(propose(table, form, areas)).columns, *mapping.constants, *_carried(table)}
    more = {
        name: text
        for name, text in said_of(form, said).items()
        if name not in known and form[name].instead not in known
    }
    return replace(mapping, constants={**more, **mapping.constants})


def _carried(table: Table) -> tuple[str, ...]:
    """Name the column whose cells are carried down from the rows that open sections."""
    return (WARD_NAME.name,) if table.within else ()


def ward_of(form: Form) -> Column | None:
    """Answer the column in which every row of a form must name its ward; None where it need not."""
    wards = (one for one in form.columns if one.required and one.field.kind == "ref" and one.field.refers_to == "area")
    return next(wards, None)


def official_of(texts: Iterable[str]) -> str:
    """Answer the official form that texts name by its number ("Biểu số: 01/TCD"); the first that names just one."""
    for text in map(_plain, texts):
        found = [code for code, number in _numbers().items() if number.search(text)]
        if len(found) == 1:
            return found[0]
    return ""


@cache
def _numbers() -> Mapping[str, re.Pattern[str]]:
    """Answer what finds each official form that has a number: "01/TCD", "1-TCD", "01TCD"."""
    parts = {form.code: form.label.vi.partition("/") for form in OFFICIAL}
    return {
        code: re.compile(rf"(?<!\w)0?{int(number)} ?{letters.lower()}(?!\w)")
        for code, (number, _, letters) in parts.items()
        if letters
    }


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
    Pairs of a file's name and what is doubtful: ``"other_period"`` than was asked for, ``"unlike_others"`` where most
    reports of its kind are of another, or ``"same_report"``.
    """
    for name, one in found.items():
        alike = Counter(other.period for other in found.values() if other.period and _same_kind(one, other))
        if one.period and one.kind in REPORTS and (doubt := _period_doubt(one.period, alike, wanted)):
            yield name, doubt
        if one.unit and one.period and sum(_same_report(one, other) for other in found.values()) > 1:
            yield name, "same_report"


def _period_doubt(period: Span, alike: Counter[Span], wanted: Span | None) -> str:
    """Say how a period is doubtful beside those of its kind; a page left at 12 months asked for no report of a year."""
    usual, often = alike.most_common(1)[0]
    if wanted not in alike and often > 1 and 2 * often > alike.total():
        return "unlike_others" if period != usual else ""
    if wanted is None or period == wanted:
        return ""
    shared = min(period[1], wanted[1]) - max(period[0], wanted[0])
    return "other_period" if wanted in alike or 2 * shared < period[1] - period[0] else ""


def _same_kind(one: Detected, other: Detected) -> bool:
    return (one.kind, one.official) == (other.kind, other.official)


def _same_report(one: Detected, other: Detected) -> bool:
    return replace(one, day=None) == replace(other, day=None)
