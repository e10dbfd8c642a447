"""Health: names what is wrong without telling where anything is."""

import datetime as dt
import tomllib
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette

from gis import settings
from gis.door import health
from gis.errors import AreasError, StoreError
from gis.words import Phrase
from tests.door_asking import ask

WELL = {"database": "sqlite", "where": "/secret/place.db", "reachable": True, "revision": "0001", "needed": "0001"}
WELL |= {"current": True, "kind": "demo", "batches": 1, "rows": 9, "problem": ""}
WARDS = SimpleNamespace(wards=range(126), source=Phrase("numbers.dong", {"amount": 1}), approximate=True, digest="ab12")


@pytest.fixture
def answers(monkeypatch):
    def given(found=WELL, wards=WARDS, latest=None):
        store = SimpleNamespace(health=lambda: dict(found), latest=lambda: latest)
        monkeypatch.setattr(health, "open_store", lambda _: store)
        monkeypatch.setattr(health, "areas", SimpleNamespace(load=lambda _: wards))
        app = Starlette(routes=health.routes())
        return [ask(app, path) for path in ("/healthz", "/readyz")]

    return given


def test_all_is_well(answers):
    for answer in answers():
        assert answer.status == 200
        assert answer.headers["cache-control"] == "no-store"
        found = answer.json()
        assert found["status"] == "ok"
        assert found["database"] == {
            "status": "ok",
            "kind": "sqlite",
            "reachable": True,
            "revision": "0001",
            "needed": "0001",
            "content": "demo",
            "age_seconds": None,
        }
        assert found["areas"]["count"] == 126
        assert found["areas"]["approximate"] is True
        assert found["areas"]["digest"] == "ab12"
        assert b"secret" not in answer.body


def test_the_age_of_the_data_is_told(answers):
    recorded = dt.datetime.now(dt.UTC) - dt.timedelta(hours=2)
    answer, _ = answers(latest=recorded)
    assert answer.json()["database"]["age_seconds"] == pytest.approx(7_200, abs=60)


def test_a_database_that_cannot_be_used_is_503_and_stays_unnamed(answers):
    broken = WELL | {"reachable": False, "current": False, "revision": None, "problem": "cannot open /secret/place.db"}
    answer, _ = answers(found=broken)
    assert answer.status == 503
    assert (answer.json()["status"], answer.json()["database"]["status"]) == ("failing", "failing")
    assert answer.json()["areas"]["status"] == "ok"
    assert b"secret" not in answer.body


@pytest.mark.parametrize("error", [AreasError("errors.setting", name="a", reason="b"), StoreError("door.sorry")])
def test_a_probe_that_raises_fails_by_its_phrase(error):
    def probe():
        raise error

    found = health.state({"areas": probe, "database": dict})
    assert found["areas"] == {"status": "failing", "error": error.phrase.key}
    assert (found["status"], found["database"]["status"]) == ("failing", "ok")


def test_a_surprise_is_not_swallowed():
    with pytest.raises(ZeroDivisionError):
        health.state({"database": lambda: 1 / 0})


def test_the_version_is_the_projects():
    project = tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert health.version() == project["project"]["version"]
