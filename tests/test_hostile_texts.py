"""Whatever a field holds is shown as text: on pages, in files, in reports of imports, whichever field it is.

The attacks stand in every text of every entity (`tests.hostile`), found by walking the declarations: a new field is
attacked by itself. Pages are looked at as they are sent; `tests/e2e/test_hostile.py` looks at them in a real browser.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from lxml import etree  # nosec B410 (files of our own)
from streamlit.testing.v1 import AppTest

from gis import intake
from gis.areas.value import encode
from gis.briefing import calendar, formats, layers, tables
from gis.briefing.content import KINDS
from gis.briefing.formats import Way
from gis.briefing.kinds import briefing
from gis.briefing.leaving import leaving
from gis.errors import RequestError
from gis.filters import Filters
from gis.intake.books import findings_workbook
from gis.intake.table import Table, as_frame, heading, rows_below
from gis.records.entities import ENTITIES
from gis.records.store import open_store
from gis.screens import SCREENS
from gis.settings import Settings
from gis.ui import process
from gis.ui.here import Here
from gis.view import View
from tests import city, hostile, keeping
from tests.canary import unpacked
from tests.hostile import FORMULAS, OUTSIDE, TEXT, token
from tests.intake_files import looked_at, rows_of
from tests.reading_back import plain
from tests.test_ui_shell import opened

DAY = "2026-09-30"
MOMENT = dt.datetime(2026, 10, 3, 8, tzinfo=dt.UTC)
KINDS_HERE = [kind for kind in KINDS if kind != "hotspots"]
"""The drawn city has too few cases for clusters to be looked for."""
MARKDOWN = {"label", "body", "text", "help", "caption", "placeholder"}
"""Fields of an element that Streamlit reads as Markdown, in one kind of element or another."""
RAW = re.compile(rf"(?<!\\)<img src=x|(?<!\\)<script>|!\[b\]\(http://{OUTSIDE}|\[a\]\(javascript:|(?<!\\)\$x\^2\$")


@pytest.fixture
def attacked(office: Settings) -> Settings:
    """The drawn city with an attack in every text."""
    (office.state_dir / "areas-99.geojson").write_bytes(encode(hostile.areas()))
    keeping.bring(office, "attacked", lambda: open_store(office).append(hostile.batch()))
    return office


def test_every_text_of_every_entity_is_attacked() -> None:
    rows = hostile.rows()
    for name, one in hostile.texts():
        value = str(rows[name][0][one.name])
        assert "<img" in value, (name, one.name)
    assert {name for name, _ in hostile.texts()} | {"project_ward", "denunciation_count", "reception", "petition"} <= {
        *ENTITIES
    }


def written(app: AppTest) -> Iterator[tuple[str, str, str]]:
    """Every text that an element hands to the browser: kind of element, field, text."""
    for node in app._tree:
        proto = getattr(node, "proto", None)
        if proto is None:
            continue
        for field, value in proto.ListFields():
            for text in _strings(value):
                yield node.type, field.name, text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif hasattr(value, "ListFields"):
        for _, inner in value.ListFields():
            yield from _strings(inner)
    elif isinstance(value, (list, tuple)) or hasattr(value, "append"):
        for inner in value:
            yield from _strings(inner)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.file)
def test_no_page_takes_a_text_for_markup(attacked: Settings, screen: Any) -> None:
    app = opened(screen.file, as_of=DAY)
    assert not app.exception
    for kind, field, text in written(app):
        if kind == "html" and field == "body":
            assert not re.search(r"<img src=x|<script>window", text), text[:200]
        elif field in MARKDOWN and kind not in ("iframe", "component_instance"):
            assert not RAW.search(text), (kind, field, RAW.search(text), text[:300])


def test_the_attacks_arrive_on_the_pages(attacked: Settings) -> None:
    """Or nothing would have been tested: names of projects, bodies, hamlets and wards are shown, as text."""
    said = " ".join(text for screen in SCREENS for _, _, text in written(opened(screen.file, as_of=DAY)))
    for entity, field in (
        ("project", "name"), ("case", "deciding_body"), ("case", "hamlet"), ("area", "name"), ("project", "investor"),
    ):  # fmt: skip
        assert token(entity, field) in said, (entity, field)
    assert "&lt;img src=x" in said


def here() -> Here:
    now = process.situation_on(city.AS_OF)
    return Here(View(as_of=city.AS_OF, filters=Filters(ward=("00001",))), now)


def papers(*, fmt: str) -> Iterator[tuple[str, bytes]]:
    place = here()
    code = hostile.rows()["project"][0]["code"]
    for kind in KINDS_HERE:
        about = Here(View(as_of=city.AS_OF, filters=Filters(project=(code,))), place.situation)
        about = about if kind == "project" else place
        made = briefing(kind, leaving(about), mark="internal", case_level=True)
        try:
            yield kind, formats.written(made, place.situation.areas, Way(fmt), moment=MOMENT)
        except RequestError:
            continue


def test_a_page_of_typst_sets_texts_and_runs_none(attacked: Settings) -> None:
    read = {kind: plain(unpacked(content)) for kind, content in papers(fmt="pdf")}
    assert set(read) == set(KINDS_HERE)
    everything = "".join(read.values())
    assert plain('#eval("40+2")#read("/etc/passwd")') in everything
    assert "root:x:0" not in everything
    assert plain("{{ 7*7 }}") in everything


@pytest.mark.parametrize("fmt", ["xlsx", "docx", "pptx"])
def test_an_office_file_holds_texts_and_no_formula_link_or_part_from_outside(attacked: Settings, fmt: str) -> None:
    for kind, content in papers(fmt=fmt):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if not name.endswith((".xml", ".rels")):
                    continue
                part = archive.read(name)
                etree.fromstring(part)  # well formed, whatever stands in it
                assert b"<f>" not in part, (kind, name)
                assert b"javascript:" not in part or b'Target="javascript' not in part, (kind, name)
                assert OUTSIDE.encode() not in part or b'TargetMode="External"' not in part, (kind, name)
                assert b"<!ENTITY y" not in part, (kind, name)


def test_no_cell_of_a_csv_is_a_formula(attacked: Settings) -> None:
    for kind, content in papers(fmt="csv"):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"):
            for cell in row:
                assert not re.match(r"[=+@\t\r＝]|-(?![\d.,]+%?$)", cell), (kind, cell)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_in_any_text_is_text_in_every_table_that_leaves(formula: str) -> None:
    safe = tables.text(formula)
    assert not re.match(r"[=+\-@\t\r＝]", safe), safe
    assert formula.strip() in safe


def test_map_layers_hold_texts(attacked: Settings, tmp_path: Path) -> None:
    place = here()
    found = layers.layers(place.situation, place.desk.reader, threshold=5, language="vi")
    files = layers.write(found, tmp_path)
    assert token("project", "name") in "".join(found["projects"]["name"])
    read = pyogrio.read_dataframe(files[0], layer="projects")
    assert any(str(name).endswith(TEXT) for name in read["name"])
    for file in files[1:]:
        with file.open(encoding="utf-8-sig", newline="") as source:
            assert not [cell for row in csv.reader(source) for cell in row if re.match(r"[=+@\t\r]", cell)]


def test_a_calendar_holds_one_line_for_each_thing_whatever_a_text_holds() -> None:
    breaks = "a\r\nBEGIN:VEVENT\nATTACH:http://outside.example/x\u2028;,\\"
    entry = calendar.Entry(breaks, dt.date(2026, 10, 5), breaks, breaks, breaks)
    lines = calendar.written([entry], name=breaks, stamp=city.AS_OF).decode().replace("\r\n ", "").split("\r\n")
    assert sum(line == "BEGIN:VEVENT" for line in lines) == 1
    assert not [line for line in lines if line.startswith("ATTACH")]


def attacked_table(kind: str) -> tuple[list[str], list[list[Any]]]:
    """A file of a kind: good rows, of which the second attacks in every column whose cells may be texts."""
    form = intake.FORMS[kind]
    frame = rows_of(kind, random.Random(7), 3)  # noqa: S311 — no secret
    columns = {column.name: column for column in form.columns}
    for name in frame.columns:
        if columns[name].field.kind in {"text", "code"}:
            frame[name] = frame[name].astype(object)
            frame.loc[1, name] = f"{token(kind, name)} {TEXT}"
    headings = [columns[name].field.label.vi for name in frame.columns]
    return headings, [[None if cell is None else cell for cell in row] for row in frame.to_numpy().tolist()]


@pytest.mark.parametrize("kind", intake.FORMS)
def test_a_file_that_attacks_is_taken_as_text_or_refused_and_so_is_its_report(kind: str) -> None:
    headings, rows = attacked_table(kind)
    found = looked_at(kind, headings, *rows)
    for finding in found.findings:
        for language in ("vi", "en"):
            assert "49" not in finding.what.say(language) or "7*7" in finding.what.say(language)
    for name, frame in found.frames.items():
        for one in ENTITIES[name].fields:
            if one.name in frame and (one.kind == "choice" or one.refers_to == "area"):
                assert not frame[one.name].astype("string").str.contains("<", na=False).any(), (name, one.name)
    report = findings_workbook(_table(headings, rows), found, "vi")
    with zipfile.ZipFile(io.BytesIO(report)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    assert not [name for name, part in parts.items() if b"<f>" in part]
    for part in parts.values():
        etree.fromstring(part)


def _table(headings: list[str], rows: list[list[Any]]) -> Table:
    grid = [headings, *rows]
    return Table("list.csv", "", 1, tuple(map(heading, headings)), as_frame(rows_below(grid, 0), len(headings)))
