"""Clicks that come before the answer to the last one: the address bar still tells of before it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from gis.filters import Filters
from gis.settings import Settings
from gis.ui import session
from gis.view import DEFAULT_MEASURE, View
from tests.test_ui_shell import opened, text

DAY = "2026-09-30"
SHOWN = View(as_of=dt.date(2026, 9, 30))
CODES = {"ward": {"00001"}, "subject": {"price"}, "measure": {DEFAULT_MEASURE}}


def stale(app: AppTest, before: dict[str, list[str]]) -> None:
    """Put an earlier address back, as a browser sends it that has not heard of the last answer."""
    app.query_params.clear()
    for name, value in before.items():
        app.query_params[name] = value


def choose(app: AppTest, name: str, *codes: str) -> None:
    for code in codes:
        app.multiselect(key=f"vi:{name}").select(code)
    app.run()


def asked(app: AppTest, name: str) -> list[str]:
    """The values of one parameter, in the address bar."""
    value = app.query_params.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def test_a_second_click_with_the_address_of_before_the_first_loses_neither(drawn_office: Settings) -> None:
    app = opened(as_of=DAY)
    before = dict(app.query_params)
    choose(app, "ward", "00003")
    stale(app, before)
    choose(app, "subject", "price")
    assert (asked(app, "ward"), asked(app, "subject")) == (["00003"], ["price"])
    stale(app, before)  # a third, still without an answer to the first
    choose(app, "ward", "00001")
    assert (asked(app, "ward"), asked(app, "subject")) == (["00003", "00001"], ["price"])


def test_a_click_right_after_a_link_keeps_what_the_link_asked_for(drawn_office: Settings) -> None:
    app = opened(ward=["00001"])  # no day: the address bar gets it with the answer
    stale(app, {"ward": ["00001"]})
    choose(app, "subject", "price")
    assert (asked(app, "ward"), asked(app, "subject")) == (["00001"], ["price"])


def test_back_is_back_where_nothing_was_clicked_meanwhile(drawn_office: Settings) -> None:
    app = opened(as_of=DAY)
    before = dict(app.query_params)
    choose(app, "ward", "00003")
    stale(app, before)
    app.run()
    assert app.multiselect(key="vi:ward").value == []
    assert "ward" not in app.query_params
    assert "toàn địa bàn" in text(app)


def test_a_link_to_what_was_not_shown_before_wins_over_a_click(drawn_office: Settings) -> None:
    app = opened(as_of=DAY)
    stale(app, {"as_of": [DAY], "ward": ["00002"]})
    choose(app, "subject", "price")
    assert asked(app, "ward") == ["00002"]
    assert "subject" not in app.query_params


@pytest.mark.parametrize(
    ("widget", "forged"),
    [
        ("ward", ["00004", "99999", "<script>"]),
        ("subject", ["no-such-subject"]),
        ("age", "a million"),
        ("crowded", "yes"),
        ("measure", "no-such-measure"),
        ("period", "no-such-period"),
        ("calendar", "no-such-calendar"),
    ],
)
def test_a_widget_that_says_what_nobody_could_choose_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, widget: str, forged: Any
) -> None:
    """A browser may send anything as what was chosen."""
    held: dict[str, Any] = {f"vi:{widget}": forged}
    monkeypatch.setattr(st, "session_state", held)
    view, _ = session._heard(SHOWN, CODES)
    assert view == SHOWN
    assert held[f"vi:{widget}"] != forged, "and stands as it can be chosen before it is drawn"


def test_what_somebody_could_choose_is(monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[str, Any] = {"vi:ward": ["00001"], "vi:age": 90, "vi:overdue": True, "vi:period": "quarter"}
    monkeypatch.setattr(st, "session_state", dict(held))
    view, problems = session._heard(SHOWN, CODES)
    assert (view.filters, view.period) == (Filters(ward=("00001",), age=90, overdue=True), "quarter")
    assert problems == ()
    assert st.session_state == held
