"""Every clock on hand-worked days, on both sides of each border, and what holds for any file.

The case most tests start from, a first complaint judged on 30/09/2026 unless they say otherwise::

    1/3 received ── 5/3 accepted ─────────── 30 days ─────────── 4/4 due | 5/4 overdue
"""

import datetime as dt
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from gis.law import clocks, judgments
from gis.law.rules import current
from gis.law.terms import Rules

RULES = current()
DAYS = ("received_on", "accepted_on", "dialogue_on", "decided_on", "suspended_on", "resumed_on", "ended_on", "court_on")
SHAPE = {
    "case_class": pd.CategoricalDtype(["complaint", "proposal", "reflection"]),
    "level": pd.CategoricalDtype(["first", "second"]),
    "complex": "boolean",
    "remote": "boolean",
    "within_competence": "boolean",
    "finding_differs": "boolean",
    "regime": "category",
    **dict.fromkeys(DAYS, "datetime64[s]"),
}
PLAIN = {"case_class": "complaint", "level": "first", "received_on": "2026-03-01", "accepted_on": "2026-03-05"}


def cases(*rows: dict) -> pd.DataFrame:
    """Make a frame of cases; what a row leaves out is unknown. Its index is not 0, 1, 2, on purpose."""
    frame = pd.DataFrame([PLAIN | row for row in rows], columns=list(SHAPE), index=[f"VV{n}" for n in range(len(rows))])
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in DAYS}).astype(SHAPE)


def judged(row: dict, *, group: str = "resolve", as_of: str = "2026-09-30", soon: int = 7) -> tuple:
    """Judge one case; answers state, due day and days left."""
    found = clocks.run(cases(row), group, RULES, as_of=pd.Timestamp(as_of), due_soon_days=soon).iloc[0]
    due = None if pd.isna(found["due"]) else str(found["due"].date())
    return found["state"], due, None if pd.isna(found["days_left"]) else int(found["days_left"])


@pytest.mark.parametrize(
    ("as_of", "state", "left"),
    [
        ("2026-03-27", "running", 8),
        ("2026-03-28", "due_soon", 7),
        ("2026-04-04", "due_soon", 0),
        ("2026-04-05", "overdue", -1),
    ],
)
def test_the_due_day_itself_is_not_overdue(as_of, state, left):
    assert judged({}, as_of=as_of) == (state, "2026-04-04", left)


def test_nothing_is_due_soon_when_the_office_wants_no_warning():
    assert judged({}, as_of="2026-04-03", soon=0)[0] == "running"
    assert judged({}, as_of="2026-04-04", soon=0)[0] == "due_soon"


@pytest.mark.parametrize(
    ("decided", "state", "left"),
    [("2026-03-06", "met", 29), ("2026-04-04", "met", 0), ("2026-04-05", "met_late", -1)],
)
def test_a_decision_on_the_due_day_is_in_time(decided, state, left):
    assert judged({"decided_on": decided}) == (state, "2026-04-04", left)


@pytest.mark.parametrize(
    ("row", "due"),
    [
        ({}, "2026-04-04"),
        ({"complex": False, "remote": False}, "2026-04-04"),
        ({"complex": True}, "2026-04-19"),
        ({"remote": True}, "2026-04-19"),
        ({"complex": True, "remote": True}, "2026-05-04"),
        ({"level": "second"}, "2026-04-19"),
        ({"level": "second", "complex": True}, "2026-05-04"),
        ({"level": "second", "remote": True}, "2026-05-04"),
        ({"level": "second", "complex": True, "remote": True}, "2026-05-14"),
    ],
)
def test_variants_have_their_own_length(row, due):
    assert judged(row)[1] == due


@pytest.mark.parametrize("level", ["first", "second"])
def test_acceptance_runs_ten_days_from_receipt(level):
    waiting = {"level": level, "accepted_on": None}
    assert judged(waiting, group="accept", as_of="2026-03-11") == ("due_soon", "2026-03-11", 0)
    assert judged(waiting, group="accept", as_of="2026-03-12") == ("overdue", "2026-03-11", -1)
    assert judged(waiting | {"accepted_on": "2026-03-11"}, group="accept")[0] == "met"
    assert judged(waiting | {"accepted_on": "2026-03-12"}, group="accept")[0] == "met_late"


