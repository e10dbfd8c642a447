"""The entrance: who signed in, in which role, what is said to anybody else, and that a lost role is lost at once."""

from __future__ import annotations

import datetime as dt
import html
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from gis import settings
from gis.access import ended
from gis.errors import RequestError, StoreError
from gis.records import audit
from gis.records.audit import Who
from gis.records.grants import CITY, Area, give, take_back
from gis.records.store import Store, open_store
from gis.settings import Settings
from gis.ui import person, process
from gis.ui.here import ScreenDesk
from tests.test_ui_shell import opened, text

AN = Area("ward", "00001")


class Browser:
    """A reader with a cookie of the provider: what it says of them, and how late it is."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.seconds = 0.0

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """What the trail tells of sign-ins: who, what, why; the newest first."""
        entries = audit.entries(open_store(settings.current()))
        return [(one.who.id, one.what, str(one.details.get("why", ""))) for one in entries if "@" in one.who.id]

    def signs_in(self, email: str = "an@x.vn", **more: Any) -> None:
        since = dt.datetime.now(dt.UTC).timestamp()
        known = {"is_logged_in": True, "iss": "https://sso.x.vn", "sub": "17", "email": email, "iat": since}
        known |= {"aud": "landmap"}
        self.claims = known | more


@pytest.fixture
def browser(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> Browser:
    for name, value in {
        "OIDC_METADATA_URL": "https://sso.x.vn/.well-known/openid-configuration",
        "OIDC_CLIENT_ID": "landmap",
        "OIDC_CLIENT_SECRET": "shared",
        "COOKIE_SECRET": "k" * 40,
        "ACCESS_CONTACT": "Văn phòng <b>Thành ủy</b>",
    }.items():
        monkeypatch.setenv(f"LANDMAP_{name}", value)
    settings.current.cache_clear()
    made = Browser()
    monkeypatch.setattr(person, "claims", lambda: made.claims)
    monkeypatch.setattr(person, "monotonic", lambda: made.seconds)
    return made


@pytest.fixture
def store(browser: Browser) -> Store:
    return open_store(settings.current())


def said(app: AppTest) -> str:
    assert not app.exception
    return html.unescape(text(app))


def test_nobody_comes_in_without_signing_in(browser: Browser) -> None:
    app = opened(as_of="2026-09-30")
    assert "Đăng nhập bằng tài khoản công vụ" in said(app)
    assert [button.label for button in app.button] == ["Đăng nhập"]
    assert "vụ việc" not in said(app)


def test_the_entrance_speaks_english_too(browser: Browser) -> None:
    app = opened(lang="en")
    assert "Sign in with your office account" in said(app)
    assert [button.label for button in app.button] == ["Sign in"]


def test_whoever_holds_no_role_is_told_whom_to_ask(browser: Browser) -> None:
    browser.signs_in()
    app = opened(as_of="2026-09-30")
    assert "an@x.vn chưa được giao quyền" in said(app)
    assert "Đề nghị Văn phòng <b>Thành ủy</b> cấp quyền" in said(app), "what an office writes is text, not markup"
    assert "Phường An" not in said(app)
    assert browser.told == [("an@x.vn", "refused", "no_role")]


def test_whoever_holds_a_role_sees_their_wards(browser: Browser, store: Store) -> None:
    give(store, "an@x.vn", "officer", AN, by="test")
    browser.signs_in("An@X.vn")
    app = opened(as_of="2026-09-30")
    assert "3 vụ việc, chưa giải quyết xong" in said(app)
    assert "an@x.vn" in said(app)
    assert "Xã Cát" not in said(app)
    assert browser.told == [("an@x.vn", "view_case_level", ""), ("an@x.vn", "sign_in", "")], "their ward lies open"


@pytest.mark.parametrize(
    "claims",
    [
        {"iat": (dt.datetime.now(dt.UTC) - dt.timedelta(hours=12, minutes=1)).timestamp()},
        {"iat": None},
        {"iat": True},
        {"iat": (dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)).timestamp()},
    ],
)
def test_a_sign_in_that_is_too_old_or_says_no_time_is_refused(
    browser: Browser, store: Store, claims: dict[str, Any]
) -> None:
    give(store, "an@x.vn", "officer", CITY, by="test")
    browser.signs_in(**claims)
    app = opened(as_of="2026-09-30")
    assert "quá 12 giờ" in said(app)
    assert "Phường An" not in said(app)
    assert browser.told == [("an@x.vn", "refused", "old_sign_in")]


@pytest.mark.parametrize("claims", [{"iss": ""}, {"sub": None}, {"is_logged_in": False}])
def test_half_a_sign_in_is_none(browser: Browser, store: Store, claims: dict[str, Any]) -> None:
    give(store, "an@x.vn", "officer", CITY, by="test")
    browser.signs_in(**claims)
    assert "Đăng nhập bằng tài khoản" in said(opened())


def test_an_address_that_the_provider_does_not_vouch_for_is_nobodys(browser: Browser, store: Store) -> None:
    give(store, "an@x.vn", "officer", CITY, by="test")
    browser.signs_in(email_verified=False)
    assert "https://sso.x.vn|17 chưa được giao quyền" in said(opened())


def test_a_lost_role_is_lost_within_a_minute(browser: Browser, store: Store) -> None:
    given = give(store, "an@x.vn", "officer", CITY, by="test")
    browser.signs_in()
    app = opened(as_of="2026-09-30")
    assert "4 vụ việc" in said(app)
    take_back(store, given.number, by="test")
    assert person.EVERY <= 60
    browser.seconds += person.EVERY
    assert "chưa được giao quyền" in said(app.run())
    assert "vụ việc" not in said(app)


def test_a_changed_area_shows_within_a_minute(browser: Browser, store: Store) -> None:
    given = give(store, "an@x.vn", "officer", CITY, by="test")
    browser.signs_in()
    app = opened(as_of="2026-09-30")
    take_back(store, given.number, by="test")
    give(store, "an@x.vn", "officer", AN, by="test")
    browser.seconds += person.EVERY
    assert "3 vụ việc, chưa giải quyết xong" in said(app.run())


def test_a_person_acts_in_one_role_at_a_time(browser: Browser, store: Store) -> None:
    give(store, "an@x.vn", "officer", AN, by="test")
    give(store, "an@x.vn", "viewer", CITY, by="test")
    give(store, "an@x.vn", "admin", CITY, by="test")
    browser.signs_in()
    app = opened(as_of="2026-09-30")
    switch = app.selectbox(key=person.ACTING)
    assert (switch.options, switch.value) == (["Cán bộ", "Người xem", "Quản trị quyền truy cập"], "officer")
    assert "3 vụ việc, chưa giải quyết xong" in said(app)
    switch.select("viewer").run()
    assert "Xã Cát" in said(app) or "toàn địa bàn" in said(app)
    assert "<5" in said(app), "a viewer sees no small counts"
    app.selectbox(key=person.ACTING).select("admin").run()
    assert "Vai trò quản trị quyền truy cập không xem số liệu" in app.info[0].value


def test_signing_out_ends_every_page_that_stands_open(
    browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[bool] = []
    monkeypatch.setattr(st, "logout", lambda: left.append(True))
    give(store, "an@x.vn", "officer", CITY, by="test")
    browser.signs_in()
    one, other = opened(as_of="2026-09-30"), opened(as_of="2026-09-30")
    one.button(key="sign_out").click().run()
    assert left == [True]
    assert "đã kết thúc" in said(other.run()), "the cookie may have been copied"
    assert ("an@x.vn", "sign_out", "") in browser.told
    browser.signs_in(iat=dt.datetime.now(dt.UTC).timestamp() + 1)
    assert "4 vụ việc" in said(opened(as_of="2026-09-30")), "whoever signs in again comes in again"


def test_a_sign_out_in_another_process_ends_the_page_here(browser: Browser, store: Store) -> None:
    give(store, "an@x.vn", "officer", CITY, by="test")
    browser.signs_in()
    app = opened(as_of="2026-09-30")
    assert "4 vụ việc" in said(app)
    who = person.identity()
    assert who is not None
    audit.record(store, Who("an@x.vn"), "sign_out", **ended.details(who))  # as another process does
    browser.seconds += person.EVERY
    assert "đã kết thúc" in said(app.run())
    assert "vụ việc" not in said(app)


def test_a_sign_out_counts_though_it_cannot_be_entered(
    browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "logout", lambda: None)
    give(store, "an@x.vn", "officer", CITY, by="test")
    browser.signs_in()
    app = opened(as_of="2026-09-30")

    def fails(*_: Any, **__: Any) -> None:
        raise StoreError("records.audit_witness", file="x", reason="full")

    with monkeypatch.context() as full:
        full.setattr(person.audit, "record", fails)
        with pytest.raises(StoreError):
            person.sign_out()
    assert "đã kết thúc" in said(app.run())


@pytest.mark.parametrize("audience", ["another-program", ["another-program"], None, 17])
def test_a_sign_in_that_was_made_for_another_program_is_refused(browser: Browser, store: Store, audience: Any) -> None:
    give(store, "an@x.vn", "officer", CITY, by="test")
    browser.signs_in(aud=audience, azp="landmap")
    app = opened(as_of="2026-09-30")
    assert "bị từ chối" in said(app)
    assert "Phường An" not in said(app)
    assert browser.told == [("an@x.vn", "refused", "audience")]
    with pytest.raises(RequestError):
        person.scope()


def test_a_sign_in_that_was_made_for_us_and_others_counts(browser: Browser, store: Store) -> None:
    give(store, "an@x.vn", "officer", CITY, by="test")
    browser.signs_in(aud=["another-program", "landmap"])
    assert "4 vụ việc" in said(opened(as_of="2026-09-30"))


def test_whoever_was_sent_back_refused_is_told(browser: Browser) -> None:
    app = opened(sign_in_refused="1")
    assert "bị từ chối" in said(app)
    assert [button.label for button in app.button] == ["Đăng nhập"]
    assert "was refused" in said(opened(sign_in_refused="1", lang="en"))


def test_a_page_left_open_knows_when_the_sign_in_is_over(browser: Browser, store: Store) -> None:
    browser.signs_in(iat=(dt.datetime.now(dt.UTC) - dt.timedelta(hours=11, minutes=59)).timestamp())
    assert 0 < person.seconds_left() <= 61
    browser.signs_in(iat=(dt.datetime.now(dt.UTC) - dt.timedelta(hours=13)).timestamp())
    assert person.seconds_left() == 0
    browser.claims = {}
    assert person.seconds_left() == 0


def test_a_look_at_single_cases_is_entered_once_a_sign_in_and_role(browser: Browser, store: Store) -> None:
    give(store, "an@x.vn", "officer", AN, by="test")
    give(store, "an@x.vn", "leader", AN, by="test")
    browser.signs_in()
    for _ in range(2):  # two tabs of one sign-in
        opened("cases.py", as_of="2026-09-30", sheet="").run()

    def looks() -> list[tuple[str, str, Any]]:
        found = audit.entries(store, what="view_case_level")
        return [(one.who.id, one.who.role, one.details["page"]) for one in reversed(found)]

    assert [one for one in looks() if one[2] == "vu-viec"] == [("an@x.vn", "officer", "vu-viec")]
    app = opened("cases.py", as_of="2026-09-30", sheet="")
    app.selectbox(key=person.ACTING).select("leader").run()
    assert ("an@x.vn", "leader", "vu-viec") in looks()
    browser.signs_in(iat=dt.datetime.now(dt.UTC).timestamp() + 1)
    opened("cases.py", as_of="2026-09-30", sheet="")
    assert [one[2] for one in looks()].count("vu-viec") == 3, "another sign-in is another look"


def test_where_nobody_signs_in_there_is_no_entrance(drawn_office: Settings) -> None:
    app = opened(as_of="2026-09-30")
    assert "4 vụ việc" in said(app)
    assert "sign_out" not in [button.key for button in app.button]


def test_a_file_is_made_later_for_whoever_was_there_and_still_may(browser: Browser, store: Store) -> None:
    given = give(store, "an@x.vn", "officer", AN, by="test")
    browser.signs_in()
    desk, still = ScreenDesk(), process.still()
    browser.claims = {}  # where a file is made nobody is signed in
    assert desk.reader.wards == {"00001"}
    assert desk.situation_on(dt.date(2026, 9, 30)).snapshot.scope == desk.reader
    assert still()
    take_back(store, given.number, by="test")
    assert still(), "grants are read again every few seconds"
    browser.seconds += person.EVERY
    assert not still()
