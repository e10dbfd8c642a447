"""Three processes behind the real nginx: pages stay where they live, and go on elsewhere when that process ends.

One process has its clock a minute late, one a minute early, one a full disk (`tests.e2e.several`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.e2e import nginx
from tests.e2e.several import COOKIE, Several, opens, several, signs_in, tab
from tests.postgres import Cluster
from tests.serving import Server, chromium, rested

FILTERED = "vu-viec?as_of=2026-09-30&ward=00004"


@pytest.fixture(scope="module")
def office(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Several]:
    nginx.program()
    chromium()
    with several(cluster, tmp_path_factory.mktemp("several")) as made:
        yield made


@pytest.fixture(scope="module")
def cookies(browser: Browser, office: Several) -> list[dict]:
    """The cookies of somebody who has signed in, in whichever process; not that of the process."""
    with tab(browser) as page:
        signs_in(page, office)
        return [one for one in page.context.cookies() if one["name"] != COOKIE]


@pytest.fixture
def page(browser: Browser, cookies: list[dict]) -> Iterator[Page]:
    with tab(browser, cookies) as page:
        yield page


def lives_in(page: Page, office: Several, server: Server) -> None:
    """Let the pages of a browser live in one process."""
    for _ in range(20):
        page.context.add_cookies([home(server.port)])  # type: ignore[list-item]
        opens(page, f"{office.url}/{FILTERED}")
        if office.of(page.context) is server:
            return
        page.wait_for_timeout(500)  # nginx passes over a process that was away for five seconds
    raise AssertionError("nginx does not come back to it")


def home(port: int) -> dict[str, object]:
    """A cookie that names a process."""
    return {"name": COOKIE, "value": str(port), "domain": "localhost", "path": "/ban-do", "secure": True}


def loses(page: Page, end: Callable[[Server], None], server: Server) -> None:
    """End the process in which a page lives, and wait until the page was drawn by another."""
    with page.expect_websocket(timeout=60_000) as again:
        end(server)
    again.value.wait_for_event("framereceived", finished, timeout=60_000)


def finished(frame: bytes) -> bool:
    return ForwardMsg.FromString(frame).HasField("script_finished")


def goes_on(page: Page, said: str) -> None:
    """See that a page is as it was, with filters, sentence and whoever signed in, and that it answers."""
    expect(page.locator("footer.foot")).to_be_visible()
    rested(page)
    expect(page.locator(".said")).to_have_text(said)
    expect(page).to_have_url(re.compile("ward=00004"))
    expect(page.get_by_text("officer@hanoi.gov.vn").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    takes_a_file(page)


def takes_a_file(page: Page) -> None:
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV").first.click()
    assert taken.value.path().stat().st_size > 100


def test_pages_stay_in_one_process_and_newcomers_of_one_address_are_spread(
    browser: Browser, office: Several, cookies: list[dict]
) -> None:
    with tab(browser, cookies) as one, tab(browser, cookies) as two, tab(browser, cookies) as three:
        for page in (one, two, three):
            opens(page, f"{office.url}/{FILTERED}")
        assert [office.open_pages(server) for server in office.servers] == [1, 1, 1]
        for page in (one, two, three):
            first = office.of(page.context)
            for path in ("", "du-an", FILTERED):
                opens(page, f"{office.url}/{path}")
                assert office.of(page.context) is first
            takes_a_file(page)
            [about] = [cookie for cookie in page.context.cookies() if cookie["name"] == COOKIE]
            assert (about["secure"], about["httpOnly"], about["sameSite"]) == (True, True, "Lax")


def test_a_cookie_that_names_no_process_leads_to_one(page: Page, office: Several) -> None:
    page.context.add_cookies([home(22)])  # type: ignore[list-item]
    opens(page, f"{office.url}/{FILTERED}")
    assert office.of(page.context) in office.servers


def test_a_page_whose_process_is_killed_goes_on_elsewhere_and_stays_there(page: Page, office: Several) -> None:
    first = office.servers[0]
    lives_in(page, office, first)
    said = page.locator(".said").inner_text()
    loses(page, office.kill, first)
    goes_on(page, said)
    second = office.of(page.context)
    assert second is not first
    office.start(first)
    opens(page, f"{office.url}/{FILTERED}")
    assert office.of(page.context) is second
    goes_on(page, said)


def test_every_process_is_begun_anew_while_somebody_goes_on(page: Page, office: Several) -> None:
    lives_in(page, office, office.servers[0])
    said = page.locator(".said").inner_text()
    moved = []
    for server in office.servers:
        if office.of(page.context) is server:
            loses(page, office.stop, server)
            moved.append(server)
        else:
            office.stop(server)
        goes_on(page, said)
        office.start(server)  # it answers for its health before the next one goes
        goes_on(page, said)
    assert office.servers[0] in moved


def test_a_sign_in_is_finished_where_it_was_not_begun(browser: Browser, office: Several) -> None:
    with tab(browser) as page:
        page.goto(f"{office.url}/{FILTERED}")
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("button", name="officer", exact=True)).to_be_visible()
        begun = office.of(page.context)
        office.kill(begun)
        page.get_by_role("button", name="officer", exact=True).click()
        expect(page.get_by_text("officer@hanoi.gov.vn").first).to_be_visible()
        assert office.of(page.context) is not begun
        office.start(begun)
