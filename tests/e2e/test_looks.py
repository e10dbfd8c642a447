"""What every page must look like on every screen: nothing scrolls sideways, text can be read, focus can be seen.

The checkers are in ``looks.js``; each is shown a page that breaks its rule, so that it is known to be able to fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from gis.screens import SCREENS
from tests import serving
from tests.serving import Server, rested

WIDTHS = (1440, 1024, 390)
CONTRAST = 4.5
READING_ORDER = ["English", "Quận, huyện, thị xã trước 01/7/2025", "day, Số liệu đến ngày"]
MOST_STOPS = 130
SETTLED = "() => document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth"
"""A map follows a change of the window a moment later."""
FADES = """() => {
  window.fades = 0;
  const counted = ({ target }) => { window.fades += target.dataset.testid === 'stElementContainer'; };
  document.addEventListener('transitionrun', counted);
}"""
"""Counts the fades that begin on elements of the page, each of which makes the browser keep a layer."""
AGED = """() => {
  const [app, old] = ['stApp', 'stElementContainer'].map(name => document.querySelector(`[data-testid=${name}]`));
  app.dataset.testScriptState = 'running';
  old.dataset.stale = 'true';
  const looks = () => Number(getComputedStyle(old).opacity);
  return [looks(), (document.getAnimations().forEach(each => each.finish()), looks())];
}"""
"""How a figure of before looks when a run begins, and when it has gone on for a while."""
CHECKERS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8").split("*/", 1)[1]
WORKED = {"button", "link", "textbox", "combobox", "checkbox", "switch", "radio", "searchbox", "spinbutton", "tab"}
PATHS = [screen.path for screen in SCREENS]
OPEN_PROJECT = "du-an?sheet=project-DA-00001"
PARTS = [f"tiep-dan-doi-thoai?part={part}" for part in ("commitments", "receptions", "outreach", "tasks")]
BROKEN = """
<style>body { margin: 0; background: white } *:focus { outline: none }</style>
<div style="width: 3000px; height: 9px">wide</div>
<div style="width: 90px; overflow: auto"><div style="width: 400px">a card that scrolls</div></div>
<p style="width: 60px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap">a name that is cut off</p>
<p style="color: #999">pale</p>
<p style="color: black; opacity: .4">faded</p>
<button></button>
"""


@pytest.fixture(scope="module", params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def themed_window(browser: Browser, theme: str) -> Iterator[BrowserContext]:
    context = browser.new_context(color_scheme=theme, locale="vi-VN")  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def themed(themed_window: BrowserContext) -> Iterator[Page]:
    """A tab in one of the two themes."""
    page = themed_window.new_page()
    yield page
    page.close()


def faults(page: Page, *checks: str) -> list[str]:
    """Run checkers and answer what they find."""
    return [f"{check} {fault}" for check in checks for fault in page.evaluate(f"{CHECKERS}.{check}")]


def opened(page: Page, server: Server, path: str) -> None:
    serving.opened(page, f"{server.url}/{path}")


@pytest.mark.parametrize("path", [OPEN_PROJECT if path == "du-an" else path for path in PATHS] + PARTS)
def test_every_page_fits_every_screen_and_can_be_read(server: Server, themed: Page, path: str) -> None:
    opened(themed, server, path)
    found = []
    for width in WIDTHS:
        themed.set_viewport_size({"width": width, "height": 900})
        while not themed.evaluate(SETTLED):  # the policy of the page lets nobody evaluate while waiting
            themed.wait_for_timeout(50)
        found += [f"{width}: {fault}" for fault in faults(themed, "scrolling()", "clipped()", f"pale({CONTRAST})")]
    assert found == []


def test_the_open_popover_fits_a_phone(server: Server, themed: Page) -> None:
    opened(themed, server, "du-an")
    themed.set_viewport_size({"width": 390, "height": 844})
    unfolded(themed)
    themed.get_by_role("button", name="Thêm").click()
    expect(themed.get_by_text("Cách tính kỳ")).to_be_visible()
    assert faults(themed, "scrolling()", f"pale({CONTRAST})") == []


def unfolded(page: Page) -> None:
    """Open the choices, which a phone folds away."""
    page.locator(".fold summary").click()


def test_a_phone_folds_the_choices_away_and_keeps_them_open_once_opened(server: Server, page: Page) -> None:
    opened(page, server, "vu-viec")
    subject = page.get_by_role("combobox", name="Nội dung vụ việc")
    expect(subject).to_be_visible()
    expect(page.locator(".fold")).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(subject).to_be_hidden()
    unfolded(page)
    subject.click()
    page.get_by_role("option", name="Tái định cư", exact=True).click()
    expect(page).to_have_url(re.compile("subject=resettlement"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)  # the list fades out, and pale letters are what is looked for
    rested(page)
    expect(subject).to_be_visible()
    assert faults(page, "scrolling()", f"pale({CONTRAST})") == []


def test_what_is_worked_out_anew_grows_pale_after_a_while_and_as_one(server: Server, page: Page) -> None:
    opened(page, server, "vu-viec")
    page.evaluate(FADES)
    page.get_by_role("combobox", name="Nội dung vụ việc").click()
    page.get_by_role("option", name="Tái định cư", exact=True).click()
    expect(page).to_have_url(re.compile("subject=resettlement"))
    rested(page)
    assert page.evaluate("window.fades") == 0
    at_once, late = page.evaluate(AGED)
    assert at_once == 1
    assert 0.3 < late < 0.6


@pytest.mark.parametrize("path", PATHS)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(server: Server, page: Page, path: str) -> None:
    opened(page, server, path)
    stops = walked(page)
    unseen = [stop for stop in stops if not stop["outlined"] and stop["tag"] != "IFRAME"]
    assert unseen == []
    names = [stop["name"] for stop in stops]
    assert [name for name in names if name in READING_ORDER] == READING_ORDER
    assert nameless(page) == []


def walked(page: Page) -> list[dict[str, Any]]:
    """Press Tab from the top of the page to its end and answer every stop; a map is one stop."""
    stops: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(f"{CHECKERS}.focus()")
        if stop is None:
            return stops
        stops += [stop] if stop not in stops[-1:] else []
    raise AssertionError(f"more than {MOST_STOPS} stops; the last is {stops[-1]}")


def nameless(page: Page) -> list[str]:
    """Answer what can be worked but has no name for a screen reader, as the browser itself tells it."""
    session: CDPSession = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    worked = [node for node in nodes if not node["ignored"] and node["role"]["value"] in WORKED]
    assert worked
    return [str(node["role"]["value"]) for node in worked if not node.get("name", {}).get("value", "").strip()]


def test_the_checkers_can_fail(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_content(BROKEN)
    assert faults(page, "scrolling()") == ["scrolling() page: 3000 > 390", "scrolling() box: a card that scrolls"]
    assert faults(page, "clipped()") == ["clipped() a name that is cut off"]
    assert [fault.split(": ")[1] for fault in faults(page, f"pale({CONTRAST})")] == ["pale", "faded"]
    assert nameless(page) == ["button"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{CHECKERS}.focus()") == {"tag": "BUTTON", "name": "BUTTON", "outlined": False}


def test_the_checkers_find_nothing_where_nothing_is_wrong(page: Page) -> None:
    page.set_content("<body style='background: #10171e; color: #e8eef3'><p>calm</p><button>close</button></body>")
    page.keyboard.press("Tab")
    assert faults(page, "scrolling()", "clipped()") == []
    assert faults(page, "pale(1.2)") == []
    assert page.evaluate(f"{CHECKERS}.focus()")["outlined"]
