"""What an office sets for itself stands beside the law, is marked as its own, and never passes for law."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from gis import settings as chosen
from gis.errors import LawError
from gis.law import clocks, judgments, rules
from gis.law.verifying import with_checks
from gis.words import LANGUAGES
from tests.test_law_clocks import cases

ANSWER = """
[[clock]]
id = "answer_proposal"
group = "own_answer"
entity = "case"
name = { vi = "Trả lời kiến nghị, phản ánh", en = "Answer a proposal or report" }
when = { case_class = ["proposal", "reflection"] }
starts = "received"
ends = "decided"
length = 15
unit = "working_day"
valid_from = 2026-01-01
article = { vi = "Quy chế làm việc của đơn vị", en = "Rules of procedure of the office" }
note = { vi = "Mốc nội bộ.", en = "The office's own." }
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A file of an office's own targets."""
    path = tmp_path / "noi-bo.toml"
    path.write_text(ANSWER, encoding="utf-8")
    return path


def changed(path: Path, old: str, new: str) -> list[str]:
    """Change one thing in the office's file; answers what is found."""
    assert old in ANSWER
    path.write_text(ANSWER.replace(old, new, 1), encoding="utf-8")
    return [finding.code for finding in rules.check(own=path)]


def test_an_own_target_is_read_and_marked(own: Path) -> None:
    both = rules.load(own=own)
    [target] = both.of("answer_proposal")
    assert (target.own, target.subject, target.confidence, target.verified) == (True, "internal", "own", False)
    assert both.own_clocks == {"answer_proposal"}
    assert both.own_groups == {"own_answer"}
    assert both.clocks[:-1] == rules.current().clocks
    assert rules.current().own_clocks == frozenset()
    assert rules.check(own=own) == ()


def test_an_own_target_never_paints_red_nor_grey_and_never_hides_a_limit_of_the_law(own: Path) -> None:
    both = rules.load(own=own)
    found = cases({"case_class": "proposal", "accepted_on": None}, {})
    judged = clocks.run_all(found, "case", both, as_of=dt.date(2026, 9, 30), due_soon_days=7)
    assert judged["own_answer"]["state"].astype("object").iloc[0] == "overdue"
    assert str(judged["own_answer"]["due"].iloc[0].date()) == "2026-03-20"
    assert judgments.judge(found, both, as_of=dt.date(2026, 9, 30))["overdue"].tolist() == [False, True]
    assert not judgments.judge(found, both, as_of=dt.date(2026, 9, 30))["past_unverified"].any()
    assert judgments.next_due(judged, both)["clock"].tolist() == ["answer_proposal", "resolve_first"]


def test_a_check_never_makes_law_of_an_own_target(own: Path) -> None:
    both = rules.load(own=own)
    [target] = both.of("answer_proposal")
    check = {
        "rule": target.id,
        "valid_from": pd.Timestamp(target.valid_from),
        "substance": target.substance,
        "state": "verified",
        "document": "x",
        "checked_on": pd.NaT,
        "role": "admin",
    }
    assert not with_checks(both, pd.DataFrame([check])).of(target.id)[0].verified


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("answer_proposal", "resolve_first", ["own_id", "overlap", "inconsistent"]),
        ("own_answer", "resolve", ["own_group"]),
        ("own_answer", "resolve_first", ["own_group"]),
        ('unit = "working_day"', 'unit = "working_day"\nconfidence = "C"', ["own_is_law"]),
        ('unit = "working_day"', 'unit = "working_day"\nsubject = "complaint"', ["own_is_law"]),
        ("length = 15", 'length = 15\ncheck = { document = "x", on = 2026-01-01, role = "y" }', ["misshapen"]),
        ('starts = "received"', 'starts = "opened"', ["unknown_milestone"]),
        ("[[clock]]", '[entity.case]\nbegins = "accepted"\n[[clock]]', ["own_only_clocks"]),
    ],
)
def test_a_target_that_would_pass_for_law_is_refused(own: Path, old: str, new: str, found: list[str]) -> None:
    assert set(changed(own, old, new)) >= set(found)
    with pytest.raises(LawError) as refused:
        rules.load(own=own)
    assert all(finding.what.say(language) for finding in refused.value.findings for language in LANGUAGES)
    assert "noi-bo.toml" in refused.value.say("vi")


def test_the_setting_brings_the_file_in(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDMAP_LAW_FILE", str(own))
    monkeypatch.setattr(chosen, "current", chosen.Settings)
    assert rules.current.__wrapped__().own_clocks == {"answer_proposal"}
    monkeypatch.setenv("LANDMAP_LAW_FILE", "")
    assert rules.current.__wrapped__().own_clocks == frozenset()
