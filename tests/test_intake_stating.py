"""What a person says in words: wards, official forms, periods; and that a unit reports that nothing arose."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from gis.errors import RequestError
from gis.intake.detecting import Detected
from gis.intake.stating import period_in, report_kind, stated, unit_named
from gis.records.store import open_store
from gis.settings import Settings
from tests import city
from tests.intake_files import sheet
from tests.test_command_line import run
from tests.test_intake_totals import submitted

QUARTER = (dt.date(2026, 6, 15), dt.date(2026, 9, 14))


def test_what_is_said_is_understood() -> None:
    said = stated(city.areas(), unit="phường An", form="01/TCD", period="Quý III/2026")
    assert said == Detected(unit="00001", official="tcd_01", period=QUARTER)
    assert stated(city.areas()) == Detected()
    assert period_in("Quý III/2026", inspectorate=False) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    assert period_in("15/6/2026 - 14/9/2026", inspectorate=False) == QUARTER
    assert (report_kind("progress"), report_kind("gqkn_03")) == ("progress_report", "gqkn_03")


@pytest.mark.parametrize(
    "said",
    [{"unit": "Phường Anh"}, {"form": "09/XYZ"}, {"period": "sắp tới"}],
)
def test_what_is_not_understood_is_refused_with_what_could_be_said(said: dict[str, str]) -> None:
    with pytest.raises(RequestError):
        stated(city.areas(), **said)


def test_a_ward_that_is_misspelt_is_proposed() -> None:
    with pytest.raises(RequestError, match="00002"):
        unit_named("Phường Binh Binh", city.areas())


def test_a_unit_reports_from_the_command_line_that_nothing_arose(office: Settings) -> None:
    first = run("nil", "Xã Cát", "01/TCD", "Quý III/2026")
    assert first.exit_code == 0, first.stderr
    assert "Xã Cát báo không phát sinh, kỳ 15/06/2026 – 14/09/2026" in first.stderr
    (found,) = submitted(office)
    assert (*found[:4], found[5]) == ("00003", "tcd_01", "2026-06-15", "2026-09-14", "nothing_arose")
    assert "không ghi lại" in run("nil", "00003", "tcd_01", "Quý III/2026").stderr
    assert run("undo", "1").exit_code == 0
    assert submitted(office) == []


def test_a_form_without_a_title_goes_in_by_options(office: Settings, tmp_path: Path) -> None:
    path = sheet(tmp_path / "x.xlsx", (("Số lượt tiếp", "Số người được tiếp"), (12, 15)))
    said = ("--unit", "An", "--form", "01/TCD", "--period", "Quý III/2026")
    assert run("import", "periodic", str(path), "--unit", "An").exit_code != 0, "its period is not known"
    assert run("import", "periodic", str(path), *said).exit_code == 0
    assert [row[:4] for row in submitted(office)] == [("00001", "tcd_01", "2026-06-15", "2026-09-14")]
    assert len(open_store(office).batches()) == 1
