"""Bringing files into a store: row accounting, the second import, rehearsals, and stores that refuse."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis import intake
from gis.errors import IntakeError, RequestError, StoreError
from gis.intake.knowing import present
from gis.records.batch import Batch
from gis.records.entities import ENTITIES
from gis.records.store import Store, open_store
from gis.settings import Settings
from tests import city, records_city
from tests.intake_files import HEADINGS, ROAD, SCHOOL, Row, replaced, text
from tests.recording import PROCESSES, start
from tests.recording import bring as bring_at_once
from tests.records_city import Stores

Import = Callable[..., intake.ImportReport]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = open_store(Settings(state_dir=tmp_path, province="99"))
    found.create()
    return found


@pytest.fixture
def bring(tmp_path: Path, store: Store) -> Import:
    def imported(*rows: Row, headings: Row = HEADINGS, dry_run: bool = False) -> intake.ImportReport:
        path = text(tmp_path / "list.csv", [headings, *rows])
        return intake.run_import(
            "projects", path, store=store, areas=city.areas(), settings=store.settings, dry_run=dry_run
        )

    return imported


def counts(report: intake.ImportReport) -> tuple[int, int, int, int, int]:
    return report.rows, report.new, report.changed, report.unchanged, report.refused


def recorded(store: Store, entity: str) -> pd.DataFrame:
    with store.reading() as reading:
        return present(reading, ENTITIES[entity], "99").to_pandas()


def test_the_second_import_changes_nothing(bring: Import, store: Store) -> None:
    first = bring(ROAD, SCHOOL)
    assert (first.batch, *counts(first), first.exit_code) == (1, 2, 2, 0, 0, 0, 0)
    second = bring(ROAD, SCHOOL)
    assert (second.batch, *counts(second)) == (None, 2, 0, 0, 2, 0)
    assert len(store.batches()) == 1
    assert store.batches()["source"][0] == "list.csv"


def test_of_two_who_bring_the_same_file_at_once_one_brings_nothing_new(tmp_path: Path, store: Store) -> None:
    table = intake.read_table(text(tmp_path / "list.csv", [HEADINGS, ROAD, SCHOOL]))
    one, other = (intake.examine(table, "projects", store=store, areas=city.areas()) for _ in range(2))
    assert counts(intake.record(one, store)) == (2, 2, 0, 0, 0)
    late = intake.record(other, store)
    assert (late.batch, *counts(late)) == (None, 2, 0, 0, 2, 0)


@pytest.fixture
def either(stores: Stores) -> Store:
    """An empty store of the drawn city on either kind of database."""
    made = stores.empty().settings
    return open_store(records_city.settings(made.state_dir, made.database_url, province="99"))


def looked_at(store: Store, path: Path, *rows: Row) -> intake.Examined:
    return intake.examine(intake.read_table(text(path, [HEADINGS, *rows])), "projects", store=store, areas=city.areas())


THERE = replaced(ROAD, code="00002", ward="Bình", area="1", recover="1")
"""The road in its second ward."""


def test_of_two_files_that_overlap_each_row_is_new_once(tmp_path: Path, either: Store) -> None:
    """Both are looked at before either is recorded, as a page with many files does."""
    purpose = replaced(SCHOOL, purpose="Thủy lợi")
    one, other = (looked_at(either, tmp_path / "list.csv", *rows) for rows in ((ROAD, SCHOOL), (ROAD, purpose, THERE)))
    assert [counts(found.report) for found in (one, other)] == [(2, 2, 0, 0, 0), (3, 3, 0, 0, 0)]
    assert counts(intake.record(one, either)) == (2, 2, 0, 0, 0)
    late = intake.record(other, either)
    # The road is longer now: its area is of the project, so its first row tells something else, too.
    assert (late.batch, *counts(late)) == (2, 3, 1, 2, 0, 0)


def test_wards_of_one_project_that_are_looked_at_together_add_up(tmp_path: Path, either: Store) -> None:
    files = [looked_at(either, tmp_path / f"{row[0]}.csv", row) for row in (ROAD, THERE)]
    for found in files:
        assert counts(intake.record(found, either)) == (1, 1, 0, 0, 0)
    assert recorded(either, "project")["area"].tolist() == [3.5]
    assert recorded(either, "project")["recover_area"].tolist() == [2.25]


def test_processes_that_bring_overlapping_files_at_once_count_each_row_once(tmp_path: Path, either: Store) -> None:
    schools = [replaced(SCHOOL, name=f"Trường {number}") for number in range(30)]
    together, told = PROCESSES.Barrier(2), PROCESSES.Queue()
    files = [text(tmp_path / f"{at}.csv", [HEADINGS, *schools[at : at + 20]]) for at in (0, 10)]
    started = [start(bring_at_once, either, file, together, told) for file in files]
    found = sorted(told.get(timeout=60) for _ in files)
    for process in started:
        process.join(60)
    assert found == [(10, 0, 10), (20, 0, 0)]
    assert len(recorded(either, "project_ward")) == 30


def test_a_row_counts_by_its_ward_and_by_its_project(bring: Import) -> None:
    there = replaced(ROAD, code="00002", ward="Bình", area="1", recover="1")
    bring(ROAD, there, SCHOOL)
    # The purpose is of the project, so both its rows changed; the school did not; a new ward is new.
    purpose = [replaced(row, purpose="Thủy lợi") for row in (ROAD, there)]
    assert counts(bring(*purpose, SCHOOL, replaced(SCHOOL, code="00004", ward="Đông", area="2"))) == (4, 1, 3, 0, 0)


def test_repeated_rows_and_bad_rows_are_refused_each_time(bring: Import) -> None:
    rows = (ROAD, ROAD, replaced(ROAD, area="9"), replaced(SCHOOL, ward="Không Đâu", code=""), SCHOOL)
    assert counts(bring(*rows)) == (5, 2, 0, 0, 3)
    again = bring(*rows)
    assert counts(again) == (5, 0, 0, 2, 3)
    assert again.exit_code == 1


def test_nothing_that_goes_in_is_exit_code_two(bring: Import, store: Store) -> None:
    report = bring(replaced(ROAD, name=""))
    assert (report.batch, *counts(report), report.exit_code) == (None, 1, 0, 0, 0, 1, 2)
    assert store.batches().empty


def test_a_rehearsal_counts_the_same_and_records_nothing(bring: Import, store: Store) -> None:
    bring(ROAD)
    rehearsed = bring(replaced(ROAD, area="3"), SCHOOL, dry_run=True)
    assert rehearsed.batch is None
    assert len(store.batches()) == 1
    assert counts(rehearsed) == counts(bring(replaced(ROAD, area="3"), SCHOOL)) == (2, 1, 1, 0, 0)


def test_a_withdrawn_batch_is_new_again(bring: Import, store: Store) -> None:
    bring(ROAD)
    store.withdraw(1)
    assert counts(bring(ROAD)) == (1, 1, 0, 0, 0)


def test_a_column_the_file_lacks_keeps_what_was_known(bring: Import, store: Store) -> None:
    bring(ROAD)
    assert counts(bring(ROAD[:5], headings=HEADINGS[:5])) == (1, 0, 0, 1, 0)
    assert recorded(store, "project_ward")["recover_area"].tolist() == [1.25]


def test_a_list_of_one_ward_leaves_the_project_whole(bring: Import, store: Store) -> None:
    there = replaced(ROAD, code="00002", ward="Bình", area="1", recover="1")
    bring(ROAD, there)
    assert recorded(store, "project")["area"].tolist() == [3.5]
    assert counts(bring(there)) == (1, 0, 0, 1, 0)
    assert counts(bring(replaced(there, area="2"))) == (1, 0, 1, 0, 0)
    assert recorded(store, "project")["area"].tolist() == [4.5]


def test_a_list_of_one_ward_keeps_a_stated_whole(bring: Import, store: Store) -> None:
    here = replaced(ROAD, area="34", recover="16")
    bring(here, replaced(here, code="00002", ward="Bình", recover="18"))
    assert counts(bring(replaced(here, area="20"))) == (1, 0, 1, 0, 0)
    assert recorded(store, "project")["area"].tolist() == [34]
    assert recorded(store, "project")["recover_area"].tolist() == [34]


def test_a_demo_store_refuses_even_a_rehearsal(bring: Import, store: Store) -> None:
    frame = city.frame("project", city.PROJECTS)
    store.append(Batch({"project": frame}, source="demo", kind="demo", demo=True))
    for dry_run in (True, False):
        with pytest.raises(StoreError, match="empty database"):
            bring(ROAD, dry_run=dry_run)


def test_a_missing_store_and_an_unknown_form_are_refused(tmp_path: Path) -> None:
    missing = open_store(Settings(state_dir=tmp_path / "none", province="99"))
    path = text(tmp_path / "a.csv", [HEADINGS, ROAD])
    about = {"store": missing, "areas": city.areas(), "settings": missing.settings}
    with pytest.raises(StoreError):
        intake.run_import("projects", path, **about)
    with pytest.raises(RequestError, match="projects"):
        intake.run_import("poems", path, **about)


def test_the_report_as_plain_values_and_as_a_table(bring: Import) -> None:
    report = bring(ROAD, ROAD)
    plain = json.loads(json.dumps(report.to_dict("vi"), ensure_ascii=False))
    assert list(plain) == ["batch", "rows", "new", "changed", "unchanged", "refused", "findings"]
    assert plain["findings"][0]["row"] == 3
    assert plain["findings"][0]["message"].startswith("Trùng hoàn toàn với dòng 2")
    table = intake.findings_table(report, "vi")
    assert list(table.columns) == ["Dòng", "Cột", "Giá trị trong tệp", "Dòng này", "Vấn đề và cách xử lý"]
    assert table.iloc[0, :4].tolist() == [3, "Tên dự án", "Đường Vẽ 1", "Chưa đưa vào"]
    assert intake.findings_table(bring(SCHOOL), "en").columns[0] == "Row"


CELLS = st.one_of(
    st.sampled_from([*ROAD, *SCHOOL, "00002", "Bình", "00004", "UBND", "2,5", "1.234", "0", "", "=1", "Đấu giá"]),
    st.text(string.printable.replace(";", "") + "ăđồ?\x00\u200b", max_size=12),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[CELLS] * len(HEADINGS)), max_size=12), st.booleans())
def test_any_table_is_imported_or_reported_and_the_rows_add_up(
    bring: Import,
    rows: list[Row],
    dry_run: bool,  # noqa: FBT001
) -> None:
    try:
        report = bring(*rows, dry_run=dry_run)
        again = bring(*rows, dry_run=dry_run)
    except IntakeError:
        return
    for one in (report, again):
        assert one.new + one.changed + one.unchanged + one.refused == one.rows
        assert one.refused == len({finding.row for finding in one.findings if finding.refused})
    assert dry_run or (again.new, again.changed, again.batch) == (0, 0, None)
