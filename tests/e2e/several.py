"""Three processes of the product on one PostgreSQL, behind the real nginx, as the README sets them up.

Nothing about them is well: the clock of the first is a minute late, that of the second a minute early, and the third
has a disk with no room left (where the tests may make one). Whatever is tried of them holds all the same.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gis import areas
from gis.records.batch import Batch
from gis.records.store import Store, open_store
from gis.settings import ROOT, Settings
from tests.e2e import nginx
from tests.e2e.signing import provider, told
from tests.postgres import Cluster
from tests.serving import Server, left_home, rested

BELOW = "/ban-do"
CLOCKS = (-60, 60, 0)
DOOR = """
from tests.e2e import skewed
skewed.begin()
import streamlit as st
from gis.door import SHELL, wiring
app = st.App(SHELL, **wiring())
"""
COOKIE = "landmap_process"
CASES = 240


@dataclass
class Several:
    """The processes, their database, and the nginx before them.

    Parameters
    ----------
    store
        What they share.
    cluster
        Where it is kept.
    servers
        The processes.
    full
        Disk of the third without any room; None where none could be made.
    """

    store: Store
    cluster: Cluster
    servers: list[Server]
    full: Path | None = None
    proxy: nginx.Proxy = field(default=None)  # type: ignore[assignment]
    _held: dict[int, ExitStack] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"{self.proxy.url}{BELOW}"

    def start(self, *servers: Server) -> None:
        for one in servers:
            self._held[one.port] = ExitStack()
            self._held[one.port].enter_context(one.running())

    def stop(self, server: Server) -> None:
        self._held.pop(server.port).close()

    def kill(self, server: Server) -> None:
        os.kill(server.pid, signal.SIGKILL)
        self.stop(server)

    def stop_all(self) -> None:
        for held in self._held.values():
            held.close()

    def of(self, context: BrowserContext) -> Server:
        """The process in which the pages of a browser live, as its cookie says."""
        [port] = [int(one["value"]) for one in context.cookies(self.url) if one["name"] == COOKIE]
        return next(one for one in self.servers if one.port == port)

    def open_pages(self, server: Server) -> int:
        """How many pages stand open in a process, as it tells itself."""
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=20) as answer:
            [found] = re.findall(r"^landmap_sessions (\S+)$", answer.read().decode(), re.MULTILINE)
        return int(float(found))


@contextmanager
def several(cluster: Cluster, folder: Path) -> Iterator[Several]:
    """Three processes for the length of the block; none may have met a surprise."""
    name, own = cluster.database(), nginx.free_port()
    store = open_store(Settings(database_url=cluster.address(name), state_dir=folder))
    store.create()
    store.append(drawn(store))
    with ExitStack() as stack:
        full = _full(folder, stack)
        sign_in = stack.enter_context(provider(nginx.free_port()))
        servers = [_server(folder, number, store, full) for number in range(3)]
        for one in servers:
            one.environment |= _signing_in(sign_in, own)
        granted = servers[0].command("access", "grant", "officer@hanoi.gov.vn", "editor", "city")
        assert granted.returncode == 0, granted.stderr
        made = Several(store, cluster, servers, full)
        stack.callback(made.stop_all)
        made.start(*servers)
        made.proxy = stack.enter_context(nginx.before(own, *(one.port for one in servers)))
        yield made
    for one in servers:
        assert '"surprise"' not in one.log.read_text(encoding="utf-8")
    store.database.engine.dispose()
    cluster.drop(name)


def drawn(store: Store) -> Batch:
    """Cases in the first wards, one after the other."""
    wards = list(areas.load(store.settings).wards.index[:6])
    days = pd.Timestamp("2026-01-01") + pd.to_timedelta(range(CASES), unit="D")
    cases = {"code": [f"V{n}" for n in range(CASES)], "ward": [wards[n % 6] for n in range(CASES)], "received_on": days}
    return Batch({"case": pd.DataFrame(cases | {"case_class": "complaint"})}, "drawn.xlsx")


def _server(folder: Path, number: int, store: Store, full: Path | None) -> Server:
    door, state = folder / f"door{number}", folder / f"state{number}"
    door.mkdir()
    state.mkdir()
    (door / "dashboard.py").write_text(DOOR, encoding="utf-8")
    (door / ".streamlit").symlink_to(ROOT / ".streamlit")
    server = Server(state, door)
    server.environment |= {
        "LANDMAP_DATABASE_URL": store.settings.database_url,
        "LANDMAP_TEST_CLOCK": str(CLOCKS[number]),
    }
    if full and number == 2:
        server.environment["LANDMAP_STATE_DIR"] = str(full)
    return server


def _signing_in(sign_in: str, own: int) -> dict[str, str]:
    below = {
        "LANDMAP_PUBLIC_URL": f"https://localhost:{own}{BELOW}",
        "STREAMLIT_SERVER_BASE_URL_PATH": BELOW.strip("/"),
        "FORWARDED_ALLOW_IPS": nginx.OUTSIDE,
    }
    return told(sign_in, **below)


def _full(folder: Path, stack: ExitStack) -> Path | None:
    """Make a disk in memory and fill it to the last byte; only root may, and not everywhere."""
    disk = folder / "full"
    disk.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", "size=8m,nr_inodes=0", "tmpfs", disk]
    if os.geteuid() != 0 or not shutil.which("mount") or subprocess.run(line, check=False).returncode:
        return None
    stack.callback(subprocess.run, ["umount", "--lazy", disk], check=True)
    subprocess.run(["dd", "if=/dev/zero", f"of={disk / 'rest'}", "bs=4k"], check=False, capture_output=True)
    return disk


@contextmanager
def tab(browser: Browser, cookies: object = ()) -> Iterator[Page]:
    """A tab in a browser of its own, with cookies of another one or none."""
    context = browser.new_context(ignore_https_errors=True, locale="vi-VN", accept_downloads=True)
    context.route(left_home, lambda route: route.abort())
    context.add_cookies(list(cookies))  # type: ignore[call-overload]
    yield context.new_page()
    context.close()


def signs_in(page: Page, office: Several) -> None:
    """Sign in as the editor."""
    page.goto(f"{office.url}/")
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="officer", exact=True).click()
    page.wait_for_url(lambda url: url.startswith(office.url))
    expect(page.get_by_text("officer@hanoi.gov.vn").first).to_be_visible()
    rested(page)


def opens(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("footer.foot")).to_be_visible()
    rested(page)
