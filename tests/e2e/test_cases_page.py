"""A journey over "Vụ việc": the balance adds up, a filter narrows it, the list grows, its twin opens, a file leaves."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.test_map_page import choose_ward, opened
from tests.serving import Server, rested

PAGE = "vu-viec"
WARD = "Xã Ba Vì"


def opened_cases(page: Page, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/{PAGE}{query}")
    expect(page.get_by_role("heading", name="Cân đối vụ việc trong kỳ")).to_be_visible()
    rested(page)


def rows(page: Page) -> Locator:
    return page.locator("table.cases tbody tr")


def balance(page: Page) -> list[int]:
    """Answer carried over, received, resolved, left."""
    written = page.locator(".balance .card .value").all_inner_texts()[:4]
    return [int(re.sub(r"\D", "", text)) for text in written]


def test_from_the_menu_to_a_balance_that_adds_up(server: Server, page: Page) -> None:
    opened(page, server)
    page.get_by_role("link", name="Vụ việc", exact=True).click()
    expect(page.get_by_role("heading", name="Cân đối vụ việc trong kỳ")).to_be_visible()
    rested(page)
    carried, received, resolved, left = balance(page)
    assert carried + received - resolved == left > 0
    total = page.locator("table.ages tr").last.locator("td").last
    expect(total).to_have_text(f"{left:,}".replace(",", "."))


def test_a_ward_narrows_the_balance_and_the_list_and_back_restores_both(server: Server, page: Page) -> None:
    opened_cases(page, server)
    whole = balance(page)
    choose_ward(page, WARD)
    expect(page.get_by_text(re.compile(f"tại {WARD}"))).to_be_visible()
    rested(page)
    narrowed = balance(page)
    assert narrowed[0] + narrowed[1] - narrowed[2] == narrowed[3] < whole[3]
    assert all(WARD in place for place in rows(page).locator("td:nth-child(3)").all_inner_texts())
    page.get_by_role("button", name="Bỏ lọc").click()
    expect(page.get_by_text(re.compile("toàn địa bàn"))).to_be_visible()
    rested(page)
    assert balance(page) == whole


def test_the_list_grows_when_asked_and_starts_with_the_longest_overdue(server: Server, page: Page) -> None:
    opened_cases(page, server)
    expect(rows(page)).to_have_count(10)
    page.get_by_role("radio", name="25", exact=True).click()
    expect(rows(page)).to_have_count(25)
    days = [re.search(r"quá (?:hạn|mốc) (\d+) ngày", text) for text in rows(page).all_inner_texts()]
    known = [int(day[1]) for day in days if day]
    assert known
    assert known == sorted(known, reverse=True)


def test_the_trend_has_a_table_twin(server: Server, page: Page) -> None:
    opened_cases(page, server)
    expect(page.get_by_role("img", name=re.compile("tiếp nhận", re.IGNORECASE)).first).to_be_visible()
    page.get_by_text("Bảng số liệu theo tháng").click()
    twin = page.locator("[data-testid=stExpanderDetails] table")
    expect(twin.locator("tbody tr")).to_have_count(24)


def test_a_deep_link_shows_the_period_and_the_file_has_no_code_of_a_case(server: Server, page: Page) -> None:
    opened_cases(page, server, "?period=quarter&as_of=2026-06-30")
    expect(page.get_by_text(re.compile("01/04/2026–30/06/2026")).first).to_be_visible()
    code = rows(page).first.locator("b").first.inner_text()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Tải CSV").click()
    text = Path(coming.value.path()).read_text(encoding="utf-8-sig")
    assert "DỮ LIỆU MÔ PHỎNG" in text
    assert code not in text
    assert "số liệu đến 30/06/2026" in text
