"""Three processes behind the real nginx: pages stay where they live, and go on elsewhere when that process ends.

One process has its clock a minute late, one a minute early, one a full disk (`tests.e2e.several`).
"""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from gis.errors import StoreError
from gis.records import audit
from gis.records.batch import Batch
from gis.words import say
from tests.e2e import nginx
from tests.e2e.several import COOKIE, Several, opens, several, signs_in, tab
from tests.intake_files import sheet
from tests.load.reader import NoAnswerError, Reader
from tests.postgres import Cluster
from tests.records_city import cases
from tests.serving import Server, chromium, rested

WARD = say("filters.label.ward")
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
    while any(map(office.open_pages, office.servers)):
        pass  # whoever was there before is on the way out
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


def found(source: str, *codes: str) -> Batch:
    return Batch(
        {"case": cases(*({"code": one, "ward": "00004", "received_on": "2026-03-01"} for one in codes))}, source
    )


class Coming:
    """Files that come in one after the other; one that was refused is sent again, as a person would.

    Parameters
    ----------
    office
        Where they come in.
    """

    def __init__(self, office: Several) -> None:
        self.recorded, self.refused = list[str](), list[str]()
        self.over, self._office = threading.Event(), office
        self._thread = threading.Thread(target=self._come)

    def __enter__(self) -> Coming:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.over.set()
        self._thread.join()

    def _come(self) -> None:
        while not self.over.wait(0.1):
            name = f"load-{len(self.recorded)}"
            try:
                self._office.store.append(found(name, name))
            except StoreError as error:
                self.refused.append(error.phrase.key)
            else:
                self.recorded.append(name)

    def until(self, files: list[str], more: int) -> None:
        wanted = len(files) + more
        while len(files) < wanted:
            self.over.wait(0.05)


async def clicks(reader: Reader, over: threading.Event, chance: random.Random) -> list[str]:
    """Choose wards until it is over, and once more; a message of the page is an answer, a broken connection is none."""
    wards = reader.boxes[WARD][1]
    try:
        while not over.is_set():
            await reader.choose(WARD, chance.sample(wards, 1))
        await reader.choose(WARD, wards[:1])
    except NoAnswerError as failed:
        return [str(failed)]
    await reader.close()
    return [] if "ward=" in reader.query else ["it shows nothing"]


async def clicked_meanwhile(
    readers: list[Reader], over: threading.Event, restart: Callable[[], None]
) -> list[list[str]]:
    """Let readers click while something happens; answer what failed for each."""
    for one in readers:
        await one.open()
    clicking = [asyncio.create_task(clicks(one, over, random.Random(n))) for n, one in enumerate(readers)]  # noqa: S311 (no secret)
    try:
        await asyncio.to_thread(restart)
    finally:
        over.set()
    return await asyncio.gather(*clicking)


def test_the_database_begins_anew_under_load_and_nothing_is_lost_or_doubled(
    office: Several, cookies: list[dict]
) -> None:
    told = {one["name"]: one["value"] for one in cookies}
    homes = [told | {COOKIE: str(one.port)} for one in 2 * office.servers]
    readers = [Reader(office.url, "vu-viec", home, office.proxy.context()) for home in homes]
    with Coming(office) as coming:

        def restart() -> None:
            coming.until(coming.recorded, 3)
            office.cluster.stop()
            coming.until(coming.refused, 1)
            office.cluster.start()
            coming.until(coming.recorded, 3)

        with ThreadPoolExecutor(1) as apart:  # this thread has the loop of the browser
            failures = apart.submit(asyncio.run, clicked_meanwhile(readers, coming.over, restart)).result()
    assert failures == [[]] * 6
    assert set(coming.refused) == {"records.unreachable"}
    sources = [one for one in office.store.batches()["source"] if one.startswith("load-")]
    assert sources == coming.recorded
    assert audit.verify(office.store).breaches == ()


def rows(tmp_path: Path, name: str, *codes: str) -> Path:
    heading = ("Mã vụ việc", "Loại vụ việc", "Nội dung", "Xã, phường", "Ngày tiếp nhận")
    lines = [(code, "Khiếu nại", "Tái định cư", "Phường Ba Đình", "01/07/2026") for code in codes]
    return sheet(tmp_path / name, [heading, *lines])


def brings(page: Page, office: Several, file: Path) -> None:
    """Bring a file in, up to the last button."""
    opens(page, f"{office.url}/nhap-du-lieu")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("button", name="Ghi 1 tệp")).to_be_enabled()
    rested(page)


def records(page: Page, file: Path) -> None:
    page.get_by_role("button", name="Ghi 1 tệp").click()
    expect(page.get_by_text(f"Đã ghi {file.name}: 2 dòng mới")).to_be_visible()


def test_a_process_that_is_killed_while_it_imports_leaves_nothing_and_the_next_one_takes_all(
    page: Page, office: Several, tmp_path: Path
) -> None:
    first, file = office.servers[2], rows(tmp_path, "killed.xlsx", "T1", "T2")
    lives_in(page, office, first)
    brings(page, office, file)
    before = office.store.marker()
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with office.store.database.writing(), office.cluster.connect() as looking:
        page.get_by_role("button", name="Ghi 1 tệp").click()
        while not looking.execute(waiting).fetchone()[0]:  # type: ignore[index]
            page.wait_for_timeout(50)
        with page.expect_websocket(timeout=60_000):
            office.kill(first)
    assert office.store.marker() == before, "nothing came of it"
    brings(page, office, file)
    assert office.of(page.context) is not first
    records(page, file)
    office.start(first)
    lives_in(page, office, first)
    brings(page, office, file)
    assert office.store.batches()["source"].tolist().count("killed.xlsx") == 1
    assert office.store.append(found("again.xlsx", "T1")).new == 0


def test_clocks_that_differ_by_two_minutes_change_no_order(page: Page, office: Several, tmp_path: Path) -> None:
    late, early, _ = office.servers
    for server, name in ((early, "early.xlsx"), (late, "late.xlsx")):
        lives_in(page, office, server)
        file = rows(tmp_path, name, f"{name}-1", f"{name}-2")
        brings(page, office, file)
        records(page, file)
    known = office.store.batches()
    assert known["source"].tolist()[-2:] == ["early.xlsx", "late.xlsx"]
    assert known["recorded_at"].is_monotonic_increasing
    closed = office.store.close_period("Tháng 9/2026", known["recorded_at"].iloc[-1].date())
    assert closed.known_on >= known["recorded_at"].iloc[-1]
    for server in office.servers:
        lives_in(page, office, server)
        expect(page.locator(".said")).to_contain_text("vụ việc")
        assert page.get_by_text("đã kết thúc").count() == 0
    assert audit.verify(office.store).breaches == ()


def test_a_full_disk_of_a_process_costs_its_cache_and_nothing_else(page: Page, office: Several, tmp_path: Path) -> None:
    if office.full is None:
        pytest.skip("only root can mount a small disk, and not everywhere")
    assert shutil.disk_usage(office.full).free == 0
    lives_in(page, office, office.servers[2])
    takes_a_file(page)
    file = rows(tmp_path, "full.xlsx", "F1", "F2")
    brings(page, office, file)
    records(page, file)
    assert list(office.full.glob("*.ledger/*.arrow")) == []
    assert audit.verify(office.store).breaches == ()
    (office.full / "rest").unlink()
    office.stop(office.servers[2])
    office.start(office.servers[2])
    lives_in(page, office, office.servers[2])
    assert len(list(office.full.glob("*.ledger/*.arrow"))) == 1
