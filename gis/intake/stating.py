"""What a person says of a file or a report in words: whose it is, which official form, of which period.

A unit is a ward by its code or name, a form goes by its number ("01/TCD"), a period is written as in the titles of
reports (`gis.intake.periods`). Nothing is guessed here: what cannot be understood is refused with what could be said.
"""

from __future__ import annotations

from typing import Final

from gis.areas.names import Named, match_ward
from gis.errors import RequestError
from gis.intake.detecting import Detected, official_of
from gis.intake.periods import Span, period_of
from gis.period import INSPECTORATE
from gis.records.entities.reports import FORMS

PROGRESS: Final = "progress_report"
"""Kind of report that is no official form."""


def stated(areas: Named, *, unit: str = "", form: str = "", period: str = "") -> Detected:
    """Answer what was said of a file; an empty text says nothing.

    Parameters
    ----------
    areas
        Whose wards may be named.
    unit
        Code or name of a ward.
    form
        Number or code of an official form.
    period
        In words or days; named by quarter or months it is that of the inspectorate where a form is named.

    Raises
    ------
    RequestError
        One of them cannot be understood.
    """
    official = official_form(form) if form else ""
    span = period_in(period, inspectorate=bool(official)) if period else None
    return Detected(unit=unit_named(unit, areas) if unit else "", period=span, official=official)


def unit_named(text: str, areas: Named) -> str:
    """Answer the code of the ward that is meant.

    Raises
    ------
    RequestError
        There is no such ward, or more than one.
    """
    found = match_ward(text, areas)
    if not found:
        likely = "; ".join(f"{areas.wards['full_name'][code]} ({code})" for code in found.candidates) or "–"
        raise RequestError("intake.no_unit", unit=text, likely=likely)
    return found.code


def official_form(text: str) -> str:
    """Answer the code of the official form that is meant.

    Raises
    ------
    RequestError
        There is no such form.
    """
    codes = {form.code for form in FORMS}
    found = text if text in codes else official_of([text])
    if not found:
        raise RequestError("intake.no_official", form=text, forms=", ".join(form.label.vi for form in FORMS))
    return found


def report_kind(text: str) -> str:
    """Answer the kind of report that is meant: progress totals, or an official form.

    Raises
    ------
    RequestError
        There is no such report.
    """
    return PROGRESS if text in (PROGRESS, "progress") else official_form(text)


def period_in(text: str, *, inspectorate: bool) -> Span:
    """Answer the period that is meant.

    Raises
    ------
    RequestError
        It names none.
    """
    found = period_of([text], begins=INSPECTORATE if inspectorate else 1)
    if found is None:
        raise RequestError("intake.no_period", period=text)
    return found
