"""The page of early dialogues: what it tells, in which words, what it waits for and what it hides."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import zlib
from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from gis import areas
from gis.access import people
from gis.answers import hotspots, risks, scores
from gis.answers.hotspots import Question
from gis.briefing import early_picture, early_plan, early_since, early_words
from gis.filters import Filters
from gis.insight import early_list, model_card
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.maps import layers
from gis.maps.picture import MapPicture, OutlineMark
from gis.records import results
from gis.records.ledger import open_ledger
from gis.records.results import Result
from gis.records.store import open_store
from gis.scope import Role, Scope
from gis.settings import Settings
from gis.ui import (
    downloads,
    hotspots_answer,
    hotspots_list,
    hotspots_panel,
    plan_panel,
    working,
)
from gis.ui.here import Here
from gis.view import Outlook, View
from tests import city, waves
from tests.test_ui_shell import opened, text
from tests.waves import AN, BINH

DAY = "2026-09-30"
OFFICER = Scope.local_officer("99")


def now(office: Settings, scope: Scope = OFFICER) -> Situation:
    taken = open_ledger(open_store(office), office).snapshot(city.AS_OF, scope)
    return situation(taken, areas.load(office), rules.current(), crowd_size=office.crowd_size)


@pytest.fixture
def waved(drawn_office: Settings) -> Iterator[Settings]:
    """The drawn city with a wave in Phường An, of which nothing is worked out yet."""
    yield waves.record(drawn_office)
    working.finish()


@pytest.fixture
def answered(waved: Settings) -> Settings:
    """The same, with the answer kept."""
    waves.answer(waved, Question(now(waved), Filters(), OFFICER))
    return waved


def keep_risk(office: Settings, proof: str = "rebuilt") -> None:
    found = now(office)
    line = {"code": AN, "enough": True, "n": 9, "expected": 2.5, "low": 1, "high": 4}
    answer = {"rule": "age", "proof": proof, "horizon": 180, "wards": [line], "projects": []}
    version = f"{model_card.VERSION}:180:20:{found.snapshot.recorded}"
    results.keep(open_store(office), Result("risk", answer, version=version, as_of=city.AS_OF, scope=OFFICER.extent))


def page(**query: str | list[str]) -> AppTest:
    app = opened("hotspots.py", **({"as_of": DAY} | query))
    assert not app.exception
    return app


def said(**query: str | list[str]) -> str:
    return " ".join(text(page(**query)).split())


def table_of(office: Settings, **view: Any) -> dict[str, Any]:
    """What the browser is sent of the list."""
    here = Here(View(as_of=city.AS_OF, **view), now(office))
    told = hotspots.kept(open_store(office), Question(here.situation, Filters(), OFFICER))
    assert told is not None
    content = hotspots_list.readable(early_words.hidden(hotspots_panel.listed(told, None, here), here), here)
    plain: dict[str, Any] = json.loads(zlib.decompress(hotspots_list.sorted_table.packed(content)))
    return plain


def test_a_first_visit_works_it_out_shows_how_far_and_waits_never_again(waved: Settings) -> None:
    app = page()
    waiting = app.get("progress")[0].proto
    assert "số liệu đến ngày 30/09/2026" in waiting.text
    assert "chỉ phải tính một lần" in text(app)
    working.finish()
    assert "1 trong 4 xã, phường có cụm vụ việc tập trung bất thường" in " ".join(text(app.run()).split())
    assert not app.get("progress")
    assert not page().get("progress")


def test_the_lead_says_what_it_is_worth(answered: Settings) -> None:
    shown = said()
    assert "1 trong 4 xã, phường có cụm vụ việc tập trung bất thường" in shown
    assert "Kết quả thống kê, không thay kết luận của cấp có thẩm quyền" in shown
    assert "9.999 hoán vị, 999 bản đồ ngẫu nhiên, mầm 1" in shown
    assert "không thay kết luận của cấp có thẩm quyền" in said(sheet=f"ward-{AN}")
    assert "điểm nóng" not in shown.lower()


def test_it_reads_in_english(answered: Settings) -> None:
    shown = said(lang="en")
    assert "Unusual clusters of cases in 1 of 4 wards" in shown
    assert "replaces no finding of the competent authority" in shown


def test_the_list_is_in_the_order_in_which_to_talk(answered: Settings) -> None:
    table = table_of(answered)
    assert table["names"][0] == "Phường An"
    assert len(table["codes"]) == 4
    columns = {heading: values for heading, _, values in table["columns"]}
    assert columns["Diễn biến cụm vụ việc"] == ["mới xuất hiện", *["không có cụm bất thường"] * 3]
    # 81 open cases of 104 affected households, drawn to the rate of all
    assert columns["Vụ việc chưa giải quyết xong"][0] == 81
    assert 50 < columns["Trên 100 hộ bị ảnh hưởng"][0] < 77.9
    assert columns["Vì sao"][0].count("\n") == 2


def test_the_next_day_that_the_law_sets_opens_its_rule(answered: Settings) -> None:
    table = table_of(answered)
    days = next(values for heading, _, values in table["columns"] if heading == "Mốc pháp lý, cam kết tiếp theo")
    assert days == ["2026-09-30", None, None, None]
    assert table["links"]["rows"] == [0, -1, -1, -1]
    assert table["links"]["addresses"] == ["can-cu-phap-ly?as_of=2026-09-30&rule=resolve_first"]
    html = " ".join(str(element.proto.body) for element in page(plan=AN).get("html"))
    assert re.search(r'rule=resolve_first[^"]*" target="_self" title="Mở quy định">30/09/2026</a>', html)


def test_without_a_risk_it_says_so_and_with_one_what_was_proven(answered: Settings) -> None:
    assert "Số vụ việc dự kiến kéo dài chưa được tính cho ngày này" in said()
    keep_risk(answered)
    shown = said()
    assert "sau 180 ngày" in shown
    assert "Chưa chứng minh được: lịch sử dựng lại theo ngày sự kiện" in shown


def test_projects_stand_below_with_what_is_expected_of_them(answered: Settings) -> None:
    here = Here(View(as_of=city.AS_OF), now(answered))
    table = early_list.of_projects(here.selection)
    sent = hotspots_list.readable(early_words.hidden(table, here), here)
    assert sent.names[0] == here.name("project", str(table.index[0]))
    assert "class" not in sent.headings
    assert "Dự án theo số vụ việc dự kiến kéo dài" in said()
    make = partial(hotspots_list.file_sheet, table, here)
    assert "Dự án cần đối thoại sớm" in downloads.written(make, here, "csv").decode("utf-8-sig").splitlines()[0]


@pytest.mark.parametrize("kept", [True, False])
def test_invented_data_prove_the_code_only(answered: Settings, *, kept: bool) -> None:
    found = now(answered)
    invented = dataclasses.replace(found, snapshot=dataclasses.replace(found.snapshot, demo=True))
    if kept:
        keep_risk(answered, proof="demo")
    risk = hotspots_answer.risks.kept(open_store(answered), found, OFFICER, answered)
    notes = list(early_words.worth(risk, Here(View(as_of=city.AS_OF), invented)))
    assert sum("không chứng minh độ chính xác" in note for note in notes) == 1


def test_a_row_opens_the_sheet_beside(answered: Settings) -> None:
    shown = said(sheet=f"ward-{AN}")
    assert "Trước 01/7/2025: Quận Bắc 100%" in shown
    assert table_of(answered, sheet=hotspots_list.Sheet("ward", AN))["opened"] == AN


def test_a_choice_of_wards_shortens_the_list_and_says_so(answered: Settings) -> None:
    shown = said(ward=[BINH])
    assert "0 trong 1 xã, phường có cụm" in shown
    assert "lựa chọn địa bàn chỉ thu hẹp danh sách" in shown


def test_another_choice_of_cases_is_another_answer(answered: Settings) -> None:
    assert page(subject=["price"]).get("progress")


def test_poor_data_are_told_with_the_class(answered: Settings) -> None:
    here = Here(View(as_of=city.AS_OF), now(answered))
    row = {"class": "new", "hot": True, "muted": True, "why_muted": ("undated", "duplicates")}
    assert early_words.class_words(row, here) == (
        "mới xuất hiện\n(số liệu chưa đủ tin cậy: nhiều vụ việc thiếu ngày tiếp nhận, nhiều vụ việc ghi trùng)"
    )
    assert early_words.class_words(row | {"hot": False}, here) == "mới xuất hiện"
    assert early_words.class_words(row | {"class": None, "hot": False}, here) == "không đủ dữ liệu"


def test_without_household_files_it_says_what_to_import(office: Settings) -> None:
    assert any("hồ sơ hộ" in info.value for info in opened("hotspots.py").info)


@pytest.mark.parametrize(("role", "small"), [("viewer", "<5"), ("officer", "1")])
def test_small_counts_are_hidden_from_viewers(
    answered: Settings, monkeypatch: pytest.MonkeyPatch, role: Role, small: str
) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, role))
    columns = {heading: values for heading, _, values in table_of(answered)["columns"]}
    reasons = "\n".join(filter(None, columns["Vì sao"]))
    assert f"{small} kết luận, cam kết quá hạn" in reasons


@pytest.mark.parametrize(
    ("role", "at_risk", "told"),
    [
        ("viewer", (3, 9, 8), [False, False, True]),
        ("viewer", (0, 9, 8), [True] * 3),
        ("officer", (3, 9, 8), [True] * 3),
    ],
)
def test_what_is_expected_is_hidden_with_the_number_it_is_expected_of(
    answered: Settings, monkeypatch: pytest.MonkeyPatch, role: Role, at_risk: tuple[int, ...], told: list[bool]
) -> None:
    """Three cases are hidden, and eight or nine with them, since the sum is known; so is what is expected of either."""
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, role))
    here = Here(View(as_of=city.AS_OF), now(answered))
    found = hotspots.kept(open_store(answered), Question(here.situation, Filters(), OFFICER))
    assert found is not None
    table = hotspots_panel.listed(found, None, here).head(3)
    numbers = {"at_risk": at_risk, "expected": 1.2, "expected_low": 0.0, "expected_high": 3.0}
    seen = early_words.hidden(table.assign(**numbers), here).values
    for name in ("expected", "expected_within"):
        assert sorted(seen[name].notna()) == sorted(told), name


def drawn(office: Settings, *, muted: bool = False, **view: Any) -> MapPicture:
    here = Here(View(as_of=city.AS_OF, **view), now(office))
    told = hotspots.kept(open_store(office), Question(here.situation, Filters(), OFFICER))
    assert told is not None
    table = hotspots_panel.listed(told, None, here).assign(muted=muted)
    return early_picture.picture(table, early_words.hidden(table, here), here)


def test_the_map_outlines_and_labels_what_the_list_tells(answered: Settings) -> None:
    picture = drawn(answered)
    assert picture.outlines == (OutlineMark(AN, "new", "mới xuất hiện"),)
    legend = [(entry.shape, entry.swatch, entry.label, entry.n) for entry in picture.legend[0].entries]
    assert legend == [("outline", "new", "mới xuất hiện", 1)]
    label = picture.wards[AN].label
    assert label.endswith("\nmới xuất hiện")
    assert "vụ việc trên 100 hộ bị ảnh hưởng" in label
    assert picture.selected == frozenset()
    sent = layers.payload(picture)["outlines"]
    assert sent == [[AN], ["new"], ["mới xuất hiện"], [False]]


def test_the_map_draws_poor_data_pale_and_says_so(answered: Settings) -> None:
    picture = drawn(answered, muted=True)
    assert picture.outlines[0].muted
    assert "nét nhạt: số liệu chưa đủ tin cậy" in picture.legend[0].title


def test_the_file_hides_small_counts_and_keeps_the_order(answered: Settings) -> None:
    here = Here(View(as_of=city.AS_OF), now(answered))
    told = hotspots.kept(open_store(answered), Question(here.situation, Filters(), OFFICER))
    assert told is not None
    make = partial(hotspots_list.file_sheet, hotspots_panel.listed(told, None, here), here)
    lines = downloads.written(make, here, "csv").decode("utf-8-sig").splitlines()
    assert "không thay kết luận của cấp có thẩm quyền" in lines[0]
    rows = [line.split(";") for line in lines]
    first = next(row for row in rows if row[0].startswith("Phường An"))
    assert first[1:3] == ["mới xuất hiện", "81"]
    assert "<5 kết luận" in ";".join(first)


def test_two_days_are_compared(answered: Settings) -> None:
    taken = open_ledger(open_store(answered), answered).snapshot(dt.date(2026, 7, 15), OFFICER)
    earlier = situation(taken, areas.load(answered), rules.current(), crowd_size=answered.crowd_size)
    waves.answer(answered, Question(earlier, Filters(), OFFICER))
    shown = said(against="2026-07-15")
    assert "Từ 15/07/2026 đến 30/09/2026: 1 mới" in shown
    assert "không còn không có nghĩa là trước đó báo nhầm" in shown
    assert "Phường An mới không có cụm bất thường mới xuất hiện" in shown


def test_an_earlier_day_is_worked_out_too_and_one_without_records_is_told(answered: Settings) -> None:
    app = page(against="2026-08-31")
    assert "số liệu đến ngày 31/08/2026" in app.get("progress")[0].proto.text
    working.finish()
    assert "2001" in " ".join(warning.value for warning in page(against="2001-01-01").warning)


def test_choosing_another_day_stands_in_the_address(answered: Settings) -> None:
    app = page()
    next(field for field in app.date_input if "So với" in field.label).set_value(dt.date(2026, 8, 31)).run()
    assert app.query_params["against"] == "2026-08-31"
    working.finish()


def test_a_plan_is_made_kept_in_the_address_and_limited(answered: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page()
    assert "Kế hoạch đối thoại tháng 10/2026" in text(app)
    assert "0/20 cuộc" in text(app)
    next(button for button in app.button if "Đưa 1 địa bàn" in button.label).click().run()
    assert app.query_params["plan"] == AN
    app.multiselect(key="vi:plan").select(BINH).run()
    assert app.query_params["plan"] == f"{AN}.{BINH}"
    shown = " ".join(text(app).split())
    assert "2/20 cuộc" in shown
    # the first of October with two places: the 6th and the 17th of its 22 working days
    assert "Phường An 08/10/2026 mới xuất hiện" in shown


def test_the_open_ward_goes_into_the_plan_and_out_of_it(answered: Settings) -> None:
    app = page(sheet=f"ward-{BINH}")
    next(button for button in app.button if "Đưa vào kế hoạch" in button.label).click().run()
    assert app.query_params["plan"] == BINH
    assert app.multiselect(key="vi:plan").value == [BINH]
    next(button for button in app.button if "Bỏ khỏi kế hoạch" in button.label).click().run()
    assert "plan" not in app.query_params


def test_a_full_plan_takes_no_more(answered: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_panel, "capacity", lambda: 1)
    app = page(sheet=f"ward-{BINH}", plan=AN)
    full = next(button for button in app.button if "đã đủ 1 cuộc" in button.label)
    assert full.disabled


def test_a_plan_outside_the_choice_is_counted_and_an_unknown_ward_left_out(answered: Settings) -> None:
    app = page(ward=[BINH], plan=f"{AN}.99999")
    assert "1 địa bàn khác trong kế hoạch nằm ngoài lựa chọn hiện tại" in text(app)
    assert app.query_params["plan"] == AN


def test_a_leader_of_one_ward_has_nothing_to_compare_it_with(waved: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    leader = Scope("99", frozenset({AN}), "leader")
    waves.answer(waved, Question(now(waved, leader), Filters(), leader))
    monkeypatch.setattr(people, "who", lambda _: leader)
    app = page()
    assert "0 trong 1 xã, phường có cụm" in " ".join(text(app).split())
    assert "Chỉ so sánh được các xã, phường trong phạm vi được xem" in text(app)


def test_viewers_make_no_plan(answered: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = Scope("99", None, "viewer")
    waves.answer(answered, Question(now(answered, viewer), Filters(), viewer))
    monkeypatch.setattr(people, "who", lambda _: viewer)
    app = page()
    assert not [field for field in app.multiselect if field.key == "vi:plan"]
    assert not [button for button in app.button if "kế hoạch" in button.label]


def planned(office: Settings) -> tuple[pd.DataFrame, Here]:
    here = Here(View(as_of=city.AS_OF, outlook=Outlook(plan=(AN, BINH))), now(office))
    told = hotspots.kept(open_store(office), Question(here.situation, Filters(), OFFICER))
    assert told is not None
    return early_plan.planned(hotspots_panel.listed(told, None, here), here), here


def test_the_plan_is_a_table_and_a_calendar_without_cases(answered: Settings) -> None:
    rows, here = planned(answered)
    lines = downloads.written(partial(plan_panel.file_sheet, rows, here), here, "csv").decode("utf-8-sig").splitlines()
    assert "Kế hoạch đối thoại tháng 10/2026" in lines[0]
    assert next(line for line in lines if line.startswith("Phường An")).split(";")[1] == "08/10/2026"
    written = plan_panel.written(rows, here).decode()
    assert written.count("BEGIN:VEVENT") == 2
    assert "UID:plan-2026-10-00001@" in written
    assert "DTSTART;VALUE=DATE:20261008" in written
    assert "Ngày gợi ý" in written
    assert "vụ việc" not in written


def test_what_followed_an_early_dialogue_is_shown(drawn_office: Settings) -> None:
    talked = {"code": "E1", "kind": "conference", "ward": AN, "held_on": "2026-08-20", "prompted_by": "early_area"}
    waves.record(drawn_office, dialogue=[talked])
    waves.answer(drawn_office, Question(now(drawn_office), Filters(), OFFICER))
    shown = said()
    assert "Đã tổ chức 1 cuộc" in shown
    assert "Nơi đã giảm không tính là báo nhầm" in shown
    assert "20/08/2026 Phường An Hội nghị đối thoại" in shown


def test_where_none_was_held_it_says_how_to_record_one(answered: Settings) -> None:
    assert "chọn “Căn cứ tổ chức: Địa bàn cần đối thoại sớm”" in said()


def test_a_change_tells_of_the_dialogue_in_between(answered: Settings) -> None:
    here = Here(View(as_of=city.AS_OF), now(answered))
    day = pd.Timestamp("2026-08-20")
    assert early_since.change("gone", day, here) == "không còn (có đối thoại sớm ngày 20/08/2026)"
    assert early_since.change("gone", None, here) == "không còn"


def test_an_officer_has_what_is_expected_worked_out_from_the_page(
    answered: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def worked_out(here: scores.Office, last: dt.date, progress: scores.Progress) -> None:
        progress("looking", 1, 12)
        keep_risk(answered)

    monkeypatch.setattr(risks, "answered", worked_out)
    app = page()
    next(button for button in app.button if button.key == "ask_risk").click().run()
    working.finish()
    assert "Chưa chứng minh được" in " ".join(text(app.run()).split())
    assert not [button for button in app.button if button.key == "ask_risk"]
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    assert "Chưa chứng minh được" in said()  # kept for all who see the same records


def test_viewers_are_told_that_it_is_missing_and_start_nothing(
    answered: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    app = page()
    assert "chưa được tính cho ngày này" in " ".join(text(app).split())
    assert not [button for button in app.button if button.key == "ask_risk"]
