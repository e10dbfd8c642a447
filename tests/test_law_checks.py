"""Each check of the rules is shown able to fail, on a small sound set with one mistake."""

import datetime as dt

import pytest
from pydantic import TypeAdapter

from gis.law.checks import validate
from gis.law.terms import Rules
from gis.words import LANGUAGES

BOTH = {"vi": "tên", "en": "name"}
FILE = {
    "name": BOTH,
    "begins": "notified",
    "milestones": ("notified", "approved", "paid", "refused"),
    "stops": ("refused",),
    "traits": {"land": ["farm", "other"], "complex": [False, True]},
}
PAY = {
    "id": "pay",
    "group": "payment",
    "entity": "file",
    "subject": "recovery",
    "name": BOTH,
    "article": BOTH,
    "note": BOTH,
    "starts": "approved",
    "ends": "paid",
    "length": 30,
    "unit": "calendar_day",
    "confidence": "C",
    "valid_from": dt.date(2024, 8, 1),
}
LATER = PAY | {"valid_from": dt.date(2026, 1, 1)}
FARM, COMPLEX = {"land": "farm"}, {"complex": True}


def findings(*clocks, **timeline):
    return validate(TypeAdapter(Rules).validate_python({"clocks": clocks, "timelines": {"file": FILE | timeline}}))


def codes(*clocks, **timeline):
    return [finding.code for finding in findings(*clocks, **timeline)]


def until(year, month, day):
    return PAY | {"valid_to": dt.date(year, month, day)}


def test_a_sound_set_has_no_findings():
    assert codes(PAY) == []
    assert codes(until(2025, 12, 31), LATER) == []


def test_no_clock_at_all():
    assert codes() == ["empty"]


@pytest.mark.parametrize(
    ("last", "found"),
    [((2025, 12, 30), ["gap"]), ((2025, 12, 31), []), ((2026, 1, 1), ["overlap"])],
)
def test_versions_meet_to_the_day(last, found):
    assert codes(until(*last), LATER) == found


def test_a_version_without_an_end_overlaps_the_next():
    assert codes(PAY, LATER) == ["overlap"]
    assert codes(PAY, PAY) == ["overlap"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"length": 0}, ["length"]),
        ({"length": -3}, ["length"]),
        ({"variants": ({"when": FARM, "length": 0},)}, ["length"]),
        ({"note": {"vi": "chú thích", "en": " "}}, ["language"]),
        ({"starts": "sold"}, ["unknown_milestone"]),
        ({"stops": ("sold",)}, ["unknown_milestone"]),
        ({"start_implied_by": ("sold",)}, ["unknown_milestone"]),
        ({"ends": "approved"}, ["no_way"]),
        ({"when": {"colour": "red"}}, ["unknown_trait"]),
        ({"when": {"land": ["farm", "sea"]}}, ["unknown_trait"]),
        ({"variants": ({"when": {"land": "sea"}, "length": 5},)}, ["unknown_trait"]),
        ({"valid_to": dt.date(2024, 7, 31)}, ["period"]),
        ({"valid_to": dt.date(2024, 8, 1)}, []),
        ({"entity": "plan"}, ["unknown_entity"]),
        ({"id": "payment"}, ["id_is_group"]),
        ({"id": "chi trả"}, ["bad_id"]),
    ],
)
def test_one_mistake_is_one_finding(change, found):
    assert codes(PAY | change) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"begins": "born"}, ["unknown_milestone"]),
        ({"stops": ("died",)}, ["unknown_milestone"]),
        ({"pause": {"starts": "slept", "ends": "paid"}}, ["unknown_milestone"]),
        ({"unless": {"asleep": True}}, ["unknown_trait"]),
        ({"name": {"vi": "", "en": "file"}}, ["language"]),
    ],
)
def test_a_mistake_in_a_timeline_is_found(change, found):
    assert codes(PAY, **change) == found


def test_versions_of_one_clock_agree_on_what_it_is():
    assert codes(until(2025, 12, 31), LATER | {"starts": "notified"}) == ["inconsistent"]


def test_clocks_of_a_group_never_meet_on_one_file():
    farm, other = PAY | {"when": FARM}, PAY | {"id": "pay_other", "when": {"land": "other"}}
    assert codes(farm, other) == []
    assert codes(farm, PAY | {"id": "pay_any"}) == ["ambiguous"]
    assert codes(farm, PAY | {"id": "pay_complex", "when": COMPLEX}) == ["ambiguous"]
    assert codes(until(2025, 12, 31), LATER | {"id": "pay_new"}) == []


