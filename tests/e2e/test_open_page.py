"""A page that stays open when its sign-in comes to an end: the entrance takes its place, without a click."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from gis.settings import ROOT
from tests.e2e.conftest import invent
from tests.e2e.signing import asking_a_provider
from tests.serving import Server, chromium, left_home, rested

SECONDS = 25
DOOR = f"""
import datetime as dt
import streamlit as st
from gis.access import people
people.SIGNED_IN_FOR = dt.timedelta(seconds={SECONDS})
from gis.door import SHELL, wiring
app = st.App(SHELL, **wiring())
"""
"""The product as it is, but for the length of a working day."""


@pytest.fixture
def short_days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    chromium()
    folder = tmp_path_factory.mktemp("door")
    (folder / "dashboard.py").write_text(DOOR, encoding="utf-8")
    (folder / ".streamlit").symlink_to(ROOT / ".streamlit")
    server = Server(tmp_path_factory.mktemp("short"), folder)
    invent(server)
    assert server.command("access", "grant", "officer@hanoi.gov.vn", "officer", "city").returncode == 0
    with asking_a_provider(server):
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab that reaches nobody outside: the provider's own page would."""
    context = browser.new_context(locale="vi-VN")
    context.route(left_home, lambda route: route.abort())
    yield context.new_page()
    context.close()


def test_the_entrance_takes_its_place_without_a_click(short_days: Server, page: Page) -> None:
    page.goto(short_days.url)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="officer", exact=True).click()
    page.wait_for_url(lambda url: url.startswith(short_days.url))
    expect(page.locator("footer.foot")).to_be_visible()
    rested(page)
    expect(page.get_by_text("đã kết thúc")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
    expect(page.locator("footer.foot")).to_have_count(0)
