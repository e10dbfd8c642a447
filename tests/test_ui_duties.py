"""The page of duties and their head on a sheet: what they say of the drawn city, to whom, and what leaves the page."""

from __future__ import annotations

import json
import zlib

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.insight import duties
from gis.insight.situation import situation
from gis.law import rules
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import duties_panel, sorted_table
from gis.ui.here import Here
from gis.view import View
from tests import city
from tests.test_ui_shell import opened, text


def page(**query: str | list[str]) -> AppTest:
    return opened("duties.py", as_of="2026-09-30", **query)


def drawn_here() -> Here:
    return Here(View(as_of=city.AS_OF), situation(city.snapshot(), city.areas(), rules.current()))


def test_the_totals_by_kind(drawn_office: Settings) -> None:
    said = " ".join(text(page()).split())
    assert "Giải quyết vụ việc (vụ việc) 1 0 1 Chi trả bồi thường (hộ) 1 0 0" in said
    assert "Kết luận, cam kết (nội dung) 1 1 Thi hành quyết định có hiệu lực (quyết định) 0" in said


def test_a_line_says_what_by_when_and_whose(drawn_office: Settings) -> None:
    here = drawn_here()
    packed = sorted_table.packed(duties_panel.readable(duties.due(here.selection), here))
    plain = json.loads(zlib.decompress(packed))
    columns = {heading: values for heading, _, values in plain["columns"]}
    assert plain["names"][:2] == ["Chi trả tiền bồi thường cho 1 hộ", "Giải quyết khiếu nại lần đầu"]
    assert columns["Mốc"][:2] == ["2025-02-19", "2026-08-31"]
    assert columns["Số ngày quá (−: còn)"] == [588, 30, 1, 0, 0]
    assert columns["Mã"] == [None, "K1", "C1", "K2", "C2"]
    headings = list(columns)
    under = {headings[int(place)]: headings[on] if on >= 0 else plain["first"] for place, on in plain["under"].items()}
    assert under == {"Tình trạng": "Mốc", "Dự án": "Xã, phường", "Mã": "Việc"}


def test_a_dialogue_names_its_rule_or_that_it_was_announced(drawn_office: Settings) -> None:
    case = {"code": "K9", "ward": "00001", "case_class": "complaint", "level": "second", "within_competence": True,
            "received_on": "2026-09-01", "accepted_on": "2026-09-10"}  # fmt: skip
    meeting = {"code": "D9", "kind": "conference", "ward": "00003", "announced_on": "2026-08-20",
               "planned_for": "2026-09-10"}  # fmt: skip
    rows = {**city.ROWS, "case": [*city.ROWS["case"], case], "dialogue": [*city.ROWS["dialogue"], meeting]}
    here = Here(View(as_of=city.AS_OF), situation(city.snapshot(rows), city.areas(), rules.current()))
    table = duties_panel.readable(duties.due(here.selection), here)
    led = dict(zip(table.names, table.links.names if table.links else (), strict=True))
    assert led["Hội nghị đối thoại, đã thông báo"] == ""
    assert led["Đối thoại khi giải quyết khiếu nại lần hai"] == "dialogue_second"
    head = duties_panel.head(duties.due(here.selection), here)
    assert "1 đối thoại" in head


def test_the_head_on_a_sheet(drawn_office: Settings) -> None:
    said = " ".join(text(opened(as_of="2026-09-30", sheet="ward-00001")).split())
    assert "Quá hạn, chưa xong: 1 vụ việc, 1 hộ chưa được chi trả, 1 kết luận, cam kết." in said
    assert "Đến hạn trong 30 ngày tới: 1 vụ việc, 1 kết luận, cam kết." in said
    assert "hôm nay là ngày cuối" in said
    assert "Không có việc quá hạn" in text(opened(as_of="2026-09-30", sheet="ward-00004"))


def test_the_home_page_shows_the_head_for_the_whole_selection(drawn_office: Settings) -> None:
    said = " ".join(text(opened(as_of="2026-09-30")).split())
    assert "Toàn bộ phạm vi đang chọn" in said
    assert "Quá hạn, chưa xong: 1 vụ việc, 1 hộ chưa được chi trả, 1 kết luận, cam kết." in said
    assert "Quá hạn, chưa xong" not in text(page()), "there the list itself stands beside the sheet"


def test_a_viewer_sees_totals_and_no_code(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    app = page(sheet="ward-00001")
    assert not app.exception
    assert "chỉ xem số tổng hợp" in text(app)
    assert "K1" not in text(app)


def test_nothing_due_is_said(drawn_office: Settings) -> None:
    app = page(ward="00004")
    assert not app.exception
    assert "Không có việc quá hạn" in app.info[0].value


def test_where_nothing_is_recorded_nothing_due_is_not_said(office: Settings) -> None:
    app = opened("duties.py")
    assert not app.exception
    assert "chưa biết việc gì đến hạn" in app.info[-1].value
    said = text(opened(sheet="ward-00004"))
    assert "chưa biết việc gì đến hạn" in said
    assert "Không có việc quá hạn" not in said


def test_the_file_holds_wards_with_small_counts_hidden_and_no_code(drawn_office: Settings) -> None:
    here = drawn_here()
    lines = duties_panel.written(duties.due(here.selection), here, "csv").decode("utf-8-sig").splitlines()
    rows = {line.split(";")[0]: line.split(";")[1:] for line in lines}
    assert rows["Xã Đông"] == ["0"] * (len(duties.BY_WARD) - 2)  # no office has set itself a target here
    assert set(rows["Phường An"]) == {"0", "<5"} or set(rows["Phường An"]) == {"0", "ẩn"}
    assert not any(code in line for line in lines for code in ("K1", "K2", "C1", "C2"))


def test_a_decision_in_effect_is_not_called_past_a_day_that_no_law_sets(drawn_office: Settings) -> None:
    waiting = {"kind": "decision", "what": "execute", "state": "waiting", "due": pd.Timestamp("2026-09-29"),
               "days_left": -1, "ward": "00001", "n": 1, "code": "K9"}  # fmt: skip
    said = str(duties_panel.head(pd.DataFrame([waiting]).reindex(columns=list(duties.COLUMNS)), drawn_here()))
    assert "Đã có hiệu lực: 1 quyết định chưa thi hành xong." in said
    assert "đã 1 ngày từ khi có hiệu lực" in said
    assert "Quá hạn" not in said
