"""The page of projects and compensation on the drawn city: what it says, opens, and writes to files."""

from __future__ import annotations

import csv
import io
import json
import zlib
from typing import Any

import pandas as pd
import pytest

from gis.filters import Filters
from gis.insight import compensation
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.settings import Settings
from gis.ui import projects_table, sorted_table
from gis.ui.here import Here
from gis.view import Sheet, View
from tests import city
from tests.test_ui_shell import opened, text

PAGE = "projects.py"


def here(now: Situation | None = None, **view: Any) -> Here:
    """A reader of the drawn city."""
    return Here(View(as_of=city.AS_OF, **view), now or situation(city.snapshot(), city.areas(), rules.current()))


def test_the_page_says_who_is_kept_waiting(drawn_office: Settings) -> None:
    said = text(opened(PAGE, as_of="2026-09-30"))
    assert "1 hộ quá 30 ngày kể từ khi quyết định phê duyệt phương án có hiệu lực, chưa được chi trả" in said
    assert "500 triệu đồng" in said
    assert "Đã GPMB" not in said
    assert "Đã bàn giao mặt bằng" in said


def test_a_day_before_the_rules_says_nothing_can_be_worked_out(drawn_office: Settings) -> None:
    assert "chưa có thời hạn chi trả nào đã đối chiếu" in text(opened(PAGE, as_of="2024-07-31"))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", ["P1", "P2", "P3"])
def test_a_link_opens_a_project_in_full(drawn_office: Settings, code: str, language: str) -> None:
    app = opened(PAGE, as_of="2026-09-30", sheet=f"project-{code}", lang=language)
    assert not app.exception
    assert {"vi": "Phương án theo đợt", "en": "Plans by round"}[language] in text(app)
    next(button for button in app.button if button.key == "close_project").click().run()
    assert "sheet" not in app.query_params


def test_a_project_with_late_payments_opens_from_its_name(drawn_office: Settings) -> None:
    app = opened(PAGE, as_of="2026-09-30")
    next(button for button in app.button if button.key == "late_P1").click().run()
    assert app.query_params["sheet"] == "project-P1"
    assert "Không nhận tiền" in text(app)


def test_a_choice_without_any_project_gives_advice(drawn_office: Settings) -> None:
    app = opened(PAGE, as_of="2026-09-30", ward=["00004"])
    assert not app.exception
    assert sum("Hãy bỏ bớt điều kiện" in info.value for info in app.info) == 2


def test_where_no_project_is_recorded_no_filter_is_blamed(office: Settings) -> None:
    app = opened(PAGE)
    assert not app.exception
    assert any("Chưa có dự án nào được ghi vào" in info.value for info in app.info)
    assert not any("Hãy bỏ bớt điều kiện" in info.value for info in app.info)


def test_totals_stand_first_and_what_is_not_drawn_is_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projects_table, "MOST_ROWS", 1)
    now = here(sheet=Sheet("project", "P1"))
    content = projects_table.readable(compensation.projects(now.selection), now)
    assert list(content.table.index) == ["total", "rest", "P1"]
    assert content.names == ["TỔNG CỘNG (3 dự án)", "Các dự án còn lại (2)", "Đường vành đai Vẽ"]
    assert list(content.table["households"]) == [5, 1, 4]
    assert list(content.table["recover_area"]) == [4.5, 1.5, 3.0]
    assert content.table.at["P1", "wards"] == "Phường An, Phường Bình"
    assert (content.fixed, content.opened) == (2, "P1")


def test_the_browser_gets_values_once_and_unknown_ones_as_nothing() -> None:
    now = here()
    plain = json.loads(zlib.decompress(sorted_table.packed(_content(now))))
    columns = {heading: values for heading, _, values in plain["columns"]}
    assert columns["Hộ"] == [5, 4, 1, None]
    assert columns["Đã phê duyệt (tỷ đồng)"] == [4, 4, 0, None]
    assert columns["Đã bàn giao (% hộ)"] == [20, 25, 0, None]
    assert plain["columns"][plain["by"]][0] == "Phải thu hồi (ha)"


def _content(now: Here) -> sorted_table.SortedTable:
    return projects_table.readable(compensation.projects(now.selection), now)


