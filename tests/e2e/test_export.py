"""A journey from the map to a paper: choose, look, take it along."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.serving import Server, rested


def test_the_map_leaves_as_a_paper(server: Server, page: Page, tmp_path: Path) -> None:
    page.goto(f"{server.url}/?ward=00592&as_of=2026-09-30")
    rested(page)
    page.get_by_role("button", name="Xuất báo cáo").click()
    asked = page.get_by_role("dialog", name="Xuất báo cáo")
    asked.get_by_role("button", name="Xem trước").click()
    expect(asked.locator("img")).to_be_visible(timeout=30_000)
    with page.expect_download() as taken:
        asked.get_by_role("button", name="Tải về").click()
    assert re.fullmatch(r"ban-do_[a-z0-9-]+_2026-09-30\.pdf", taken.value.suggested_filename)
    taken.value.save_as(tmp_path / "paper.pdf")
    paper = PdfReader(tmp_path / "paper.pdf")
    assert "DỮ LIỆU MÔ PHỎNG" in paper.pages[0].extract_text()
    asked.get_by_role("button", name="Close").click()
    expect(asked).to_have_count(0)
    expect(page.get_by_role("button", name="Xuất báo cáo")).to_be_visible()
