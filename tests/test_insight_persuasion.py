"""The persuasion ledger worked out by hand: both sides of each least time, barred days, and what is not recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.filters import Filters
from gis.insight import persuasion
from gis.insight.situation import Selection, situation
from gis.law import rules
from gis.law.terms import Rules
from tests import city

SHIPPED = rules.current()
INVENTORY = ("compulsory_inventory_on", "inventory_persuasion_on")
ENFORCEMENT = ("enforced_on", "persuasion_on")


def made(
    *files: dict[str, Any],
    law: Rules = SHIPPED,
    regime: str | None = None,
    filters: Filters | None = None,
    dialogue: list[dict[str, Any]] | None = None,
) -> Selection:
    """Household files of P1 in Phường An which are otherwise as given."""
    rows = [{"code": f"X{n}", "project": "P1", "ward": "00001"} | file for n, file in enumerate(files)]
    projects = [row | ({"regime": regime} if row["code"] == "P1" else {}) for row in city.PROJECTS]
    shown = {**city.ROWS, "household_file": rows, "project": projects, "dialogue": dialogue or []}
    return situation(city.snapshot(shown), city.areas(), law).select(filters or Filters())


def steps(*files: dict[str, Any], **more: Any) -> pd.DataFrame:
    return made(*files, **more)["compulsory_step"]


def checked() -> Rules:
    """The rules as if every text had been read."""
    return replace(
        SHIPPED,
        clocks=tuple(replace(clock, confidence="C") for clock in SHIPPED.clocks),
        barred=tuple(replace(rule, confidence="C") for rule in SHIPPED.barred),
    )


# Persuasion on 02/03/2026: 15 days later is 17/03, 10 days later is 12/03. Both are working days.
@pytest.mark.parametrize(
    ("days", "least", "state"),
    [
        (INVENTORY, "2026-03-17", "in_time"),
        (INVENTORY, "2026-03-16", "too_early"),
        (ENFORCEMENT, "2026-03-12", "in_time"),
        (ENFORCEMENT, "2026-03-11", "too_early"),
    ],
)
def test_the_first_day_after_the_least_time_is_in_time(days: tuple[str, str], least: str, state: str) -> None:
    done, persuaded = days
    file = {done: least, persuaded: "2026-03-02"}
    assert steps(file, law=checked())["state"].tolist() == [state]
    grey = {"too_early": "too_early_unverified"}.get(state, state)
    assert steps(file)["state"].tolist() == [grey]


@pytest.mark.parametrize("days", [INVENTORY, ENFORCEMENT])
def test_without_persuasion_before_the_step_nothing_is_recorded(days: tuple[str, str]) -> None:
    done, persuaded = days
    assert steps({done: "2026-03-12"})["state"].tolist() == ["not_recorded"]
    assert steps({done: "2026-03-12", persuaded: "2026-03-13"})["state"].tolist() == ["not_recorded"]
    assert steps({persuaded: "2026-03-12"}).empty


MEETING: dict[str, Any] = {
    "code": "M", "kind": "persuasion", "ward": "00001", "project": "P1", "announced_on": "2026-02-20",
    "held_on": "2026-03-02", "minutes_number": "07/BB", "minutes_on": "2026-03-03",
}  # fmt: skip


@pytest.mark.parametrize("days", [INVENTORY, ENFORCEMENT])
@pytest.mark.parametrize(
    ("step", "meeting", "state"),
    [
        ("2026-03-02", {}, "meeting_only"),
        ("2026-03-01", {}, "not_recorded"),
        ("2026-03-02", {"minutes_number": None}, "not_recorded"),
        ("2026-03-02", {"kind": "conference"}, "not_recorded"),
        ("2026-03-02", {"project": "P2"}, "not_recorded"),
        ("2026-03-02", {"ward": "00003"}, "not_recorded"),
        ("2026-03-02", {"project": None}, "not_recorded"),
    ],
)
def test_minutes_of_a_common_meeting_are_told_apart(
    days: tuple[str, str], step: str, meeting: dict[str, Any], state: str
) -> None:
    assert steps({days[0]: step}, dialogue=[MEETING | meeting])["state"].tolist() == [state]


def test_the_day_of_the_file_itself_comes_first() -> None:
    own = {"enforced_on": "2026-03-12", "persuasion_on": "2026-03-02"}
    assert steps(own, dialogue=[MEETING])["state"].tolist() == ["in_time"]
    assert steps({"enforced_on": "2024-07-31"}, dialogue=[MEETING])["state"].tolist() == ["unjudged"]


def test_a_step_older_than_the_rules_is_not_judged() -> None:
    old = {"enforced_on": "2024-07-31"}
    assert steps(old)["state"].tolist() == ["unjudged"]
    assert steps({"enforced_on": "2024-08-01"})["state"].tolist() == ["not_recorded"]
    assert steps(old, regime="2024-08-01")["state"].tolist() == ["not_recorded"]
    assert steps(old | {"persuasion_on": "2024-07-02"})["state"].tolist() == ["unjudged"]


# The holidays of Tết 2026 are 16/02 to 20/02: with 15 days on either side from Sunday 01/02 to Saturday 07/03.
@pytest.mark.parametrize(
    ("day", "within"),
    [
        ("2026-03-12", False),  # a Thursday
        ("2026-03-14", True),  # a Saturday
        ("2026-04-30", True),  # a public holiday
        ("2026-02-17", True),  # the first day of the year
        ("2026-01-30", False),  # the Friday before the time around it
        ("2026-02-02", True),  # its first working day
        ("2026-03-06", True),  # its last working day
        ("2026-03-09", False),  # the Monday after it
    ],
)
def test_barred_days_are_told_beside_the_state(day: str, within: bool) -> None:  # noqa: FBT001
    file = {"enforced_on": day, "persuasion_on": "2026-01-05"}
    grey, red = steps(file), steps(file, law=checked())
    assert grey[["barred", "barred_unverified"]].iloc[0].tolist() == [False, within]
    assert red[["barred", "barred_unverified"]].iloc[0].tolist() == [within, False]
    assert grey["state"].tolist() == ["in_time"]


def test_an_inventory_is_barred_by_nothing() -> None:
    selection = made({"compulsory_inventory_on": "2026-03-14"}, {"enforced_on": "2026-03-14"})
    table = persuasion.ledger(selection["compulsory_step"], SHIPPED, "ward").set_index("step")
    assert pd.isna(table.at["inventory", "barred_unverified"])
    assert table.at["enforcement", "barred_unverified"] == 1


def test_the_ledger_counts_households_by_ward_and_project() -> None:
    selection = made(
        {"enforced_on": "2026-03-12"},
        {"enforced_on": "2026-03-12", "ward": "00002"},
        {"enforced_on": "2026-03-12", "persuasion_on": "2026-03-02", "ward": "00002"},
        {"compulsory_inventory_on": "2026-03-12", "project": "P2", "ward": "00003"},
        {"approved_on": "2026-03-12"},
    )
    rows = selection["compulsory_step"]
    project = persuasion.ledger(rows, SHIPPED, "project").set_index(["project", "step"])
    assert project.loc[("P1", "enforcement"), ["steps", "not_recorded", "in_time"]].tolist() == [3, 2, 1]
    assert project.loc[("P2", "inventory"), ["steps", "not_recorded"]].tolist() == [1, 1]
    ward = persuasion.ledger(rows, SHIPPED, "ward").set_index("ward")
    assert ward["steps"].to_dict() == {"00001": 1, "00002": 2, "00003": 1}
    assert "code" not in rows
    assert not any(str(dtype).startswith("datetime") for dtype in rows.dtypes)


def test_filters_narrow_the_ledger() -> None:
    files = ({"enforced_on": "2026-03-12"}, {"enforced_on": "2026-03-12", "ward": "00003", "project": "P2"})
    assert len(steps(*files, filters=Filters(ward=("00003",)))) == 1
    assert len(steps(*files, filters=Filters(key_project=True))) == 1


@given(st.integers(0, 400), st.integers(0, 60))
def test_more_time_between_never_makes_a_step_earlier(first: int, gap: int) -> None:
    start = dt.date(2025, 6, 1) + dt.timedelta(days=first)
    files = [
        {"enforced_on": (start + dt.timedelta(days=more)).isoformat(), "persuasion_on": start.isoformat()}
        for more in (gap, gap + 1)
    ]
    order = {"too_early": 0, "in_time": 1}
    nearer, later = (order[state] for state in steps(*files, law=checked())["state"])
    assert nearer <= later


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                name: st.dates(dt.date(2024, 1, 1), dt.date(2026, 9, 30)).map(str)
                for name in (*INVENTORY, *ENFORCEMENT)
            },
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_step_is_in_exactly_one_state(files: list[dict[str, str]]) -> None:
    table = persuasion.ledger(steps(*files), SHIPPED, "ward")
    assert (table[list(persuasion.STATES)].sum(axis=1) == table["steps"]).all()
    assert table["steps"].sum() == sum(INVENTORY[0] in file for file in files) + sum("enforced_on" in f for f in files)
