"""The pack before a meeting, asked for as an officer asks: by an address, by a form, from a row, from a sheet."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Role, Scope
from gis.settings import Settings
from tests import city
from tests.test_ui_dialogues import COMING, SITTINGS
from tests.test_ui_shell import opened, text

STOPPED = [
    {"code": "K7", "case_class": "complaint", "level": "first", "ward": "00001", "within_competence": True,
     "deciding_body": "Chủ tịch UBND phường An", "preparing_unit": "Thanh tra", "received_on": "2026-06-01",
     "accepted_on": "2026-06-05", "suspended_on": "2026-06-20"},
    {"code": "K8", "case_class": "complaint", "level": "first", "ward": "00001", "received_on": "2026-06-01",
     "accepted_on": "2026-06-05", "ended_on": "2026-06-20", "end_reason": "withdrawn", "court_on": "2026-07-01"},
    {"code": "K9", "case_class": "complaint", "level": "first", "ward": "00001", "received_on": "2026-01-05",
     "decided_on": "2026-08-01"},
]  # fmt: skip


@pytest.fixture
def meeting_office(drawn_office: Settings) -> Settings:
    """The drawn city with a dialogue to come, receptions, and cases whose clocks stand still."""
    rows = {"dialogue": COMING, "reception": SITTINGS, "case": STOPPED}
    open_store(drawn_office).append(Batch({name: city.frame(name, made) for name, made in rows.items()}, source="more"))
    return drawn_office


def page(**query: str | list[str]) -> AppTest:
    app = opened("meeting.py", **({"as_of": "2026-09-30"} | query))
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(text(app).split())


def test_nothing_asked_offers_the_dialogues_to_come(meeting_office: Settings) -> None:
    app = page()
    assert "Nhập mã vụ việc" in app.info[0].value
    assert "Đối thoại giải quyết khiếu nại (Sắp tổ chức 03/10/2026) Phường An · D4" in said(app)
    assert "D1" not in said(app)


def test_an_address_reproduces_the_pack(meeting_office: Settings) -> None:
    app = page(about=["K1", "K2"], reception="2026-10-05")
    told = said(app)
    assert "Kỳ tiếp công dân ngày 05/10/2026 Phường An · Đường vành đai Vẽ" in told
    assert "Người tiếp Chưa ghi nhận buổi tiếp nào của ngày này" in told
    assert "Bí thư cấp ủy tiếp dân và chỉ đạo; việc giải quyết thuộc cơ quan có thẩm quyền" in told
    assert "60/30 ngày quá hạn 30 ngày Giải quyết khiếu nại lần đầu · hạn 31/08/2026" in told
    assert "Đường vành đai Vẽ Đang chi trả 4 0 4 2 0 1 1 1" in told
    assert "3 kết luận, cam kết chưa thực hiện, trong đó quá hạn 1" in told
    assert app.query_params["about"] == ["K1", "K2"]
    assert app.query_params["reception"] == "2026-10-05"


def test_who_received_on_a_day_that_is_over(meeting_office: Settings) -> None:
    assert "Người tiếp Bí thư cấp ủy (Phường An)" in said(page(about="K1", reception="2026-09-02"))
    assert "Người tiếp Chủ tịch UBND (Xã Cát, theo ủy quyền)" in said(page(about="K3", reception="2026-09-03"))


def test_a_dialogue_brings_its_case(meeting_office: Settings) -> None:
    told = said(page(dialogue="D4"))
    assert "Đối thoại giải quyết khiếu nại D4: sắp tổ chức 03/10/2026" in told
    assert "Người chủ trì Chủ tịch UBND (dự kiến)" in told
    assert "K1 · Khiếu nại lần đầu" in told


def test_codes_nobody_knows_are_told_kindly(meeting_office: Settings) -> None:
    told = said(page(about=["K1", "<b>X</b>"], dialogue="D99"))
    assert "Không tìm thấy mã “D99” trong số liệu đến ngày này" in told
    assert "Không tìm thấy mã “&lt;b&gt;X&lt;/b&gt;”" in told
    assert "K1 · Khiếu nại lần đầu" in told


def test_the_form_asks_for_several_codes_and_a_day(meeting_office: Settings) -> None:
    app = page()
    app.text_input(key="vi:meeting:cases:|").set_value(" K1; K2,K1 ")
    app.date_input(key="vi:meeting:day:|").set_value(dt.date(2026, 10, 5))
    app = next(button for button in app.button if button.label == "Lập tài liệu").click().run()
    assert not app.exception
    assert app.query_params["about"] == ["K1", "K2"]
    assert "Kỳ tiếp công dân ngày 05/10/2026" in said(app)


def test_what_stopped_a_clock_is_told(meeting_office: Settings) -> None:
    told = said(page(about=["K7", "K8", "K9"]))
    assert "Tạm đình chỉ từ 20/06/2026: thời hạn giải quyết dừng cho đến khi tiếp tục" in told
    assert "Giải quyết: Chủ tịch UBND phường An · Tham mưu: Thanh tra · thuộc thẩm quyền" in told
    assert "Rút đơn sau giải thích, ngày 20/06/2026: việc giải quyết kết thúc" in told
    assert "Khởi kiện ngày 01/07/2026: thời hạn giải quyết khiếu nại dừng" in told
    assert "chưa ghi thẩm quyền" in told
    assert "thiếu ngày thụ lý, chưa tính được hạn" in told


@pytest.mark.parametrize(("role", "why"), [("viewer", "chỉ dành cho lãnh đạo"), ("admin", "không xem số liệu")])
def test_who_may_not_see_single_cases_gets_no_pack(
    meeting_office: Settings, monkeypatch: pytest.MonkeyPatch, role: Role, why: str
) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, role))
    app = page(about="K1", dialogue="D4", sheet="ward-00001")
    assert why in app.info[0].value
    assert "Khiếu nại lần đầu" not in said(app)
    assert all(button.label != "Lập tài liệu" for button in app.button)


def test_a_code_outside_the_area_is_not_known(meeting_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", frozenset({"00003"}), "officer"))
    told = said(page(about=["K1", "K3"]))
    assert "Không tìm thấy mã “K1”" in told
    assert "K3 · Kiến nghị" in told


def test_rows_and_sheets_lead_to_the_pack(meeting_office: Settings) -> None:
    app = opened("dialogues.py", as_of="2026-09-30")
    html = " ".join(str(element.proto.body) for element in app.get("html"))
    assert "tai-lieu-truoc-buoi-lam-viec?as_of=2026-09-30&amp;dialogue=D4" in html
    links = [link.proto for link in opened(as_of="2026-09-30", sheet="ward-00001").get("page_link")]
    assert [link.query_string for link in links if link.label == "Tài liệu trước buổi làm việc"] != []


def test_a_place_that_lies_open_has_a_pack(meeting_office: Settings) -> None:
    told = said(page(sheet="ward-00003", lang="en"))
    assert "Meeting in the area Xã Cát" in told
    assert "No case code is given" in told
