"""Whatever is asked for, packed or uploaded: nothing runs, nothing leaks, and the product stays up.

The address bar, filters and lists are asked for what nobody has; files climb, nest and unfold.
"""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from gis import commands, intake
from gis.areas import layers
from gis.errors import AreasError, IntakeError, LandmapError, RequestError
from gis.filters import PARAMETERS, Filters
from gis.records.batch import Batch
from gis.records.entities import ENTITIES
from gis.records.store import open_store
from gis.settings import Settings
from gis.ui.case_list import ROWS
from gis.view import Meeting, Outlook, View
from tests import city
from tests.hostile import ABSURD, FLAG, NAMES, SQL
from tests.test_ui_shell import SHELL, opened, text

PARAMETER_NAMES = sorted(
    {
        *PARAMETERS, "as_of", "known_on", "measure", "sheet", "period", "calendar", "part", "lang", "rule", "case",
        "dialogue", "reception", "about", "against", "plan",
    }
)  # fmt: skip
FORGED = [*SQL, *(value for value in ABSURD if value.isprintable()), f"<img src=x onerror=window.{FLAG}=1>"]


def test_every_parameter_of_the_address_bar_is_attacked() -> None:
    full = View(
        filters=Filters(ward=("1",)),
        meeting=Meeting("D", city.AS_OF, ("K",)),
        outlook=Outlook(city.AS_OF, ("1",)),
        case="K",
    )
    assert set(full.to_query()) <= set(PARAMETER_NAMES)


@pytest.mark.parametrize("name", PARAMETER_NAMES)
def test_any_value_of_any_parameter_is_read_or_told_to_be_unknown(name: str) -> None:
    for value in (*SQL, *ABSURD, *NAMES):
        for asked in ([value], [value] * 3, [value, "00001"]):
            found = View.from_query({name: asked})
            again = View.from_query({key: [*one] if isinstance(one, list) else [one] for key, one in
                                     found.view.to_query().items()})  # fmt: skip
            assert again.view == found.view
            for problem in found.problems:
                assert problem.say("vi") != problem.say("en")


@given(st.dictionaries(st.sampled_from(PARAMETER_NAMES), st.lists(st.text(max_size=30), max_size=3)))
def test_any_address_bar_is_a_view(query: dict[str, list[str]]) -> None:
    assert View.from_query(query).view


@pytest.mark.parametrize("value", FORGED, ids=range(len(FORGED)))
def test_a_page_asked_for_nonsense_says_what_it_left_out_and_shows_the_rest(drawn_office: Settings, value: str) -> None:
    before = len(open_store(drawn_office).batches())
    for page in ("map.py", "cases.py"):
        app = opened(page, **{name: [value] for name in PARAMETER_NAMES if name != "lang"})
        assert not app.exception, (page, value)
        assert not [one for one in app.get("html") if "<img src=x" in str(one.proto.body)], page
        assert text(app).strip()
    assert len(open_store(drawn_office).batches()) == before
    assert open_store(drawn_office).health()["problem"] in ("", None), "every table is still there"


def crowd(n: int) -> Batch:
    days = {"received_on": "2026-08-01", "accepted_on": "2026-08-03", "case_class": "complaint", "level": "first"}
    rows = [{"code": f"G{number}", "ward": "00001", "within_competence": True, **days} for number in range(n)]
    return Batch({"case": city.frame("case", rows)}, source="crowd.xlsx")


@pytest.mark.parametrize("asked", [10**9, -1, 1_000_000, "all", None])
def test_no_list_hands_out_more_rows_than_it_offers_however_many_are_asked_for(
    drawn_office: Settings, asked: object
) -> None:
    open_store(drawn_office).append(crowd(max(ROWS) + 50))
    app = AppTest.from_file(SHELL, default_timeout=60)
    app.query_params["as_of"] = "2026-09-30"
    app.session_state["vi:case_rows"] = asked
    app.run()
    app.switch_page(str(Path(SHELL).parents[2] / "pages" / "cases.py"))
    app.run()
    rows = sum(str(one.proto.body).count('<button name="case"') for one in app.get("html"))
    assert not app.exception
    assert 0 < rows <= max(ROWS)


