"""Layers for other maps: what they hold, what they hide, and that nobody gets behind them."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import geopandas as gpd
import pandas as pd
import psycopg
import pyogrio
import pytest
import shapely
from typer.testing import CliRunner

from gis import __main__ as cli
from gis import areas, settings
from gis.briefing import layers, publishing
from gis.briefing.tables import sheet
from gis.errors import RequestError, StoreError
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.records import backup, reader
from gis.records.batch import Batch
from gis.records.entities import ENTITIES
from gis.records.ledger import open_ledger
from gis.records.reader import publish
from gis.records.store import Store, open_store
from gis.scope import Scope
from gis.settings import Settings
from tests import city, records_city, second_city
from tests.postgres import Cluster

LINE = shapely.from_wkt("LINESTRING (105.80 21.00, 105.85 21.05)")


def now(store: Store, office: Settings, *, demo: bool = False) -> Situation:
    frames = {name: city.frame(name, rows) for name, rows in city.ROWS.items()}
    first = frames["project"].index[0]
    shapes = [LINE.wkb if place == first else None for place in frames["project"].index]
    store.append(Batch(frames | {"project": frames["project"].assign(footprint=shapes)}, "drawn city", demo=demo))
    ledger = open_ledger(store, office)
    snapshot = ledger.snapshot(ledger.last_event(), Scope.local_officer(office.province))
    return situation(snapshot, areas.load(office), rules.current())


def made(found: Situation, threshold: int = 5) -> layers.Layers:
    return layers.layers(found, found.snapshot.scope, threshold=threshold, language="vi")


@pytest.fixture
def found(office: Settings) -> Situation:
    return now(open_store(office), office)


def test_there_are_wards_projects_and_sites_with_geometry(found):
    all_of_them = made(found)
    assert {name: len(layer) for name, layer in all_of_them.items()} == {
        "wards": len(found.areas.wards),
        "projects": len(city.ROWS["project"]),
        "sites": len(found["resettlement_site"]),
    }
    assert all(layer.crs == "EPSG:4326" for layer in all_of_them.values())
    assert all_of_them["wards"].geometry.notna().all()
    assert all_of_them["projects"].geometry.dropna().tolist() == [LINE]


def test_small_counts_are_hidden_and_named(found):
    exact, hidden = made(found, 1)["wards"], made(found, 5)["wards"]
    assert (exact["hidden"] == "").all()
    small = exact["open_cases"].between(1, 4)
    assert small.any()
    assert hidden.loc[small, "open_cases"].isna().all()
    assert hidden.loc[small, "hidden"].str.contains("open_cases").all()
    assert not hidden[["open_cases", "households", "overdue_cases"]].isin([1, 2, 3, 4]).any(axis=None)


def test_no_layer_has_the_fields_of_a_case_or_a_household_file(found):
    told = {column for layer in made(found).values() for column in layer}
    private = {"hamlet", "longitude", "latitude", "national_code", "obstacle", "paid_on", "received_on", "allocated"}
    assert not told & private


def test_invented_rows_say_so(office, tmp_path):
    found = now(records_city.Stores(tmp_path).empty(), office.model_copy(update={"province": "01"}), demo=True)
    for layer in made(found).values():
        assert layer["notice"].str.contains("DỮ LIỆU MÔ PHỎNG").all()


def test_files_hold_what_the_layers_hold(found, tmp_path):
    all_of_them = made(found)
    files = layers.write(all_of_them, tmp_path / "out")
    layers.write(all_of_them, tmp_path / "out")
    assert {path.name for path in files} == {"landmap.gpkg", "wards.csv", "projects.csv", "sites.csv"}
    assert set(pyogrio.list_layers(files[0])[:, 0]) == set(all_of_them)
    for name, layer in all_of_them.items():
        assert len(gpd.read_file(files[0], layer=name)) == len(layer)
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as source:
            header, *rows = csv.reader(source)
        assert header == [column for column in layer if column != "geometry"]
        assert len(rows) == len(layer)


def test_a_text_that_reads_as_a_formula_stays_a_text():
    frame = pd.DataFrame(
        {"a": ["=1+1", None], "b": [True, False], "c": pd.to_datetime(["2026-09-30", None]), "d": [1.5, 2]}
    )
    assert sheet(frame).decode("utf-8-sig").split() == ["a,b,c,d", "'=1+1,true,2026-09-30,1.5", ",false,,2"]


@pytest.fixture
def looking(cluster: Cluster, found: Situation, served: records_city.Stores) -> Iterator[psycopg.Connection]:
    """The connection of an account that is a reader, in a database with everything in it."""
    store = served.drawn()
    publish(store, made(found), store.marker())
    publish(store, made(found), store.marker())
    with cluster.account("qgis") as account:
        with cluster.connect() as admin:
            admin.execute("GRANT landmap_read TO qgis")
        with cluster.connect(str(store.database.url.database), user=account) as connection:
            yield connection
    store.create()


def asked(connection: psycopg.Connection, question: str) -> list[tuple]:
    return connection.execute(question).fetchall()  # type: ignore[arg-type]


def test_the_reader_sees_the_layers_and_the_projects(looking, found):
    assert asked(looking, "SELECT count(*) FROM shown_wards") == [(len(found.areas.wards),)]
    assert asked(looking, "SELECT ST_AsText(geometry) FROM shown_projects WHERE geometry IS NOT NULL") == [
        ("LINESTRING(105.8 21,105.85 21.05)",)
    ]
    assert asked(looking, "SELECT count(*) FROM current_project") == [(0,)]
    assert asked(looking, "SELECT count(*) FROM current_project_ward") == [(0,)]
    assert asked(looking, "SELECT count(*) FROM shown_wards WHERE open_cases BETWEEN 1 AND 4") == [(0,)]


TABLES = [*ENTITIES, *(f"current_{name}" for name in ENTITIES), "batch", "withdrawal", "closing", "audit"]
TABLES += ["alembic_version"]
OPEN = {"current_project", "current_project_ward"}


def test_the_reader_sees_nothing_else(looking):
    for table in sorted({*TABLES} - OPEN):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            asked(looking, f'SELECT * FROM "{table}"')  # noqa: S608 (names of our own)
    for statement in ("DELETE FROM shown_wards", "UPDATE current_project SET name = NULL", "CREATE TABLE mine (n int)"):
        with pytest.raises(psycopg.Error):
            looking.execute(statement)
    readable = "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'landmap_read'"
    assert {name for (name,) in asked(looking, readable)} == {
        *OPEN,
        "shown_wards",
        "shown_projects",
        "shown_sites",
        "shown_state",
    }


def test_the_reader_still_sees_the_projects_when_the_views_were_made_anew(cluster, served, found):
    store = served.drawn()
    publish(store, made(found), store.marker())
    store.create()
    with cluster.connect(str(store.database.url.database)) as connection:
        granted = "SELECT has_table_privilege('landmap_read', 'current_project', 'SELECT')"
        assert asked(connection, granted) == [(True,)]


@pytest.fixture
def online(office: Settings, served: records_city.Stores) -> Settings:
    """The office with the drawn city on a server."""
    chosen = office.model_copy(update={"database_url": served.empty().settings.database_url})
    frames = {name: city.frame(name, rows) for name, rows in city.ROWS.items()}
    open_store(chosen).append(Batch(frames, "drawn city"))
    return chosen


def renamed(chosen: Settings) -> None:
    row = city.PROJECTS[0] | {"name": "Tên mới"}
    open_store(chosen).append(Batch({"project": city.frame("project", [row])}, "later"))


def shown_name(chosen: Settings, cluster: Cluster) -> str:
    with cluster.connect(str(open_store(chosen).database.url.database)) as connection:
        return asked(connection, "SELECT name FROM shown_projects WHERE code = 'P1'")[0][0]


def test_what_is_shown_follows_every_recording(online, cluster):
    store = open_store(online)
    assert reader.current(store) is None
    assert publishing.keep_up(online), "nothing is shown, so nothing can be out of date"
    assert reader.current(store) is None
    publishing.show(online)
    assert reader.current(store)
    renamed(online)
    assert reader.current(store) is False
    assert shown_name(online, cluster) == city.PROJECTS[0]["name"]
    assert publishing.keep_up(online)
    assert reader.current(store)
    assert shown_name(online, cluster) == "Tên mới"
    store.withdraw(2)
    assert reader.current(store) is False
    assert publishing.keep_up(online, open_ledger(store, online))
    assert shown_name(online, cluster) == city.PROJECTS[0]["name"]


def test_another_province_never_takes_the_place_of_what_is_shown(online, cluster):
    publishing.show(online)
    other = online.serving(second_city.CODE)
    second_city.settle(other)
    assert reader.current(open_store(online)), "what was recorded elsewhere makes it no older"
    assert reader.current(open_store(other)) is None
    assert publishing.keep_up(other)
    assert shown_name(online, cluster) == city.PROJECTS[0]["name"]
    renamed(online)
    assert reader.current(open_store(online)) is False


def test_what_is_shown_follows_the_commands(online, cluster, monkeypatch):
    publishing.show(online)
    renamed(online)
    monkeypatch.setenv("LANDMAP_DATABASE_URL", online.database_url)
    settings.current.cache_clear()
    assert CliRunner().invoke(cli.app, ["undo", "2"]).exit_code == 0
    assert reader.current(open_store(online))
    assert shown_name(online, cluster) == city.PROJECTS[0]["name"]


def test_a_recording_stands_where_the_layers_cannot_be_shown(online, monkeypatch):
    publishing.show(online)
    renamed(online)

    def fail(*_: object) -> None:
        raise StoreError("records.denied", where="", reason="")

    with monkeypatch.context() as broken:
        broken.setattr(reader, "publish", fail)
        assert not publishing.keep_up(online)
        broken.setenv("LANDMAP_DATABASE_URL", online.database_url)
        settings.current.cache_clear()
        done = CliRunner().invoke(cli.app, ["undo", "2"])
    assert done.exit_code == 0
    assert "python -m gis reader" in done.output
    assert reader.current(open_store(online)) is False


def test_a_store_that_came_back_is_not_taken_for_the_one_that_was_shown(online, tmp_path):
    store = open_store(online)
    backup.write(store, tmp_path / "kept")
    renamed(online)
    publishing.show(online)
    backup.restore(store, tmp_path / "kept", replace=True)
    assert reader.current(store) is False
    renamed(online)
    assert reader.current(store) is False, "as many batches as before, but not the same"


def test_a_file_shows_nothing_and_needs_no_keeping_up(office):
    open_store(office)
    assert reader.current(open_store(office)) is None
    assert publishing.keep_up(office)


def test_a_file_has_no_reader(found, files):
    with pytest.raises(RequestError, match="python -m gis export"):
        publish(files.empty(), made(found), (0, "", 0))