def test_a_leap_day_is_a_day():
    assert judged({"received_on": "2024-02-01", "accepted_on": "2024-02-15"})[1] == "2024-03-16"
    assert judged({"received_on": "2023-02-01", "accepted_on": "2023-02-15"})[1] == "2023-03-17"


@pytest.mark.parametrize(
    "row", [{"accepted_on": None}, {"accepted_on": None, "decided_on": "2026-03-20"}, {"regime": "as before"}]
)
def test_without_its_starting_day_a_clock_is_never_red(row):
    assert judged(row) == ("unknown_start", None, None)
    assert not judgments.overdue(cases(row | {"level": "first"}), RULES, as_of=dt.date(2030, 1, 1)).any()


def test_a_case_not_yet_received_has_not_started():
    nothing = {"received_on": None, "accepted_on": None}
    assert judged(nothing) == ("not_started", None, None)
    assert judged(nothing, group="accept") == ("not_started", None, None)
    assert judged({"received_on": None}, group="accept")[0] == "unknown_start"
    assert judged({"received_on": None})[1] == "2026-04-04"


@pytest.mark.parametrize(
    "row",
    [
        {"case_class": "proposal"},
        {"case_class": "reflection"},
        {"case_class": None},
        {"level": None},
        {"within_competence": False},
        {"received_on": "2012-06-30", "accepted_on": "2012-07-02"},
    ],
)
def test_where_no_clock_applies_everything_is_empty(row):
    found = clocks.run(cases(row), "resolve", RULES, as_of=dt.date(2026, 9, 30), due_soon_days=7)
    assert found.drop(columns="verified").isna().all(axis=None)
    assert not found["verified"].any()


@pytest.mark.parametrize("within", [True, None])
def test_competence_not_recorded_is_not_outside(within):
    assert judged({"within_competence": within})[0] == "overdue"


class TestSuspension:
    """Suspended on 10/3; due on 4/4 without it."""

    SINCE: Final = MappingProxyType({"suspended_on": "2026-03-10"})

    def test_not_resumed_the_clock_stands_still(self):
        assert judged(self.SINCE) == ("stopped", None, None)
        assert judged(self.SINCE, as_of="2026-03-09") == ("running", "2026-04-04", 26)
        assert judged(self.SINCE, as_of="2026-03-10")[0] == "stopped"

    def test_resumed_the_days_are_added(self):
        back = self.SINCE | {"resumed_on": "2026-03-20"}
        assert judged(back, as_of="2026-03-19")[0] == "stopped"
        assert judged(back, as_of="2026-04-14") == ("due_soon", "2026-04-14", 0)
        assert judged(back, as_of="2026-04-15") == ("overdue", "2026-04-14", -1)
        assert judged(back | {"decided_on": "2026-04-14"})[0] == "met"
        assert judged(back | {"decided_on": "2026-04-15"})[0] == "met_late"

    def test_on_the_due_day_it_still_counts_and_the_day_after_it_does_not(self):
        assert judged({"suspended_on": "2026-04-04", "resumed_on": "2026-04-10"})[1] == "2026-04-10"
        assert judged({"suspended_on": "2026-04-05", "resumed_on": "2026-04-10"})[1] == "2026-04-04"
        assert judged({"suspended_on": "2026-04-05"})[0] == "stopped"

    def test_never_resumed_it_lasted_until_the_decision(self):
        assert judged(self.SINCE | {"decided_on": "2026-05-20"}) == ("met", "2026-06-14", 25)

    def test_before_acceptance_only_the_days_after_it_count(self):
        early = {"suspended_on": "2026-03-02", "resumed_on": "2026-03-08"}
        assert judged(early)[1] == "2026-04-07"
        assert judged({"suspended_on": "2026-03-02", "resumed_on": "2026-03-04"})[1] == "2026-04-04"

    def test_after_the_decision_it_changes_nothing(self):
        assert judged({"decided_on": "2026-03-08"} | self.SINCE) == ("met", "2026-04-04", 27)


