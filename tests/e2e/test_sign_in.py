"""Three people sign in with a real browser at a real provider: each sees their own wards, whatever they try.

The provider and the product both run on this machine; nothing leaves it.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from google.protobuf.message import DecodeError
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from gis import areas
from gis.records import audit
from gis.records.audit import What
from gis.records.ledger import open_ledger
from gis.records.snapshot import Snapshot
from gis.records.store import Store, open_store
from gis.scope import Scope
from gis.settings import Settings
from tests.e2e.conftest import invent
from tests.e2e.signing import PATIENCE, PEOPLE, SECRETS, asking_a_provider
from tests.serving import Server, chromium, left_home, rested
from tests.talking import Talk

_SOCKETS = """
  const Native = window.WebSocket;
  window.ownSockets = [];
  window.WebSocket = class extends Native {
    constructor(...told) {
      super(...told);
      window.ownSockets.push(this);
    }
  };
"""
"""Keeps the page's own connection within reach, as any script in the page could."""


@dataclass
class Office:
    """The product with sign-in, and what is recorded in it."""

    server: Server
    snapshot: Snapshot
    store: Store
    wards: dict[str, str]
    """Person → the ward given to them."""

    @property
    def names(self) -> pd.Series:
        return areas.load(self.store.settings).wards["full_name"]

    def cases(self, ward: str) -> pd.Index:
        frame = self.snapshot["case"]
        return frame.index[frame["ward"] == ward]

    def foreign(self, person: str) -> list[str]:
        """Codes of cases and projects that a person must never be sent."""
        frame, own = self.snapshot["case"], self.wards.get(person)
        projects = self.snapshot["project_ward"].groupby("project", observed=True)["ward"].agg(set)
        return [*frame.index[frame["ward"] != own], *projects.index[[own not in wards for wards in projects]]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    chromium()
    state = tmp_path_factory.mktemp("signed")
    server = Server(state)
    invent(server)
    chosen = Settings(state_dir=state, database_url="")
    store = open_store(chosen)
    ledger = open_ledger(store, chosen)
    snapshot = ledger.snapshot(ledger.last_event() or pd.Timestamp.max.date(), Scope.local_officer("01"))
    wards = snapshot["case"]["ward"].value_counts().index[:3]
    given = dict(zip(PEOPLE, map(str, wards), strict=False))
    for person, area in {**{name: f"ward:{ward}" for name, ward in given.items()}, "admin": "city"}.items():
        done = server.command("access", "grant", f"{person}@hanoi.gov.vn", person, area)
        assert done.returncode == 0, done.stderr
    with asking_a_provider(server):
        yield Office(server, snapshot, store, given)
    log = server.log.read_text(encoding="utf-8")
    assert '"surprise"' not in log
    assert [secret for secret in SECRETS if secret in log] == []


@dataclass
class Reader:
    """Somebody at a browser of their own, and everything that reached it."""

    page: Page
    context: BrowserContext
    frames: list[bytes]
    outside: list[str]

    def signs_in(self, office: Office, person: str) -> None:
        self.page.goto(office.server.url)
        self.comes_in(office, person)

    def comes_in(self, office: Office, person: str) -> None:
        """Sign in from the entrance that stands before somebody."""
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.page.get_by_role("button", name=person, exact=True).click()
        self.page.wait_for_url(lambda url: url.startswith(office.server.url))
        self.looks(f"{person}@hanoi.gov.vn")

    def sends(self, message: BackMsg) -> None:
        """Send something over the connection of the page, past all its buttons."""
        self.page.evaluate(
            "bytes => window.ownSockets.filter(one => one.url.includes('_stcore/stream')).at(-1)"
            ".send(new Uint8Array(bytes))",
            list(message.SerializeToString()),
        )

    def runs(self, query: str = "", page: str = "", **widgets: WidgetState) -> None:
        """Ask for a run of a page with widgets that stand as no page of ours could leave them."""
        asked, before = BackMsg(), len(self.frames)
        asked.rerun_script.query_string, asked.rerun_script.page_name = query, page
        asked.rerun_script.widget_states.widgets.extend(widgets.values())
        self.sends(asked)
        self.hears(lambda one: one.WhichOneof("type") == "script_finished", since=before)

    def hears(self, what: Callable[[ForwardMsg], bool], *, since: int = 0) -> ForwardMsg:
        """Wait for a message of the server."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = next((one for one in self.messages(since) if what(one)), None)
            if found is not None:
                return found
            self.page.wait_for_timeout(50)  # lets the browser hand over what came
        raise AssertionError("nothing of the kind was heard")

    def messages(self, since: int = 0) -> Iterator[ForwardMsg]:
        for frame in self.frames[since:]:
            try:
                yield ForwardMsg.FromString(frame)
            except DecodeError:
                continue

    def elements(self, kind: str) -> list[Any]:
        """What of a kind of elements was sent, the newest last."""
        found = (one.delta.new_element for one in self.messages() if one.WhichOneof("type") == "delta")
        return [getattr(one, kind) for one in found if one.WhichOneof("type") == kind]

    def opens(self, address: str) -> None:
        """Open a page of the product as somebody who is signed in."""
        self.page.goto(address)
        self.looks("@hanoi.gov.vn")

    def looks(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()
        rested(self.page)

    def received(self, words: list[str]) -> list[str]:
        """Which of these words reached the browser at all."""
        text = b"\n".join(self.frames).decode("utf-8", errors="replace")
        seen = set(re.findall(r"[A-Za-z0-9][A-Za-z0-9_.-]+", text))
        return [word for word in words if word in seen]


@contextmanager
def somebody(browser: Browser) -> Iterator[Reader]:
    """Somebody at a browser of their own; nothing of theirs may have gone elsewhere when they leave."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    made = Reader(context.new_page(), context, [], [])

    def listens(page: Page) -> None:
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: made.frames.append(_bytes(frame))))

    def stays(route: Route) -> None:
        asker = route.request.frame.url
        if "/oauth2/" not in asker:  # what the provider's own page wants is not ours to answer for
            made.outside.append(f"{asker}: {route.request.url}")
        route.abort()

    context.add_init_script(_SOCKETS)
    context.route(left_home, stays)
    listens(made.page)
    yield made
    context.close()
    assert made.outside == []


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    with somebody(browser) as made:
        yield made


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
    asked = [told["asked"] for who, told in entered(office) if who.startswith(person) and told["why"] == "link"]
    assert asked
    assert other in asked[0]


