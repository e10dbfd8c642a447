"""A journey over the page of early dialogues: from the outlined map to a month's plan in the diary."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.test_map_page import the_map
from tests.serving import Server, rested

PATIENCE = 120_000
"""Milliseconds: the first to ask waits until all wards are compared."""


def opened_hotspots(page: Page, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/doi-thoai-som{query}")
    expect(page.get_by_text(re.compile(r"^\d+ trong 126 xã, phường có cụm vụ việc"))).to_be_visible(timeout=PATIENCE)
    expect(page.locator("footer.foot")).to_be_visible()
    rested(page)


def rows(page: Page) -> Locator:
    return page.get_by_role("table", name=re.compile("theo thứ tự nên đối thoại")).locator("tbody tr")


def test_from_an_outlined_cluster_to_a_plan(server: Server, page: Page) -> None:
    opened_hotspots(page, server)
    outlines = the_map(page).locator("path.stands-out.body[data-ward]")
    expect(outlines.first).to_be_attached()
    expect(the_map(page).locator(".development")).to_have_count(outlines.count())
    first = rows(page).first
    name = first.locator("th button").inner_text()
    ward = the_map(page).locator(f'path.ward[aria-label^="{name}"]')
    assert (
        outlines.evaluate_all("found => found.map(one => one.dataset.ward)").count(ward.get_attribute("data-id")) == 1
    )
    ward.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    rested(page)
    expect(first).to_have_attribute("aria-current", "true")
    expect(page.get_by_text("Vì sao cần chú ý")).to_be_visible()
    page.get_by_role("button", name="Đưa vào kế hoạch đối thoại").click()
    expect(page).to_have_url(re.compile(r"plan=\d{5}"))
    rested(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải lịch (ICS)").click()
    diary = Path(taken.value.path()).read_text(encoding="utf-8")
    assert diary.count("BEGIN:VEVENT") == 1
    assert "Ngày gợi ý" in diary.replace("\r\n ", "")
    page.reload()
    expect(page.get_by_text(re.compile(r"^1/20 cuộc"))).to_be_visible()


def test_nobody_waits_for_it_twice_and_another_day_is_compared(server: Server, page: Page) -> None:
    opened_hotspots(page, server)
    page.reload()
    expect(page.get_by_text(re.compile(r"^\d+ trong 126 xã, phường có cụm vụ việc"))).to_be_visible()
    expect(page.get_by_text("Chỉ phải tính một lần")).to_have_count(0)
    page.goto(f"{server.url}/doi-thoai-som?against=2026-06-30")
    expect(page.get_by_text(re.compile("^Từ 30/06/2026 đến 30/09/2026"))).to_be_visible(timeout=PATIENCE)


def test_the_layer_of_clusters_can_be_hidden(server: Server, page: Page) -> None:
    opened_hotspots(page, server)
    outline = the_map(page).locator("path.stands-out.body[data-ward]").first
    expect(outline).to_be_visible()
    the_map(page).get_by_role("checkbox", name="Cụm vụ việc tập trung bất thường").uncheck()
    expect(outline).to_be_hidden()
    expect(the_map(page).locator(".development")).to_have_count(0)
    the_map(page).get_by_role("checkbox", name="Cụm vụ việc tập trung bất thường").check()
    expect(outline).to_be_visible()
