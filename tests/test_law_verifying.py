"""A check counts for the version that was checked, as long as it says what was checked."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from gis.law import judgments
from gis.law.provision import Check
from gis.law.rules import current
from gis.law.verifying import with_checks
from tests.test_law_clocks import cases

[SECOND] = current().of("resolve_second")
CHECK = {
    "rule": SECOND.id,
    "valid_from": pd.Timestamp(SECOND.valid_from),
    "substance": SECOND.substance,
    "state": "verified",
    "document": "Luật số 02/2011/QH13",
    "checked_on": pd.Timestamp("2026-09-01"),
    "role": "admin",
}


def checked(**change):
    return with_checks(current(), pd.DataFrame([CHECK | change]))


def test_a_checked_rule_is_verified_and_says_by_what():
    [rule] = checked().of("resolve_second")
    assert rule.verified
    assert rule.check == Check("Luật số 02/2011/QH13", dt.date(2026, 9, 1), "admin")
    assert not SECOND.verified


def test_it_counts_in_judgments():
    late, day = cases({"level": "second"}), dt.date(2026, 9, 30)
    before, after = (judgments.judge(late, rules, as_of=day).iloc[0].to_dict() for rules in (current(), checked()))
    assert before == {"overdue": False, "past_unverified": True}
    assert after == {"overdue": True, "past_unverified": False}


def test_what_lies_within_its_limit_is_verified_with_it():
    assert not current().of("dialogue_second")[0].verified
    assert checked().of("dialogue_second")[0].verified
    assert not checked().of("dialogue_first")[0].verified  # its own article was not read either


@pytest.mark.parametrize(
    "change",
    [
        {"state": "undone"},
        {"rule": "resolve_third"},
        {"valid_from": pd.Timestamp("2020-01-01")},
        {"substance": "0" * 16},
    ],
)
def test_any_other_check_counts_for_nothing(change):
    assert checked(**change) == current()


def test_a_rule_that_says_something_else_has_another_substance():
    assert replace(SECOND, length=46).substance != SECOND.substance
    assert replace(SECOND, article=current().of("resolve_first")[0].article).substance != SECOND.substance
    assert replace(SECOND, note=SECOND.name, check=Check("x", None, "admin")).substance == SECOND.substance


def test_a_check_whose_day_is_still_to_come_counts_without_its_day():
    assert checked(checked_on=pd.NaT).of("resolve_second")[0].check == Check(CHECK["document"], None, "admin")