def test_a_total_or_a_made_up_code_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    content, told, seen = _content(here()), [], {}
    monkeypatch.setattr(sorted_table, "browser_table", lambda _data, **given: seen.update(given))
    sorted_table.draw(content, key="k", on_open=told.append)
    for code in ("total", "<script>", None, "P2"):
        monkeypatch.setattr(sorted_table.st, "session_state", {"k": {"open": code}})
        seen["on_open"]()
    assert told == ["P2"]


def many(n: int) -> Situation:
    """P1 with n households, all approved and paid, and P2 with as many notified, one of whom disagrees."""
    file = {"project": "P1", "ward": "00001", "area": 100.0, "approved_on": "2025-01-10", "approved_sum": 1e9}
    files = [file | {"code": f"H{i}", "paid_on": "2025-02-10", "paid_sum": 1e9} for i in range(n)]
    told = {"project": "P2", "ward": "00003", "area": 100.0, "notified_on": "2025-06-01"}
    files += [told | {"code": f"Z{i}"} for i in range(n)]
    files[-1] |= {"obstacle_on": "2026-01-01", "obstacle": "disagrees_price"}
    return situation(city.snapshot({**city.ROWS, "household_file": files}), city.areas(), rules.current())


def rows_of(now: Here) -> dict[str, dict[str, str]]:
    table = compensation.projects(now.selection)
    lines = list(csv.reader(io.StringIO(projects_table.written(table, now, "csv").decode("utf-8-sig")), delimiter=";"))
    top = next(number for number, line in enumerate(lines) if line[0] == "Dự án")
    return {line[0]: dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :]}


def test_the_file_holds_all_projects_and_totals_without_small_counts(office: Settings) -> None:
    rows = rows_of(here(many(40)))
    assert list(rows) == ["Đường vành đai Vẽ", "Khu đô thị Cát", "Trường học mới", "TỔNG CỘNG (3 dự án)"]
    assert rows["Khu đô thị Cát"]["Hộ"] == "40"
    assert rows["Khu đô thị Cát"]["Chưa đồng ý giá (hộ, cả dự án)"] == "<5"
    assert rows["Đường vành đai Vẽ"]["Đã phê duyệt (hộ)"] == "40"
    assert rows["TỔNG CỘNG (3 dự án)"]["Hộ"] == "80"
    assert rows["TỔNG CỘNG (3 dự án)"]["Chưa đồng ý giá (hộ, cả dự án)"] == "<5"
    assert rows["TỔNG CỘNG (3 dự án)"]["Đã phê duyệt (tỷ đồng)"] == "40"
    assert rows["TỔNG CỘNG (3 dự án)"]["Phải thu hồi (ha)"] == "4,5"
    assert rows["Trường học mới"]["Hộ"] == ""


def test_a_total_that_would_tell_a_hidden_sum_stays_empty(office: Settings) -> None:
    rows = rows_of(here())
    assert rows["Đường vành đai Vẽ"]["Đã chi trả (hộ)"] == "<5"
    assert rows["Đường vành đai Vẽ"]["Đã chi trả (tỷ đồng)"] not in ("3", "3,0")
    assert rows["TỔNG CỘNG (3 dự án)"]["Đã chi trả (tỷ đồng)"] == ""


def test_the_file_says_filters_in_words_and_keeps_to_them(office: Settings) -> None:
    now = here(filters=Filters(ward=("00003",)))
    table = compensation.projects(now.selection)
    said = projects_table.written(table, now, "csv").decode("utf-8-sig")
    assert "Tại Xã Cát, số liệu đến 30/09/2026" in said
    assert "Đường vành đai Vẽ" not in said


def test_every_column_has_a_heading_in_both_languages() -> None:
    now = here()
    assert set(projects_table.KINDS) <= set(compensation.projects(now.selection))
    headings = [now.say(f"projects.column.{name}") for name in projects_table.KINDS]
    assert len(set(headings)) == len(headings)
    assert pd.Series(headings).str.len().max() < 45


def test_what_stands_between_the_steps_is_told(drawn_office: Settings) -> None:
    said = " ".join(text(opened(PAGE, as_of="2026-09-30")).split())
    assert "Tiền gửi vào tài khoản tạm giữ 0 hộ" in said
    assert "Đã chi trả, chưa bàn giao 1 hộ, 0,03 ha" in said
    assert "Suất tái định cư ở khu đã xong hạ tầng 40/40" in said
    assert "Không có hai dự án nào chung xã, phường có hệ số chênh nhau" in said
