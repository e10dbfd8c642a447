"""The map on paper says what the picture says, in the right place and the same bytes twice."""

from __future__ import annotations

import re
from dataclasses import replace

import fontpkg
import geopandas as gpd
import pytest

from gis.errors import AreasError
from gis.maps import paper, paper_furniture
from gis.maps.palette import LIGHT
from gis.maps.paper import Sheet
from gis.maps.paper_ground import Ground
from gis.maps.picture import GatheredMark, LegendEntry, LegendSection, MapPicture, OutlineMark, WardMark
from tests import city

SHEET = Sheet(170, 110, 48)
PICTURE = MapPicture(
    language="vi",
    title="Vụ việc",
    as_of="Số liệu đến ngày 30/09/2026",
    wards={
        "00001": WardMark("class-4", "12 vụ việc"),
        "00002": WardMark("class-0", "0 vụ việc"),
        "00003": WardMark("no-data", "–"),
        "00004": WardMark("too-few", "<5"),
    },
    legend=(
        LegendSection("Vụ việc", (LegendEntry("class-4", "từ 10 trở lên", 1), LegendEntry("no-data", "không có", 1))),
    ),
    gathered=(GatheredMark("00001", "stage-paying", "3 dự án"),),
    approximate_label="Sơ đồ (ranh giới gần đúng)",
    attribution="Ranh giới vẽ",
)


def drawn(picture: MapPicture = PICTURE, sheet: Sheet = SHEET) -> str:
    return paper.svg(picture, city.areas(), sheet).decode()


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert drawn() == drawn()
    assert drawn() != drawn(replace(PICTURE, as_of="Số liệu đến ngày 01/10/2026"))
    assert "<dc:date>" not in drawn()


def test_legend_names_and_notes_stand_there_as_text() -> None:
    said = texts(drawn())
    wanted = ("Chú giải", "Vụ việc", "từ 10 trở lên (1)", "không có (1)", "B", "0", "An", "Bình", "Cát", "Đông")
    assert [text for text in wanted if text not in said] == []
    assert "Sơ đồ (ranh giới gần đúng)" in " ".join(said)
    assert "Ranh giới vẽ" in said


def test_colours_are_those_of_the_screen() -> None:
    svg = drawn()
    assert [
        swatch for swatch in ("class-4", "class-0", "no-data", "stage-paying") if LIGHT.colour(swatch) not in svg
    ] == []
    assert svg.count("<pattern") >= 2, "missing data and too few are told apart without colour"


@pytest.mark.parametrize(("metres", "bar"), [(80_000, 20_000), (36_000, 10_000), (8_000, 2_000), (1_000, 200)])
def test_a_scale_bar_is_a_round_length(metres: float, bar: int) -> None:
    assert paper_furniture.scale_bar(metres) == bar


def test_the_scale_is_right_at_the_latitude() -> None:
    """From the meridian 105.80 to 106.00 at 21° N it is 20.8 km on the ellipsoid."""
    ground = Ground(PICTURE, city.areas(), SHEET)
    west, _, east, north = ground.wards.total_bounds
    assert east - west == pytest.approx(20_800, rel=0.005)
    assert (ground.window[2] - ground.window[0]) / (ground.window[3] - ground.window[1]) == pytest.approx(122 / 110)
    assert ground.window[0] < west
    assert ground.window[3] > north


def test_no_name_lies_on_another_and_none_is_cut_off() -> None:
    crowded = city.areas()
    tiny = crowded.wards.assign(geometry=crowded.wards.geometry.scale(0.02, 0.02, origin=(105.9, 21.0)))
    names = {"An", "Bình", "Cát", "Đông"}
    heap = gpd.GeoDataFrame(tiny, crs=crowded.wards.crs)
    heap.loc["00004", "geometry"] = crowded.wards.geometry["00004"]
    told = texts(paper.svg(PICTURE, replace(crowded, wards=heap, digest="heap"), Sheet(60, 40, 0)).decode())
    assert 1 <= len(names & set(told)) < 4
    assert "An" in told, "the highest class is named first"


def test_a_sheet_of_one_place_has_a_locator_and_no_estimated_border() -> None:
    opened = replace(PICTURE, selected=frozenset({("ward", "00001")}))
    assert not Ground(opened, city.areas(), SHEET).bordered
    assert Ground(opened, replace(city.areas(), approximate=False, digest="true"), SHEET).bordered
    assert f"fill: {LIGHT.warning}" in drawn(opened)
    assert f"fill: {LIGHT.warning}" not in drawn()


def test_what_stands_out_has_a_pattern() -> None:
    plain, outlined = drawn(), drawn(replace(PICTURE, outlines=(OutlineMark("00002", "new", "mới xuất hiện"),)))
    assert outlined.count("<pattern") == plain.count("<pattern") + 1


def test_a_name_from_a_file_is_text_and_nothing_else() -> None:
    areas = city.areas()
    wards = areas.wards.assign(name=["<b>&", "$x^2$", "Cát", "Đông"])
    svg = paper.svg(PICTURE, replace(areas, wards=wards, digest="odd names"), SHEET).decode()
    assert "&lt;b&gt;&amp;" in svg
    assert "$x^2$" in texts(svg)


def test_a_missing_typeface_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise LookupError

    monkeypatch.setattr(fontpkg, "family", missing)
    with pytest.raises(AreasError, match="Be Vietnam Pro"):
        paper.fonts()
