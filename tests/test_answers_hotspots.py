"""The answer about clusters is kept once for everything that decides it, and read back as it was."""

from __future__ import annotations

import dataclasses
import json

import pandas as pd
import pytest

from gis import areas
from gis.answers import hotspots, risks
from gis.answers.hotspots import Question
from gis.commands import hotspots as command
from gis.filters import Filters
from gis.insight import model_card
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.records import results
from gis.records.ledger import open_ledger
from gis.records.results import Result
from gis.records.store import Store, open_store
from gis.scope import Scope
from gis.settings import Settings
from tests import city, waves
from tests.test_command_line import refused, run
from tests.waves import AN, BINH

SCOPE = Scope.local_officer("99")


@pytest.fixture
def store(drawn_office: Settings) -> Store:
    return open_store(waves.record(drawn_office))


def now(office: Settings) -> Situation:
    taken = open_ledger(open_store(office), office).snapshot(city.AS_OF, SCOPE)
    return situation(taken, areas.load(office), rules.current())


def test_it_is_worked_out_once_and_read_back_as_it_was(store: Store, drawn_office: Settings) -> None:
    asked = Question(now(drawn_office), Filters(), SCOPE)
    assert hotspots.kept(store, asked) is None
    done: list[tuple[int, int]] = []
    told = hotspots.work_out(store, asked, progress=lambda *part: done.append(part))
    assert told is not None
    assert done[-1] == (999, 999)
    again = hotspots.kept(store, Question(now(drawn_office), Filters(), SCOPE))
    assert again is not None
    assert again.to_json() == told.to_json()
    assert again.wards["rate"].round(4).tolist() == told.wards["rate"].round(4).tolist()
    assert again.clusters["raised"].tolist() == [(AN,)]
    assert again.clusters["start"].tolist() == [pd.Timestamp("2026-08-01")]
    assert (again.first, again.last, again.seed) == (told.first, told.last, hotspots.SEED)


def test_what_decides_the_answer_makes_another_and_a_choice_of_wards_does_not(drawn_office: Settings) -> None:
    found = now(drawn_office)
    asked = Question(found, Filters(), SCOPE)
    assert Question(found, Filters(ward=(AN,), district=("901",)), SCOPE).key == asked.key
    later = dataclasses.replace(found, snapshot=dataclasses.replace(found.snapshot, recorded="x"))
    others = [
        Question(found, Filters(subject=("price",)), SCOPE),
        Question(later, Filters(), SCOPE),
        Question(found, Filters(), Scope("99", frozenset({AN}), "leader")),
    ]
    assert len({asked.key, *(other.key for other in others)}) == 4


def test_what_is_recorded_later_makes_the_answer_old(store: Store, drawn_office: Settings) -> None:
    hotspots.work_out(store, Question(now(drawn_office), Filters(), SCOPE))
    waves.record(drawn_office, case=[{"code": "Q9999", "case_class": "complaint", "ward": BINH}])
    assert hotspots.kept(store, Question(now(drawn_office), Filters(), SCOPE)) is None


def test_without_household_files_there_is_no_answer(office: Settings) -> None:
    empty = Question(now(office), Filters(), SCOPE)
    assert not empty.answerable
    assert hotspots.work_out(open_store(office), empty) is None


def test_the_risk_is_read_back_with_what_weighs_most(store: Store, drawn_office: Settings) -> None:
    found = now(drawn_office)
    assert risks.kept(store, found, SCOPE, drawn_office) is None
    version = f"{model_card.VERSION}:180:20:{found.snapshot.recorded}"
    told = {"code": AN, "enough": True, "n": 9, "expected": 2.5, "low": 1, "high": 4}
    lines = [
        told | {"reasons": [{"kind": "waiting"}, {"kind": "overdue"}]},
        told | {"code": BINH, "enough": False, "n": 3},
    ]
    answer = {"rule": "age", "proof": "rebuilt", "horizon": 180, "wards": lines, "projects": []}
    results.keep(store, Result("risk", answer, version=version, as_of=city.AS_OF, scope=SCOPE.extent))
    risk = risks.kept(store, found, SCOPE, drawn_office)
    assert risk is not None
    assert risk.wards.loc[AN].tolist() == [2.5, 1, 4, 9]
    assert risk.wards.loc[BINH, "at_risk"] == 3
    assert risk.wards.loc[BINH].isna().sum() == 3
    assert risk.weighed[AN] == ("waiting", "overdue")


def test_the_command_tells_every_ward_and_hides_small_counts(store: Store) -> None:
    ran = run("hotspots", "--as-of", "2026-09-30", "--json")
    assert ran.exit_code == 0
    answer = json.loads(ran.stdout)
    first = answer["wards"][0]
    assert (first["code"], first["class"], first["class_said"], first["hot"]) == (AN, "new", "mới xuất hiện", True)
    assert answer["method"] == {"first_month": "2024-10-01", "seed": 1, "permutations": 9999, "replicates": 999}
    assert answer["risk"] is None
    assert {line["code"] for line in answer["wards"]} == {AN, BINH, "00003", "00004"}
    told = [one["n"] for line in answer["wards"] for one in line["reasons"]]
    assert told
    assert all(n is None or n == 0 or n >= 5 for n in told)
    assert "Phường An: mới xuất hiện" in ran.stderr


def test_a_hidden_count_takes_its_rate_with_it(office: Settings) -> None:
    rates = {"rate": 1.5, "low": 1.0, "high": 2.0, "exposure": 100.0}
    table = pd.DataFrame({"n": [3.0, 9.0, 8.0], **rates}, index=[AN, BINH, "x"])
    table = table.assign(**{"class": "new", "hot": True, "enough": True, "muted": False, "why_muted": [()] * 3})
    risk = dict.fromkeys(("expected", "expected_low", "expected_high", "at_risk"), float("nan"))
    rest = {"reasons": [()] * 3, "body": None, "next_day": pd.NaT, "last_dialogue": pd.NaT}
    lines = command._lines(table.assign(**risk, **rest))
    assert [line["rate"] is None for line in lines] == [line["n"] is None for line in lines]
    assert lines[0]["n"] is None
    expected = dict.fromkeys(("expected", "expected_low", "expected_high"), 2.0)
    many = table.assign(n=[30.0, 90.0, 80.0], at_risk=[28.0, 50.0, 60.0], **expected, **rest)
    first = command._lines(many)[0]
    assert first["n"] is None or first["at_risk"] is None  # two cases aside
    assert (first["expected"] is None) == (first["at_risk"] is None)


def test_the_command_says_what_is_missing(office: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert "hồ sơ hộ" in refused(capsys, "hotspots")
