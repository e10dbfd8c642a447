"""A script in every text of every entity, in a real browser: it is read on page, map and table and runs on none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gis.areas.value import encode
from gis.records.store import open_store
from gis.screens import SCREENS
from gis.settings import Settings
from tests import hostile
from tests.hostile import FLAG, token
from tests.serving import Server, chromium, rested

DAY = "2026-09-30"


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The drawn city with an attack in every text, served."""
    chromium()
    state = tmp_path_factory.mktemp("attacked")
    (state / "areas-99.geojson").write_bytes(encode(hostile.areas()))
    store = open_store(Settings(state_dir=state, database_url="", province="99"))
    store.create()
    store.append(hostile.batch())
    server = Server(state)
    server.environment["LANDMAP_PROVINCE"] = "99"
    with server.running():
        yield server
    assert '"surprise"' not in server.log.read_text(encoding="utf-8")


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A reader's tab in which no dialog may open and no script of a text may have run."""
    dialogs: list[str] = []

    def opened(dialog: object) -> None:
        dialogs.append(str(dialog.message))  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", opened)
    yield page
    assert dialogs == []


def harmless(page: Page) -> None:
    for frame in page.frames:
        assert frame.evaluate(f"() => window.{FLAG} === undefined && window.top.{FLAG} === undefined")
        assert frame.locator("img[src='x']").count() == 0
        assert frame.locator("a[href^='javascript']").count() == 0
        assert frame.locator("[onmouseover], [onerror]").count() == 0


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.file)
def test_no_page_runs_a_text(watched: Page, attacked: Server, screen: object) -> None:
    watched.goto(f"{attacked.url}/{screen.path}?as_of={DAY}")  # type: ignore[attr-defined]
    expect(watched.locator('[data-testid="stMain"]')).to_be_visible()
    rested(watched)
    harmless(watched)


def test_what_is_hovered_and_opened_on_the_map_is_read(watched: Page, attacked: Server) -> None:
    watched.goto(f"{attacked.url}/?as_of={DAY}&ward=00001")
    rested(watched)
    frame = watched.frame_locator("iframe").first
    expect(frame.locator("path.ward").first).to_be_visible()
    marks = frame.locator(".mark")
    for place in range(marks.count()):
        marks.nth(place).hover(force=True)
        expect(frame.locator(".leaflet-tooltip").first).to_be_attached()
    ward = frame.locator('.ward[data-id="00001"]')
    ward.hover(force=True)
    expect(frame.locator(".leaflet-tooltip").first).to_contain_text("<img src=x")
    harmless(watched)
    watched.goto(f"{attacked.url}/?as_of={DAY}&sheet=ward-00001")
    expect(watched.locator(".sheet-title")).to_contain_text(token("area", "name"))
    rested(watched)
    harmless(watched)


def test_a_table_and_a_look_at_a_paper_are_read(watched: Page, attacked: Server, tmp_path: Path) -> None:
    watched.goto(f"{attacked.url}/?as_of={DAY}")
    rested(watched)
    expect(watched.locator(".st-key-ranking").get_by_text(token("area", "name")).first).to_be_visible()
    watched.get_by_role("button", name="Xuất báo cáo").click()
    dialog = watched.get_by_role("dialog")
    dialog.get_by_role("button", name="Xem trước").click()
    expect(dialog.get_by_role("img").first).to_be_visible()
    with watched.expect_download() as download:
        dialog.get_by_role("button", name="Tải về").click()
    download.value.save_as(tmp_path / "paper.pdf")
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    harmless(watched)
