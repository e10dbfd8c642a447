"""The shipped rules say what domain facts say, and a file that does not is refused with every reason."""

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest

from gis.errors import LawError
from gis.law import rules
from gis.law.terms import Variant
from gis.records.entities import ENTITIES
from gis.words import LANGUAGES

TABLE = {  # id: (length, complex, remote, both, starts, ends, confidence), the clocks of a case
    "accept_first": (10, None, None, None, "received", "accepted", "S"),
    "accept_second": (10, None, None, None, "received", "accepted", "C"),
    "resolve_first": (30, 45, 45, 60, "accepted", "decided", "C"),
    "resolve_second": (45, 60, 60, 70, "accepted", "decided", "M"),
    "dialogue_first": (30, 45, 45, 60, "accepted", "dialogue", "M"),
    "dialogue_second": (45, 60, 60, 70, "accepted", "dialogue", "C"),
    "lodge_second": (30, None, 45, None, "decided", "second_lodged", "C"),
    "pay_plan": (30, None, None, None, "effective", "paid", "C"),
}
VERSIONS = {  # id: (length, unit, sense, first day, last day, confidence) of each version, all other clocks
    "notice_farm": [
        (90, "calendar_day", "at_least", "2014-07-01", "2024-07-31", "M"),
        (90, "calendar_day", "at_least", "2024-08-01", "2025-06-30", "C"),
        (90, "calendar_day", "at_least", "2025-07-01", "2025-12-31", "S"),
        (60, "calendar_day", "at_least", "2026-01-01", None, "C"),
    ],
    "notice_other": [
        (180, "calendar_day", "at_least", "2014-07-01", "2024-07-31", "M"),
        (180, "calendar_day", "at_least", "2024-08-01", "2025-06-30", "C"),
        (180, "calendar_day", "at_least", "2025-07-01", "2025-12-31", "S"),
        (120, "calendar_day", "at_least", "2026-01-01", None, "C"),
    ],
    "post_plan": [
        (20, "calendar_day", "at_least", "2014-07-01", "2024-07-31", "M"),
        (30, "calendar_day", "at_least", "2024-08-01", "2025-06-30", "S"),
        (30, "calendar_day", "at_least", "2025-07-01", "2025-12-31", "S"),
        (10, "calendar_day", "at_least", "2026-01-01", None, "S"),
    ],
    "plan_dialogue": [
        (60, "calendar_day", "at_most", "2024-08-01", "2025-06-30", "C"),
        (60, "calendar_day", "at_most", "2025-07-01", "2025-12-31", "S"),
        (30, "calendar_day", "at_most", "2026-01-01", None, "S"),
    ],
    "notice_valid": [(12, "month", "lapses", "2024-08-01", None, "C")],
    "appraise_plan": [(30, "calendar_day", "at_most", "2024-08-01", None, "S")],
    "decide_recovery": [(10, "calendar_day", "at_most", "2024-08-01", None, "S")],
    "persuade_inventory": [(15, "calendar_day", "at_least", "2024-08-01", None, "S")],
    "persuade_handover": [(10, "calendar_day", "at_least", "2024-08-01", None, "S")],
    "accept_denunciation": [(7, "working_day", "at_most", "2019-01-01", None, "M")],
    "resolve_denunciation": [(30, "calendar_day", "at_most", "2019-01-01", None, "C")],
    "answer_reception": [(10, "working_day", "at_most", "2014-07-01", None, "C")],
}
TOLD_ONLY = {
    "lodge_second",
    "accept_denunciation",
    "resolve_denunciation",
    "answer_reception",
    "appraise_plan",
    "decide_recovery",
}


def length_for(variants: tuple[Variant, ...], **when: bool) -> int | None:
    wanted = {trait: (value,) for trait, value in when.items()}
    return next((variant.length for variant in variants if dict(variant.when) == wanted), None)


@pytest.mark.parametrize("name", TABLE)
def test_shipped_clocks_are_those_of_the_table(name):
    (clock,) = rules.current().of(name)
    found = (
        clock.length,
        length_for(clock.variants, complex=True),
        length_for(clock.variants, remote=True),
        length_for(clock.variants, complex=True, remote=True),
        clock.starts,
        clock.ends,
        clock.confidence,
    )
    assert found == TABLE[name]


@pytest.mark.parametrize("name", VERSIONS)
def test_shipped_versions_are_those_of_the_table(name):
    found = [
        (
            each.length,
            each.unit,
            each.sense,
            str(each.valid_from),
            each.valid_to and str(each.valid_to),
            each.confidence,
        )
        for each in rules.current().of(name)
    ]
    assert found == VERSIONS[name]


def test_a_limit_that_rests_on_one_nobody_read_is_not_verified_either():
    verified = {clock.id: clock.verified for clock in rules.current().clocks if clock.id in TABLE}
    assert verified == {name: row[-1] == "C" for name, row in TABLE.items()} | {"dialogue_second": False}


