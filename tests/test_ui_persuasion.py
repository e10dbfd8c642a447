"""The persuasion ledger on the page of projects: what it counts, what it hides, and that it tells no day."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from gis.access import people
from gis.insight import persuasion
from gis.insight.situation import situation
from gis.law import rules
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import downloads, persuasion_panel
from gis.ui.here import Here
from gis.view import View
from tests import city
from tests.test_ui_shell import opened, text

# Phường An: seven enforced, six of them without a record of persuasion; Xã Cát: one, in time.
_PLAIN: dict[str, Any] = {"project": "P1", "ward": "00001", "enforced_on": "2026-03-12"}
FILES = [
    *(_PLAIN | {"code": f"E{n}"} for n in range(6)),
    _PLAIN | {"code": "E6", "persuasion_on": "2026-03-02"},
    _PLAIN | {"code": "E7", "persuasion_on": "2026-03-02", "project": "P2", "ward": "00003"},
]


@pytest.fixture
def enforcing_office(drawn_office: Settings) -> Settings:
    """The drawn city with eight enforcements."""
    open_store(drawn_office).append(Batch({"household_file": city.frame("household_file", FILES)}, source="enforced"))
    return drawn_office


def page(**query: str) -> str:
    app = opened("projects.py", as_of="2026-09-30", **query)
    assert not app.exception
    return " ".join(text(app).split())


def here() -> Here:
    rows = {**city.ROWS, "household_file": FILES}
    return Here(View(as_of=city.AS_OF), situation(city.snapshot(rows), city.areas(), rules.current()))


def test_the_page_counts_by_project_with_the_rule_behind_it(enforcing_office: Settings) -> None:
    said = page()
    assert "Chưa ghi nhận biên bản vận động" in said
    assert "Tổng cộng Cưỡng chế 8 6 2" in said
    assert "Đường vành đai Vẽ Cưỡng chế 7 6 1" in said
    assert "Vận động bàn giao đất trước khi cưỡng chế ít nhất 10 ngày trước bước này (mới đọc tài liệu thứ cấp" in said
    assert "vi phạm" not in said


def test_one_project_counts_by_ward_in_both_languages(enforcing_office: Settings) -> None:
    assert "Phường An Cưỡng chế 7 6 1" in page(sheet="project-P1")
    assert "Phường An Enforcement 7 6 1" in page(sheet="project-P1", lang="en")


def test_neither_a_household_nor_a_day_of_enforcement_is_told(enforcing_office: Settings) -> None:
    said = page(sheet="project-P1")
    assert "E0" not in said
    assert "12/03/2026" not in said


def test_a_link_opens_the_rule(enforcing_office: Settings) -> None:
    app = opened("projects.py", as_of="2026-09-30")
    written = " ".join(str(element.proto.body) for element in app.get("html"))
    assert "rule=persuade_handover" in written
    assert "rule=no_enforcement_around_tet" in written
    assert "no_enforcement_at_night" not in written


def test_small_counts_are_hidden_from_viewers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    now = here()
    content = persuasion_panel.hidden(persuasion.ledger(now.selection["compulsory_step"], now.situation.rules, "ward"))
    seen = content.display("vi").set_index("ward")
    assert seen.at["00003", "steps"] == "<5"
    assert seen.at["00001", "in_time"] == "<5"
    assert seen.at["00001", "not_recorded"] != "6" or seen.at["00001", "steps"] != "7"


def test_nothing_compulsory_is_said_as_such(drawn_office: Settings) -> None:
    assert "Không ghi nhận bước bắt buộc nào" in page()


def test_without_household_files_nothing_is_counted(office: Settings) -> None:
    assert "Chưa có hồ sơ hộ nào nên chưa đếm được" in page()


def test_few_lines_are_written_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persuasion_panel, "MOST", 1)
    now = here()
    written = str(persuasion_panel.written(now.selection, "project", now))
    assert "còn 1 dòng" in written
    assert "Khu đô thị Cát" not in written


def test_the_file_holds_every_line_without_a_day_and_hides_small_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persuasion_panel, "MOST", 1)
    written = downloads.written(partial(persuasion_panel.file_sheet, here()), here(), "csv").decode("utf-8-sig")
    lines = [line.split(";") for line in written.splitlines()]
    first = next(line for line in lines if line[0] == "Đường vành đai Vẽ")
    second = next(line for line in lines if line[0] == "Khu đô thị Cát")
    assert first[1] == second[1] == "Cưỡng chế"
    assert second[2] == "<5"
    assert first[2] == "ẩn", "with the total of eight on the page, seven would tell the one"
    assert "2026" not in written.split("Dự án;")[1]
    assert "E0" not in written


def test_where_no_step_was_taken_there_is_no_file(drawn_office: Settings) -> None:
    names = [button.proto.label for button in opened("projects.py", as_of="2026-09-30").get("download_button")]
    assert len(names) == 2, "only those of the progress table"


def test_a_page_with_steps_offers_the_ledger(enforcing_office: Settings) -> None:
    assert len(opened("projects.py", as_of="2026-09-30").get("download_button")) == 4
