"""Petitions by how they came and what they belong to, and denunciations by whole months."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gis.filters import Filters
from gis.insight import petitions
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.period import Period
from tests import city

SEPTEMBER = Period("month", dt.date(2026, 9, 1), dt.date(2026, 9, 30))
# K1 is a complaint about the price, K3 a proposal, K6 lies outside competence. P5 came in August.
PETITIONS = [
    {"code": "P1", "case": "K1", "ward": "00001", "received_on": "2026-09-02", "channel": "post"},
    {"code": "P2", "case": "K1", "ward": "00001", "received_on": "2026-09-03", "channel": "post"},
    {"code": "P3", "case": "K3", "ward": "00003", "received_on": "2026-09-30", "channel": "in_person"},
    {"code": "P4", "ward": "00002", "received_on": "2026-09-01"},
    {"code": "P5", "case": "K2", "ward": "00001", "received_on": "2026-08-31", "channel": "online"},
    {"code": "P6", "case": "K6", "ward": "00001", "received_on": "2026-09-04", "channel": "forwarded"},
]


def now(**rows: Any) -> Situation:
    return situation(city.snapshot(city.ROWS | rows), city.areas(), rules.current())


def counted(filters: Filters | None = None) -> dict[str, int]:
    found = petitions.received(now(petition=PETITIONS).select(filters or Filters()), SEPTEMBER)
    assert found is not None
    return {str(name): int(n) for name, n in found.items() if n}


def test_petitions_of_the_period_fall_apart_in_three_ways() -> None:
    assert counted() == {
        "received": 5,
        "channel_in_person": 1, "channel_post": 2, "channel_forwarded": 1, "channel_unknown": 1,
        "class_complaint": 3, "class_proposal": 1, "class_unknown": 1,
        "within": 3, "outside": 1, "competence_unknown": 1,
    }  # fmt: skip


@pytest.mark.parametrize("parts", petitions.PARTS)
def test_every_way_adds_up_to_all(parts: tuple[str, ...]) -> None:
    found = counted()
    assert sum(found.get(name, 0) for name in parts) == found["received"]


def test_places_narrow_petitions_and_all_else_their_cases() -> None:
    assert counted(Filters(ward=("00002",)))["received"] == 1, "it needs no case to lie in a ward"
    assert counted(Filters(subject=("price",)))["received"] == 3, "K1 twice, and K3"
    assert counted(Filters(project=("P1",), ward=("00001",)))["received"] == 2
    assert counted(Filters(case_class=("proposal",)))["class_proposal"] == 1


def test_what_was_never_recorded_is_unknown() -> None:
    assert petitions.received(now().select(Filters()), SEPTEMBER) is None
    assert petitions.denunciations(now().select(Filters()), SEPTEMBER) is None


MONTHS = [{"month_end": "2026-08-31", "received": 7}, {"month_end": "2026-09-30", "received": 9}]


@pytest.mark.parametrize(
    ("start", "end", "n"),
    [
        ("2026-09-01", "2026-09-30", 9),
        ("2026-08-01", "2026-09-30", 16),
        ("2026-07-01", "2026-09-30", None),  # July is not recorded
        ("2026-08-15", "2026-09-14", None),  # months of the inspectorate
        ("2026-09-01", "2026-09-29", None),  # the month is not over
    ],
)
def test_denunciations_are_told_of_whole_months(start: str, end: str, n: int | None) -> None:
    period = Period("month", dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert petitions.denunciations(now(denunciation_count=MONTHS).select(Filters()), period) == n


def test_no_choice_narrows_denunciations() -> None:
    """A number in a ward would tell the accused: of any choice nothing is told."""
    chosen = now(denunciation_count=MONTHS)
    assert petitions.denunciations(chosen.select(Filters(ward=("00001",))), SEPTEMBER) is None
    assert petitions.denunciations(chosen.select(Filters(subject=("price",))), SEPTEMBER) is None
