"""The way of one case on the page of cases: opened by its code in the address bar, through both levels."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.insight import linked
from gis.insight.situation import situation
from gis.law import rules
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from tests import city
from tests.test_ui_shell import opened, text

FIRST = {
    "code": "V1", "case_class": "complaint", "level": "first", "ward": "00001", "within_competence": True,
    "deciding_body": "Chủ tịch UBND phường An", "preparing_unit": "Thanh tra", "received_on": "2026-01-05",
    "accepted_on": "2026-01-12", "suspended_on": "2026-01-20", "resumed_on": "2026-01-30", "dialogue_on": "2026-02-02",
    "finding_on": "2026-02-10", "decided_on": "2026-03-02", "outcome": "wrong", "effective_on": "2026-04-02",
}  # fmt: skip
SECOND = {
    "code": "V2", "case_class": "complaint", "level": "second", "ward": "00001", "within_competence": True,
    "deciding_body": "Chủ tịch UBND thành phố", "preparing_unit": "Thanh tra thành phố", "received_on": "2026-04-20",
    "accepted_on": "2026-04-27",
}  # fmt: skip
LATE = {
    "code": "V3", "case_class": "complaint", "level": "first", "ward": "00001", "within_competence": True,
    "deciding_body": "Chủ tịch UBND phường An", "preparing_unit": "Thanh tra", "received_on": "2026-06-01",
    "accepted_on": "2026-06-05",
}  # fmt: skip
LINK = {"case": "V1", "other_case": "V2", "decision": "confirmed", "decided_on": "2026-05-01", "role": "officer",
        "ward": "00001"}  # fmt: skip


@pytest.fixture
def two_levels(drawn_office: Settings) -> Settings:
    """The drawn city with a complaint at both levels, found to be one case."""
    frames = {"case": city.frame("case", [FIRST, SECOND, LATE]), "case_link": city.frame("case_link", [LINK])}
    open_store(drawn_office).append(Batch(frames, source="two levels"))
    return drawn_office


def page(case: str = "", **query: str) -> AppTest:
    app = opened("cases.py", **({"as_of": "2026-09-30"} | ({"case": case} if case else {}) | query))
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(text(app).split())


def test_nothing_lies_open_until_it_is_asked_for(two_levels: Settings) -> None:
    app = page()
    assert "Diễn biến vụ việc" not in said(app)
    html = " ".join(str(element.proto.body) for element in app.get("html"))
    assert '<form action="vu-viec" method="get"><input type="hidden" name="as_of" value="2026-09-30">' in html
    assert '<button name="case" value="V2">V2</button>' in html


def test_both_levels_are_told_with_the_days_between(two_levels: Settings) -> None:
    told = said(page("V2"))
    assert "Diễn biến vụ việc V1, V2" in told
    assert "05/01/2026 Tiếp nhận vụ việc: lần đầu Cấp xã V1 – 12/01/2026 Thụ lý Cấp xã V1 7" in told
    assert "20/01/2026 Tạm đình chỉ Cấp xã V1 8 30/01/2026 Tiếp tục giải quyết Cấp xã V1 10" in told
    assert "02/02/2026 Đối thoại Cấp xã V1 3 10/02/2026 Báo cáo kết quả xác minh Cấp xã V1 8" in told
    assert "02/03/2026 Ban hành quyết định giải quyết: sai Cấp xã V1 20" in told
    assert "02/04/2026 Quyết định có hiệu lực Cấp xã V1 31" in told
    assert "20/04/2026 Tiếp nhận vụ việc: lần hai Cấp thành phố V2 18" in told


def test_limits_and_whose_duty_they_are(two_levels: Settings) -> None:
    told = said(page("V1"))
    # accepted on 12/1, 30 days and the ten of suspension: until 21/2; decided nine days later
    assert "49/40 ngày đã xong, trễ hạn Giải quyết khiếu nại lần đầu · hạn 21/02/2026" in told
    assert "Tạm đình chỉ 20/01/2026–30/01/2026: số ngày này được cộng vào hạn" in told
    # the limit of the second level was not checked against its text: grey, and nobody's duty is called overdue
    assert "156/45 ngày quá mốc 111 ngày, chưa đối chiếu bản gốc" in told
    assert "Quá hạn thuộc trách nhiệm" not in told
    late = said(page("V3"))
    assert "Quá hạn thuộc trách nhiệm: Chủ tịch UBND phường An; đơn vị tham mưu: Thanh tra" in late
    assert "117/30 ngày quá hạn 87 ngày" in late


def test_a_case_alone_has_its_own_way_even_when_it_is_closed(two_levels: Settings) -> None:
    told = said(page("K4"))
    assert "Diễn biến vụ việc K4" in told
    assert "21/30 ngày đúng hạn Giải quyết khiếu nại lần đầu" in told
    assert "không có thời hạn luật định" in said(page("K3"))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"level": None}, "thiếu lần giải quyết, chưa tính được hạn"),
        ({"level": "first", "received_on": "2012-06-30", "accepted_on": "2012-06-30"}, "chưa rõ pháp luật áp dụng"),
        ({"case_class": "proposal", "level": None}, "không có thời hạn luật định"),
        ({"within_competence": False}, "không thuộc thẩm quyền, không tính hạn"),
    ],
)
def test_why_no_limit_is_told(drawn_office: Settings, more: dict[str, object], why: str) -> None:
    case = LATE | {"code": "V4"} | more
    open_store(drawn_office).append(Batch({"case": city.frame("case", [case])}, source="no limit"))
    told = said(page("V4")).split("Diễn biến vụ việc V4")[1].split("Thời hạn màu")[0]
    assert why in told
    assert told.count("thời hạn luật định") == why.count("thời hạn luật định")


def test_it_is_closed_by_its_button(two_levels: Settings) -> None:
    app = page("V2")
    app = app.button(key="close_way").click().run()
    assert "Diễn biến vụ việc" not in said(app)
    assert "case" not in app.query_params


def test_a_code_nobody_knows_is_told_kindly(two_levels: Settings) -> None:
    assert "Không tìm thấy vụ việc “X9”" in said(page("X9"))
    assert "Không tìm thấy vụ việc “V2”" in said(page("V2", as_of="2026-04-01"))


def test_others_see_no_single_case(two_levels: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    told = said(page("V2"))
    assert "Diễn biến" not in told.replace("Diễn biến 24", "")
    assert "V2" not in told


def test_what_is_linked_is_one(two_levels: Settings) -> None:
    rows = {"case": [FIRST, SECOND], "case_link": [LINK]}
    now = situation(city.snapshot(rows), city.areas(), rules.current())
    assert linked.of_case(now, "V2").cases == linked.of_case(now, "V1").cases == ("V1", "V2")
    assert linked.of_case(now, "V9").cases == ("V9",)
