"""Model cards that are kept: which one a day goes by, and what it allows after its last day."""

from __future__ import annotations

import datetime as dt

import pytest

from gis.answers import scores
from gis.briefing import method_tables
from gis.errors import RequestError
from gis.insight.model_card import VALID, Card, of_json
from gis.records import results
from gis.records.batch import Batch
from gis.records.results import Result
from gis.records.store import open_store
from gis.settings import Settings
from tests import city

DAY = dt.date(2026, 9, 30)
FIGURES = {
    "origins": ["2025-04-30", "2026-03-31"],
    "n": 3258,
    "projects": 214,
    "prevalence": 0.124,
    "outcomes": {"waiting": 404, "merged": 3},
    "standing_out": {"no_start": 2, "in_court": 9},
    "rules": {
        name: {"brier": 0.0983, "log_score": 0.33, "pr_auc": 0.41, "slope": slope, "intercept": slope}
        for name, slope in (("model", 1.07), ("equal", None))
    },
    "skill": {"age": {"value": 0.071, "low": -0.024, "high": 0.12}},
    "covered": {"model": 0.947, "age": None},
    "ought": {"model": 0.938, "age": None},
    "evened": {"model": 0.912, "age": None},
    "reliability": [{"n": 325, "said": 0.01, "happened": 0.02, "low": 0.009, "high": 0.04}],
    "capacity": {"model": {"looked": 240, "hits": 120.0, "of": 404.0, "lift": 4.03}},
    "slices": [
        {"by": "level", "value": "first", "n": 900, "prevalence": 0.1, "said": 0.12, "brier": 0.09, "skill": 0.05},
        {"by": "subject", "value": "Noise", "n": 60, "prevalence": 0.1, "said": 0.12, "brier": 0.09, "skill": -0.05},
    ],
}


def card(day: dt.date = DAY, **other: object) -> Card:
    plain = {
        "version": "2", "digest": "ab" * 32, "as_of": day, "expires_on": day + dt.timedelta(days=VALID), "horizon": 180,
        "rule": "model", "proof": "proven", "demo": False, "features": ("age", "past"),
        "spreads": {"model": 0.2, "age": 0.3}, "figures": FIGURES,
    }  # fmt: skip
    return Card(**{**plain, **other})


@pytest.fixture
def here(drawn_office: Settings) -> scores.Office:
    return scores.office(drawn_office)


def put(here: scores.Office, made: Card, version: str) -> None:
    results.keep(
        here.store, Result("backtest", made.to_json(), version=version, as_of=made.as_of, scope=here.scope.extent)
    )


def test_a_card_comes_back_as_it_was() -> None:
    assert of_json(card().to_json()) == card()


def test_a_day_goes_by_its_own_card_then_by_the_newest_before(here: scores.Office) -> None:
    assert scores.newest(here, DAY) is None
    for days in (90, 30):
        put(here, card(DAY - dt.timedelta(days=days)), here.method + "earlier")
    put(here, card(DAY + dt.timedelta(days=1)), here.method + "later")
    put(here, card(DAY - dt.timedelta(days=10)), "another method:")
    assert scores.kept(here, DAY) is None
    found = scores.newest(here, DAY)
    assert found
    assert found.as_of == DAY - dt.timedelta(days=30)
    put(here, card(DAY), here.version(DAY))
    assert scores.newest(here, DAY) == scores.kept(here, DAY) == card(DAY)


def test_other_records_ask_for_another_backtest(here: scores.Office, drawn_office: Settings) -> None:
    put(here, card(DAY), here.version(DAY))
    wards = [{**row, "code": f"{row['code']}-2"} for row in city.ROWS["case"][:1]]
    open_store(drawn_office).append(Batch({"case": city.frame("case", wards)}, source="one more"))
    again = scores.office(drawn_office)
    assert scores.kept(again, DAY) is None
    assert scores.newest(again, DAY) == card(DAY)


@pytest.mark.parametrize(
    ("days", "rule", "proof", "spread"), [(VALID, "model", "proven", 0.2), (VALID + 1, "age", "expired", 0.3)]
)
def test_past_its_last_day_a_card_allows_nothing_but_the_age(days: int, rule: str, proof: str, spread: float) -> None:
    found = scores.allowed(card(), DAY + dt.timedelta(days=days))
    assert (found.rule, found.proof, found.spread) == (rule, proof, spread)


def test_only_landmarks_that_can_be_learnt_from_are_looked_at(
    here: scores.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scores, "MONTHS", 8)
    told: list[tuple[str, int, int]] = []
    for only in (False, True):
        scores.looked(here, DAY, lambda *step: told.append(step), only_learnt=only)
    # 180 days after 31/3 and 28/2 are over on 30/9
    assert [step for step in told if step[1] == step[2]] == [("looking", 8, 8), ("looking", 2, 2)]


def test_without_a_case_there_is_nothing_to_look_at(office: Settings) -> None:
    with pytest.raises(RequestError) as refused:
        scores.looked(scores.office(office), DAY, lambda *_: None)
    assert refused.value.say("vi").startswith("Chưa có vụ việc nào")


def test_tables_hide_small_numbers_and_say_what_is_unknown() -> None:
    told = {one.name: one.rows for one in method_tables.tables(card(), "vi", lambda n: None if 0 < n < 5 else n)}
    assert told["outcomes"].to_numpy().tolist() == [
        ["Còn chờ quá hạn giải quyết", "404"],
        ["Nhập vào vụ việc khác", "–"],
    ]
    assert told["out"]["Số vụ việc"].tolist() == ["–", "9"]
    assert told["rules"]["Hệ số góc hiệu chuẩn"].tolist() == ["1,07", "–"]
    assert told["skill"].iloc[0].tolist() == ["Chỉ theo thời gian chờ", "7,1%", "-2,4% đến 12%"]
    assert told["slices"]["Nhóm"].tolist() == ["Lần đầu", "Noise"]


def test_a_card_without_figures_has_no_tables() -> None:
    empty = card(figures={}, rule="age", proof="too_little")
    assert method_tables.tables(empty, "en", lambda n: n) == ()
    assert method_tables.facts(empty, "en", lambda n: n).iloc[:, 0].tolist()[:2] == [
        "Version of the method",
        "Tried with data up to",
    ]
