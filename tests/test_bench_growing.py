"""What grows, and how a server finds what it is asked: the bench's own arithmetic, on numbers worked out by hand."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from sqlalchemy import text

from gis.records.batch import Batch
from gis.records.store import open_store
from gis.settings import Settings
from tests import city, postgres
from tests.bench import explain
from tests.bench.growing import Growth
from tests.bench.growth import measured


def growth() -> Growth:
    found = Growth()
    found.add(1_000, {"click": 0.5, "snapshot": 0.01, "backtest": 1.0})
    found.add(100_000, {"click": 0.5, "snapshot": 0.1, "backtest": 100.0})
    found.add(2_000_000, {"click": 0.5, "snapshot": 9.0}, provinces=34)
    return found


def test_a_slope_is_the_power_of_the_cases():
    found = growth()
    assert found.slope("click") == pytest.approx(0)
    assert found.slope("snapshot") == pytest.approx(0.5), "ten times the time for a hundred times the cases"
    assert found.slope("backtest") == pytest.approx(1)
    assert found.slope("import") is None


def test_a_store_of_many_provinces_is_told_beside_and_is_no_part_of_a_slope():
    table = growth().table()
    assert "| seconds of | 1,000 | 100,000 | 2,000,000 of 34 provinces | slope |" in table
    assert "| snapshot of another day | 0.01 | 0.10 | 9.00 | 0.50 |" in table
    assert "| backtest with its card | 1.00 | 100.00 | – | 1.00 |" in table


def test_the_picture_has_a_line_for_each_thing_and_is_the_same_twice(tmp_path: Path):
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    growth().draw(first)
    growth().draw(second)
    assert first.read_bytes() == second.read_bytes()
    ET.fromstring(first.read_text(encoding="utf-8"))  # noqa: S314 (our own file)


def test_everything_that_grows_is_measured_and_the_store_stays_as_it_was(drawn_office: Settings):
    store = open_store(drawn_office)
    before = store.marker()
    took = measured()
    assert set(took) == {"snapshot", "hotspots", "backtest", "import"}
    assert min(took.values()) > 0
    assert store.marker() == before


@pytest.mark.skipif(not postgres.installed(), reason=postgres.MISSING)
def test_statements_are_explained_as_they_were_sent(cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    chosen = Settings(database_url=cluster.address(cluster.database()), state_dir=tmp_path, province="99")
    monkeypatch.setattr(explain.settings, "current", lambda: chosen)
    store = open_store(chosen)
    store.create()
    store.append(
        Batch({name: city.frame(name, rows) for name, rows in city.ROWS.items()}, source="drawn city", demo=True)
    )
    found = {row["what"]: row for row in explain.measured()}
    assert found["look for news"]["statements"] == 2, "the last batch, and the last withdrawal"
    assert found["look for news"]["rows"] == 2
    whole = found["read the whole ledger"]
    with store.database.engine.connect() as connection:
        counted = connection.execute(text("SELECT count(*) FROM reception")).scalar_one()
    assert whole["rows"] >= counted > 0
    assert whole["aside"] == 0, "there is one province"
    assert found["take them in"]["rows"] > 0
