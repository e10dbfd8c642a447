"""The example row of a template: what a clerk might write, so that it would come in if it were not marked as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from gis.areas.names import Named
from gis.intake.forms import Column, Form
from gis.intake.gate import ordered
from gis.records.declaration import Field, Kind
from gis.words import Language, say

_FIRST: Final = dt.date(2025, 3, 10)
"""A Monday; the first event of the example."""
_STEP: Final = dt.timedelta(days=28)
_DAYS: Final[Mapping[str, dt.date]] = {
    "period_start": dt.date(2025, 6, 15),
    "period_end": dt.date(2025, 9, 14),
    "month_end": dt.date(2025, 9, 30),
    "reported_on": dt.date(2025, 9, 30),
}
"""Days of reports are the ends of their periods."""
_PLANNED: Final = dt.date(2026, 12, 31)
_FIGURES: Final[Mapping[Kind, Any]] = {
    "count": 12,
    "money": 1_500_000_000,
    "hectares": 1.25,
    "square_metres": 120.5,
    "number": 1.5,
}
_WHOLES: Final = {"cases": 2 * _FIGURES["count"]}
"""Columns whose figure is that of two others together: cases received for the first time, and again."""
_CODES: Final[Mapping[str, str]] = {
    "project": "DA-001",
    "plan": "PA-001",
    "resettlement_site": "TDC-001",
    "household_file": "HS-001",
    "case": "VV-001",
    "petition": "DN-001",
    "dialogue": "DT-001",
    "commitment": "CK-001",
    "reception": "TCD-001",
}
"""Entity → the code of its record in the example, the same wherever it is referred to."""
_WORDED: Final = frozenset(
    {
        "name", "project_name", "ward_name", "hamlet", "purpose", "investor", "agency", "compensating_unit", "regime",
        "deciding_body", "preparing_unit", "prolonged_source", "leading_body", "national_code", "notice_number",
        "minutes_number", "proof",
    }
)  # fmt: skip
"""Columns whose example is a text of the catalogue."""


def sample(column: Column, form: Form, language: Language, areas: Named | None) -> Any:
    """Answer what stands in a column of the example row; pick-lists are for the template to choose from.

    Parameters
    ----------
    column, form
        Of the template.
    language
        Of the template.
    areas
        Whose first ward the example lies in; None: a ward in name only.
    """
    field = column.field
    if field.refers_to == "area" and areas is not None:
        first = areas.wards.iloc[0]
        return str(first["full_name"]) if field.kind == "text" else str(areas.wards.index[0])
    if column.name in ("longitude", "latitude") and areas is not None:
        return round(float(areas.wards.iloc[0][{"longitude": "label_lon", "latitude": "label_lat"}[column.name]]), 4)
    if column.name in _WORDED:
        own = f"{column.name}_{form.name}" if column.name == "name" else column.name
        return say(f"intake.sample.{own}", language)
    if field.kind in ("code", "ref"):
        return _CODES.get(field.refers_to or form.entities[0].name, "00000")
    if field.kind in ("event", "plan"):
        return _day(field, form)
    among = next((parts for _, parts in form.entity.within if column.name in parts), (column.name,))
    return _WHOLES.get(column.name, _FIGURES[field.kind] if len(among) == 1 else _FIGURES[field.kind] // len(among))


def _day(field: Field, form: Form) -> dt.date:
    """Answer a day that keeps the declared order of events."""
    if field.name in _DAYS:
        return _DAYS[field.name]
    if field.kind == "plan":
        return _PLANNED
    before = [first for first, then in ordered(form.entity) if then == field.name]
    begins = form.entity.begins not in (field.name, *before)
    return _FIRST + (len(before) + begins) * _STEP
