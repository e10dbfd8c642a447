"""Three people sign in with a real browser at a real provider: each sees their own wards, whatever they try.

The provider and the product both run on this machine; nothing leaves it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from gis.records.ledger import open_ledger
from gis.records.snapshot import Snapshot
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from tests.e2e.conftest import CASES
from tests.serving import Server, _free_port, chromium, left_home, rested

_PATIENCE = 30
PEOPLE = ("viewer", "leader", "officer", "nobody")


@dataclass
class Office:
    """The product with sign-in, and what is recorded in it."""

    server: Server
    snapshot: Snapshot
    wards: dict[str, str]
    """Person → the ward given to them."""

    def cases(self, ward: str) -> pd.Index:
        frame = self.snapshot["case"]
        return frame.index[frame["ward"] == ward]

    def foreign(self, person: str) -> list[str]:
        """Codes of cases and projects that a person must never be sent."""
        frame, own = self.snapshot["case"], self.wards.get(person)
        projects = self.snapshot["project_ward"].groupby("project", observed=True)["ward"].agg(set)
        return [*frame.index[frame["ward"] != own], *projects.index[[own not in wards for wards in projects]]]


@contextmanager
def provider(port: int) -> Iterator[str]:
    """A provider of OpenID Connect that knows four people."""
    known = [f"--user-claims={json.dumps({'sub': one, 'email': f'{one}@hanoi.gov.vn'})}" for one in PEOPLE]
    line = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *known]
    running = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
    try:
        _wait_for(address, running)
        yield address
    finally:
        running.terminate()
        running.wait(timeout=20)


def _wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own provider)
                return
        except OSError:
            try:
                running.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError("the provider did not come up")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    chromium()
    state = tmp_path_factory.mktemp("signed")
    server = Server(state)
    assert server.command("demo", "--cases", str(CASES)).returncode == 0
    chosen = Settings(state_dir=state, database_url="")
    ledger = open_ledger(open_store(chosen), chosen)
    snapshot = ledger.snapshot(ledger.last_event() or pd.Timestamp.max.date(), Scope.local_officer("01"))
    wards = snapshot["case"]["ward"].value_counts().index[:3]
    given = dict(zip(PEOPLE, map(str, wards), strict=False))
    for person, ward in given.items():
        done = server.command("access", "grant", f"{person}@hanoi.gov.vn", person, f"ward:{ward}")
        assert done.returncode == 0, done.stderr
    with provider(_free_port()) as address:
        server.environment |= {
            "LANDMAP_OIDC_METADATA_URL": address,
            "LANDMAP_OIDC_CLIENT_ID": "landmap",
            "LANDMAP_OIDC_CLIENT_SECRET": "shared-with-the-provider",
            "LANDMAP_OIDC_PROMPT": "login",
            "LANDMAP_COOKIE_SECRET": "not-a-secret-but-long-enough-to-sign-with",
            "LANDMAP_PUBLIC_URL": server.url,
        }
        with server.running():
            yield Office(server, snapshot, given)
    log = server.log.read_text(encoding="utf-8")
    assert '"surprise"' not in log
    assert "shared-with-the-provider" not in log


@dataclass
class Reader:
    """Somebody at a browser of their own, and everything that reached it."""

    page: Page
    context: BrowserContext
    frames: list[bytes]
    outside: list[str]

    def signs_in(self, office: Office, person: str) -> None:
        self.page.goto(office.server.url)
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.page.get_by_role("button", name=person, exact=True).click()
        self.page.wait_for_url(lambda url: url.startswith(office.server.url))
        self.looks(f"{person}@hanoi.gov.vn")

    def opens(self, address: str) -> None:
        """Open a page of the product as somebody who is signed in."""
        self.page.goto(address)
        self.looks("@hanoi.gov.vn")

    def looks(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()
        rested(self.page)

    def received(self, words: list[str]) -> list[str]:
        """Which of these words reached the browser at all."""
        text = b"\n".join(self.frames).decode("utf-8", errors="replace")
        seen = set(re.findall(r"[A-Za-z0-9][A-Za-z0-9_.-]+", text))
        return [word for word in words if word in seen]


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    made = Reader(context.new_page(), context, [], [])

    def listens(page: Page) -> None:
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: made.frames.append(_bytes(frame))))

    def stays(route: Route) -> None:
        asker = route.request.frame.url
        if "/oauth2/" not in asker:  # what the provider's own page wants is not ours to answer for
            made.outside.append(f"{asker}: {route.request.url}")
        route.abort()

    context.route(left_home, stays)
    listens(made.page)
    yield made
    context.close()
    assert made.outside == []


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


PAGES = ("", "viec-can-lam", "du-an", "vu-viec", "tiep-dan-doi-thoai", "doi-thoai-som", "du-lieu")


@pytest.mark.parametrize("person", ["viewer", "leader", "officer"])
def test_each_sees_their_own_wards_only_whatever_they_ask_for(office: Office, reader: Reader, person: str) -> None:
    reader.signs_in(office, person)
    expect(reader.page.get_by_text(f"{person}@hanoi.gov.vn")).to_be_visible()
    other = next(ward for name, ward in office.wards.items() if name != person)
    foreign, theirs = str(office.cases(other)[0]), office.foreign(person)
    for path in PAGES:
        reader.opens(f"{office.server.url}/{path}")
    assert reader.received(theirs) == []
    assert len(reader.frames) > len(PAGES), "something was listened to"
    reader.opens(f"{office.server.url}/vu-viec?ward={other}&sheet=ward-{other}&case={foreign}&cases={foreign}")
    reader.page.wait_for_url(lambda url: f"ward={other}" not in url)
    assert [code for code in reader.received(theirs) if code != foreign] == [], (
        "the code asked for is told to be unknown"
    )


def test_an_officer_is_sent_the_cases_of_their_ward(office: Office, reader: Reader) -> None:
    reader.signs_in(office, "officer")
    reader.opens(f"{office.server.url}/vu-viec?as_of={office.snapshot.as_of}")
    assert reader.received(list(office.cases(office.wards["officer"]))), "or the test above hears nothing at all"


def test_whoever_holds_no_role_sees_nothing_and_is_told_whom_to_ask(office: Office, reader: Reader) -> None:
    reader.signs_in(office, "nobody")
    expect(reader.page.get_by_text("nobody@hanoi.gov.vn chưa được giao quyền")).to_be_visible()
    assert reader.received(office.foreign("nobody")) == []
    assert ("nobody@hanoi.gov.vn", "no_role") in [(one["who"]["id"], one["details"]["why"]) for one in entered(office)]


def entered(office: Office, what: str = "refused") -> list[dict[str, Any]]:
    """What the audit trail holds of one kind."""
    found: list[dict[str, Any]] = json.loads(office.server.command("audit", "list", "--what", what, "--json").stdout)[
        "entries"
    ]
    return found


def test_a_role_that_is_taken_back_is_lost_on_the_open_page(office: Office, reader: Reader) -> None:
    office.server.command("access", "grant", "nobody@hanoi.gov.vn", "leader", "city")
    reader.signs_in(office, "nobody")
    expect(reader.page.get_by_role("link", name="Vụ việc").first).to_be_visible()
    listed = json.loads(office.server.command("access", "list", "--json").stdout)["grants"]
    number = next(one["number"] for one in listed if one["person"] == "nobody@hanoi.gov.vn")
    assert office.server.command("access", "revoke", str(number)).returncode == 0
    expect(reader.page.get_by_text("chưa được giao quyền")).to_be_visible(timeout=60_000)


def test_signing_out_ends_the_other_page_too(office: Office, reader: Reader) -> None:
    reader.signs_in(office, "officer")
    cookies = reader.context.cookies()
    other = reader.context.new_page()
    other.goto(office.server.url)
    expect(other.get_by_text("officer@hanoi.gov.vn")).to_be_visible()
    reader.page.get_by_role("button", name="Đăng xuất").click()
    reader.page.get_by_role("button", name="End session").click()  # the provider asks, too
    expect(reader.page.get_by_role("button", name="Đăng nhập")).to_be_visible()
    reader.context.add_cookies(cookies)  # whoever had copied it
    other.reload()
    expect(other.get_by_text("đã kết thúc")).to_be_visible()


def test_a_forged_cookie_is_nobody(office: Office, reader: Reader) -> None:
    reader.context.add_cookies([{"name": "_streamlit_user", "value": "2|1:0|forged|officer", "url": office.server.url}])
    reader.page.goto(office.server.url)
    expect(reader.page.get_by_role("button", name="Đăng nhập")).to_be_visible()


def test_the_trail_tells_who_signed_in_and_the_log_holds_no_case(office: Office, reader: Reader) -> None:
    reader.signs_in(office, "officer")
    expect(reader.page.get_by_text("officer@hanoi.gov.vn")).to_be_visible()
    log = Path(office.server.log).read_text(encoding="utf-8")
    assert "officer@hanoi.gov.vn" in {one["who"]["id"] for one in entered(office, "sign_in")}
    assert [code for code in office.snapshot["case"].index if f'"{code}"' in log] == []
