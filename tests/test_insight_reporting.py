"""Who has reported, in the drawn city: An sent, Bắc reported nothing, Cát sent a faulty one, Đông is silent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gis.filters import Filters
from gis.insight import reporting
from gis.insight.situation import Selection, situation
from gis.law import rules
from gis.settings import Settings
from gis.ui import reporting_panel
from gis.ui.here import Here
from gis.view import View
from tests import city
from tests.test_ui_shell import opened

QUARTER = {"kind": "tcd_01", "period_start": "2026-06-15", "period_end": "2026-09-14"}
SENT = [
    {"ward": "00001", "sent_on": "2026-09-16", "state": "sent", **QUARTER},
    {"ward": "00002", "sent_on": "2026-09-16", "state": "nothing_arose", **QUARTER},
    {"ward": "00003", "sent_on": "2026-09-20", "state": "faulty", **QUARTER},
]


def chosen(rows: list[dict[str, Any]], filters: Filters = Filters()) -> Selection:  # noqa: B008 (a value)
    return situation(city.snapshot({**city.ROWS, "submission": rows}), city.areas(), rules.current()).select(filters)


def test_every_ward_is_in_one_state() -> None:
    table = reporting.status(chosen(SENT))
    assert table["tcd_01"].tolist() == ["sent", "nothing_arose", "faulty", "missing"]
    assert reporting.counts(table).loc["tcd_01"].tolist() == [1, 1, 1, 1]


def test_the_period_is_the_last_one_that_has_ended() -> None:
    older = {**QUARTER, "period_start": "2026-03-15", "period_end": "2026-06-14"}
    running = {**QUARTER, "period_start": "2026-09-15", "period_end": "2026-10-01"}
    rows = [{"ward": "00004", "sent_on": "2026-09-29", "state": "sent", **span} for span in (older, running)]
    assert reporting.periods(chosen([*SENT, *rows]))["tcd_01"] == (dt.date(2026, 6, 15), dt.date(2026, 9, 14))
    assert reporting.periods(chosen(rows))["tcd_01"] == (dt.date(2026, 3, 15), dt.date(2026, 6, 14))
    ends_today = [{**rows[1], "period_end": "2026-09-30"}]
    assert reporting.periods(chosen(ends_today))["tcd_01"][1] == city.AS_OF


def test_who_is_reminded() -> None:
    other = {**QUARTER, "kind": "gqkn_03"}
    rows = [*SENT, {"ward": "00004", "sent_on": "2026-09-16", "state": "sent", **other}]
    late = reporting.to_remind(reporting.status(chosen(rows)))
    assert late["owed"].to_dict() == {"00003": 2, "00001": 1, "00002": 1, "00004": 1}


def test_places_narrow_the_units_and_nothing_else() -> None:
    table = reporting.status(chosen(SENT, Filters(ward=("00003", "00004"), subject=("price",))))
    assert table["tcd_01"].tolist() == ["faulty", "missing"]


def test_nothing_ever_sent_is_no_table_of_silence() -> None:
    table = reporting.status(chosen([]))
    assert not len(table.columns)
    assert reporting.counts(table).empty
    assert reporting.to_remind(table).empty


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_opens_without_reports(drawn_office: Settings, language: str) -> None:
    app = opened("reporting.py", lang=language, as_of="2026-09-30")
    assert not app.exception
    assert len(app.info) == 1


def test_the_file_tells_of_every_unit(drawn_office: Settings) -> None:
    selection = chosen(SENT)
    here = Here(View(as_of=city.AS_OF), selection.situation)
    lines = reporting_panel.written(reporting.status(selection), here, "csv").decode("utf-8-sig").splitlines()
    rows = {line.split(";")[0]: line.split(";")[1:] for line in lines}
    assert rows["Phường An"] == ["0", "Đã nộp"]
    assert rows["Xã Cát"] == ["1", "Có lỗi"]
    assert rows["Xã Đông"] == ["1", "Chưa nộp"]
    assert any("kỳ 15/06/2026 – 14/09/2026" in line for line in lines)
