"""A journey over "Dự án và bồi thường": from the menu to one project in full, to the map and back."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
from playwright.sync_api import Locator, Page, expect

from tests.e2e.test_map_page import choose_ward, opened, wards
from tests.serving import Server, rested

PAGE = "du-an"
WARD, CODE = "Phường Hồng Hà", "00097"
HOUSEHOLDS = "Hộ"


def progress(page: Page) -> Locator:
    return page.get_by_role("table", name=re.compile("^Bảng tiến độ"))


def names(page: Page) -> list[str]:
    return progress(page).locator("tbody tr:not(.total) th").all_inner_texts()


def column(page: Page, heading: str) -> list[float]:
    """Answer a column of numbers of the projects, without the totals."""
    heads = progress(page).locator("thead th").all_inner_texts()
    place = next(number for number, text in enumerate(heads, start=1) if text == heading)
    cells = progress(page).locator(f"tbody tr:not(.total) > :nth-child({place})").all_inner_texts()
    return [float(text.replace(".", "").replace(",", ".")) for text in cells if text != "–"]


def opened_projects(page: Page, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/{PAGE}{query}")
    expect(progress(page)).to_be_visible()
    rested(page)


def test_from_the_menu_to_one_project_in_full_and_back(server: Server, page: Page) -> None:
    opened(page, server)
    page.get_by_role("link", name="Dự án và bồi thường").click()
    expect(page.get_by_role("heading", name="Tiến độ theo bước")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^400 dự án, toàn địa bàn"))).to_be_visible()
    expect(progress(page)).to_be_visible()
    rested(page)
    first = names(page)[0]
    progress(page).get_by_role("button", name=first, exact=True).click()
    detail = page.get_by_role("heading", name=first)
    expect(detail).to_be_visible()
    expect(page).to_have_url(re.compile("sheet=project-"))
    for block in ("Phương án theo đợt", "Tái định cư: nhu cầu và khả năng", "Hệ số của dự án liền kề"):
        expect(page.get_by_role("heading", name=block)).to_be_visible()
    rested(page)
    page.get_by_role("link", name="Xem trên bản đồ").click()
    expect(wards(page)).to_have_count(126)
    expect(page.get_by_role("heading", name=first)).to_be_visible()
    rested(page)
    page.go_back()
    expect(progress(page)).to_be_visible()
    expect(detail).to_be_visible()
    rested(page)
    page.get_by_role("button", name="Đóng").click()
    expect(detail).to_have_count(0)


def test_a_filter_narrows_the_table_and_its_totals_add_up(server: Server, page: Page) -> None:
    opened_projects(page, server)
    choose_ward(page, WARD)
    expect(page.get_by_text(re.compile(f"dự án, tại {WARD}"))).to_be_visible()
    total = progress(page).locator("tr.total").first
    expect(total.locator("th")).to_have_text(
        re.compile(r"TỔNG CỘNG \(\d{1,2} dự án\)")
    )  # the table unpacks its rows later
    found = names(page)
    assert 0 < len(found) < 20
    expect(total.locator("th")).to_have_text(f"TỔNG CỘNG ({len(found)} dự án)")
    cells = total.locator("td").all_inner_texts()
    place = progress(page).locator("thead th").all_inner_texts().index(HOUSEHOLDS)
    assert float(cells[place - 1].replace(".", "")) == sum(column(page, HOUSEHOLDS))


def test_the_table_sorts_by_value_with_the_totals_on_top(server: Server, page: Page) -> None:
    opened_projects(page, server)
    progress(page).get_by_role("button", name=HOUSEHOLDS, exact=True).click()
    most_first = column(page, HOUSEHOLDS)
    assert most_first == sorted(most_first, reverse=True)
    assert len(set(most_first)) > 1
    progress(page).get_by_role("button", name=HOUSEHOLDS, exact=True).click()
    assert column(page, HOUSEHOLDS) == most_first[::-1] == sorted(most_first)
    expect(progress(page).locator("tbody tr").first).to_have_class("total")


def test_arrows_go_from_row_to_row_and_enter_opens(server: Server, page: Page) -> None:
    opened_projects(page, server)
    first, second, *_ = names(page)
    progress(page).get_by_role("button", name=first, exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(progress(page).get_by_role("button", name=second, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=second)).to_be_visible()


def test_a_deep_link_opens_the_project_of_a_ward(server: Server, page: Page) -> None:
    opened_projects(page, server, f"?ward={CODE}")
    progress(page).locator("tbody tr:not(.total) button").first.click()
    expect(page).to_have_url(re.compile("sheet=project-"))
    rested(page)
    name = names(page)[0]
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_text(re.compile(f"tại {WARD}"))).to_be_visible()


def test_the_download_holds_what_is_shown_and_hides_small_counts(server: Server, page: Page) -> None:
    opened_projects(page, server, f"?ward={CODE}")
    shown = names(page)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Tải CSV").click()
    text = Path(coming.value.path()).read_text(encoding="utf-8-sig")
    assert "DỮ LIỆU MÔ PHỎNG" in text.splitlines()[0]
    assert f"Tại {WARD}" in text
    lines = text.splitlines()
    top = next(number for number, line in enumerate(lines) if line.startswith("Dự án;"))
    table = pd.read_csv(io.StringIO("\n".join(lines[top:])), sep=";", dtype=str)
    assert [name for name in table["Dự án"] if not name.startswith("TỔNG CỘNG")] == shown
    counts = table[HOUSEHOLDS].dropna()
    assert not any(text.isdigit() and 0 < int(text) < 5 for text in counts)
