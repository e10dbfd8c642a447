"""The shipped rules say what domain facts say, and a file that does not is refused with every reason."""

import datetime as dt
from pathlib import Path

import pytest

from gis.errors import LawError
from gis.law import rules
from gis.law.terms import Variant
from gis.words import LANGUAGES

TABLE = {  # id: (length, complex, remote, both, starts, ends, confidence)
    "accept_first": (10, None, None, None, "received", "accepted", "S"),
    "accept_second": (10, None, None, None, "received", "accepted", "C"),
    "resolve_first": (30, 45, 45, 60, "accepted", "decided", "C"),
    "resolve_second": (45, 60, 60, 70, "accepted", "decided", "M"),
    "pay_plan": (30, None, None, None, "effective", "paid", "C"),
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
    assert clock.verified == (TABLE[name][-1] == "C")


def test_the_shipped_file_holds_no_other_clock_and_nothing_is_wrong_with_it():
    assert {clock.id for clock in rules.current().clocks} == set(TABLE)
    assert rules.check() == ()


def test_a_group_answers_all_its_clocks():
    shipped = rules.current()
    assert shipped.groups("case") == ("accept", "resolve")
    assert [clock.id for clock in shipped.of("resolve")] == ["resolve_first", "resolve_second"]
    with pytest.raises(KeyError, match="no clock or group 'reslove'"):
        shipped.of("reslove")


def test_in_force_has_both_border_days():
    shipped = rules.current()
    assert not shipped.in_force(dt.date(2012, 6, 30))
    assert {clock.id for clock in shipped.in_force(dt.date(2012, 7, 1))} == set(TABLE) - {"pay_plan"}
    assert {clock.id for clock in shipped.in_force(dt.date(2024, 7, 31))} == set(TABLE) - {"pay_plan"}
    assert {clock.id for clock in shipped.in_force(dt.date(2024, 8, 1))} == set(TABLE)


def test_columns_are_all_a_frame_of_cases_needs():
    assert set(rules.current().columns("case")) == {
        "case_class",
        "level",
        "complex",
        "remote",
        "within_competence",
        "received_on",
        "accepted_on",
        "decided_on",
        "suspended_on",
        "resumed_on",
        "ended_on",
        "court_on",
        "regime",
    }


def test_columns_are_all_a_frame_of_household_files_needs():
    needed = {"approved_on", "effective_on", "paid_on", "deposited_on", "regime"}
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
