"""The page of who may see what: for administrators only, each act confirmed, told and in force at once."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.records import grants
from gis.records.grants import CITY, Area, give
from gis.records.store import Store, open_store
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import process
from tests import administering
from tests.administering import ADMIN, administered, button, said
from tests.test_ui_shell import opened


@pytest.fixture
def store(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> Store:
    return administered(drawn_office, monkeypatch)


def page(language: str = "vi") -> AppTest:
    return administering.page("access.py", language)


@pytest.mark.parametrize("role", ["viewer", "leader", "officer", "editor"])
def test_nobody_else_sees_who_may_see_what(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch, role: Any) -> None:
    give(open_store(drawn_office), "an@x.vn", "viewer", CITY, by="test")
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, role))
    app = page()
    assert "dành cho người quản trị" in app.info[0].value
    assert "an@x.vn" not in said(app)
    assert not app.text_input or "access" not in str([one.key for one in app.text_input])


def test_what_was_given_is_listed_in_words(store: Store) -> None:
    give(store, "an@x.vn", "officer", Area("ward", "00001"), by="test")
    give(store, "binh@x.vn", "viewer", Area("district", "901"), by="test")
    told = said(page())
    assert "an@x.vn Cán bộ Phường An (00001)" in " ".join(told.split())
    assert "binh@x.vn Người xem Quận Bắc (901)" in " ".join(told.split())
    assert "Officer" in said(page("en"))


def test_a_person_is_found(store: Store) -> None:
    for name in ("an@x.vn", "binh@x.vn"):
        give(store, name, "viewer", CITY, by="test")
    app = page()
    app.text_input(key="vi:access_search").set_value("BINH").run()
    table = said(app).split("Tình trạng", 1)[1]
    assert "binh@x.vn" in table
    assert "an@x.vn" not in table


def test_a_role_is_given_once_it_is_confirmed(store: Store) -> None:
    app = page()
    app.text_input(key="vi:access_person").set_value("An@X.vn").run()
    app.selectbox(key="vi:access_role").select("officer").run()
    app.selectbox(key="vi:access_kind").select("ward").run()
    app.selectbox(key="vi:access_ward").select("00003").run()
    button(app, "Cấp quyền").click().run()
    assert "An@X.vn sẽ có vai trò Cán bộ, phạm vi Xã Cát (00003)" in app.warning[0].value
    assert grants.every(store) == (), "nothing is given before it is confirmed"
    button(app, "Xác nhận").click().run()
    [given] = grants.every(store)
    assert (given.person, given.role, given.area) == ("an@x.vn", "officer", Area("ward", "00003"))
    assert given.valid_from == process.today()
    assert "Đã cấp quyền số 1 cho an@x.vn" in app.success[0].value


def test_what_was_changed_after_the_question_is_asked_again(store: Store) -> None:
    app = page()
    app.text_input(key="vi:access_person").set_value("an@x.vn").run()
    button(app, "Cấp quyền").click().run()
    app.text_input(key="vi:access_person").set_value("binh@x.vn").run()
    assert "Xác nhận" not in [one.label for one in app.button]
    assert grants.every(store) == ()


@pytest.mark.parametrize(
    ("person", "kind", "project", "advice"),
    [("Nguyễn Văn An", "city", "", "không phải là địa chỉ thư"), ("an@x.vn", "project", "P9", "Không có dự án mã P9")],
)
def test_what_cannot_be_given_is_said(store: Store, person: str, kind: str, project: str, advice: str) -> None:
    app = page()
    app.text_input(key="vi:access_person").set_value(person).run()
    app.selectbox(key="vi:access_kind").select(kind).run()
    if project:
        app.text_input(key="vi:access_project").set_value(project).run()
    button(app, "Cấp quyền").click().run()
    button(app, "Xác nhận").click().run()
    assert advice in app.warning[0].value
    assert grants.every(store) == ()


def test_a_grant_is_taken_back_once_it_is_confirmed(store: Store) -> None:
    give(store, "an@x.vn", "viewer", CITY, by="test")
    app = page()
    button(app, "Thu hồi quyền").click().run()
    assert "an@x.vn" in app.warning[0].value
    assert grants.every(store)[0].taken_at is None
    button(app, "Xác nhận").click().run()
    assert grants.every(store)[0].taken_at is not None
    assert "Đã thu hồi quyền số 1 của an@x.vn" in app.success[0].value
    app.toggle(key="vi:access_gone").set_value(True).run()
    assert "đã thu hồi" in said(app)


def test_the_last_administrator_is_not_taken_back_here(store: Store) -> None:
    give(store, "an@x.vn", "admin", CITY, by="test")
    app = page()
    button(app, "Thu hồi quyền").click().run()
    button(app, "Xác nhận").click().run()
    assert "người quản trị cuối cùng" in app.warning[0].value
    assert grants.every(store)[0].taken_at is None


def test_whoever_lost_the_role_meanwhile_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    give(store, "an@x.vn", "viewer", CITY, by="test")
    app = page()
    button(app, "Thu hồi quyền").click().run()
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "officer"))
    button(app, "Xác nhận").click().run()
    assert grants.every(store)[0].taken_at is None


@pytest.mark.parametrize(("scope", "offered"), [(ADMIN, True), (Scope("99", None, "officer"), False)])
def test_the_menu_offers_the_page_to_administrators(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch, scope: Scope, *, offered: bool
) -> None:
    monkeypatch.setattr(people, "who", lambda _: scope)
    labels = [link.proto.label for link in opened("data.py", as_of="2026-09-30").get("page_link")]
    assert ("Quyền truy cập" in labels) is offered
