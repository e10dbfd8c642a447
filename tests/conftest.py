"""What many tests need: the third-party files beside the checkout, and an office with the drawn city in its store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import streamlit as st

from gis import settings
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.settings import Settings
from tests import city, keeping, postgres
from tests.quickening import quicken
from tests.records_city import Stores

# a busy machine is no finding: examples may take as long as they need, the whole test may not (pyproject, timeout)
hypothesis.settings.register_profile("office", deadline=None)
hypothesis.settings.load_profile("office")

quicken()

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of third-party files that are never committed; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the third-party files are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL server of our own; tests that need it skip where none can be made."""
    if not postgres.installed():
        pytest.skip(postgres.MISSING)
    with postgres.serving() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """Stores on either kind of database: whatever holds on one holds on the other."""
    server = request.getfixturevalue("cluster") if request.param == "postgresql" else None
    made = Stores(tmp_path_factory.mktemp("stores"), server)
    yield made
    made.remove()


@pytest.fixture
def served(cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """Stores on a server, for what is said of servers only."""
    made = Stores(tmp_path_factory.mktemp("served"), cluster)
    yield made
    made.remove()


@pytest.fixture
def files(tmp_path: Path) -> Stores:
    """Stores in SQLite files, for what is said of files only."""
    return Stores(tmp_path)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """An office with settings of its own, the drawn wards and an empty store."""
    monkeypatch.setenv("LANDMAP_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("LANDMAP_PROVINCE", "99")
    monkeypatch.delenv("LANDMAP_DATABASE_URL", raising=False)
    (tmp_path / "areas-99.geojson").write_bytes(city.boundaries())
    settings.current.cache_clear()
    st.cache_resource.clear()
    chosen = settings.current()
    keeping.bring(chosen, "empty", open_store(chosen).create)
    yield chosen
    st.cache_resource.clear()
    settings.current.cache_clear()


@pytest.fixture
def drawn_office(office: Settings) -> Settings:
    """The office with the drawn city recorded."""
    keeping.bring(office, "drawn", lambda: open_store(office).append(Batch(city.frames(), source="drawn city")))
    return office


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which commands are run."""
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def offered_files(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every file that a page offers, made as if each button had been clicked."""
    offered: list[bytes] = []
    draw = st.download_button

    def button(label: str, data: Any, **more: Any) -> bool:
        offered.append(data() if callable(data) else data)
        return draw(label, data, **more)

    monkeypatch.setattr(st, "download_button", button)
    return offered
