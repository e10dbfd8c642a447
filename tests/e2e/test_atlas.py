"""A journey from the map to an atlas: ask, see how far it is, take it along; or let it be."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.serving import Server, rested

FEW = "ward=00592&ward=00097&ward=00004"


def asked(server: Server, page: Page, query: str) -> None:
    page.goto(f"{server.url}/?{query}&as_of=2026-09-30")
    rested(page)
    page.get_by_role("button", name="Xuất báo cáo").click()
    dialog = page.get_by_role("dialog", name="Xuất báo cáo")
    dialog.get_by_role("button", name="Lập tập phiếu của").click()
    expect(dialog).to_have_count(0)


def bar(page: Page) -> Locator:
    return page.get_by_test_id("stProgress")


def test_an_atlas_is_asked_for_waited_for_on_another_page_and_taken_along(
    server: Server, page: Page, tmp_path: Path
) -> None:
    asked(server, page, FEW)
    expect(bar(page)).to_be_visible()
    expect(page.get_by_text("Trong lúc chờ có thể xem trang khác")).to_be_visible()
    expect(page.get_by_text("Mỗi ngày số liệu chỉ phải tính một lần")).to_have_count(0)
    page.get_by_role("link", name="Việc cần làm").first.click()
    way_out = page.get_by_role("button", name="Tải tập phiếu địa bàn")
    expect(way_out).to_be_visible(timeout=60_000)
    expect(bar(page)).to_have_count(0)
    with page.expect_download() as taken:
        way_out.click()
    assert taken.value.suggested_filename.startswith("tap-phieu-dia-ban_")
    taken.value.save_as(tmp_path / "atlas.pdf")
    paper = PdfReader(tmp_path / "atlas.pdf")
    assert len(paper.pages) == 2 + 3
    assert "Mục lục" in paper.pages[1].extract_text()
    assert "trang 5/5" in paper.pages[4].extract_text()
    entry = json.loads(server.command("audit", "list", "--what", "export", "--json").stdout)["entries"][0]
    assert entry["details"]["file"] == taken.value.suggested_filename
    page.get_by_role("button", name="Bỏ", exact=True).click()
    expect(way_out).to_have_count(0)


def test_an_atlas_of_the_city_is_stopped(server: Server, page: Page) -> None:
    asked(server, page, "measure=open_cases")
    expect(bar(page)).to_be_visible()
    page.get_by_role("button", name="Dừng lập tập phiếu").click()
    expect(bar(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Dừng lập tập phiếu")).to_have_count(0)
    rested(page)
    expect(page.get_by_role("button", name="Tải tập phiếu địa bàn")).to_have_count(0)
