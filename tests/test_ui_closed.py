"""Closed periods on screen: compared as reported, seen as reported, and what was corrected since.

In August 2026 the drawn city had three open cases: K1, K2 and K3. August is closed; then K7, received on 10/8, comes in
late. In September K6 came too, so that five are open.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
import weakref

import pytest
from streamlit.testing.v1 import AppTest

from gis.records.batch import Batch
from gis.records.closings import Closing
from gis.records.store import open_store
from gis.settings import Settings
from gis.ui import process
from tests import city
from tests.test_ui_shell import opened, text

AUGUST, END = "Tháng 8/2026", dt.date(2026, 8, 31)
LATE = {"code": "K7", "ward": "00001", "project": "P1", "subject": "price", "received_on": "2026-08-10",
        "accepted_on": "2026-08-15"}  # fmt: skip


@pytest.fixture
def closed(drawn_office: Settings) -> Closing:
    return open_store(drawn_office).close_period(AUGUST, END)


@pytest.fixture
def corrected(drawn_office: Settings, closed: Closing) -> Closing:
    open_store(drawn_office).append(Batch({"case": city.frame("case", [LATE])}, source="late"))
    return closed


def known(closing: Closing) -> str:
    return closing.known_on.isoformat().replace("+00:00", "Z")


def said(app: AppTest) -> str:
    assert not app.exception
    return " ".join(text(app).split())


def links(app: AppTest, label: str) -> list[str]:
    return [link.proto.query_string for link in app.get("page_link") if link.proto.label == label]


@pytest.mark.parametrize(("page", "figure"), [("map.py", "Vụ việc chưa giải quyết xong 5"), ("cases.py", "= 5")])
def test_a_change_is_against_what_was_reported(corrected: Closing, page: str, figure: str) -> None:
    app = opened(page, as_of="2026-09-30", period="month")
    assert figure in said(app)
    assert "kỳ trước +2 · cùng kỳ +5 kỳ trước sau đó đính chính: 3 → 4" in said(app)
    assert f"Kỳ trước: theo số liệu đã chốt ngày {corrected.day:%d/%m/%Y} (“{AUGUST}”)." in said(app)


def test_steps_are_against_what_was_reported(drawn_office: Settings, closed: Closing) -> None:
    # H2 was handed over on 20/8 and told of after the closing
    late = city.frame("household_file", [city.FILES[1] | {"handed_over_on": "2026-08-20"}])
    open_store(drawn_office).append(Batch({"household_file": late}, source="late"))
    app = opened("projects.py", as_of="2026-09-30", period="month")
    assert "kỳ trước +1" in said(app)
    assert "kỳ trước sau đó đính chính: 1 → 2" in said(app)
    assert "Kỳ trước: theo số liệu đã chốt" in said(app)


def test_a_closing_after_which_nothing_came_makes_no_further_situation(drawn_office: Settings, closed: Closing) -> None:
    opened(as_of="2026-09-30", period="month")
    assert process.situation_on(END, closed.known_on) is process.situation_on(END)
    assert "đính chính" not in said(opened(as_of="2026-09-30", period="month"))
    open_store(drawn_office).append(Batch({"case": city.frame("case", [LATE])}, source="late"))
    process.refresh()
    assert process.situation_on(END, closed.known_on) is not process.situation_on(END)


def test_a_situation_of_older_records_is_let_go(drawn_office: Settings) -> None:
    opened(as_of="2026-09-30")
    older = weakref.ref(process.situation_on(END))
    assert process.situation_on(END) is older(), "it is kept for all"
    open_store(drawn_office).append(Batch({"case": city.frame("case", [LATE])}, source="late"))
    process.refresh()
    newer = process.situation_on(END)
    gc.collect()
    assert older() is None
    assert process.situation_on(END) is newer


def test_a_withdrawal_after_a_closing_counts_as_a_change(drawn_office: Settings, closed: Closing) -> None:
    opened()
    open_store(drawn_office).withdraw(1)
    process.refresh()
    assert len(process.situation_on(END, closed.known_on)["open_case"]) == 3
    assert process.situation_on(END)["open_case"].empty


def test_a_closed_period_says_so_and_can_be_seen_as_reported(corrected: Closing) -> None:
    app = opened(as_of="2026-08-31")
    assert f"Kỳ này đã chốt số liệu ngày {corrected.day:%d/%m/%Y} (“{AUGUST}”); từ đó đến nay có thay đổi" in said(app)
    assert "4 vụ việc, chưa giải quyết xong, toàn địa bàn, số liệu đến 31/08/2026." in said(app)
    [query] = links(app, "Xem như đã báo cáo")
    assert f"known_on={known(corrected).replace(':', '%3A')}" in query
    again = opened(as_of="2026-08-31", known_on=known(corrected))
    assert "3 vụ việc, chưa giải quyết xong, toàn địa bàn, số liệu đến 31/08/2026, theo số liệu đã chốt" in said(again)
    assert "Đang xem số liệu như đã báo cáo" in said(again)
    assert again.query_params["known_on"] == known(corrected)
    [query] = links(again, "Xem số liệu hiện nay")
    assert "known_on" not in query


def test_a_period_that_was_not_corrected_says_so(closed: Closing) -> None:
    assert "từ đó đến nay chưa ghi nhận thay đổi" in said(opened(as_of="2026-08-31"))


def test_a_day_that_was_not_closed_says_nothing(closed: Closing) -> None:
    assert "đã chốt" not in said(opened(as_of="2026-09-30"))


def test_the_moment_stays_with_the_view(corrected: Closing) -> None:
    app = opened("cases.py", as_of="2026-08-31", known_on=known(corrected))
    app.multiselect(key="vi:ward").select("00001").run()
    assert app.query_params["known_on"] == known(corrected)
    assert "2 vụ việc" in said(app)


def test_a_moment_that_is_no_closing_is_told_by_its_hour(corrected: Closing) -> None:
    later = (corrected.known_on + dt.timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")
    assert "như đã ghi nhận đến" in said(opened(as_of="2026-08-31", known_on=later))


def test_a_day_after_the_moment_shows_today_and_says_why(corrected: Closing) -> None:
    app = opened(as_of="2026-08-31", known_on="2026-08-15T00:00:00Z")
    assert "sau thời điểm chốt số liệu 07:00 15/08/2026" in app.warning[0].value
    assert "known_on" not in app.query_params
    assert "4 vụ việc" in said(app)


def test_a_comparison_as_reported_knows_no_later_closing(drawn_office: Settings, corrected: Closing) -> None:
    store = open_store(drawn_office)
    september = store.close_period("Tháng 9/2026", city.AS_OF)
    again = store.close_period("Tháng 8/2026, lần 2", END)
    store.append(Batch({"case": city.frame("case", [LATE | {"code": "K8"}])}, source="later"))
    app = opened(as_of="2026-09-30", period="month", known_on=known(september))
    assert "Kỳ trước: theo số liệu đã chốt" in said(app)
    assert f"(“{AUGUST}”)" in said(app)
    assert again.name not in said(app)
    assert "kỳ trước sau đó đính chính: 3 → 4" in said(app)
    assert f"“{again.name}”" in said(opened(as_of="2026-09-30", period="month"))


def test_closed_periods_are_listed_with_a_way_there(corrected: Closing) -> None:
    app = opened("data.py", as_of="2026-09-30")
    label = f"{AUGUST}: số liệu đến 31/08/2026, chốt ngày {corrected.day:%d/%m/%Y}"
    [query] = links(app, label)
    assert "as_of=2026-08-31" in query
    assert "known_on=" in query


def test_nothing_is_decided_on_figures_as_reported(corrected: Closing) -> None:
    app = opened("linking.py", as_of="2026-08-31", known_on=known(corrected))
    assert "Hãy chuyển sang số liệu hiện nay" in app.info[0].value


def test_rebuilt_history_is_called_so(office: Settings) -> None:
    first = Batch(city.frames(), source="first load", historical=True)
    open_store(office).append(first)
    app = opened("data.py", as_of="2026-09-30")
    assert "Số liệu dựng lại theo ngày sự kiện (100% số dòng)" in said(app)
    assert "chưa chứng minh được, vì chưa có số liệu nào được ghi nhận theo thời gian" in said(app)
    assert "Số liệu dựng lại theo ngày sự kiện (100% số dòng)" in said(opened(as_of="2026-09-30"))


def test_recorded_history_begins_with_the_first_ordinary_batch(office: Settings) -> None:
    store = open_store(office)
    day = dt.datetime(2026, 9, 10, 5, tzinfo=dt.UTC)
    store.append(Batch(city.frames(), source="first load", historical=True), recorded_at=day - dt.timedelta(days=1))
    store.append(dataclasses.replace(Batch({"case": city.frame("case", [LATE])}, source="monthly")), recorded_at=day)
    before = said(opened(as_of="2026-08-31"))
    assert "Số liệu trước ngày 10/09/2026 được dựng lại theo ngày sự kiện" in before
    after = said(opened(as_of="2026-09-30", period="month"))
    assert "Số liệu trước ngày" not in after
    assert "Kỳ trước: số liệu dựng lại theo ngày sự kiện." in after
    assert "Số liệu trước ngày 10/09/2026 được dựng lại" in said(opened("cases.py", as_of="2026-09-30"))
    assert "chỉ có giá trị từ ngày 10/09/2026" in said(opened("data.py", as_of="2026-09-30"))


def test_the_day_of_an_import_is_one_in_vietnam(office: Settings) -> None:
    late = dt.datetime(2026, 9, 30, 18, tzinfo=dt.UTC)
    open_store(office).append(Batch({"case": city.frame("case", [LATE])}, source="a.xlsx"), recorded_at=late)
    assert "01/10/2026 a.xlsx" in said(opened("data.py"))


def test_english(corrected: Closing) -> None:
    app = opened(as_of="2026-09-30", period="month", lang="en")
    assert "prev. corrected since: 3 → 4" in said(app)
    assert "The period before: figures as closed on" in said(app)