def packed(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


GEOJSON = b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"Polygon","coordinates":[[[105.8,21],[105.9,21],[105.9,21.1],[105.8,21]]]}}]}'  # noqa: E501


@pytest.mark.parametrize(
    "inside", ["../../climbed.geojson", "/etc/climbed.geojson", "..\\..\\climbed.geojson", "a/../../climbed.geojson"]
)
def test_a_zip_that_climbs_writes_nothing_outside_its_folder(tmp_path: Path, inside: str) -> None:
    """Nothing is unpacked onto the disk at all: what climbs is read where it is, or refused."""
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    path = packed(deep / "x.zip", **{inside: GEOJSON})
    before = sorted(tmp_path.rglob("*"))
    with suppress(AreasError):
        layers.read_layer(path, crs="EPSG:4326")
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/etc/climbed.geojson").exists()


def nested(depth: int) -> bytes:
    content = GEOJSON
    for _ in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x.zip", content)
        content = out.getvalue()
    return content


@pytest.mark.parametrize("depth", [2, 20])
@pytest.mark.parametrize("suffix", [".zip", ".kmz", ".xlsx"])
def test_a_zip_in_a_zip_is_refused(tmp_path: Path, depth: int, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(nested(depth))
    with pytest.raises(LandmapError) as refused:
        intake.read_table(path, bounds=city.areas().bounds)
    assert refused.value.say("vi") != refused.value.say("en")


@pytest.mark.parametrize("inside", ["x.geojson", "x.kml", "xl/workbook.xml", "doc.kml"])
def test_a_small_zip_that_unfolds_into_gigabytes_is_refused_at_once(tmp_path: Path, inside: str) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(inside, "w") as file:
        for _ in range(45):
            file.write(b" " * 10_000_000)
    assert path.stat().st_size < 2_000_000
    start = time.perf_counter()
    with pytest.raises(IntakeError) as refused:
        intake.read_table(path, bounds=city.areas().bounds)
    assert refused.value.phrase.key == "intake.too_large"
    assert time.perf_counter() - start < 30


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.geojson", b" " * 50_000_000)
    content = path.read_bytes()
    lying = content.replace((50_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != content
    path.write_bytes(lying)
    with pytest.raises(LandmapError):
        intake.read_table(path, bounds=city.areas().bounds)


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE kml SYSTEM "http://outside.example/x.dtd">',
    ],
)
def test_a_kml_with_entities_is_refused(tmp_path: Path, xml: bytes) -> None:
    path = tmp_path / "x.kml"
    mark = b"<Placemark><name>&x;&b;</name><Point><coordinates>105.8,21</coordinates></Point></Placemark>"
    path.write_bytes(b'<?xml version="1.0"?>' + xml + b"<kml><Document>" + mark + b"</Document></kml>")
    with pytest.raises(LandmapError):
        intake.read_table(path, bounds=city.areas().bounds)


OUT = ("../out/x.csv", "a\x00b.csv", "x" * 300 + ".csv", "\ud800.csv", "/proc/x.csv", "nowhere/../x.csv")


@pytest.mark.parametrize("out", OUT, ids=range(len(OUT)))
def test_a_file_is_written_where_it_was_asked_for_or_it_is_said_why_not(
    drawn_office: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    line = ["briefing", "overview", "--format", "csv", "--as-of", "2026-09-30", "--out", out]
    done = CliRunner().invoke(commands.app, line)
    assert done.exception is None or isinstance(done.exception, (SystemExit, RequestError)), repr(done.exception)


def test_names_of_tables_and_columns_come_from_declarations_only() -> None:
    """What is put into a question without being bound is a name of ours: letters that mean nothing to SQL."""
    for name, entity in ENTITIES.items():
        assert name.isidentifier()
        assert all(one.name.isidentifier() and one.name.isascii() for one in entity.fields)


@pytest.mark.parametrize("value", SQL)
def test_a_filter_is_compared_and_never_run(drawn_office: Settings, value: str) -> None:
    app = opened("map.py", as_of="2026-09-30", deciding_body=[value], project=[value])
    assert not app.exception
    assert "4 vụ việc" in " ".join(text(app).split()), "what is unknown is left out, and nothing else"