def test_an_officer_is_sent_the_cases_of_their_ward(office: Office, reader: Reader) -> None:
    reader.signs_in(office, "officer")
    reader.opens(f"{office.server.url}/vu-viec?as_of={office.snapshot.as_of}")
    assert reader.received(list(office.cases(office.wards["officer"]))), "or the test above hears nothing at all"


def test_whoever_holds_no_role_sees_nothing_and_is_told_whom_to_ask(office: Office, reader: Reader) -> None:
    reader.signs_in(office, "nobody")
    expect(reader.page.get_by_text("nobody@hanoi.gov.vn chưa được giao quyền")).to_be_visible()
    assert reader.received(office.foreign("nobody")) == []
    assert ("nobody@hanoi.gov.vn", {"why": "no_role"}) in entered(office)


def entered(office: Office, what: What = "refused") -> list[tuple[str, dict[str, Any]]]:
    """What the audit trail holds of one kind: who, and what of; the newest first."""
    return [(one.who.id, dict(one.details)) for one in audit.entries(office.store, what=what)]


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
    assert "officer@hanoi.gov.vn" in {who for who, _ in entered(office, "sign_in")}
    assert [code for code in office.snapshot["case"].index if f'"{code}"' in log] == []


def test_signing_out_is_entered_and_ends_a_page_that_nobody_touches(office: Office, browser: Browser) -> None:
    with somebody(browser) as one, somebody(browser) as copied:
        one.signs_in(office, "leader")
        copied.context.add_cookies(one.context.cookies())  # type: ignore[arg-type]
        copied.opens(office.server.url)
        one.page.get_by_role("button", name="Đăng xuất").click()
        expect(copied.page.get_by_text("đã kết thúc")).to_be_visible(timeout=60_000)
    assert "leader@hanoi.gov.vn" in {who for who, _ in entered(office, "sign_out")}


def test_a_page_asked_for_before_signing_in_is_opened_afterwards(office: Office, reader: Reader) -> None:
    own, other = office.wards["officer"], office.wards["leader"]
    reader.page.goto(f"{office.server.url}/vu-viec?ward={own}&ward={other}&period=quarter")
    reader.comes_in(office, "officer")
    expect(reader.page).to_have_url(re.compile(rf"/vu-viec\?.*ward={own}"))
    rested(reader.page)
    assert f"ward={other}" not in reader.page.url
    assert "period=quarter" in reader.page.url
    assert reader.received(office.foreign("officer")) == []


def test_a_look_at_single_cases_is_entered_with_the_place(office: Office, reader: Reader) -> None:
    reader.signs_in(office, "officer")
    ward = office.wards["officer"]
    reader.opens(f"{office.server.url}/vu-viec?ward={ward}")
    looks = [told for who, told in entered(office, "view_case_level") if who == "officer@hanoi.gov.vn"]
    assert any(told["page"] == "vu-viec" and f"ward={ward}" in told["filters"] for told in looks)


def test_widgets_that_say_what_no_page_offers_widen_nothing(office: Office, reader: Reader) -> None:
    """Every choice on the page is said to be the foreign ward, by its code, its name and its number."""
    reader.signs_in(office, "officer")
    reader.opens(f"{office.server.url}/vu-viec")
    other = office.wards["leader"]
    theirs, name = office.foreign("officer"), str(office.names[other])
    many = {one.id for kind in ("multiselect", "button_group") for one in reader.elements(kind)}
    single = {one.id for one in reader.elements("selectbox")}
    assert many, "there is something to forge"
    assert single
    for said in (other, name, office.cases(other)[0]):
        forged = {one: WidgetState(id=one, string_array_value={"data": [said]}) for one in many}
        forged |= {one: WidgetState(id=one, string_value=said) for one in single}
        reader.runs(f"ward={other}", "vu-viec", **forged)
    heard = [code for code in reader.received(theirs) if code != office.cases(other)[0]]
    assert heard == []


