"""One server, two provinces: a reader chooses, sees that map, switches and sees another; nothing leaves home."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from gis.areas.value import encode
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.settings import Settings
from tests import city, second_city
from tests.serving import Server, chromium, rested

DAY = "2026-09-30"


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The drawn city and the second one, served by one process."""
    chromium()
    state = tmp_path_factory.mktemp("country")
    chosen = Settings(state_dir=state, database_url="", province=f"99,{second_city.CODE}")
    (state / "areas-99.geojson").write_bytes(encode(city.areas()))
    store = open_store(chosen)
    store.create()
    store.append(Batch({name: city.frame(name, rows) for name, rows in city.ROWS.items()}, source="drawn city"))
    second_city.settle(chosen)
    server = Server(state)
    server.environment["LANDMAP_PROVINCE"] = ",".join(chosen.provinces)
    with server.running():
        yield server
    assert '"surprise"' not in server.log.read_text(encoding="utf-8")


def wards(page: Page) -> set[str]:
    """Names of the wards of the map, as it reads them aloud."""
    shapes = page.frame_locator("iframe").first.locator("path.ward[aria-label]")
    expect(shapes.first).to_be_attached()
    return {re.split(r"[:,]", str(label.get_attribute("aria-label")))[0] for label in shapes.all()}


def test_a_reader_switches_and_sees_another_map(page: Page, shared_server: Server) -> None:
    drawn: list[str] = []
    page.on("response", lambda answer: drawn.append(answer.url) if "/geo/wards." in answer.url else None)
    page.goto(f"{shared_server.url}/?as_of={DAY}")
    expect(page.get_by_role("heading", name="Chọn tỉnh, thành phố")).to_be_visible()
    page.get_by_role("link", name="Thành phố Vẽ").click()
    expect(page.locator(".said")).to_contain_text("Thành phố Vẽ")
    expect(page).to_have_url(re.compile("province=99"))
    rested(page)
    one = wards(page)
    assert {"Phường An", "Xã Cát"} <= one

    page.locator(".provinces summary").click()
    page.get_by_role("link", name=second_city.NAME).click()
    expect(page.locator(".said")).to_contain_text(second_city.NAME)
    expect(page).to_have_url(re.compile(f"province={second_city.CODE}"))
    rested(page)
    other = wards(page)
    assert "Xã Lạ" in other
    assert not one & other
    assert len(set(drawn)) == 2, "each province has its own wards"
    assert "Phường An" not in page.content()

    page.reload()
    expect(page.locator(".said")).to_contain_text(second_city.NAME)
    page.get_by_role("link", name="Vụ việc", exact=True).click()
    expect(page.locator(".said")).to_contain_text(second_city.NAME)
    page.go_back()
    expect(page).to_have_url(re.compile(f"province={second_city.CODE}"))


def test_one_who_went_back_is_where_they_were(page: Page, shared_server: Server) -> None:
    page.goto(f"{shared_server.url}/?as_of={DAY}&province=99")
    expect(page.locator(".said")).to_contain_text("Thành phố Vẽ")
    rested(page)
    page.locator(".provinces summary").click()
    page.get_by_role("link", name=second_city.NAME).click()
    expect(page.locator(".said")).to_contain_text(second_city.NAME)
    rested(page)
    page.go_back()  # to the link, which named no day yet
    expect(page.locator(".said")).to_contain_text(second_city.NAME)
    rested(page)
    page.go_back()
    expect(page.locator(".said")).to_contain_text("Thành phố Vẽ")
    rested(page)
    assert "Phường An" in wards(page)
