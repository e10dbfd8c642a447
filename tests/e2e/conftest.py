"""The running product with a small demo city, and a reader's tab that must never ask anybody else for anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gis.settings import Settings
from tests import keeping
from tests.serving import Server, chromium, launched, left_home

CASES = 2_000
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def invent(server: Server) -> None:
    """Give a server that does not run yet the small demo city, which is made once for all."""

    def invented() -> None:
        done = server.command("demo", "--cases", str(CASES))
        assert done.returncode == 0, done.stderr

    state = Path(server.environment["LANDMAP_STATE_DIR"])
    keeping.bring(Settings(state_dir=state, database_url=""), f"demo {CASES}", invented)


@contextmanager
def demo_city(state: Path) -> Iterator[Server]:
    """The product with a small demo city; no script may have failed when it ends."""
    chromium()
    made = Server(state)
    invent(made)
    with made.running() as server:
        yield server
    assert '"surprise"' not in made.log.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product with a small demo city, for readers; whoever records brings an office of their own."""
    with demo_city(tmp_path_factory.mktemp("office")) as server:
        yield server


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Server]:
    """The product with the imported registry of projects and nothing else."""
    chromium()
    made = Server(tmp_path_factory.mktemp("registry"))
    assert made.command("init").returncode == 0
    done = made.command("import", "projects", str(shared / "samples" / "land_recovery_projects_2026.csv"))
    assert done.returncode == 1, done.stderr
    with made.running() as server:
        yield server
    assert '"surprise"' not in made.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A window that keeps what the server sends to all, as a reader's does."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A reader's tab, where all stands that a page remembers; the test fails when anything left the machine or a script
    failed.
    """
    window.clear_cookies()
    page = window.new_page()
    outside: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if left_home(request.url) else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    yield page
    page.close()
    assert outside == []
    assert failed == []
