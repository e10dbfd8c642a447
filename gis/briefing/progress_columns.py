"""The progress table of clearance: its official columns, how they are written, and what must be hidden with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from gis import words
from gis.briefing.tables import ColumnKind
from gis.insight import compensation
from gis.words import Language

_BILLION: Final = 1e9

KINDS: Final[Mapping[str, ColumnKind]] = {
    "investor": "text",
    "wards": "text",
    "recover_area": "hectares",
    "households": "count",
    "organisations": "count",
    "graves": "count",
    "notified": "count",
    "inventoried": "count",
    "plans": "count",
    "drafted": "count",
    "approved_hectares": "hectares",
    "approved": "count",
    "approved_sum": "money",
    "paid": "count",
    "paid_sum": "money",
    "deposited": "count",
    "decided": "count",
    "handed_over_hectares": "hectares",
    "handed_over": "count",
    "handed_over_share": "share",
    "not_agreeing": "count",
    "not_taking": "count",
    "paid_not_handed_over": "count",
    "late": "count",
    "late_sum": "money",
    "resettlement_need": "count",
    "lots_drawn": "count",
    "planned_payment": "day",
    "planned_handover": "day",
    "planned_finish": "day",
}
"""Columns after the project's name, in the order of the official report, and how they are written."""

DERIVED: Final[Mapping[str, Sequence[str]]] = {
    "approved_hectares": ("approved",),
    "approved_sum": ("approved",),
    "paid_sum": ("paid",),
    "handed_over_hectares": ("handed_over",),
    "handed_over_share": ("handed_over", "households"),
    "late_sum": ("late",),
}
"""Column → the counts it would reveal."""

PARTS: Final = (
    ("notified", "households"),
    ("inventoried", "households"),
    ("approved", "households"),
    ("handed_over", "households"),
    ("paid", "approved"),
    ("late", "approved"),
    ("paid_not_handed_over", "paid"),
    ("lots_drawn", "resettlement_need"),
)
"""(part, whole): what is left of the whole is a count too."""


def written(value: Any, name: str, language: Language) -> str:
    """Write a value of a column that is no text, money in tỷ đồng; what is unknown as such."""
    if pd.isna(value):
        return words.NOTHING
    kind = KINDS[name]
    if kind == "day":
        return words.date(value)
    if kind == "share":
        return words.percent(value, language)
    if kind == "count":
        return words.number(value, language)
    return words.number(value / _BILLION if kind == "money" else value, language, digits=1)


def counts() -> list[str]:
    """Answer the columns that count people's households or organisations; graves and plans are public."""
    return [name for name in compensation.COUNTED if name != "graves"]