def test_a_group_holds_one_kind_of_file():
    found = validate(
        TypeAdapter(Rules).validate_python(
            {"clocks": (PAY, PAY | {"id": "pay_plan", "entity": "plan"}), "timelines": {"file": FILE, "plan": FILE}}
        )
    )
    assert [finding.code for finding in found] == ["mixed_group"]


def test_variants_that_may_meet_need_one_that_decides():
    farm, hard = {"when": FARM, "length": 40}, {"when": COMPLEX, "length": 50}
    assert codes(PAY | {"variants": (farm, hard)}) == ["ambiguous_variant"]
    assert codes(PAY | {"variants": (farm, hard | {"length": 40})}) == []
    assert codes(PAY | {"variants": (farm, hard, {"when": FARM | COMPLEX, "length": 60})}) == []


def test_every_finding_names_its_clock_in_both_languages():
    for finding in findings(PAY | {"length": 0, "starts": "sold", "when": {"land": "sea"}}):
        assert all("pay" in finding.what.say(language) for language in LANGUAGES)


def besides(**tables):
    """Find what is wrong with rules that hold something beside one sound clock."""
    return [
        finding.code
        for finding in validate(
            TypeAdapter(Rules).validate_python({"clocks": (PAY,), "timelines": {"file": FILE}} | tables)
        )
    ]


COMMON = {"name": BOTH, "article": BOTH, "note": BOTH, "confidence": "C", "valid_from": dt.date(2024, 8, 1)}
NIGHT = COMMON | {
    "id": "night",
    "subject": "persuasion",
    "entity": "file",
    "milestone": "paid",
    "time": "hours",
    "from_hour": 22,
    "to_hour": 6,
}
WEEKLY = COMMON | {
    "id": "weekly",
    "subject": "reception",
    "role": "chairman",
    "level": "commune",
    "days": 1,
    "per": "week",
}
JUNE = {"valid_to": dt.date(2026, 6, 30)}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"to_hour": 22}, ["hours"]),
        ({"from_hour": 24}, ["hours"]),
        ({"milestone": "sold"}, ["unknown_milestone"]),
        ({"entity": "plan"}, ["unknown_entity"]),
        ({"time": "around_tet", "before": -1}, ["length"]),
        ({"valid_to": dt.date(2024, 7, 31)}, ["period"]),
        ({"article": {"vi": "", "en": "Article"}}, ["language"]),
        ({"id": "payment"}, ["id_is_group"]),
        ({"id": "pay"}, ["overlap", "inconsistent"]),
    ],
)
def test_a_barred_time_is_checked(change, found):
    assert sorted(besides(barred=(NIGHT | change,))) == sorted(found)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ([{}], []),
        ([{"days": 0}], ["length"]),
        ([{"valid_to": dt.date(2026, 6, 30)}, {"valid_from": dt.date(2026, 7, 1), "per": "month"}], []),
        ([{"valid_to": dt.date(2026, 6, 30)}, {"valid_from": dt.date(2026, 7, 2)}], ["gap"]),
        ([{"valid_to": dt.date(2026, 7, 1)}, {"valid_from": dt.date(2026, 7, 1)}], ["overlap"]),
        ([JUNE, {"valid_from": dt.date(2026, 7, 1), "level": "province"}], ["inconsistent"]),
        ([{}, {"id": "monthly"}], ["ambiguous_minimum"]),
        ([{}, {"id": "monthly", "role": "party_secretary"}], []),
    ],
)
def test_a_minimum_is_checked(changes, found):
    assert besides(minimums=tuple(WEEKLY | change for change in changes)) == found


def test_a_clock_within_another_needs_exactly_one_such():
    talk = {name: value for name, value in PAY.items() if name != "length"}
    talk |= {"id": "talk", "group": "talking", "ends": "notified", "length": 30}
    assert codes(PAY, talk | {"within": "pay"}) == []
    assert codes(PAY, talk | {"within": "play"}) == ["within"]
    assert codes(PAY, talk | {"within": "pay", "starts": "refused"}) == ["within"]
    assert codes(until(2025, 12, 31), LATER, talk | {"within": "pay"}) == ["within"]


def test_a_target_of_an_office_does_not_stand_among_rules_of_law():
    assert codes(PAY | {"subject": "internal"}) == ["not_own"]
    assert codes(PAY | {"confidence": "own"}) == ["not_own"]
    assert codes(PAY | {"subject": "internal", "confidence": "own"}) == []


def test_an_unrecorded_milestone_is_known_and_needs_a_name_in_both_languages():
    started = PAY | {"starts": "started"}
    assert codes(started) == ["unknown_milestone"]
    assert codes(started, unrecorded={"started": BOTH}) == []
    assert codes(started, unrecorded={"started": {"vi": "ngày", "en": ""}}) == ["language"]