def test_the_buttons_of_a_page_one_may_not_open_do_nothing(office: Office, browser: Browser) -> None:
    with somebody(browser) as admin, somebody(browser) as officer:
        admin.signs_in(office, "admin")
        admin.opens(f"{office.server.url}/quyen-truy-cap")
        officer.signs_in(office, "officer")
        given = office.server.command("access", "list", "--all", "--json").stdout
        theirs = [one for one in admin.elements("button") if one.label != "Đăng xuất"]  # of which everybody has one
        triggers = {one.id: WidgetState(id=one.id, trigger_value=True) for one in theirs}
        fields = {one.id: WidgetState(id=one.id, string_value="officer@hanoi.gov.vn") for one in
                  (*admin.elements("text_input"), *admin.elements("selectbox"))}  # fmt: skip
        assert triggers
        assert fields
        for _ in range(2):  # once to ask, once to confirm
            officer.runs("", "quyen-truy-cap", **fields, **triggers)
        assert office.server.command("access", "list", "--all", "--json").stdout == given
        assert officer.received(["admin@hanoi.gov.vn"]) == []
    assert ("officer@hanoi.gov.vn", {"why": "page", "page": "access"}) in entered(office)


def test_messages_that_no_page_of_ours_sends_are_refused(office: Office, reader: Reader) -> None:
    reader.signs_in(office, "viewer")
    reader.sends(BackMsg(clear_cache=True))
    asked = BackMsg()
    asked.backend_operation_request.install_skills.SetInParent()
    reader.sends(asked)
    reader.runs()
    told = [details.get("message") for _, details in entered(office) if details["why"] == "forged_message"]
    assert {"clear_cache", "install_skills"} <= set(told)


def test_a_file_goes_to_whoever_it_was_made_for(office: Office, browser: Browser) -> None:
    """Neither its address nor what the button sends hands it to anybody else."""
    with somebody(browser) as officer, somebody(browser) as leader, somebody(browser) as stranger:
        officer.signs_in(office, "officer")
        officer.opens(f"{office.server.url}/vu-viec")
        leader.signs_in(office, "leader")
        with officer.page.expect_download() as waiting:
            officer.page.get_by_test_id("stDownloadButton").get_by_role("button", name="CSV").first.click()
        address = waiting.value.url
        assert "/media/" in address
        assert officer.context.request.get(address).status == 200
        assert leader.context.request.get(address).status == 404
        assert stranger.context.request.get(address).status == 404
        offered = [one.deferred_file_id for one in officer.elements("download_button") if one.deferred_file_id]
        assert offered
        asked, before = BackMsg(), len(entered(office, "export"))
        asked.backend_operation_request.request_id = "forged"
        asked.backend_operation_request.deferred_file.file_id = offered[-1]
        leader.sends(asked)
        leader.runs()
        assert not [one for one in leader.messages() if one.WhichOneof("type") == "backend_operation_response"]
        assert len(entered(office, "export")) == before
    told = [details for _, details in entered(office)]
    assert {"why": "foreign_file"} in told
    assert {"why": "forged_message", "message": "foreign_file"} in told


def test_a_connection_that_names_the_session_of_another_gets_one_of_its_own(office: Office, browser: Browser) -> None:
    with somebody(browser) as officer, somebody(browser) as viewer:
        officer.signs_in(office, "officer")
        officer.opens(f"{office.server.url}/vu-viec?as_of={office.snapshot.as_of}")
        viewer.signs_in(office, "viewer")
        theirs = officer.hears(lambda one: one.HasField("new_session")).new_session.initialize.session_id
        cookies = {one["name"]: one["value"] for one in viewer.context.cookies(office.server.url)}
        with Talk(office.server.url, cookies, before=theirs) as talk:
            said = talk.run(f"as_of={office.snapshot.as_of}", page="vu-viec").text
            assert talk.session != theirs
        assert "viewer@hanoi.gov.vn" in said
        assert "officer@hanoi.gov.vn" not in said
        assert [code for code in office.cases(office.wards["officer"]) if code in said] == []


def test_our_own_routes_hand_out_nothing_of_anybody(office: Office, reader: Reader) -> None:
    codes = list(office.snapshot["case"].index)
    for path in (
        "healthz",
        "readyz",
        "newest",
        "assets/",
        "api/",
        "geo/",
        "api/cases",
        "media/",
        "assets/../landmap.db",
    ):
        answer = reader.context.request.get(f"{office.server.url}/{path}")
        assert [code for code in codes if code in answer.text()] == [], path


def test_the_trail_is_whole_after_all_this(office: Office, reader: Reader) -> None:
    reader.signs_in(office, "admin")
    reader.opens(f"{office.server.url}/nhat-ky")
    expect(reader.page.get_by_text("Nhật ký nguyên vẹn")).to_be_visible()
    codes = list(office.snapshot["case"].index)
    assert reader.received(codes) == [], "whoever administers access sees no case"
