"""Every kind, any cells: rows add up, a second import changes nothing, past years and undone batches count so."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from gis import __main__ as cli
from gis import intake
from gis.errors import IntakeError
from gis.intake.mapping import ColumnMapping
from gis.intake.templates import offered
from gis.records.store import Store, open_store
from gis.settings import Settings
from gis.words import Language
from tests import city
from tests.intake_files import rows_of, text

SAID = [
    "", "P1", "L1", "K1", "An", "00001", "00002", "Bình", "KN", "Tố cáo", "x", "12", "1.234", "2,5", "0", "-3",
    "01/09/2026", "31/08/2026", "01/01/2030", "5/2026", "=1", "@a", "Nguyễn Văn Một", "0912345678", "Tổng cộng",
]  # fmt: skip
CELLS = st.one_of(st.sampled_from(SAID), st.text(max_size=8))


@pytest.fixture
def store(drawn_office: Settings) -> Store:
    return open_store(drawn_office)


def added_up(report: intake.ImportReport) -> bool:
    refused = {finding.row for finding in report.findings if finding.refused}
    return (
        report.new + report.changed + report.unchanged + report.refused == report.rows
        and len(refused) == report.refused
    )


@pytest.mark.parametrize("kind", intake.FORMS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_cells_are_imported_or_reported_and_the_rows_add_up(
    kind: str, store: Store, tmp_path: Path, data: st.DataObject
) -> None:
    headings = [column.field.label.vi for column in offered(intake.FORMS[kind])][:14]
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(headings), max_size=len(headings)), max_size=8))
    clean = [
        [cell.replace(";", "").replace("\n", "").replace("\r", "").replace('"', "") for cell in row] for row in rows
    ]
    path = text(tmp_path / "a.csv", [headings, *clean])
    try:
        first, second = (
            intake.run_import(kind, path, store=store, areas=city.areas(), settings=store.settings) for _ in range(2)
        )
    except IntakeError:
        return
    assert added_up(first)
    assert added_up(second)
    assert (second.new, second.changed, second.batch) == (0, 0, None)


@pytest.mark.parametrize("kind", intake.FORMS)
def test_good_rows_of_every_kind_are_new_then_unchanged_then_new_again_when_undone(
    kind: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(intake.template(kind, rows=rows_of(kind, random.Random(7), 6)))  # noqa: S311 — no secret

    def bring() -> intake.ImportReport:
        return intake.run_import(kind, path, store=store, areas=city.areas(), settings=store.settings)

    first = bring()
    assert added_up(first)
    assert first.new == first.rows - first.refused > 0
    assert bring().unchanged == first.new
    store.withdraw(first.batch or 0)
    assert bring().new == first.new


def test_a_step_that_is_reported_later_changes_its_row(store: Store, tmp_path: Path) -> None:
    headings = ("Mã dự án", "Xã", "Ngày báo cáo", "Đã kiểm đếm – Số hộ", "Đã chi trả – Số hộ")
    about = {"store": store, "areas": city.areas(), "settings": store.settings}
    for paid, expected in (("", (1, 0, 0)), ("3", (0, 1, 0)), ("3", (0, 0, 1))):
        path = text(tmp_path / "a.csv", [headings, ("P1", "An", "31/08/2026", "5", paid)])
        report = intake.run_import("progress", path, **about)
        assert (report.new, report.changed, report.unchanged) == expected


CASES = ("Mã vụ việc", "Loại đơn", "Xã", "Ngày vào sổ")


def test_past_years_are_a_historical_batch(store: Store, tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", [CASES, ("V1", "KN", "An", "01/09/2020"), ("V2", "KN", "An", "")])
    done = CliRunner().invoke(cli.app, ["import", "cases", str(path), "--historical", "--json"])
    answer = json.loads(done.stdout)
    assert (answer["new"], answer["refused"], done.exit_code) == (1, 1, 1)
    assert store.batches()["historical"].tolist() == [False, True]


def test_what_was_examined_is_recorded_as_it_was(store: Store, tmp_path: Path) -> None:
    table = intake.read_table(text(tmp_path / "a.csv", [CASES, ("V1", "KN", "An", "01/09/2020")]))
    examined = intake.examine(table, "cases", store=store, areas=city.areas())
    assert (examined.report.batch, examined.report.new) == (None, 1)
    assert intake.record(examined, store).batch == 2
    assert intake.record(examined, store).batch is None


def test_several_files_are_batches_of_their_own_and_a_bad_one_stops_no_other(store: Store, tmp_path: Path) -> None:
    good, other = (text(tmp_path / f"{name}.csv", [CASES, (name, "KN", "An", "01/09/2026")]) for name in ("V1", "V2"))
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7")
    done = CliRunner().invoke(cli.app, ["import", "cases", str(good), str(bad), str(other), "--json"])
    answer = json.loads(done.stdout)
    assert done.exit_code == 2
    assert (answer["rows"], answer["new"]) == (2, 2)
    assert [one["batch"] for one in answer["files"]] == [2, None, 3]
    assert "PDF" in answer["files"][1]["error"]


def test_a_template_from_the_command_line(store: Store, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["template", "cases", str(tmp_path / "mau.xlsx")])
    assert done.exit_code == 0
    assert intake.read_table(tmp_path / "mau.xlsx").headings[1] == "Mã vụ việc"


def test_a_mapping_is_proposed_changed_and_remembered_for_an_office(store: Store, tmp_path: Path) -> None:
    headings = ("Số", "Loại đơn", "Nơi phát sinh", "Ngày vào sổ")
    path = text(tmp_path / "a.csv", [headings, ("V7", "KN", "An", "01/09/2026")])
    table, form = intake.read_table(path), intake.FORMS["cases"]
    proposed = intake.propose(table, form, city.areas())
    assert proposed.columns == {"case_class": "Loại đơn", "received_on": "Ngày vào sổ"}
    changed = ColumnMapping(columns={**proposed.columns, "code": "Số", "ward_name": "@C"})
    assert intake.recall(table, form, store.settings, "An") is None
    intake.remember(changed, table, form, store.settings, "An")
    assert intake.recall(table, form, store.settings, "An") == changed
    assert intake.recall(table, form, store.settings, "Bình") is None
    about = {"store": store, "areas": city.areas(), "settings": store.settings}
    report = intake.run_import("cases", path, **about, options=intake.Options(office="An"))
    assert (report.new, report.findings) == (1, ())
    with pytest.raises(IntakeError):
        intake.run_import("cases", path, **about)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[columns]\nnothing = 'A'", "nothing"),
        ("columns = 3", "columns"),
        ("[extra]\na = 'b'", "columns"),
        ("not toml at all [", "TOML"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_with_advice(
    store: Store, tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "m.toml").write_text(content, encoding="utf-8")
    path = text(tmp_path / "a.csv", [CASES, ("V1", "KN", "An", "01/09/2026")])
    done = CliRunner().invoke(cli.app, ["import", "cases", str(path), "--mapping", str(tmp_path / "m.toml"), "--json"])
    assert said in json.loads(done.stdout)["error"]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (ColumnMapping(constants={"case_class": "Lạ"}), "Lạ"),
        (ColumnMapping(columns={"code": "Không có"}), "Không có"),
    ],
)
def test_constants_and_columns_that_do_not_fit_refuse_the_file(
    store: Store, tmp_path: Path, mapping: ColumnMapping, said: str
) -> None:
    path = text(tmp_path / "a.csv", [CASES, ("V1", "KN", "An", "01/09/2026")])
    about = {"store": store, "areas": city.areas(), "settings": store.settings}
    with pytest.raises(IntakeError) as refused:
        intake.run_import("cases", path, **about, options=intake.Options(mapping=mapping))
    languages: tuple[Language, ...] = ("vi", "en")
    assert all(said in refused.value.say(language) for language in languages)
