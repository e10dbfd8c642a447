"""The city's real list of 3,886 land recoveries: every number of it worked out beforehand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from gis import intake
from gis.areas.value import Areas, load
from gis.records.store import open_store
from gis.settings import ROOT, Settings


@pytest.fixture(scope="module")
def areas() -> Areas:
    return load(Settings(state_dir=ROOT / "nowhere", province="01"))


@pytest.fixture(scope="module")
def sample(shared: Path) -> Path:
    return shared / "samples" / "land_recovery_projects_2026.csv"


@pytest.fixture(scope="module")
def found(sample: Path, areas: Areas) -> intake.Checked:
    return intake.projects(intake.read_table(sample), areas, province="01")


def test_every_row_goes_in_or_is_refused_for_a_reason(found: intake.Checked) -> None:
    refused = {finding.row for finding in found.findings if finding.refused}
    assert (found.rows, found.refused, len(refused), len(found.links)) == (3886, 26, 26, 3860)
    assert len(found.frames["project_ward"]) == 3860
    assert len(found.frames["project"]) == 3842
    assert found.frames["project_ward"]["ward"].nunique() == 121


def test_the_mess_of_the_list_is_found_as_it_is(found: intake.Checked) -> None:
    assert Counter(finding.code for finding in found.findings) == {
        "lookalike_letters": 1,
        "duplicate_row": 15,  # 14 to the letter, one that writes "Ð" of another alphabet for "Đ"
        "same_ward_and_name": 9,
        "spelled_alike": 2,
        "recovers_more": 11,
        "zero_area": 1,
        "ward_spelling": 2,
        "unknown_purpose": 12,
        "project_differs": 2,
        "area_of_whole": 5,
        "shares_unknown": 3,
        "same_name_other_agency": 57,
        "auctions": 1,
    }


def test_the_slipped_decimal_mark_is_not_recorded_and_its_true_value_proposed(found: intake.Checked) -> None:
    slip = next(finding for finding in found.findings if finding.value == "496.0")
    assert (slip.row, slip.column, slip.code) == (3326, "dienTichTh", "recovers_more")
    assert "4,96 ha?" in slip.what.say("vi")
    place = found.links["project_ward"][slip.row]
    assert found.frames["project_ward"]["area"][place] == 4.96
    assert found.frames["project_ward"]["recover_area"].isna()[place]


def test_areas_are_not_counted_twice(found: intake.Checked) -> None:
    # The Golf City lies in two wards whose rows both state the whole of 357.79 ha.
    projects, wards = found.frames["project"], found.frames["project_ward"]
    golf = projects[projects["name"].str.contains("Golf City").astype(bool)].iloc[0]
    parts = wards[wards["project"] == golf["code"]]
    assert (golf["area"], golf["recover_area"]) == (357.79, 357.79)
    assert sorted(parts["recover_area"]) == [16.22, 341.57]


def test_the_second_import_changes_nothing(sample: Path, areas: Areas, tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path, province="01")
    store = open_store(settings)
    store.create()
    first = intake.run_import("projects", sample, store=store, areas=areas, settings=settings)
    assert (first.batch, first.new, first.changed, first.unchanged, first.refused) == (1, 3860, 0, 0, 26)
    second = intake.run_import("projects", sample, store=store, areas=areas, settings=settings)
    assert (second.batch, second.new, second.changed, second.unchanged, second.refused) == (None, 0, 0, 3860, 26)
    assert second.exit_code == 1


def test_every_finding_is_said_in_both_languages(found: intake.Checked) -> None:
    for finding in found.findings:
        assert finding.what.say("vi") != finding.what.say("en")
