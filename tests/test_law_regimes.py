"""Files and days on both sides of every change of the law, counted by hand on the shipped rules.

The borders of land recovery, and what a notice must wait for on farm / other land::

    1/7/2014 ── 90/180 ── 31/7/2024 | 1/8/2024 ── 90/180 ── 31/12/2025 | 1/1/2026 ── 60/120 ──
"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.law import clocks
from gis.law.barred import falls_in
from gis.law.minimums import minimum_on
from gis.law.rules import current
from gis.law.verifying import with_checks
from tests.test_law_clocks import judged as judged_case

RULES = current()
CHECKED = with_checks(
    RULES,
    pd.DataFrame(
        {
            "rule": [rule.id for rule in RULES.provisions],
            "valid_from": [pd.Timestamp(rule.valid_from) for rule in RULES.provisions],
            "substance": [rule.substance for rule in RULES.provisions],
            "state": "verified",
            "document": "bản gốc",
            "checked_on": pd.Timestamp("2026-09-01"),
            "role": "admin",
        }
    ),
)
"""The shipped rules, each held against its original."""


def frame(entity: str, *rows: dict) -> pd.DataFrame:
    """Make a frame of one kind of file; what a row leaves out is unknown."""
    names = RULES.columns(entity)
    found = pd.DataFrame(list(rows), columns=list(names))
    days = [name for name in names if name.endswith("_on")]
    return found.assign(**{day: pd.to_datetime(found[day]).astype("datetime64[s]") for day in days})


def judged(entity: str, group: str, row: dict, *, as_of: str) -> tuple:
    """Judge one file; answers state, due day and whether the text was read."""
    day = dt.date.fromisoformat(as_of)
    found = clocks.run(frame(entity, row), group, RULES, as_of=day, due_soon_days=7).iloc[0]
    due = None if pd.isna(found["due"]) else str(found["due"].date())
    return None if pd.isna(found["state"]) else found["state"], due, bool(found["verified"])


def notice(on: str, kind: str = "farm", *, as_of: str = "2026-09-30", **row: str) -> tuple:
    return judged("household_file", "notice", {"land_kind": kind, "notified_on": on} | row, as_of=as_of)


@pytest.mark.parametrize(
    ("on", "farm", "other", "read"),
    [
        ("2014-06-30", None, None, False),
        ("2014-07-01", "2014-09-29", "2014-12-28", False),
        ("2024-07-31", "2024-10-29", "2025-01-27", False),
        ("2024-08-01", "2024-10-30", "2025-01-28", True),
        ("2025-06-30", "2025-09-28", "2025-12-27", True),
        ("2025-07-01", "2025-09-29", "2025-12-28", False),
        ("2025-12-31", "2026-03-31", "2026-06-29", False),
        ("2026-01-01", "2026-03-02", "2026-05-01", True),
    ],
)
def test_a_notice_waits_by_the_law_of_its_day(on, farm, other, read):
    assert notice(on)[1:] == (farm, read)
    for kind in ("residential", "other"):
        assert notice(on, kind)[1:] == (other, read)


def test_a_notice_through_a_leap_day():
    assert notice("2024-01-01")[1] == "2024-03-31"
    assert notice("2023-01-01")[1] == "2023-04-01"


def test_without_a_land_kind_no_notice_is_judged():
    assert judged("household_file", "notice", {"notified_on": "2026-01-01"}, as_of="2026-09-30") == (None, None, False)


@pytest.mark.parametrize(
    ("as_of", "decision", "state"),
    [
        ("2026-03-01", None, "waiting"),
        ("2026-03-02", None, "free"),
        ("2026-09-30", "2026-03-01", "too_early"),
        ("2026-09-30", "2026-03-02", "met"),
        ("2026-03-01", "2026-03-02", "waiting"),  # the decision is still to come
    ],
)
def test_the_decision_may_come_from_the_sixtieth_day(as_of, decision, state):
    assert notice("2026-01-01", as_of=as_of, decision_on=decision)[0] == state


def test_a_file_that_straddles_two_regimes_keeps_the_first_unless_it_names_the_other():
    straddling = {"decision_on": "2026-03-02"}
    assert notice("2025-12-31", **straddling)[0] == "too_early"
    assert notice("2025-12-31", **straddling, regime="2026-01-01")[:2] == ("met", "2026-03-01")
    assert notice("2024-07-31", regime="01/08/2024")[1:] == ("2024-10-29", True)
    assert notice("2024-08-01", regime="2024-07-31")[1:] == ("2024-10-30", False)


def test_the_payment_follows_the_day_of_approval_and_the_notice_its_own():
    row = {"notified_on": "2024-07-31", "land_kind": "farm", "approved_on": "2024-08-01", "effective_on": "2024-08-01"}
    assert judged("household_file", "notice", row, as_of="2024-08-31")[2] is False
    assert judged("household_file", "pay", row, as_of="2024-08-31") == ("due_soon", "2024-08-31", True)
    assert judged("household_file", "pay", row, as_of="2024-09-01")[0] == "overdue"
    before = row | {"approved_on": "2024-07-31"}
    assert judged("household_file", "pay", before, as_of="2024-09-01") == (None, None, False)


@pytest.mark.parametrize(
    ("on", "until"),
    [
        ("2024-08-31", "2025-08-31"),
        ("2024-08-01", "2025-08-01"),
        ("2028-02-29", "2029-02-28"),
        ("2027-02-28", "2028-02-28"),
    ],
)
def test_a_notice_holds_for_twelve_months(on, until):
    day = dt.date.fromisoformat(until)
    after = str(day + dt.timedelta(days=1))
    row = {"notified_on": on, "land_kind": "farm"}
    assert judged("household_file", "notice_validity", row, as_of=until) == ("holds", until, True)
    assert judged("household_file", "notice_validity", row, as_of=after)[0] == "lapsed"
    assert judged("household_file", "notice_validity", row | {"decision_on": until}, as_of=after)[0] == "met"


@pytest.mark.parametrize(
    ("notified", "posted", "until", "talk"),
    [
        ("2024-07-31", "2024-09-02", "2024-09-22", None),
        ("2024-08-01", "2024-09-02", "2024-10-02", "2024-11-01"),
        ("2025-06-30", "2025-07-01", "2025-07-31", "2025-08-30"),
        ("2025-12-31", "2026-02-10", "2026-03-12", "2026-04-11"),
        ("2026-01-01", "2026-02-10", "2026-02-20", "2026-03-12"),
    ],
)
def test_a_plan_is_posted_and_talked_over_by_the_law_of_its_notice(notified, posted, until, talk):
    row = {"notified_on": notified, "posted_on": posted, "opinions_on": posted, "disagreed": True}
    assert judged("plan", "posting", row, as_of=posted)[:2] == ("waiting", until)
    assert judged("plan", "plan_opinions", row, as_of=posted)[1] == talk
    early = str(dt.date.fromisoformat(until) - dt.timedelta(days=1))
    assert judged("plan", "posting", row | {"approved_on": early}, as_of="2026-09-30")[0] == "too_early"
    assert judged("plan", "posting", row | {"approved_on": until}, as_of="2026-09-30")[0] == "met"


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"dialogue_on": "2026-03-12"}, "met"),
        ({"dialogue_on": "2026-03-13"}, "met_late"),
        ({"dialogue_on": "2026-03-01", "approved_on": "2026-02-28"}, "met_late"),
        ({"dialogue_on": "2026-02-28", "approved_on": "2026-02-28"}, "met"),
        ({"approved_on": "2026-02-28"}, "missed"),
        ({"approved_on": "2026-10-01"}, "overdue"),  # after the day of the figures
        ({"disagreed": False}, None),
        ({"disagreed": None}, None),
        ({"opinions_on": None, "appraised_on": "2026-05-01"}, "unknown_start"),
    ],
)
def test_a_plan_dialogue_is_due_where_some_disagree(row, state):
    plan = {"notified_on": "2026-01-05", "opinions_on": "2026-02-10", "disagreed": True} | row
    assert judged("plan", "plan_opinions", plan, as_of="2026-09-30")[0] == state


@pytest.mark.parametrize(
    ("group", "first", "then", "days"),
    [
        ("inventory_persuasion", "inventory_persuasion_on", "compulsory_inventory_on", 15),
        ("persuasion", "persuasion_on", "enforced_on", 10),
    ],
)
def test_what_is_compulsory_waits_for_persuasion(group, first, then, days):
    begun = dt.date(2026, 6, 1)
    for later, state in ((days - 1, "too_early"), (days, "met")):
        row = {first: str(begun), then: str(begun + dt.timedelta(days=later))}
        assert judged("household_file", group, row, as_of="2026-09-30")[0] == state
    assert judged("household_file", group, {then: "2026-06-01"}, as_of="2026-09-30")[0] == "unknown_start"
    assert judged("household_file", group, {first: "2026-06-01"}, as_of="2026-06-02")[0] == "waiting"


class TestComplaintDialogue:
    """Accepted on 5/3/2026: to be held by 4/4 in a first complaint, by 19/4 in a second, and before the decision."""

    FIRST = {"level": "first", "finding_differs": True}  # noqa: RUF012 (never changed)

    @pytest.mark.parametrize("differs", [False, None])
    def test_a_first_complaint_needs_none_unless_the_finding_differs(self, differs):
        assert pd.isna(judged_case({"finding_differs": differs}, group="dialogue")[0])

    def test_a_first_complaint_whose_finding_differs(self):
        assert judged_case(self.FIRST, group="dialogue", as_of="2026-04-04") == ("due_soon", "2026-04-04", 0)
        assert judged_case(self.FIRST, group="dialogue", as_of="2026-04-05")[0] == "overdue"
        longer = self.FIRST | {"complex": True, "remote": True}
        assert judged_case(longer, group="dialogue")[1] == "2026-05-04"

    def test_a_second_complaint_always_needs_one(self):
        second = {"level": "second"}
        assert judged_case(second, group="dialogue", as_of="2026-04-19")[:2] == ("due_soon", "2026-04-19")
        assert judged_case(second | {"dialogue_on": "2026-04-19"}, group="dialogue")[0] == "met"
        assert judged_case(second | {"dialogue_on": "2026-04-20"}, group="dialogue")[0] == "met_late"

    def test_a_decision_without_it_has_missed_it(self):
        decided = {"level": "second", "decided_on": "2026-03-30"}
        assert judged_case(decided, group="dialogue")[:2] == ("missed", "2026-03-30")
        assert judged_case(decided | {"dialogue_on": "2026-03-30"}, group="dialogue")[0] == "met"

    def test_withdrawn_and_suspended_it_is_not_due(self):
        assert judged_case({"level": "second", "ended_on": "2026-04-01"}, group="dialogue")[0] == "stopped"
        assert judged_case({"level": "second", "suspended_on": "2026-04-01"}, group="dialogue")[0] == "stopped"


@pytest.mark.parametrize(
    ("role", "level", "day", "found"),
    [
        ("chairman", "commune", "2014-06-30", None),
        ("chairman", "commune", "2026-06-30", (1, "week")),
        ("chairman", "commune", "2026-07-01", (2, "month")),
        ("chairman", "province", "2026-07-01", (1, "month")),
        ("party_secretary", "commune", "2025-11-22", None),
        ("party_secretary", "commune", "2025-11-23", (2, "month")),
        ("party_secretary", "province", "2026-09-30", (1, "month")),
    ],
)
def test_receptions_follow_the_rule_of_their_day(role, level, day, found):
    rule = minimum_on(RULES.minimums, role, level, dt.date.fromisoformat(day))
    assert (rule and (rule.days, rule.per)) == found


BARRED = {rule.id: rule for rule in RULES.barred}


@pytest.mark.parametrize(
    ("rule", "inside", "outside"),
    [
        # Tết 2026: public holidays from 16 to 20 February
        ("no_enforcement_around_tet", ["2026-02-01", "2026-02-17", "2026-03-07"], ["2026-01-31", "2026-03-08"]),
        ("no_enforcement_on_holidays", ["2026-02-16", "2026-04-30", "2026-09-02"], ["2026-02-15", "2026-04-29"]),
        ("no_enforcement_on_rest_days", ["2026-09-26", "2026-09-27"], ["2026-09-25", "2026-09-28"]),
        ("no_enforcement_at_night", [], ["2026-09-26"]),
        ("no_enforcement_on_rest_days", ["2024-08-03"], ["2024-07-28"]),  # the rule begins on 1 August 2024
    ],
)
def test_enforcement_is_barred_on_these_days(rule, inside, outside):
    days = np.array([*inside, *outside, "NaT"], dtype="datetime64[D]")
    assert falls_in(days, BARRED[rule]).tolist() == [True] * len(inside) + [False] * (len(outside) + 1)


def test_no_day_at_all_is_not_barred():
    nothing = np.array([], dtype="datetime64[D]")
    assert [len(falls_in(nothing, rule)) for rule in RULES.barred] == [0, 0, 0, 0]


EARLY, LATE = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
DAY = st.dates(EARLY, LATE)
DAYS = st.none() | DAY
FILES = {
    "household_file": st.fixed_dictionaries(
        {"land_kind": st.sampled_from(["farm", "residential", "other", None]), "regime": st.none() | DAY.map(str)}
        | {name: DAYS for name in RULES.columns("household_file") if name.endswith("_on")}
    ),
    "plan": st.fixed_dictionaries(
        {"disagreed": st.none() | st.booleans(), "regime": st.none() | DAY.map(str)}
        | {name: DAYS for name in RULES.columns("plan") if name.endswith("_on")}
    ),
}
LATER = {
    "overdue": {"overdue", "met_late", "missed", "stopped"},
    "missed": {"missed", "met_late", "stopped"},
    "lapsed": {"lapsed", "met_late", "stopped"},
    "too_early": {"too_early", "stopped"},
    "met": {"met", "stopped"},
    "free": {"free", "met", "stopped", "unknown_start"},
}
"""What a state may become when nothing but time goes on; a regime cannot change, because the frame stays the same."""


@pytest.mark.parametrize("entity", list(FILES))
@settings(deadline=None, max_examples=40)
@given(data=st.data(), one=DAY, other=DAY)
def test_time_alone_never_turns_a_state_back(entity, data, one, other):
    rows = data.draw(st.lists(FILES[entity], min_size=1, max_size=5))
    first, then = sorted([one, other])
    files = frame(entity, *rows)
    before, after = (clocks.run_all(files, entity, RULES, as_of=day, due_soon_days=7) for day in (first, then))
    for group, table in before.items():
        settled = table["clock"].notna() & (table["clock"].astype("object") == after[group]["clock"].astype("object"))
        pairs = zip(table["state"][settled], after[group]["state"][settled], strict=True)
        assert [pair for pair in pairs if pair[1] not in LATER.get(pair[0], {pair[1]})] == []


@pytest.mark.parametrize("entity", list(FILES))
@settings(deadline=None, max_examples=40)
@given(data=st.data(), as_of=DAY)
def test_a_file_cut_at_the_day_is_judged_the_same(entity, data, as_of):
    files = frame(entity, *data.draw(st.lists(FILES[entity], min_size=1, max_size=5)))
    days = [name for name in files if name.endswith("_on")]
    cut = files.assign(**{day: files[day].where(files[day] <= pd.Timestamp(as_of)) for day in days})
    then = clocks.run_all(cut, entity, RULES, as_of=as_of, due_soon_days=7)
    for group, table in clocks.run_all(files, entity, RULES, as_of=as_of, due_soon_days=7).items():
        pd.testing.assert_frame_equal(table, then[group])


def test_a_check_of_every_rule_makes_every_rule_of_law_count():
    assert {rule.id for rule in RULES.provisions if not rule.verified} > {"resolve_second", "no_enforcement_around_tet"}
    assert [rule.id for rule in CHECKED.provisions if not rule.verified] == []
