"""A journey from the map to a paper: choose, look, take it along."""

from __future__ import annotations

import hashlib
import json
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
    entry = json.loads(server.command("audit", "list", "--what", "export", "--json").stdout)["entries"][0]
    assert entry["details"]["file"] == taken.value.suggested_filename
    assert entry["details"]["bytes"] == hashlib.sha256((tmp_path / "paper.pdf").read_bytes()).hexdigest()[:16]
    assert "ward=00592" in entry["details"]["filters"]
    paper = PdfReader(tmp_path / "paper.pdf")
    assert "DỮ LIỆU MÔ PHỎNG" in paper.pages[0].extract_text()
    asked.get_by_role("button", name="Close").click()
    expect(asked).to_have_count(0)
    expect(page.get_by_role("button", name="Xuất báo cáo")).to_be_visible()


def test_a_file_that_cannot_be_entered_stays_and_the_reader_is_told(server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.url}/vu-viec?as_of=2026-09-30")
    way_out = page.get_by_role("button", name="Xuất báo cáo")
    expect(way_out).to_be_visible()  # the look at single cases was entered
    rested(page)
    [witness] = Path(server.environment["LANDMAP_STATE_DIR"]).glob("audit-*.txt")
    aside = witness.rename(witness.with_suffix(".aside"))
    witness.mkdir()
    try:
        way_out.focus()
        page.keyboard.press("Enter")
        asked = page.get_by_role("dialog", name="Xuất báo cáo")
        asked.get_by_role("button", name="Tải về").click()
        said = asked.get_by_test_id("stDownloadButtonError")
        expect(said).to_be_visible(timeout=30_000)
        told = said.evaluate("one => getComputedStyle(one, '::after').content")
        assert told.startswith('"Chưa xuất được tệp')
        assert said.evaluate("one => getComputedStyle(one).fontSize") == "0px"
    finally:
        witness.rmdir()
        aside.rename(witness)