@pytest.mark.parametrize("stop", ["ended_on", "court_on"])
def test_an_end_or_a_court_stops_the_clock_unless_the_decision_came_first(stop):
    assert judged({stop: "2026-05-01"}) == ("stopped", None, None)
    assert judged({stop: "2026-05-01"}, as_of="2026-04-30")[0] == "overdue"
    assert judged({stop: "2026-05-01", "decided_on": "2026-04-04"})[0] == "met"
    assert judged({stop: "2026-05-01", "decided_on": "2026-05-01"})[0] == "met_late"
    assert judged({stop: "2026-05-01", "decided_on": "2026-05-02"})[0] == "stopped"


def test_a_decided_case_no_longer_waits_for_its_acceptance():
    assert judged({"accepted_on": None, "decided_on": "2026-03-20"}, group="accept")[0] == "stopped"


def test_what_happens_after_the_as_of_day_is_not_known():
    late = {"decided_on": "2026-06-01"}
    assert judged(late, as_of="2026-05-31")[0] == "overdue"
    assert judged(late, as_of="2026-06-01")[0] == "met_late"
    assert judged({}, as_of="2026-03-04")[0] == "unknown_start"


LAND_CASES = {
    "name": {"vi": "hồ sơ hộ", "en": "household file"},
    "begins": "inventoried",
    "milestones": ("inventoried", "approved", "paid", "told"),
    "traits": {"land": ["farm", "other"]},
}
LABEL = {"vi": "Điều", "en": "Article"}
NOTICE = {
    "id": "notice",
    "group": "notice",
    "entity": "household",
    "subject": "recovery",
    "name": LABEL,
    "note": LABEL,
    "starts": "inventoried",
    "ends": "told",
    "unit": "calendar_day",
    "confidence": "C",
}
TWO_REGIMES = TypeAdapter(Rules).validate_python(
    {
        "timelines": {"household": LAND_CASES},
        "clocks": (
            NOTICE
            | {
                "length": 180,
                "variants": ({"when": {"land": "farm"}, "length": 90},),
                "valid_from": dt.date(2024, 8, 1),
                "valid_to": dt.date(2025, 12, 31),
                "article": {"vi": "LĐĐ 2024, Điều 85", "en": "Land Law 2024, Article 85"},
            },
            NOTICE
            | {
                "length": 120,
                "variants": ({"when": {"land": "farm"}, "length": 60},),
                "valid_from": dt.date(2026, 1, 1),
                "article": {"vi": "NQ 254/2025", "en": "Resolution 254/2025"},
            },
            NOTICE
            | {
                "id": "answer",
                "group": "answer",
                "starts": "told",
                "ends": "paid",
                "length": 10,
                "unit": "working_day",
                "valid_from": dt.date(2014, 7, 1),
                "article": {"vi": "LTCD, Điều 28", "en": "Law on Reception, Article 28"},
            },
        ),
    }
)


def households(*rows: dict) -> pd.DataFrame:
    days = ("inventoried_on", "approved_on", "paid_on", "told_on")
    frame = pd.DataFrame(list(rows), columns=["land", "regime", *days])
    return frame.assign(**{day: pd.to_datetime(frame[day]).astype("datetime64[s]") for day in days})


