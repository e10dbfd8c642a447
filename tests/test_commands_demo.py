"""The invented city, from the command line: for one province and for several in one store."""

from __future__ import annotations

import dataclasses
import json
from functools import partial

import pytest

from gis.areas.value import encode
from gis.commands import demo
from gis.records.batch import Batch
from gis.records.demo import Size
from gis.records.ledger import open_ledger
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from tests import city
from tests.test_command_line import refused, run


@pytest.fixture
def country(office: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An office in a country of three provinces of four wards; one of them has no boundaries yet."""
    (office.state_dir / "areas-98.geojson").write_bytes(encode(of("98")))
    monkeypatch.setattr(demo, "all_provinces", lambda: {"97": 4, "98": 4, "99": 4})
    monkeypatch.setattr(demo, "build_areas", lambda chosen: of(chosen.province))
    monkeypatch.setattr(demo, "Size", partial(Size, households=950, projects=13))  # of one alone as of one of several
    return office


def of(province: str):
    return dataclasses.replace(city.areas(), province=province)


def provinces(chosen: Settings) -> tuple[str, ...]:
    with open_store(chosen).reading() as reading:
        return reading.provinces()


def cases(chosen: Settings) -> dict[str, int]:
    """Answer how many cases each province holds."""
    store, found = open_store(chosen), {}
    for code in provinces(chosen):
        ledger = open_ledger(store, chosen.model_copy(update={"province": code}))
        last = ledger.last_event()
        assert last
        found[code] = len(ledger.snapshot(last, Scope.local_officer(code))["case"])
    return found


def test_several_provinces_share_the_cases_in_one_store(country: Settings) -> None:
    said = run("demo", "--cases", "200", "--province", "98, 97,99")
    assert said.exit_code == 0
    assert said.stderr.count("DỮ LIỆU MÔ PHỎNG") == 3
    assert cases(country) == {"97": 67, "98": 67, "99": 66}
    for code in ("97", "98", "99"):
        assert json.loads((country.state_dir / f"truth-{code}.json").read_text(encoding="utf-8"))["projects"] == 13


def test_what_was_stopped_goes_on_with_what_is_missing(country: Settings) -> None:
    assert run("demo", "--cases", "200", "--province", "98").exit_code == 0
    there = open_store(country.model_copy(update={"province": "98"}))
    before = there.batches()
    assert run("demo", "--cases", "200", "--province", "all", "--if-missing").exit_code == 0
    assert provinces(country) == ("97", "98", "99")
    assert list(there.batches()["token"]) == list(before["token"])


def test_a_province_that_is_there_is_not_made_again(country: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("demo", "--cases", "200", "--province", "98").exit_code == 0
    assert "LANDMAP_STATE_DIR" in refused(capsys, "demo", "--cases", "200", "--province", "97,98")
    assert provinces(country) == ("98",)


def test_an_unknown_province_is_refused_before_anything_is_made(
    country: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "77" in refused(capsys, "demo", "--cases", "200", "--province", "98,77")
    assert provinces(country) == ()


def test_real_records_are_left_alone(country: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    open_store(country).append(Batch({"project": city.frame("project", city.PROJECTS)}, source="real"))
    assert run("demo", "--province", "98", "--if-missing").exit_code == 0
    assert "LANDMAP_DATABASE_URL" in refused(capsys, "demo", "--cases", "200", "--province", "98")
    assert provinces(country) == ("99",)
