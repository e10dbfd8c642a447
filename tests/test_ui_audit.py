"""The page of the audit trail: for administrators of access, in words, page by page, and whether it is whole."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.records import audit
from gis.records.audit import STRANGER, WHATS, Who
from gis.records.grants import CITY, Area, give
from gis.records.store import Store, open_store
from gis.records.trail import Wanted
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import audit_panel, audit_whole, audit_words, working
from gis.words import phrases
from tests import administering
from tests.administering import administered, button, said
from tests.test_ui_export import here

AN = Who("an@x.vn", "officer", "99-all")
CASE = "KN-17/2026"


@pytest.fixture
def store(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> Store:
    return administered(drawn_office, monkeypatch)


def page(language: str = "vi") -> AppTest:
    return administering.page("audit.py", language)


@pytest.mark.parametrize("role", ["viewer", "leader", "officer", "editor"])
def test_nobody_else_sees_the_trail_and_that_they_tried_is_entered(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch, role: Any
) -> None:
    audit.record(open_store(drawn_office), AN, "sign_in")
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, role))
    app = page()
    assert "dành cho người quản trị" in app.info[0].value
    assert "an@x.vn" not in said(app)
    app.run()
    tried = list(audit.entries(open_store(drawn_office), what="refused"))
    assert [dict(one.details) for one in tried] == [{"why": "page", "page": "audit"}], "once, however often it runs"


def test_where_nobody_signs_in_the_command_is_named(drawn_office: Settings) -> None:
    assert "python -m gis audit list" in page().info[0].value


def test_entries_are_told_in_words_and_no_case_is(store: Store) -> None:
    audit.record(store, AN, "view_case_level", page="vu-viec", filters=f"ward=00001&case={CASE}")
    audit.record(store, AN, "export", file="vu-viec.xlsx", rows=12, filters="district=901", case_level=True,
                 reason="inspection")  # fmt: skip
    audit.record(store, AN, "import", batch=3, source=f"Danh sách {CASE}.xlsx", rows=2)
    audit.record(store, AN, "refused", why="link", asked=[CASE, "00004"])
    audit.record(store, STRANGER, "refused", why="bad_sign_in", error="expired_token")
    audit.record(store, AN, "refused", why="access.gate.reason", file="x.pdf")
    audit.record(store, AN, "close", name="Tháng 9/2026", as_of="2026-09-30")
    give(store, "binh@x.vn", "viewer", Area("ward", "00001"), by="chi@x.vn")
    give(store, "binh@x.vn", "leader", CITY, by="chi@x.vn")
    read = said(page())
    for told in (
        "trang Vụ việc · mở chi tiết · Phường An",
        "tệp vu-viec.xlsx · 12 dòng · có chi tiết từng vụ việc · Kiểm tra, đôn đốc giải quyết · Quận Bắc",
        "lần nhập số 3 · 2 dòng",
        "đường dẫn nêu mã ngoài phạm vi hoặc không có · 2 mã",
        "chưa rõ (chưa đăng nhập)",
        "kết quả đăng nhập không hợp lệ (expired_token)",
        "xuất chi tiết không đủ điều kiện",
        "Tháng 9/2026, số liệu đến",
        "cấp quyền Người xem cho binh@x.vn, Phường An",
        "cấp quyền Lãnh đạo cho binh@x.vn, toàn thành phố",
        "chi@x.vn",
        "Cán bộ",
    ):
        assert told in read
    assert CASE not in read


def test_it_speaks_english_too(store: Store) -> None:
    audit.record(store, AN, "view_case_level", page="vu-viec", filters="ward=00001")
    assert "looked at single cases" in said(page("en"))


def test_the_trail_is_said_to_be_whole(store: Store) -> None:
    app = page()
    assert "Nhật ký nguyên vẹn: 1 mục" in app.success[0].value


def tamper(store: Store, *statements: str) -> None:
    engine = create_engine(store.database.url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_somebody_who_meddled_is_told_of(store: Store) -> None:
    for number in range(3):
        audit.record(store, AN, "export", rows=number)
    tamper(store, "DROP TRIGGER audit_keeps_update", "UPDATE audit SET who = 'x' WHERE number = 3")
    app = page()
    assert not app.success
    assert "Nhật ký đã bị can thiệp (1 chỗ)" in app.error[0].value
    assert "mục số 3 đã bị sửa" in app.error[0].value


def test_a_long_trail_is_read_beside_the_page_and_told_with_its_moment(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_whole, "SHORT", 3)
    for number in range(4):
        audit.record(store, AN, "export", rows=number)
    app = page()
    assert not app.success, "it is not waited for"
    assert "Nhật ký dài nên được đọc lại bên cạnh" in said(app)
    working.finish()
    app.run()
    assert "Nhật ký nguyên vẹn: 5 mục" in app.success[0].value
    assert "0 mục ghi sau đó chưa được kiểm tra" in said(app)
    audit.record(store, AN, "export", rows=9)
    app.run()
    assert "Nhật ký nguyên vẹn: 5 mục" in app.success[0].value, "what was found stands"
    assert "1 mục ghi sau đó chưa được kiểm tra" in said(app)
    button(app, "Đọc lại ngay").click().run()
    working.finish()
    app.run()
    assert "Nhật ký nguyên vẹn: 6 mục" in app.success[0].value
    monkeypatch.setattr(audit_whole, "_STANDS", dt.timedelta(0))
    audit.record(store, AN, "export", rows=10)
    app.run()
    working.finish()
    app.run()
    assert "Nhật ký nguyên vẹn: 7 mục" in app.success[0].value, "nothing stands for longer than it may"


def test_a_long_trail_whose_end_is_missing_is_read_again_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_whole, "SHORT", 3)
    for number in range(5):
        audit.record(store, AN, "export", rows=number)
    page()
    working.finish()
    assert "Nhật ký nguyên vẹn: 6 mục" in page().success[0].value
    tamper(store, "DROP TRIGGER audit_keeps_delete", "DELETE FROM audit WHERE number > 4")
    page()
    working.finish()
    assert "Nhật ký đã bị can thiệp" in page().error[0].value


def test_entries_are_chosen_by_person_deed_place_and_day(store: Store) -> None:
    audit.record(store, AN, "export", file="cua-an.xlsx", filters="ward=00001")
    audit.record(store, Who("binh@x.vn", "leader"), "sign_in")
    app = page()
    app.text_input(key="vi:audit_who").set_value("BINH").run()
    assert "binh@x.vn" in said(app)
    assert "an@x.vn" not in said(app)
    app.text_input(key="vi:audit_who").set_value("").run()
    app.selectbox(key="vi:audit_place").select("ward:00001").run()
    assert "cua-an.xlsx" in said(app)
    assert "binh@x.vn" not in said(app)
    app.selectbox(key="vi:audit_what").select("sign_in").run()
    assert "Không có mục nào khớp" in said(app)
    app.selectbox(key="vi:audit_place").set_value(None).run()
    assert "binh@x.vn" in said(app)
    app.date_input(key="vi:audit_until").set_value("2020-01-01").run()
    assert "Không có mục nào khớp" in said(app)


def test_days_the_wrong_way_round_are_said(store: Store) -> None:
    app = page()
    app.date_input(key="vi:audit_since").set_value("2026-02-01").run()
    app.date_input(key="vi:audit_until").set_value("2026-01-01").run()
    assert "sau ngày kết thúc" in app.warning[0].value


def test_a_long_trail_is_turned_page_by_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_panel, "ROWS", 3)
    for number in range(2, 8):  # the drawn city came in as the first entry
        audit.record(store, AN, "export", file=f"so-{number}.xlsx")

    def numbers(app: AppTest) -> list[int]:
        return [number for number in range(1, 9) if f"so-{number}.xlsx" in said(app)]

    app = page()
    labels = [one.label for one in app.button]
    assert ("Trang sau (cũ hơn)" in labels, "Trang trước (mới hơn)" in labels) == (True, False)
    assert numbers(app) == [5, 6, 7]
    button(app, "Trang sau (cũ hơn)").click().run()
    assert numbers(app) == [2, 3, 4]
    button(app, "Trang sau (cũ hơn)").click().run()
    assert numbers(app) == []
    assert "Trang sau (cũ hơn)" not in [one.label for one in app.button]
    button(app, "Trang trước (mới hơn)").click().run()
    assert numbers(app) == [2, 3, 4]
    app.text_input(key="vi:audit_who").set_value("an@").run()
    assert numbers(app) == [5, 6, 7], "another choice begins at the newest"


def test_what_people_are_called_is_text_and_no_markup(store: Store) -> None:
    audit.record(store, Who("<script>alert(1)</script>@x.vn"), "export", file="<b>x</b>")
    bodies = " ".join(str(one.proto.body) for one in page().get("html"))
    assert "<script>alert" not in bodies
    assert "<b>x</b>" not in bodies


def test_the_file_holds_what_is_chosen_newest_first(store: Store) -> None:
    audit.record(store, Who("=1+1@x.vn", "officer"), "export", file="a.xlsx")
    audit.record(store, AN, "sign_in")
    now = here()
    content = audit_panel.written(Wanted(), now, "csv")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    found = rows[next(place for place, row in enumerate(rows) if row[:1] == ["Số"]) + 1 :]
    assert [row[0] for row in found] == ["3", "2", "1"]
    assert found[0][2] == "an@x.vn"
    assert not found[1][2].startswith("="), "no spreadsheet takes it for a formula"
    assert audit_panel.written(Wanted("sign_in"), now, "xlsx").startswith(b"PK")
    assert audit_panel.written(Wanted("undo"), now, "csv"), "nothing that matches is a file, too"


def test_every_deed_and_every_reason_has_a_name() -> None:
    assert {f"access.audit.{what}" for what in WHATS} <= set(phrases())


def test_a_reason_that_nobody_foresaw_stands_as_it_is(store: Store) -> None:
    audit.record(store, AN, "refused", why="something new")
    audit.record(store, Who("x", "ghost"), "export", page="no-such-page")
    [newest, before, *_] = audit.entries(store)
    table = audit_words.lines([newest, before], here())
    assert "trang no-such-page" in table.at[0, "about"]
    assert table.at[0, "role"] == "ghost"
    assert table.at[1, "about"] == "lý do: something new"
