"""Journeys over the map page, as an official would make them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests import serving
from tests.serving import Server, left_home, rested

WARDS = 126
WARDS_WITH_PROJECTS = 121


def the_map(page: Page) -> FrameLocator:
    return page.frame_locator("iframe").first


def wards(page: Page) -> Locator:
    return the_map(page).locator("path.ward")


def opened(page: Page, server: Server, query: str = "") -> None:
    """Open the home page and wait until its map is drawn."""
    serving.opened(page, f"{server.url}/{query}")
    expect(wards(page)).to_have_count(WARDS)


def choose_ward(page: Page, name: str) -> None:
    box = page.get_by_role("combobox", name="Xã, phường", exact=True)
    box.fill(name)
    page.get_by_role("option", name=name, exact=True).click()
    page.keyboard.press("Escape")


def choose_measure(page: Page, name: str) -> None:
    page.get_by_role("combobox", name=re.compile("^Tô màu xã, phường theo")).click()
    page.get_by_role("option", name=name, exact=True).click()


def clear(page: Page) -> None:
    page.get_by_role("button", name="Bỏ lọc").click()


CHOICES: dict[str, tuple[Callable[[Page], None], ...]] = {
    "unpaid": (lambda page: choose_measure(page, "Hộ chưa được chi trả (đã có hiệu lực)"),),
    "paid": (lambda page: choose_measure(page, "Tỷ lệ hộ đã chi trả"),),
    "handed over": (lambda page: choose_measure(page, "Tỷ lệ hộ đã bàn giao"),),
    "ward": (lambda page: choose_ward(page, "Phường Hồng Hà"),),
    "two wards": (lambda page: choose_ward(page, "Xã Ba Vì"),),
    "everything again": (clear, lambda page: choose_measure(page, "Số dự án")),
}
"""Choices made one after the other, each once the map has followed the one before; the measures whose names differ only
in a few letters stand side by side."""


def with_value(page: Page) -> Locator:
    """Wards inside what was chosen."""
    return the_map(page).locator('path.ward:not([data-swatch="plain"])')


def swatches(page: Page) -> list[str]:
    marks: list[str] = wards(page).evaluate_all(
        "wards => wards.map(ward => ward.dataset.swatch + ward.getAttribute('aria-label'))"
    )
    return marks


def test_the_map_and_the_figures(server: Server, page: Page) -> None:
    opened(page, server)
    expect(page.get_by_text("Dự án đang giải phóng mặt bằng")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^[\d.]+/[\d.]+ \([\d,]+%\)$"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"số liệu đến 30/09/2026\.$"))).to_be_visible()


def test_demo_data_and_approximate_borders_say_so_inside_the_map(server: Server, page: Page) -> None:
    opened(page, server)
    expect(the_map(page).get_by_text("DỮ LIỆU MÔ PHỎNG").first).to_be_visible()
    expect(the_map(page).get_by_text("không phải bản đồ địa giới hành chính")).to_be_visible()


def test_choosing_a_ward_changes_figures_table_and_address(server: Server, page: Page) -> None:
    opened(page, server)
    choose_ward(page, "Phường Hồng Hà")
    expect(page.get_by_text(re.compile("tại Phường Hồng Hà, số liệu đến"))).to_be_visible()
    expect(page).to_have_url(re.compile("ward=00097"))
    rested(page)
    expect(with_value(page)).to_have_count(1)


def test_clicking_a_ward_opens_its_sheet_and_again_after_closing(server: Server, page: Page) -> None:
    opened(page, server)
    ward = wards(page).and_(the_map(page).locator('[aria-label^="Xã Ba Vì"]'))
    ward.focus()
    ward.press("Enter")
    expect(page.get_by_role("heading", name="Xã Ba Vì")).to_be_visible()
    expect(page).to_have_url(re.compile("sheet=ward-"))
    rested(page)
    page.get_by_role("button", name="Đóng").click()
    expect(page.get_by_role("heading", name="Toàn bộ phạm vi đang chọn")).to_be_visible()
    rested(page)
    ward.focus()
    ward.press("Enter")
    expect(page.get_by_role("heading", name="Xã Ba Vì")).to_be_visible()


def test_a_deep_link_and_the_back_button_restore_the_view(server: Server, page: Page) -> None:
    opened(page, server, "?ward=00097&as_of=2026-03-31&measure=overdue_cases&sheet=ward-00097")
    expect(page.get_by_text(re.compile("tại Phường Hồng Hà, số liệu đến 31/03/2026"))).to_be_visible()
    expect(page.get_by_role("heading", name="Phường Hồng Hà")).to_be_visible()
    page.get_by_role("button", name="Bỏ lọc").click()
    expect(page.get_by_text(re.compile("toàn địa bàn, số liệu đến 31/03/2026"))).to_be_visible()
    rested(page)
    page.go_back()
    expect(page.get_by_text(re.compile("tại Phường Hồng Hà, số liệu đến 31/03/2026"))).to_be_visible()
    rested(page)
    page.go_forward()
    expect(page.get_by_text(re.compile("toàn địa bàn, số liệu đến 31/03/2026"))).to_be_visible()


def test_the_language_switches_and_keeps_the_view(server: Server, page: Page) -> None:
    opened(page, server, "?ward=00097")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text(re.compile("in Phường Hồng Hà, figures as of 30/09/2026"))).to_be_visible()
    expect(page).to_have_url(re.compile("lang=en"))
    expect(wards(page)).to_have_count(WARDS)


def test_the_view_holds_across_pages(server: Server, page: Page) -> None:
    opened(page, server, "?ward=00097")
    page.get_by_role("link", name="Báo cáo và dữ liệu").click()
    expect(page.get_by_role("heading", name="Số liệu đang có")).to_be_visible()
    expect(page).to_have_url(re.compile("/du-lieu.*ward=00097"))
    page.get_by_role("link", name="Bản đồ", exact=True).click()
    expect(page.get_by_text(re.compile("tại Phường Hồng Hà"))).to_be_visible()


def test_no_two_choices_in_one_session_give_the_same_picture(server: Server, page: Page) -> None:
    opened(page, server)
    pictures = {"": tuple(swatches(page))}
    shown = the_map(page).locator("#map_div")
    for name, steps in CHOICES.items():
        for step in steps:
            digest = str(shown.get_attribute("data-digest"))
            step(page)
            expect(shown).not_to_have_attribute("data-digest", digest)
            rested(page)
        pictures[name] = tuple(swatches(page))
    assert len(set(pictures.values())) == len(CHOICES) + 1


def test_an_unknown_page_is_told_in_the_readers_language(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/khong-co")
    expect(page.get_by_text("Không có trang “khong-co”")).to_be_visible()
    expect(wards(page)).to_have_count(WARDS)
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_a_bad_address_is_told(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/?ward=99999&age=x")
    expect(page.get_by_text("Không có mã “99999”")).to_be_visible()
    expect(page.get_by_text("không đọc được")).to_be_visible()
    expect(wards(page)).to_have_count(WARDS)


def test_a_phone_can_use_it(server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, server)
    width = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert width <= 390
    expect(page.get_by_role("heading", name="Toàn bộ phạm vi đang chọn")).to_be_visible()


def test_imported_projects_stand_on_the_map_with_nothing_invented(registry: Server, page: Page) -> None:
    opened(page, registry, "?measure=projects")
    expect(page.get_by_text("DỮ LIỆU MÔ PHỎNG")).to_have_count(0)
    expect(the_map(page).get_by_text("DỮ LIỆU MÔ PHỎNG")).to_have_count(0)
    expect(page.get_by_text("chưa có số liệu").first).to_be_visible()
    assert sum(not mark.endswith(": 0 dự án") for mark in swatches(page)) == WARDS_WITH_PROJECTS
    expect(page.get_by_role("heading", name="Toàn bộ phạm vi đang chọn")).to_be_visible()
    expect(page.get_by_text("3.842 dự án chưa có thông tin tiến độ")).to_be_visible()


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("https://tile.openstreetmap.org/1.png", True),
        ("http://127.0.0.1:1/x", False),
        ("data:image/png;base64,", False),
    ],
)
def test_the_guard_sees_what_leaves_the_machine(url: str, left: bool) -> None:  # noqa: FBT001
    assert left_home(url) is left


def test_the_menu_stands_on_one_line(server: Server, page: Page) -> None:
    """What listens in the head for the browser takes no room there."""
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, server)
    lines: list[float] = page.locator(".st-key-menu a").evaluate_all(
        "links => links.map(link => link.getBoundingClientRect().top)"
    )
    assert len(lines) == 7
    assert len(set(lines)) == 1