@pytest.mark.parametrize(
    ("row", "due", "article"),
    [
        ({"inventoried_on": "2024-07-31"}, None, None),
        ({"inventoried_on": "2024-08-01"}, "2025-01-28", "Land Law 2024, Article 85"),
        ({"inventoried_on": "2025-12-31"}, "2026-06-29", "Land Law 2024, Article 85"),
        ({"inventoried_on": "2025-12-31", "land": "farm"}, "2026-03-31", "Land Law 2024, Article 85"),
        ({"inventoried_on": "2026-01-01"}, "2026-05-01", "Resolution 254/2025"),
        ({"inventoried_on": "2026-01-01", "land": "farm"}, "2026-03-02", "Resolution 254/2025"),
        ({"inventoried_on": "2025-12-31", "regime": "2026-01-01"}, "2026-04-30", "Resolution 254/2025"),
        ({"inventoried_on": "2025-12-31", "regime": "01/01/2026"}, "2026-04-30", "Resolution 254/2025"),
        ({"inventoried_on": "2025-12-31", "regime": dt.date(2026, 1, 1)}, "2026-04-30", "Resolution 254/2025"),
        ({"inventoried_on": "2026-01-01", "regime": "2025-12-31"}, "2026-06-30", "Land Law 2024, Article 85"),
    ],
)
def test_a_file_keeps_the_regime_of_its_start_unless_it_names_another(row, due, article):
    as_of = dt.date(2026, 9, 30)
    found = clocks.run(households(row), "notice", TWO_REGIMES, as_of=as_of, due_soon_days=7, language="en").iloc[0]
    assert (None if pd.isna(found["due"]) else str(found["due"].date())) == due
    assert (None if pd.isna(found["article"]) else found["article"]) == article


def test_a_clock_of_working_days_waits_over_tet():
    told = households({"inventoried_on": "2026-01-05", "told_on": "2026-02-12"})
    found = clocks.run(told, "answer", TWO_REGIMES, as_of=dt.date(2026, 3, 5), due_soon_days=7)
    assert str(found["due"].iloc[0].date()) == "2026-03-05"
    assert found["state"].tolist() == ["due_soon"]


def test_a_mixed_frame_is_judged_row_by_row_and_keeps_its_index():
    frame = cases({}, {"level": "second"}, {"case_class": "proposal"}, {"decided_on": "2026-03-30"})
    untouched = frame.copy()
    found = clocks.run(frame, "resolve", RULES, as_of=dt.date(2026, 4, 10), due_soon_days=7)
    assert found["clock"].astype("object").where(found["clock"].notna(), None).tolist() == [
        "resolve_first",
        "resolve_second",
        None,
        "resolve_first",
    ]
    assert found["state"].astype("object").where(found["state"].notna(), None).tolist() == [
        "overdue",
        "running",
        None,
        "met",
    ]
    assert found["verified"].tolist() == [True, False, False, True]
    assert found["article"].iloc[0] == "Luật Khiếu nại 2011, Điều 28"
    assert found.index.equals(frame.index)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == {
        "clock": "category",
        "due": "datetime64[s]",
        "days_left": "Int32",
        "state": "category",
        "article": "category",
        "verified": "bool",
    }
    pd.testing.assert_frame_equal(frame, untouched)


def test_one_clock_alone_leaves_the_others_empty():
    found = clocks.run(
        cases({}, {"level": "second"}), "resolve_second", RULES, as_of=dt.date(2026, 9, 30), due_soon_days=7
    )
    assert found["state"].isna().tolist() == [True, False]


def test_a_frame_without_rows_is_judged_too():
    empty = cases({}).iloc[:0]
    assert judgments.judge(empty, RULES, as_of=dt.date(2026, 9, 30)).shape == (0, 2)
    assert all(len(table) == 0 for table in every(empty, dt.date(2026, 9, 30)).values())


def test_a_missing_column_is_named():
    with pytest.raises(KeyError, match="court_on"):
        judgments.overdue(cases({}).drop(columns="court_on"), RULES, as_of=dt.date(2026, 9, 30))


@pytest.mark.parametrize(
    ("row", "red", "grey"),
    [
        ({}, True, False),
        ({"level": "second"}, False, True),  # Đ37 from memory
        ({"level": "second", "accepted_on": None}, True, False),  # Đ36 was read
        ({"accepted_on": None}, False, True),  # Đ27 was not
        ({"decided_on": "2026-08-01"}, False, False),
        ({"suspended_on": "2026-03-10"}, False, False),
        ({"case_class": "proposal"}, False, False),
    ],
)
def test_only_a_clock_whose_article_was_read_paints_red(row, red, grey):
    as_of = dt.date(2026, 9, 30)
    assert judgments.overdue(cases(row), RULES, as_of=as_of).tolist() == [red]
    assert judgments.past_unverified(cases(row), RULES, as_of=as_of).tolist() == [grey]
    assert judgments.overdue(cases(row), RULES, as_of=as_of).name == "overdue"


