"""Why a place asks for attention, on the drawn city's 30/9/2026, counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from gis.filters import Filters
from gis.insight import duties, reasons
from gis.insight.situation import Selection, situation
from gis.law import rules
from tests import city


def made(filters: Filters, **rows: list[dict[str, Any]]) -> Selection:
    now = situation(city.snapshot({**city.ROWS, **rows}), city.areas(), rules.current())
    return now.select(filters)


def told(selection: Selection) -> list[tuple[str, int]]:
    return [(one.kind, one.n) for one in reasons.reasons(selection, duties.due(selection))]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        # K1 is past its limit, H3 is owed its money since 20/1/2025, C1 was due yesterday; people met 25 days ago
        (Filters(ward=("00001",)), [("overdue", 1), ("payment", 1), ("commitment", 1)]),
        # K3 waits since 2/6, and nobody ever met there
        (Filters(ward=("00003",)), [("waiting", 1), ("no_contact", 0)]),
        (Filters(ward=("00004",)), []),
        (Filters(project=("P1",)), [("overdue", 1), ("payment", 1), ("commitment", 1)]),
    ],
)
def test_the_reasons_of_the_drawn_city(filters: Filters, expected: list[tuple[str, int]]) -> None:
    assert told(made(filters)) == expected


@pytest.mark.parametrize(("received", "n"), [("2026-07-02", 1), ("2026-07-03", 0)])
def test_a_case_waits_long_from_the_ninetieth_day(received: str, n: int) -> None:
    case = {"code": "A", "ward": "00002", "case_class": "proposal", "received_on": received}
    assert dict(told(made(Filters(ward=("00002",)), case=[case]))).get("waiting", 0) == n


@pytest.mark.parametrize(("held", "days"), [("2026-07-01", 91), ("2026-07-02", None)])
def test_contact_is_missing_after_ninety_days(held: str, days: int | None) -> None:
    case = {"code": "A", "ward": "00004", "case_class": "proposal", "received_on": "2026-09-01"}
    met = {"code": "D", "kind": "conference", "ward": "00004", "announced_on": "2026-06-01", "held_on": held}
    assert dict(told(made(Filters(ward=("00004",)), case=[case], dialogue=[met]))).get("contact") == days


def test_where_no_contact_was_ever_recorded_anywhere_silence_says_nothing() -> None:
    bare = made(Filters(ward=("00003",)), dialogue=[], reception=[], household_file=[])
    assert told(bare) == [("waiting", 1)]


def test_a_decision_not_carried_out_and_a_dialogue_past_its_day_are_reasons() -> None:
    case = {"code": "A", "ward": "00002", "case_class": "complaint", "level": "first", "received_on": "2026-01-03"}
    days = {"accepted_on": "2026-01-05", "decided_on": "2026-02-01", "effective_on": "2026-03-15"}
    planned = {"code": "D", "kind": "conference", "ward": "00002", "announced_on": "2026-09-01"}
    selection = made(Filters(ward=("00002",)), case=[case | days], dialogue=[planned | {"planned_for": "2026-09-29"}])
    assert told(selection) == [("dialogue", 1), ("decision", 1)]


def test_of_a_project_it_is_not_known_how_long_nobody_met() -> None:
    """Receptions belong to no project: its people may have been received yesterday."""
    case = {"code": "A", "ward": "00004", "project": "P1", "case_class": "proposal", "received_on": "2026-09-01"}
    ward, project = (made(filters, case=[case]) for filters in (Filters(ward=("00004",)), Filters(project=("P1",))))
    assert dict(told(ward))["no_contact"] == 0
    assert not {"contact", "no_contact"} & dict(told(project)).keys()
