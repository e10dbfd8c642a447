"""Commands where the settings name several provinces: none is guessed, one is named, some are about all."""

from __future__ import annotations

import json

import pytest

from gis import settings
from gis.commands import demo, scoring
from gis.records import audit
from gis.records.store import open_store
from gis.settings import Settings
from tests import second_city
from tests.canary import heard
from tests.commanding import refused
from tests.test_command_line import run

HERE, THERE = "99", second_city.CODE


@pytest.fixture
def country(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("LANDMAP_PROVINCE", f"{HERE},{THERE}")
    settings.current.cache_clear()
    second_city.settle(settings.current())
    return settings.current()


@pytest.mark.parametrize(
    "line",
    [
        ("batches",),
        ("areas", "show"),
        ("areas", "build"),
        ("undo", "1"),
        ("close", "Tháng 9/2026", "--as-of", "2026-09-30"),
        ("briefing", "overview"),
        ("access", "list"),
        ("import", "projects", "x.csv"),
        ("backtest",),
    ],
    ids=lambda line: line[0],
)
def test_a_command_about_one_province_asks_which(
    country: Settings, capsys: pytest.CaptureFixture[str], line: tuple[str, ...]
) -> None:
    told = refused(capsys, *line)
    assert f"{HERE}, {THERE}" in told
    assert "--province 79" in told
    assert len(open_store(country).batches()) == 1


def test_it_works_on_the_one_that_is_named(country: Settings) -> None:
    shown = [json.loads(run("--province", code, "areas", "show", "--json").stdout) for code in (HERE, THERE)]
    assert f"Thành phố Vẽ ({HERE})" in shown[0].values()
    assert f"{second_city.NAME} ({THERE})" in shown[1].values()
    sources = [json.loads(run("--province", code, "batches", "--json").stdout)["batches"] for code in (HERE, THERE)]
    assert [[one["source"] for one in found] for found in sources] == [["drawn city"], [second_city.canary.FILE]]


def test_a_province_that_is_not_served_can_be_prepared(country: Settings) -> None:
    done = run("--province", "97", "areas", "show")
    assert "97" in str(done.exception)
    assert settings.current().provinces == ("97",)


def test_what_is_no_code_is_refused(country: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert "“Hà Nội”" in refused(capsys, "--province", "Hà Nội", "areas", "show")


def test_where_one_is_set_nobody_is_asked(drawn_office: Settings) -> None:
    assert run("batches").exit_code == 0


def test_a_grant_is_given_in_the_named_province_and_the_trail_says_so(country: Settings) -> None:
    assert run("--province", THERE, "access", "grant", "an@x.vn", "viewer", "city").exit_code == 0
    [entry] = audit.entries(open_store(country), what="access_change")
    assert entry.details["province"] == THERE


def test_a_paper_of_the_named_province_leads_back_to_it(
    country: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("papers")
    done = run(
        "--province", THERE, "briefing", "overview", "--format", "csv", "--as-of", "2026-09-30", "--out", str(folder)
    )
    assert done.exit_code == 0, done.stderr
    [file] = folder.iterdir()
    assert f"_{THERE}_2026-09-30" in file.name
    content = file.read_text(encoding="utf-8-sig")
    assert heard(content, *second_city.MINE) == []
    assert second_city.NAME in content
    [entry] = audit.entries(open_store(country), what="export")
    assert f"province={THERE}" in entry.details["filters"]


def test_score_works_out_each_of_the_provinces_or_the_one_named(
    country: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[str] = []
    kept = scoring.whole.Scored

    def score(code: str, *_: object) -> scoring.whole.Scored:
        worked.append(code)
        return kept(code, "nothing")

    monkeypatch.setattr(scoring.whole, "score", score)
    assert run("score").exit_code == 0
    assert worked == [HERE, THERE]
    assert run("--province", THERE, "score").exit_code == 0
    assert worked == [HERE, THERE, THERE]


def test_demo_makes_each_of_the_provinces(office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDMAP_PROVINCE", f"{HERE},{THERE}")
    settings.current.cache_clear()
    second_city.settle(settings.current(), records=False)
    made: list[tuple[str, int]] = []
    monkeypatch.setattr(demo, "all_provinces", lambda: {HERE: 4, THERE: 2})
    monkeypatch.setattr(demo, "_make", lambda chosen, size, _: made.append((chosen.province, size.cases)))
    assert run("demo", "--cases", "600").exit_code == 0
    assert [code for code, _ in made] == [HERE, THERE]
    assert sum(n for _, n in made) == 600
    made.clear()
    assert run("--province", THERE, "demo", "--cases", "600").exit_code == 0
    assert [code for code, _ in made] == [THERE]


def test_doctor_looks_at_each(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDMAP_PROVINCE", f"{HERE},{THERE}")
    settings.current.cache_clear()
    told = json.loads(run("doctor", "--json").stdout)
    assert not told["areas"]["ok"]
    assert f"{HERE}: 4" in told["areas"]["detail"]
    assert f"mã {THERE}" in told["areas"]["detail"]
    assert told["database"]["ok"]
    assert f"chưa có số liệu: {THERE}" in told["database"]["detail"]
    second_city.settle(settings.current())
    told = json.loads(run("doctor", "--json").stdout)
    assert told["areas"]["ok"]
    assert "chưa có số liệu" not in told["database"]["detail"]