def every(frame: pd.DataFrame, as_of: dt.date) -> dict[str, pd.DataFrame]:
    return clocks.run_all(frame, "case", RULES, as_of=as_of, due_soon_days=7)


def test_the_next_due_day_is_the_first_of_the_clocks_under_way():
    frame = cases({}, {"accepted_on": None}, {"decided_on": "2026-03-30"}, {"level": "second"})
    found = judgments.next_due(every(frame, dt.date(2026, 3, 9)), RULES)
    assert found["clock"].astype("object").tolist()[:2] == ["resolve_first", "accept_first"]
    assert found["due"].dt.strftime("%d/%m").tolist()[:2] == ["04/04", "11/03"]
    assert found["verified"].tolist() == [True, False, True, False]
    later = judgments.next_due(every(frame, dt.date(2026, 9, 30)), RULES)
    assert later["due"].isna().tolist() == [False, False, True, False]
    assert later["clock"].isna().tolist() == later["state"].isna().tolist() == [False, False, True, False]


EARLY, LATE = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
DAY = st.dates(EARLY, LATE)
CASE = st.fixed_dictionaries(
    {
        "case_class": st.sampled_from(["complaint", "complaint", "proposal"]),
        "level": st.sampled_from(["first", "second"]),
        "complex": st.none() | st.booleans(),
        "remote": st.none() | st.booleans(),
        "within_competence": st.none() | st.booleans(),
        **{day: st.none() | DAY for day in DAYS},
    }
)
FEW = st.lists(CASE, min_size=1, max_size=6)


@settings(deadline=None, max_examples=40)
@given(FEW, DAY, DAY)
def test_time_alone_never_turns_overdue_back(rows, one, other):
    frame, (first, then) = cases(*rows), sorted([one, other])
    for group, before in every(frame, first).items():
        after = every(frame, then)[group]["state"]
        was_overdue = before["state"] == "overdue"
        assert after[was_overdue].isin(["overdue", "met_late", "missed", "stopped"]).all()


@settings(deadline=None, max_examples=40)
@given(FEW, DAY, DAY)
def test_moving_the_as_of_day_only_adds_overdue_to_unchanged_files(rows, one, other):
    first, then = sorted([one, other])
    frame = cases(*rows)
    known = frame.assign(**{day: frame[day].where(frame[day] <= pd.Timestamp(first)) for day in DAYS})
    before, after = (judgments.judge(known, RULES, as_of=day) for day in (first, then))
    assert not (before["overdue"] & ~after["overdue"]).any()


@settings(deadline=None, max_examples=40)
@given(FEW, DAY)
def test_a_file_cut_at_the_as_of_day_is_judged_the_same(rows, as_of):
    frame = cases(*rows)
    cut = frame.assign(**{day: frame[day].where(frame[day] <= pd.Timestamp(as_of)) for day in DAYS})
    for group, table in every(frame, as_of).items():
        pd.testing.assert_frame_equal(table, every(cut, as_of)[group])


@settings(deadline=None, max_examples=40)
@given(FEW, DAY)
def test_an_overdue_case_is_open_within_competence_and_a_complaint(rows, as_of):
    frame = cases(*rows)
    late = frame[judgments.judge(frame, RULES, as_of=as_of).any(axis=1)]
    day = pd.Timestamp(as_of)
    assert not (late[["decided_on", "ended_on", "court_on"]] <= day).any(axis=None)
    assert (late["case_class"] == "complaint").all()
    assert not (late["within_competence"] == np.False_).fillna(value=False).any()


@settings(deadline=None, max_examples=40)
@given(FEW, DAY, st.randoms(use_true_random=False))
def test_each_file_is_judged_by_itself(rows, as_of, shuffler):
    frame = cases(*rows)
    order = list(frame.index)
    shuffler.shuffle(order)
    for group, table in every(frame.loc[order], as_of).items():
        pd.testing.assert_frame_equal(table.loc[frame.index], every(frame, as_of)[group])
