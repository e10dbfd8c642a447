"""The page of dialogues, commitments and reception: what it says of the drawn city, to whom, and what leaves it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.briefing import tables
from gis.filters import Filters
from gis.insight import dialogues, duties, reception_minima, receptions
from gis.insight.situation import Selection, situation
from gis.law import rules
from gis.law.minimums import Minimum
from gis.period import compared
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import (
    commitments_panel,
    dialogue_calendar,
    dialogues_panel,
    downloads,
    reception_form_panel,
    reception_grid,
    receptions_panel,
)
from gis.ui.here import Here
from gis.view import View
from tests import city
from tests.test_ui_shell import opened, text

COMING = [
    {"code": "D4", "kind": "complaint", "ward": "00001", "project": "P1", "case": "K1", "announced_on": "2026-09-20",
     "planned_for": "2026-10-03", "planned_chair": "chairman", "invited": 3},
    {"code": "D5", "kind": "conference", "ward": "00003", "announced_on": "2026-08-20", "planned_for": "2026-09-10",
     "planned_chair": "party_secretary"},
]  # fmt: skip
SITTINGS = [
    {"code": "R2", "ward": "00001", "held_on": "2026-09-02", "state": "held", "role": "party_secretary",
     "kind": "periodic", "mode": "in_person", "turns": 3, "people": 2},
    {"code": "R3", "ward": "00003", "held_on": "2026-09-03", "state": "held", "role": "chairman", "kind": "sudden",
     "mode": "online", "delegated": True, "turns": 7, "people": 9},
]  # fmt: skip
ROWS = {
    **city.ROWS,
    "dialogue": [*city.ROWS["dialogue"], *COMING],
    "reception": [*city.ROWS["reception"], *SITTINGS],
}


@pytest.fixture
def meeting_office(drawn_office: Settings) -> Settings:
    """The drawn city with a dialogue to come, one missed, and receptions of both heads."""
    frames = {"dialogue": city.frame("dialogue", COMING), "reception": city.frame("reception", SITTINGS)}
    open_store(drawn_office).append(Batch(frames, source="meetings"))
    return drawn_office


def page(part: str = "", **query: str | list[str]) -> AppTest:
    asked = {"part": part} if part else {}
    app = opened("dialogues.py", **({"as_of": "2026-09-30"} | asked | query))
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(text(app).split())


def drawn_here() -> Here:
    return Here(View(as_of=city.AS_OF), situation(city.snapshot(ROWS), city.areas(), rules.current()))


def test_dialogues_with_coming_ones_first(meeting_office: Settings) -> None:
    shown = said(page())
    assert "Sắp tổ chức trong 30 ngày tới 1" in shown
    assert "Quá ngày dự kiến, chưa ghi nhận tổ chức 1" in shown
    assert "Hiển thị 5 trên 5 cuộc" in shown
    order = [shown.index(code) for code in ("D4", "D3", "D5", "D2", "D1")]
    assert order == sorted(order)
    first = "03/10/2026 Sắp tổ chức Đối thoại giải quyết khiếu nại D4 Phường An Đường vành đai Vẽ K1"
    assert f"{first} Chủ tịch UBND (dự kiến) mời 3" in shown


def test_what_the_law_asks_for_is_said_without_red_where_nothing_was_checked(meeting_office: Settings) -> None:
    second = {"code": "K9", "ward": "00001", "case_class": "complaint", "level": "second", "received_on": "2026-01-02",
              "accepted_on": "2026-01-05"}  # fmt: skip
    open_store(meeting_office).append(Batch({"case": city.frame("case", [second])}, source="more"))
    app = page()
    assert "1 vụ việc 1 quá mốc chưa đối chiếu bản gốc" in said(app)
    assert "Luật Khiếu nại 2011, Điều 30 (ghi theo trí nhớ, chưa tìm thấy bản gốc)" in said(app)
    assert "Luật Khiếu nại 2011, Điều 39 (đã đọc điều luật; số ngày lấy theo một thời hạn chưa đối chiếu)" in said(app)
    written = " ".join(str(element.proto.body) for element in app.get("html"))
    assert all(f"rule={rule}" in written for rule in ("plan_dialogue", "dialogue_first", "dialogue_second"))


def test_the_month_of_the_day_is_drawn_and_another_may_be_chosen(meeting_office: Settings) -> None:
    app = page()
    assert "1 hội nghị" in said(app)
    months = next(box for box in app.selectbox if box.label == "Tháng")
    assert months.options[0] == "10/2026"
    months.set_value(months.options[0])
    assert "1 khiếu nại" in said(months.run())


def test_each_part_has_an_address(meeting_office: Settings) -> None:
    app = page()
    assert "part" not in app.query_params or app.query_params["part"] == "dialogues"
    app.segmented_control(key="vi:part").set_value("commitments").run()
    assert app.query_params["part"] == "commitments"
    assert "Tình hình thực hiện theo cơ quan chủ trì" in said(app)
    assert app.query_params["as_of"] == "2026-09-30"
    assert "Biểu 01/TCD" in said(page("receptions"))


def test_a_part_that_does_not_exist_shows_the_first(meeting_office: Settings) -> None:
    assert "Lịch đối thoại" in said(page("gossip"))


def test_commitments_say_whose_and_how_late(meeting_office: Settings) -> None:
    shown = said(page("commitments"))
    assert "Quá hạn, chưa hoàn thành 1 trên 3 chưa hoàn thành" in shown
    assert "Quá hạn: quá 1 ngày C1 29/09/2026" in shown
    assert "Sắp đến hạn: còn 0 ngày C2" in shown
    assert "Chưa ghi 4 1 1 1 0 0 1 0" in shown


def test_the_list_is_narrowed_by_the_filters(meeting_office: Settings) -> None:
    shown = said(page("commitments", ward="00003"))
    assert "C4" in shown
    assert "C1" not in shown


def test_two_duties_of_reception(meeting_office: Settings) -> None:
    shown = said(page("receptions", period="month"))
    assert "Ngày tiếp của Bí thư cấp ủy 1" in shown
    assert "Ngày tiếp của Chủ tịch UBND 1 trong đó 1 buổi ủy quyền" in shown
    assert "Bí thư cấp ủy: 4 xã, phường theo tháng Đã tổ chức Không tổ chức Chưa báo cáo 09/2026 1 0 3" in shown
    assert "Số người không ít hơn số lượt: 1 buổi cần xem lại (R2)" in shown


def test_reception_days_stand_beside_the_minimum_of_their_time(meeting_office: Settings) -> None:
    # R2 is the only day of a secretary: one of two in September; November 2025 has no rule throughout
    app = page("receptions")
    assert "1/4 xã, phường còn thiếu ngày tiếp so với mức tối thiểu; 4/4 có tháng chưa báo cáo." in said(app)
    assert "chưa rõ mức ít nhất 2 ngày mỗi tháng" in said(app)
    assert f"Phường An {'– ' * 11}◐ 1 1 1" in said(app)
    app.segmented_control(key="vi:reception_duty").set_value("chairman").run()
    assert "ít nhất 1 ngày mỗi tuần ít nhất 2 ngày mỗi tháng" in said(app)
    assert f"Xã Cát {'– ' * 11}◐ 1 1 1" in said(app)


def drawn_grid(here: Here, *minimums: Minimum) -> str:
    now = replace(here.situation, rules=replace(here.situation.rules, minimums=minimums))
    shown = Here(here.view, now)
    year = compared("twelve_months", shown.period.end).now
    found = reception_minima.by_month(Selection(now, here.view.filters), year, "party_secretary")
    return str(reception_grid.table(found, found.days.index, year, "party_secretary", shown))


def test_a_minimum_nobody_checked_paints_nothing(drawn_office: Settings) -> None:
    here = drawn_here()
    rule = next(one for one in here.situation.rules.minimums if one.id == "receive_commune_secretary")
    read, unread = drawn_grid(here, rule), drawn_grid(here, replace(rule, confidence="M"))
    assert '<td class="short">◐ 1</td>' in read
    assert '<td class="number late">1</td>' in read
    assert '<td class="short grey">◐ 1</td>' in unread
    assert "late" not in unread
    assert "chưa đối chiếu bản gốc" in unread
    assert "rule=receive_commune_secretary" in unread


def test_every_cell_is_told_by_a_sign(drawn_office: Settings) -> None:
    # 09/2026 of the secretaries of the four wards: one day, two days, not held, not reported; 10/2025 has no minimum
    days = [("00001", "2026-09-02", "held"), ("00002", "2026-09-02", "held"), ("00002", "2026-09-03", "held"),
            ("00003", "2026-09-02", "not_held"), ("00001", "2025-10-02", "held")]  # fmt: skip
    rows = [
        {"code": f"S{n}", "ward": ward, "held_on": day, "state": state, "role": "party_secretary"}
        for n, (ward, day, state) in enumerate(days)
    ]
    now = situation(city.snapshot({**city.ROWS, "reception": rows}), city.areas(), rules.current())
    year = compared("twelve_months", city.AS_OF).now
    found = reception_grid.cells(reception_minima.by_month(now.select(Filters()), year, "party_secretary"))
    assert found["2026-09"].tolist() == ["short", "enough", "not_held", "unreported"]
    assert found.loc["00001", "2025-10"] == "unjudged"


@pytest.mark.parametrize("part", ["dialogues", "commitments", "receptions"])
def test_a_viewer_sees_totals_and_no_row(meeting_office: Settings, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    shown = said(page(part))
    assert not any(code in shown for code in ("D4", "K1", "C1", "C2"))
    if part != "receptions":
        assert "chỉ xem số tổng hợp" in shown


@pytest.mark.parametrize("part", ["dialogues", "commitments", "receptions"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_recorded_is_said(office: Settings, part: str, language: str) -> None:
    app = page(part, as_of=[], lang=language)
    assert any("Nhập dữ liệu" in info.value or "Bring data in" in info.value for info in app.info)


@pytest.mark.parametrize("part", ["dialogues", "commitments", "receptions"])
def test_english(meeting_office: Settings, part: str) -> None:
    assert "Invited" in said(page(part, lang="en")) or part != "dialogues"


def csv(make: object, here: Here) -> dict[str, list[str]]:
    lines = downloads.written(make, here, "csv").decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    return {line.split(";")[0]: line.split(";")[1:] for line in lines}


@pytest.mark.parametrize("kind", list(tables.MIME))
def test_every_table_is_written(drawn_office: Settings, kind: tables.Kind) -> None:
    here = drawn_here()
    found = commitments_panel.judged(here.selection)
    rows = receptions.within(here.selection, here.period)
    makers = [
        partial(dialogues_panel.file_sheet, "ward", here),
        partial(dialogues_panel.file_sheet, "project", here),
        partial(commitments_panel.file_sheet, found, "leading_body", here),
        partial(commitments_panel.file_sheet, found, "ward", here),
        partial(receptions_panel.file_sheet, here),
        partial(reception_form_panel.file_sheet, reception_form_panel.reception_form.form(rows), here),
    ]
    assert all(downloads.written(make, here, kind) for make in makers)


def test_small_counts_are_hidden_in_files_and_days_of_heads_are_not(drawn_office: Settings) -> None:
    here = drawn_here()
    promised = csv(partial(commitments_panel.file_sheet, commitments_panel.judged(here.selection), "ward", here), here)
    assert set(promised["Phường An"]) <= {"0", "<5", "ẩn"}
    met = csv(partial(dialogues_panel.file_sheet, "ward", here), here)
    assert "1" not in met["Phường An"][1:2]  # complaint dialogues
    received = csv(partial(receptions_panel.file_sheet, here), here)
    assert received["Phường An"][0] == "1"
    assert received["Phường An"][-1] == "Chưa báo cáo"
    assert set(received["Xã Cát"][7:9]) <= {"<5", "ẩn", "7", "9"}


def test_no_code_of_a_case_leaves_in_a_file(drawn_office: Settings) -> None:
    here = drawn_here()
    assert b"K1" not in downloads.written(partial(dialogues_panel.file_sheet, "project", here), here, "csv")
    assert b"K1" not in dialogue_calendar.written(here)


def test_the_calendar_file_holds_coming_dialogues_only(drawn_office: Settings) -> None:
    found = dialogue_calendar.written(drawn_here()).decode()
    assert found.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20261003" in found
    assert "Phường An" in found
    assert "cưỡng chế" not in found.lower()
    assert "Dự kiến chủ trì: Chủ tịch UBND" in found.replace("\r\n ", "")


def links(app: AppTest) -> dict[str, str]:
    """What a link says, and the address it leads to."""
    return {str(each.proto.label): str(each.proto.query_string) for each in app.get("page_link")}


def test_a_sheet_leads_to_its_records(drawn_office: Settings) -> None:
    found = links(opened(as_of="2026-09-30", sheet="ward-00001"))
    assert "part=commitments" in found["1 kết luận, cam kết quá hạn"]
    assert "ward=00001" in found["1 kết luận, cam kết quá hạn"]
    assert "part=dialogues" in found["Các cuộc đối thoại tại đây"]
    assert "ward=00001" in found["Vụ việc và mốc pháp lý"]
    assert "overdue=1" in found["1 vụ việc quá thời hạn giải quyết"]
    assert "ward=00001" in found["1 hộ quá 30 ngày chưa được chi trả"]
    assert "age=90" in links(opened(as_of="2026-09-30", sheet="ward-00003"))["1 vụ việc đã chờ từ 90 ngày trở lên"]
    project = links(opened(as_of="2026-09-30", sheet="project-P1", ward=["00003"]))
    assert "project=P1" in project["1 kết luận, cam kết quá hạn"]
    assert "ward=" not in project["1 kết luận, cam kết quá hạn"]


def test_a_sheet_without_records_and_the_whole_selection_lead_nowhere(drawn_office: Settings) -> None:
    for sheet in ([], "ward-00004"):
        found = links(opened(as_of="2026-09-30", sheet=sheet))
        assert not {"Các cuộc đối thoại tại đây", "Vụ việc và mốc pháp lý"} & set(found)


@pytest.mark.parametrize("measure", ["missed_dialogues", "days_since_contact", "reception_missing", "late_households"])
def test_the_measures_colour_the_map(meeting_office: Settings, measure: str) -> None:
    app = opened(as_of="2026-09-30", measure=measure)
    assert not app.exception
    assert app.selectbox(key="vi:measure").value == measure


def test_in_a_file_no_part_of_what_the_law_asks_for_is_left_to_be_worked_out(drawn_office: Settings) -> None:
    sheet = dialogues_panel.file_sheet("ward", drawn_here())
    assert isinstance(sheet.sums, dict)
    for whole, parts in sheet.sums.items():
        assert (sheet.table[whole] == sheet.table[list(parts)].sum(axis=1)).all()
        assert {whole, *parts} <= set(sheet.counts)
    assert not [name for name in sheet.columns if name.endswith("_rest")]


def test_a_persuasion_meeting_to_come_stands_in_the_list_and_in_no_calendar_or_duty(drawn_office: Settings) -> None:
    meetings = [
        {"code": f"V{n}", "kind": kind, "ward": "00002", "announced_on": "2026-09-01", "planned_for": day}
        for n, (kind, day) in enumerate(
            [("persuasion", "2026-10-06"), ("conference", "2026-10-07"), ("persuasion", "2026-09-28")]
        )
    ]
    held = {**meetings[0], "code": "V9", "planned_for": "2026-09-10", "held_on": "2026-09-10"}
    rows = {**city.ROWS, "dialogue": [*city.ROWS["dialogue"], *meetings, held]}
    here = Here(View(as_of=city.AS_OF), situation(city.snapshot(rows), city.areas(), rules.current()))
    assert {"V0", "V1", "V2", "V9"} <= set(dialogues.listed(here.selection, most=50)["code"])
    assert not {"V0", "V2"} & set(duties.due(here.selection)["code"])
    file = dialogue_calendar.written(here).decode()
    assert ("UID:V1" in file, "V0" in file, "Vận động" in file) == (True, False, False)
    told = {month: dialogues.of_month(here.selection, dt.date(2026, month, 1)) for month in (9, 10)}
    assert told[9].query("kind == 'persuasion'")["day"].dt.day.tolist() == [10]
    assert "persuasion" not in set(told[10]["kind"])
