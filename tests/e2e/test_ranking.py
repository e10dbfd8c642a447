"""The ranking in a real browser: numbers as the reader's language writes them, sorting by value, rows that open."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.test_map_page import opened
from tests.serving import Server, rested

MONEY = "Tiền phê duyệt (tỷ đồng)"


def ranking(page: Page) -> Locator:
    return page.get_by_role("table", name=re.compile("^Bảng 126 xã, phường"))


def column(page: Page, heading: str) -> list[str]:
    place = ranking(page).locator("thead th").all_inner_texts()
    index = next(n for n, text in enumerate(place) if text.startswith(heading))
    return ranking(page).locator(f"tbody tr > :nth-child({index + 1})").all_inner_texts()


def value(text: str) -> float:
    return float(text.replace(".", "").replace(",", ".").rstrip("%"))


def test_the_measure_comes_first_and_most_of_it_on_top(server: Server, page: Page) -> None:
    opened(page, server)
    heads = ranking(page).locator("thead th")
    expect(heads.nth(1)).to_have_attribute("aria-sort", "descending")
    counts = [int(value(text)) for text in ranking(page).locator("tbody td:nth-child(2)").all_inner_texts()]
    assert len(counts) == 126
    assert counts == sorted(counts, reverse=True)


def test_sorting_goes_by_value_and_numbers_are_vietnamese(server: Server, page: Page) -> None:
    opened(page, server)
    ranking(page).get_by_role("button", name=MONEY).click()
    written = column(page, MONEY)
    assert all(re.fullmatch(r"\d{1,3}(\.\d{3})*(,\d)?|–", text) for text in written)
    assert any("," in text for text in written)
    known = [value(text) for text in written if text != "–"]
    assert known == sorted(known, reverse=True)
    ranking(page).get_by_role("button", name=MONEY).click()
    assert [value(text) for text in column(page, MONEY) if text != "–"] == sorted(known)


def test_wards_without_data_say_so_and_stand_last(server: Server, page: Page) -> None:
    opened(page, server, "?subject=price&case_class=reflection&level=second&measure=oldest_age")
    ranking(page).get_by_role("button", name="Vụ việc lâu nhất").click()
    written = column(page, "Vụ việc lâu nhất")
    assert "–" in written
    assert set(written[written.index("–") :]) == {"–"}


def test_names_are_sorted_as_vietnamese_sorts_them(server: Server, page: Page) -> None:
    opened(page, server)
    ranking(page).get_by_role("button", name="Xã, phường", exact=True).click()
    names = ranking(page).locator("tbody th").all_inner_texts()
    assert names.index("Phường Ba Đình") < names.index("Phường Đại Mỗ") < names.index("Phường Đống Đa")


def test_a_row_opens_the_sheet_by_key_and_is_marked(server: Server, page: Page) -> None:
    opened(page, server)
    ranking(page).get_by_role("button", name="Xã Ba Vì").press("Enter")
    expect(page.get_by_role("heading", name="Xã Ba Vì")).to_be_visible()
    rested(page)
    expect(ranking(page).locator("tr[aria-current]")).to_contain_text("Xã Ba Vì")
    expect(page).to_have_url(re.compile("sheet=ward-"))