def test_the_shipped_file_holds_no_other_clock_and_nothing_is_wrong_with_it():
    assert {clock.id for clock in rules.current().clocks} == set(TABLE) | set(VERSIONS)
    assert rules.check() == ()


def test_what_nobody_keeps_the_day_of_is_told_and_never_judged():
    shipped = rules.current()
    judged = {clock.id for entity in shipped.timelines for clock in shipped.judged(entity)}
    assert {clock.id for clock in shipped.clocks} - judged == TOLD_ONLY


def test_the_longer_limits_of_a_denunciation():
    accept, resolve = (rules.current().of(name)[0] for name in ("accept_denunciation", "resolve_denunciation"))
    assert [variant.length for variant in accept.variants] == [10]
    assert [variant.length for variant in resolve.variants] == [60, 90]


@pytest.mark.parametrize("entity", ["case", "plan", "household_file"])
def test_milestones_and_traits_are_recorded_fields(entity):
    line, fields = rules.current().timelines[entity], ENTITIES[entity]
    assert [name for name in line.milestones if not fields[f"{name}_on"].is_event] == []
    traits = {name: [value for value in values if value not in (True, False)] for name, values in line.traits}
    assert traits == {name: [choice.code for choice in fields[name].choices] for name in traits}
    assert {name for name in line.unrecorded if f"{name}_on" in fields.names} == set()


def test_a_group_answers_all_its_clocks():
    shipped = rules.current()
    assert shipped.groups("case") == ("accept", "resolve", "dialogue")
    assert shipped.groups("plan") == ("posting", "plan_opinions")
    assert shipped.groups("denunciation") == ()
    assert [clock.id for clock in shipped.of("resolve")] == ["resolve_first", "resolve_second"]
    with pytest.raises(KeyError, match="no clock or group 'reslove'"):
        shipped.of("reslove")


def test_in_force_has_both_border_days():
    pay, notice = (rules.current().of(name) for name in ("pay_plan", "notice_farm"))
    assert not pay[0].in_force(dt.date(2024, 7, 31))
    assert pay[0].in_force(dt.date(2024, 8, 1))
    for before, after in pairwise(notice):
        assert before.in_force(before.valid_to)
        assert not after.in_force(before.valid_to)
        assert after.in_force(before.valid_to + dt.timedelta(days=1))
        assert not before.in_force(after.valid_from)


def test_columns_are_all_a_frame_of_cases_needs():
    assert set(rules.current().columns("case")) == {
        "case_class",
        "level",
        "complex",
        "remote",
        "within_competence",
        "finding_differs",
        "received_on",
        "accepted_on",
        "dialogue_on",
        "decided_on",
        "suspended_on",
        "resumed_on",
        "ended_on",
        "court_on",
        "regime",
    }


def test_columns_are_all_a_frame_of_household_files_needs():
    needed = {
        "land_kind",
        "approved_on",
        "effective_on",
        "paid_on",
        "deposited_on",
        "regime",
        "notified_on",
        "decision_on",
    }
    needed |= {"inventory_persuasion_on", "compulsory_inventory_on", "persuasion_on", "enforced_on", "handed_over_on"}
    assert set(rules.current().columns("household_file")) == needed


def broken(path: Path, old: str, new: str) -> Path:
    """Write the shipped rules with one mistake in them."""
    text = rules.SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_file_with_mistakes_is_refused_and_all_of_them_are_told(tmp_path):
    path = broken(tmp_path / "rules.toml", "length = 10\n", "length = 0\n")
    path = broken_again(path, 'ends = "decided"', 'ends = "solved"')
    with pytest.raises(LawError) as refused:
        rules.load(path)
    assert {finding.code for finding in refused.value.findings} >= {"length", "unknown_milestone"}
    assert rules.check(path) == refused.value.findings
    assert "2 chỗ sai" in refused.value.say("vi")


def broken_again(path: Path, old: str, new: str) -> Path:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('confidence = "S"', 'confidence = "X"', "clocks.1.confidence"),
        ('unit = "calendar_day"', 'unit = "week"', "clocks.1.unit"),
        ("valid_from = 2012-07-01\n", "", "clocks.1.valid_from"),
        ('ends = "accepted"', 'ends = "accepted"\ncolour = "red"', "clocks.1.colour"),
        ('name = { vi = "vụ việc", en = "case" }', 'name = { vi = "vụ việc" }', "timelines.case.name.en"),
    ],
)
def test_a_table_of_the_wrong_shape_names_its_place(tmp_path, old, new, place):
    findings = rules.check(broken(tmp_path / "rules.toml", old, new))
    assert [(finding.code, finding.column) for finding in findings] == [("misshapen", place)]
    assert all(place in findings[0].what.say(language) for language in LANGUAGES)


@pytest.mark.parametrize("text", [None, "[[clock", b"\xff\xfe"])
def test_an_unreadable_file_is_said_so(tmp_path, text):
    path = tmp_path / "office.toml"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(LawError, match=r"office\.toml cannot be read"):
        rules.check(path)
