"""The pack before a meeting, on the drawn city on 30/9/2026: what it gathers, and what it does not know."""

from __future__ import annotations

from typing import Any

import pytest

from gis.insight import cases, contacts, limits, meeting
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.view import Meeting, Sheet
from tests import city

SITTING = {"code": "R2", "ward": "00001", "held_on": "2026-09-07", "state": "held", "role": "party_secretary"}


def now(**rows: list[dict[str, Any]]) -> Situation:
    return situation(city.snapshot({**city.ROWS, **rows}), city.areas(), rules.current())


def gathered(asked: Meeting, sheet: Sheet | None = None, **rows: list[dict[str, Any]]) -> meeting.Pack:
    found = meeting.gathered(now(**rows), asked, sheet, due_soon_days=7)
    assert found is not None
    return found


def test_cases_give_the_place_the_works_and_what_is_owed_there() -> None:
    found = gathered(Meeting(cases=("K2", "K1", "K9")))
    assert found.cases.index.tolist() == ["K2", "K1"]
    assert found.unknown == ("K9",)
    assert (found.wards, found.projects) == (("00001",), ("P1",))
    assert found.progress.loc[["P1"], ["households", "approved", "paid", "late"]].to_numpy().tolist() == [[4, 4, 2, 1]]
    assert found.progress["stage"].tolist() == ["paying"]
    assert found.subjects is not None
    assert found.subjects["open"].to_dict() == {"recovery": 1, "price": 1, "other": 1}
    assert found.subjects["overdue"].sum() == 1
    assert found.promises is not None
    assert found.promises["code"].tolist() == ["C1", "C2", "C3"]
    assert found.promises["state"].tolist() == ["overdue", "due_soon", "extended"]
    assert set(found.duties["ward"]) == {"00001"}


def test_a_dialogue_brings_its_ward_its_project_and_its_case() -> None:
    coming = {"code": "D4", "kind": "complaint", "ward": "00001", "project": "P1", "case": "K1",
              "announced_on": "2026-09-20", "planned_for": "2026-10-03"}  # fmt: skip
    found = gathered(Meeting(dialogue="D4", cases=("K3",)), dialogue=[coming])
    assert found.dialogue is not None
    assert found.dialogue["state"] == "coming"
    assert found.cases.index.tolist() == ["K1", "K3"]
    assert (found.wards, found.projects) == (("00001", "00003"), ("P1", "P2"))
    assert found.progress.index.tolist() == ["P1", "P2"]


def test_a_place_that_lies_open_needs_no_code() -> None:
    assert gathered(Meeting(), Sheet("ward", "00003")).wards == ("00003",)
    found = gathered(Meeting(), Sheet("project", "P1"))
    assert (found.wards, found.projects) == (("00001", "00002"), ("P1",))
    assert found.cases.empty
    assert found.limits.empty


def test_without_a_place_there_is_no_pack() -> None:
    asked = Meeting(dialogue="D9", cases=("K9",))
    assert meeting.gathered(now(), asked, None, due_soon_days=7) is None
    assert meeting.unknown_codes(now(), asked) == ("D9", "K9")
    assert meeting.unknown_codes(now(), Meeting("D1", cases=("K1",))) == ()


def test_only_receptions_of_the_day_and_the_place_are_told() -> None:
    rows = [*city.ROWS["reception"], SITTING]
    day = city.dt.date(2026, 9, 7)
    found = gathered(Meeting(reception=day, cases=("K1",)), reception=rows)  # type: ignore[arg-type]
    assert found.receptions.index.tolist() == ["R2"]
    assert gathered(Meeting(reception=day, cases=("K3",)), reception=rows).receptions.empty  # type: ignore[arg-type]


def test_the_last_contacts_are_the_latest_and_tell_no_household() -> None:
    minuted = [{**city.FILES[4], "code": code, "persuasion_on": "2026-09-20"} for code in ("H5", "H6")]
    rows = {"household_file": minuted, "reception": [SITTING]}
    place = gathered(Meeting(cases=("K1", "K3")), **rows).contacts  # type: ignore[arg-type]
    assert place["what"].tolist() == ["persuasion", "reception", "dialogue"]
    assert place["day"].dt.day.tolist() == [20, 7, 5]
    assert place["detail"].fillna("").tolist() == ["", "party_secretary", "complaint"]
    assert "code" not in place


def test_a_reception_that_was_not_held_is_no_contact() -> None:
    unheld = now(reception=[{**SITTING, "state": "not_held"}], dialogue=[]).select(meeting.Filters())
    assert contacts.listed(unheld, most=3).empty


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("K1", {"accept_first": ("met", 3), "resolve_first": ("overdue", -30)}),
        ("K2", {"accept_first": ("met", 4), "resolve_first": ("due_soon", 0)}),
        ("K3", {}),
        ("K6", {}),
    ],
)
def test_limits_worked_out_by_hand(code: str, expected: dict[str, tuple[str, int]]) -> None:
    city_now = now()
    found = limits.of_cases(city_now, cases.in_full(city_now, [code]), due_soon_days=7)
    told = {line["clock"]: (line["state"], line["days_left"]) for line in found.to_dict("records")}
    assert {clock: told[clock] for clock in expected} == expected
    assert len(found) == len(told)
    assert bool(told) == bool(expected)


def test_a_missing_start_is_said_and_never_late() -> None:
    lacking = {"code": "K9", "case_class": "complaint", "level": "first", "ward": "00001",
               "received_on": "2026-01-05", "decided_on": "2026-08-01"}  # fmt: skip
    city_now = now(case=[lacking])
    found = limits.of_cases(city_now, cases.in_full(city_now, ["K9"]), due_soon_days=7)
    assert found.loc[found["clock"] == "resolve_first", "state"].tolist() == ["unknown_start"]


def test_limits_under_way_come_nearest_first() -> None:
    city_now = now()
    found = limits.of_cases(city_now, cases.in_full(city_now, ["K2", "K1"]), due_soon_days=7)
    assert limits.under_way(found)["code"].tolist() == ["K1", "K2"]
