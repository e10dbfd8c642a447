"""Templates: every kind has one, and filled it comes in without a finding, in both languages."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from gis import intake
from gis.intake import templates
from gis.words import LANGUAGES, Language
from tests import city
from tests.intake_files import known, rows_of, sheet


def written(folder: Path, content: bytes) -> Path:
    path = folder / "template.xlsx"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", intake.FORMS)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), language=st.sampled_from(LANGUAGES), n=st.integers(1, 12))
def test_a_filled_template_comes_in_without_findings(
    kind: str, tmp_path: Path, seed: int, language: Language, n: int
) -> None:
    rows = rows_of(kind, random.Random(seed), n)  # noqa: S311 — no secret
    path = written(tmp_path, intake.template(kind, language, areas=city.areas(), rows=rows))
    table = intake.read_table(path)
    found = intake.check(table, intake.FORMS[kind], city.areas(), province="99", known=known(), today=city.AS_OF)
    silent = kind in ("progress", "periodic")
    problems = [one for one in found.findings if one.code not in ("codes_made", *(["no_figure"] if silent else []))]
    assert [(one.code, one.row, one.column, one.value) for one in problems] == []
    assert found.rows == n


def test_the_example_and_the_explanations_and_the_hidden_lists(tmp_path: Path) -> None:
    path = written(tmp_path, intake.template("cases", "vi", areas=city.areas()))
    with load_workbook(path) as book:
        names = book.sheet_names
        first, lists, explained = (book.get_sheet_by_name(name).to_python() for name in names)
    assert names == ["Vụ việc", "Danh mục", "Giải thích"]
    columns = templates.offered(intake.FORMS["cases"])
    assert first[0][:3] == ["STT", "Mã vụ việc", "Mã trên cơ sở dữ liệu quốc gia"]
    assert first[1][0] == "DÒNG VÍ DỤ"
    assert [row[0] for row in explained[1:]] == [column.field.label.vi for column in columns]
    assert any("Phường Bình" in row for row in lists)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", intake.FORMS)
def test_the_example_would_come_in_were_it_not_marked(kind: str, language: Language, tmp_path: Path) -> None:
    path = written(tmp_path, intake.template(kind, language, areas=city.areas()))
    with load_workbook(path) as book:
        headings, example = book.get_sheet_by_index(0).to_python()[:2]
    assert example[1:] == [cell for cell in example[1:] if cell not in ("", "…")]
    table = intake.read_table(sheet(tmp_path / "typed.xlsx", [headings, [1, *example[1:]]]))
    found = intake.check(table, intake.FORMS[kind], city.areas(), province="99", today=city.AS_OF)
    assert [(one.code, one.column, one.value) for one in found.findings] == []
    assert (found.rows, found.refused) == (1, 0)


def test_the_same_template_is_the_same_bytes() -> None:
    assert intake.template("plans") == intake.template("plans")


def test_every_column_of_every_template_is_found_again_by_its_heading() -> None:
    for kind, form in intake.FORMS.items():
        for language in LANGUAGES:
            labels = [column.field.label.say(language) for column in templates.offered(form)]
            assert len(set(labels)) == len(labels), (kind, language)
