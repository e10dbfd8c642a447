from __future__ import annotations

import dataclasses

from gis.records import dictionary
from gis.records.entities import ENTITIES
from gis.records.entities.cases import CASE


def test_the_file_is_current():
    current = dictionary.PATH.read_text(encoding="utf-8") == dictionary.text()
    assert current, 'run: python -c "from gis.records import dictionary; dictionary.write()"'


def test_that_test_can_fail(monkeypatch):
    fewer = dataclasses.replace(CASE, fields=CASE.fields[:-1])
    monkeypatch.setattr(dictionary, "ENTITIES", {**ENTITIES, "case": fewer})
    assert dictionary.PATH.read_text(encoding="utf-8") != dictionary.text()


def test_every_field_and_every_choice_is_explained_in_both_languages():
    lines = dictionary.text().splitlines()
    for entity in ENTITIES.values():
        start = next(n for n, line in enumerate(lines) if line.startswith("## ") and f"(`{entity.name}`)" in line)
        for field in entity.fields:
            row = next(line for line in lines[start:] if line.startswith(f"| `{field.name}` |"))
            assert field.label.vi in row
            assert field.label.en in row
            assert all(choice.label.vi in row and choice.label.en in row for choice in field.choices)


def test_a_field_says_with_what_it_is_known():
    line = next(line for line in dictionary.text().splitlines() if line.startswith("| `outcome` |"))
    assert "| `decided_on` |" in line


def test_it_is_written_where_it_is_asked_for(tmp_path):
    dictionary.write(tmp_path / "README.md")
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == dictionary.text()
