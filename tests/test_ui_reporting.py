"""An officer records that a unit reports that nothing arose; who has reported tells it at once."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import process
from tests.test_intake_totals import submitted
from tests.test_ui_importing import press, told
from tests.test_ui_shell import opened, text

TODAY = dt.date(2026, 10, 2)


@pytest.fixture
def page(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(process, "today", lambda: TODAY)
    return opened("reporting.py", as_of="2026-09-30")


def filled(app: AppTest) -> AppTest:
    app.selectbox(key="vi:nil_unit").select("00003")
    app.selectbox(key="vi:nil_kind").select("xld_02")
    app.run()
    app.date_input(key="vi:nil_start:xld_02").set_value(dt.date(2026, 6, 15))
    app.date_input(key="vi:nil_end:xld_02").set_value(dt.date(2026, 9, 14))
    return app.run()


def test_it_is_recorded_told_at_once_and_can_be_withdrawn(page: AppTest, drawn_office: Settings) -> None:
    assert next(button for button in page.button if button.label == "Ghi nhận").disabled, "no unit was chosen"
    app = press(filled(page), "Ghi nhận")
    assert not app.exception
    assert "Xã Cát báo không phát sinh, Biểu 02/XLD, kỳ 15/06/2026 – 14/09/2026" in told(app)
    assert app.query_params["as_of"] == "2026-10-02", "the day on which it is known is shown"
    said = " ".join(text(app).split())
    assert "Biểu 02/XLD kỳ 15/06/2026 – 14/09/2026 1/4 đơn vị" in said
    assert submitted(drawn_office) == [("00003", "xld_02", "2026-06-15", "2026-09-14", "2026-10-02", "nothing_arose")]
    batch = open_store(drawn_office).batches().iloc[-1]
    assert batch["source"] == "Xã Cát, Biểu 02/XLD: không phát sinh"
    open_store(drawn_office).withdraw(int(batch["id"]))
    assert submitted(drawn_office) == []


def test_the_same_is_recorded_once(page: AppTest, drawn_office: Settings) -> None:
    app = press(press(filled(page), "Ghi nhận"), "Ghi nhận")
    assert "từ trước" in told(app)
    assert len(open_store(drawn_office).batches()) == 2


def test_a_period_that_ends_before_it_begins_cannot_be_recorded(page: AppTest) -> None:
    app = filled(page)
    app.date_input(key="vi:nil_end:xld_02").set_value(dt.date(2026, 6, 14)).run()
    assert next(button for button in app.button if button.label == "Ghi nhận").disabled


def test_whoever_may_not_bring_data_in_sees_no_form(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    assert not any(button.label == "Ghi nhận" for button in opened("reporting.py", as_of="2026-09-30").button)
