"""The bench runs and writes its tables. What it measures is for people to read: no time is asserted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from gis.briefing import formats
from gis.filters import Filters
from gis.insight.situation import situation
from gis.law import rules
from gis.scope import Role
from gis.settings import Settings
from gis.ui.here import Here
from gis.view import View
from tests import city
from tests.bench import page, scopes, trail
from tests.bench.__main__ import main
from tests.bench.stage.rows import located
from tests.serving import chromium


@pytest.mark.browser
@pytest.mark.timeout(1200)  # it binds an atlas of all wards, and once more while somebody clicks
def test_the_bench_writes_its_tables(tmp_path: Path) -> None:
    chromium()
    out = tmp_path / "RESULTS.md"
    places = ("--keep", str(tmp_path), "--out", str(out))
    main(
        [
            "--sizes",
            "300",
            "--clicks",
            "1",
            "--tabs",
            "1",
            "--no-rivals",
            "--screens",
            "map.py",
            "--filters",
            "subject",
            *places,
        ]
    )
    written = out.read_text(encoding="utf-8")
    assert "| map.py, subject | 300 |" in written
    assert "| 300 | 100 |" in written
    assert "map:component_instance" in written
    assert "| 1,500 | projects, gpkg |" in written
    assert "| 300 | cases, open |" in written
    assert "| 300 | officer | all wards, by name |" in written
    assert "| 300 | viewer | a former district |" in written
    assert re.search(r"^\| 300 \| 0\.\d+ \| \d+ \|", written, flags=re.MULTILINE), "the trail"
    sections = dict(section.split("\n", 1) for section in written.split("\n## ")[1:])
    papers = sections["Briefings"]
    assert [fmt for fmt in formats.FORMATS if f"| 300 | {fmt} | " not in papers] == []
    assert "60.00" in next(line for line in papers.splitlines() if line.startswith("| 300 | atlas |"))
    meanwhile = next(
        line for line in sections["Clicks while an atlas is bound"].splitlines() if line.startswith("| 300 |")
    )
    assert float(meanwhile.split(" | ")[4]) > 0
    assert "by `python -m tests.bench --sizes 300`." in papers
    main(["--sizes", "300", "--parts", "law", *places])
    again = dict(section.split("\n", 1) for section in out.read_text(encoding="utf-8").split("\n## ")[1:])
    assert "by `python -m tests.bench --sizes 300 --parts law`." in again.pop("Clocks of the law")
    assert again == {title: text for title, text in sections.items() if title in again}
    assert len(again) == len(sections) - 1
    assert "| scan over 24 months, clusters that go on: wards × maps | 126 | 999 |" in written


def test_a_section_of_which_nothing_was_measured_stays_as_it_was() -> None:
    template = "# Page\n\n{head}\n\n## One\n\nTold.\n\n{a}{b}\n## Two\n\n{c}"
    first = page.renewed("", {"a": "1\n", "b": "", "c": "2\n"}, by="at first", head="Machine 1", template=template)
    assert (
        first
        == "# Page\n\nMachine 1\n\n## One\n\nMeasured at first.\n\nTold.\n\n1\n\n## Two\n\nMeasured at first.\n\n2\n"
    )
    again = page.renewed(first, {"a": "", "b": "", "c": "3\n"}, by="again", head="Machine 2", template=template)
    assert again == first.replace("Machine 1", "Machine 2").replace("at first.\n\n2", "again.\n\n3")


def test_scopes_are_told_beside_the_city_of_the_same_role(drawn_office: Settings) -> None:
    measured = scopes.measured()
    for role in scopes.ROLES:
        _told_beside_the_city([row for row in measured if row["role"] == role], role)


def _told_beside_the_city(rows: list[dict[str, Any]], role: Role) -> None:
    assert [row["scope"] for row in rows] == ["city", "all wards, by name", "a former district"]
    assert [row["rows"] for row in rows] == [6, 6, 5], "An and Bình belonged to the district, and what is theirs"
    city_row, *others = rows
    assert (city_row["snapshot_more"], city_row["click_more"]) == (None, None)
    for row in others:
        for what in ("snapshot", "click"):
            assert row[f"{what}_more"] == pytest.approx(100 * (row[what] / city_row[what] - 1))
    assert [scope.role for scope in scopes.scopes(role, city.areas()).values()] == [role] * 3


def test_the_other_maps_draw_every_case_that_has_a_place() -> None:
    here = Here(View(as_of=city.AS_OF), situation(city.snapshot(), city.areas(), rules.current()))
    rows = located(here, 5)
    assert list(rows.index) == ["K1", "K2", "K3", "K4", "K5"]
    assert rows["open"].tolist() == [True, True, True, False, False]
    chosen = Here(View(as_of=city.AS_OF, filters=Filters(subject=("support",))), here.situation)
    assert list(located(chosen, 5).index) == ["K5"]


def test_a_trail_is_made_whole_and_verified() -> None:
    found = trail.measured(25)
    assert found["entries"] == 25
    assert found["seconds"] > 0
