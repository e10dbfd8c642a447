"""A page that stands open while somebody else records: silent until then, told within seconds, drawn on demand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from gis.records.batch import Batch
from gis.records.store import Store, open_store
from gis.settings import Settings
from gis.ui.news import EVERY
from tests.e2e.conftest import demo_city
from tests.serving import Server, rested

LATE = {"code": "LATE", "case_class": "complaint", "ward": "00004", "received_on": pd.Timestamp("2026-09-10")}
_CHANGES = """() => {
  window.changes = 0;
  new MutationObserver((found) => { window.changes += found.length; }).observe(
    document, { subtree: true, childList: true, characterData: true, attributes: true });
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An office of its own: this one is recorded in."""
    with demo_city(tmp_path_factory.mktemp("news")) as server:
        yield server


@pytest.fixture
def store(server: Server) -> Iterator[Store]:
    made = open_store(Settings(database_url="", state_dir=Path(server.environment["LANDMAP_STATE_DIR"])))
    yield made
    made.database.engine.dispose()


def test_news_are_told_within_seconds_and_cost_nothing_before(page: Page, server: Server, store: Store) -> None:
    frames: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda payload: frames.append(len(payload))))
    page.goto(f"{server.url}/vu-viec?as_of=2026-09-30")
    said = page.locator(".said")
    expect(said).to_contain_text("vụ việc")
    rested(page)
    before = said.inner_text()
    with page.expect_response("**/newest"):
        pass
    frames.clear()
    page.evaluate(_CHANGES)
    for _ in range(2):
        with page.expect_response("**/newest", timeout=2_000 * EVERY) as asked:
            pass
        assert len(asked.value.body()) == 16
    assert frames == []
    assert page.evaluate("window.changes") == 0

    store.append(Batch({"case": pd.DataFrame([LATE])}, "late", demo=True))
    news = page.get_by_role("status").filter(has_text="Có số liệu mới lúc")
    expect(news).to_be_visible(timeout=1_000 * (EVERY + 3))
    assert said.inner_text() == before
    page.get_by_role("button", name="Tải lại").click()
    expect(news).to_have_count(0)
    expect(said).not_to_have_text(before)
