"""What Prometheus is told, who may ask, and that nobody and no place is named."""

from __future__ import annotations

import datetime as dt
import importlib

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware

from gis import metrics, settings
from gis.door import gauges
from gis.records import audit
from gis.records.audit import Who
from gis.records.ledger import open_ledger
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from tests import city
from tests.door_asking import Answer, ask

TOKEN = "a-token-for-the-collector"  # noqa: S105 (of the test)


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANDMAP_METRICS_TOKEN", TOKEN)
    settings.current.cache_clear()
    yield TOKEN
    settings.current.cache_clear()


def asked(path: str = "/metrics", **how) -> Answer:
    app = Starlette(routes=gauges.routes(), middleware=[Middleware(gauges.OnlyWatchers, prefix="ban-do")])
    return ask(app, path, **how)


def figures() -> dict[str, float]:
    """Name and labels of each figure → its value."""
    found = text_string_to_metric_families(gauges.told().decode())
    return {
        f"{one.name}{sorted(one.labels.items()) if one.labels else ''}": one.value
        for family in found
        for one in family.samples
    }


def test_runs_queries_snapshots_and_the_trail_are_told(drawn_office: Settings) -> None:
    before = figures()
    ledger = open_ledger(open_store(drawn_office), drawn_office)
    ledger.refresh()
    for _ in range(2):  # the second is kept
        ledger.snapshot(city.AS_OF, Scope.local_officer("99"))
    audit.record(open_store(drawn_office), Who("ai.do@hanoi.gov.vn"), "refused", why="no_role", file="duong-hoa.xlsx")
    after = figures()

    def grown(name: str) -> float:
        return after[name] - before[name]

    assert grown("landmap_query_seconds_count") == 1
    assert grown("landmap_snapshot_seconds_count") == 1
    assert grown("landmap_trail_total[('what', 'refused')]") == 1
    assert after["landmap_trail_total[('what', 'import')]"] == 1
    assert after["landmap_trail_total[('what', 'export')]"] == 0, "told though there is none"
    assert after["landmap_database_up"] == 1
    recorded = open_store(drawn_office).latest()
    assert recorded
    age = (dt.datetime.now(dt.UTC) - recorded).total_seconds()
    assert age - 60 < after["landmap_data_age_seconds"] <= age
    assert {"landmap_sessions", "landmap_run_seconds_count", "landmap_surprises_total"} <= set(after)


def test_nobody_and_no_place_is_named(drawn_office: Settings) -> None:
    audit.record(
        open_store(drawn_office), Who("ai.do@hanoi.gov.vn"), "export", file="duong-hoa.xlsx", filters="ward=00001"
    )
    text = gauges.told().decode()
    assert "landmap_trail_total" in text
    words = {"hanoi.gov.vn", "duong-hoa", "00001", str(drawn_office.state_dir), *city.areas().wards["full_name"]}
    assert [word for word in words if word in text] == []
    labels = {
        name for line in text.splitlines() for name in line.partition("{")[2].partition("}")[0].split(",") if name
    }
    assert {one.partition("=")[0] for one in labels} <= {"le", "what", "reason"}


def test_a_database_that_is_away_stops_no_collector(office: Settings) -> None:
    (office.state_dir / "landmap.db").write_bytes(b"no database at all" * 99)
    found = figures()
    assert found["landmap_database_up"] == 0
    assert "landmap_sessions" in found


@pytest.mark.usefixtures("drawn_office")
def test_this_machine_may_ask() -> None:
    answer = asked()
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert b"landmap_database_up 1" in answer.body


@pytest.mark.parametrize(
    "path", ["/metrics", "/metrics/", "/_stcore/metrics", "/ban-do/metrics", "/ban-do/_stcore/metrics"]
)
@pytest.mark.parametrize(
    "how",
    [
        {"peer": "10.0.0.7"},
        {"host": "bando.hanoi.gov.vn"},
        {"headers": {"x-forwarded-for": "127.0.0.1"}},  # a proxy of this machine passes somebody on
        {"headers": {"x-forwarded-proto": "https"}},
        {"headers": {"forwarded": "for=127.0.0.1"}},
        {"peer": "10.0.0.7", "headers": {"authorization": "Bearer "}},
        {"peer": "10.0.0.7", "headers": {"authorization": "Bearer guess"}},
    ],
)
def test_nobody_else_may(office: Settings, path: str, how: dict[str, object]) -> None:
    assert asked(path, **how).status == 403


@pytest.mark.usefixtures("drawn_office")
def test_whoever_has_the_token_may_from_anywhere(token: str) -> None:
    far = {"peer": "10.0.0.7", "host": "bando.hanoi.gov.vn"}
    assert asked(**far, headers={"authorization": f"Bearer {token}"}).status == 200
    assert asked(**far, headers={"authorization": f"bearer {token}"}).status == 200
    assert asked(**far, headers={"authorization": f"Basic {token}"}).status == 403
    assert asked(**far).status == 403


def test_reading_the_module_again_makes_new_counts_and_doubles_none() -> None:
    again = importlib.util.module_from_spec(importlib.util.find_spec("gis.metrics"))
    again.__spec__.loader.exec_module(again)
    assert again.REGISTRY is not metrics.REGISTRY
    again.SURPRISES.inc()
    assert again.REGISTRY.get_sample_value("landmap_surprises_total") == 1
