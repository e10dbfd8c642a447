"""The map as a GeoPackage: the wards drawn, with what is read of each and how it is coloured."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest

from gis.briefing import formats
from gis.briefing.content import Briefing
from gis.briefing.formats import Way
from gis.errors import RequestError
from gis.filters import Filters
from gis.maps.palette import LIGHT
from gis.maps.picture import OutlineMark
from tests.test_briefing_content import made, many
from tests.test_briefing_pages import AREAS, DEMO, MOMENT, long_city, long_now


def package(said: Briefing, folder: Path, areas=AREAS) -> Path:  # type: ignore[no-untyped-def]
    file = folder / "map.gpkg"
    file.write_bytes(formats.written(said, areas, Way("gpkg"), moment=MOMENT))
    return file


def test_each_ward_has_the_value_and_the_class_of_the_map(tmp_path: Path) -> None:
    said = made(now=many(12))
    wards = gpd.read_file(package(said, tmp_path), layer="wards").set_index("code")
    assert wards.crs == "EPSG:4326"
    assert wards["value"].to_dict() == {code: mark.label for code, mark in said.picture.wards.items()}
    assert wards["class"].to_dict() == {code: mark.swatch for code, mark in said.picture.wards.items()}
    assert wards["colour"].to_dict() == {code: LIGHT.colour(mark.swatch) for code, mark in said.picture.wards.items()}
    labels = {entry.label for section in said.picture.legend for entry in section.entries}
    assert set(wards["legend"]) <= labels
    assert wards.at["00001", "name"] == "Phường An"
    assert wards.geometry.geom_equals(AREAS.wards.geometry.loc[wards.index], align=False).all()
    assert set(wards["digest"]) == {said.digest}


def test_small_counts_are_hidden_as_on_the_paper(tmp_path: Path) -> None:
    wards = gpd.read_file(package(made(), tmp_path), layer="wards").set_index("code")
    assert wards.at["00001", "value"].startswith("<5")
    assert wards.at["00001", "class"] == "too-few"


def test_it_says_what_it_is_of(tmp_path: Path) -> None:
    said = replace(made(filters=Filters(ward=("00001",)), now=DEMO), mark="LƯU HÀNH NỘI BỘ")
    file = package(said, tmp_path)
    assert {name for name, _ in pyogrio.list_layers(file)} == {"wards", "about"}
    about = set(pyogrio.read_dataframe(file, layer="about", read_geometry=False)["text"])
    assert {said.filters, said.as_of, said.period, said.method, said.link, said.digest, said.mark} <= about
    wards = gpd.read_file(file, layer="wards")
    assert wards["notice"].str.startswith("DỮ LIỆU MÔ PHỎNG").all()
    assert wards["boundaries"].tolist() == [AREAS.label.say("vi")] * len(wards)


def test_what_stands_out_is_told(tmp_path: Path) -> None:
    said = made(now=many(12))
    out = replace(said.picture, outlines=(OutlineMark("00002", "new", "Mới xuất hiện\n12 vụ việc"),))
    wards = gpd.read_file(package(replace(said, picture=out), tmp_path), layer="wards").set_index("code")
    assert wards.at["00002", "standing_out"] == "Mới xuất hiện; 12 vụ việc"


def test_the_longest_names_and_no_ward_at_all_are_written(tmp_path: Path) -> None:
    named = gpd.read_file(package(made(now=long_now()), tmp_path, long_city()), layer="wards")
    assert set(named["name"]) == set(long_city().wards["full_name"])
    none = gpd.read_file(package(made(filters=Filters(district=("000",))), tmp_path), layer="wards")
    assert none.empty


def test_without_a_map_there_is_nothing_to_write() -> None:
    with pytest.raises(RequestError, match="has no map"):
        formats.written(replace(made(), picture=None), AREAS, Way("gpkg"), moment=MOMENT)


def test_the_bytes_are_a_geopackage() -> None:
    assert io.BytesIO(formats.written(made(), AREAS, Way("gpkg"), moment=MOMENT)).read(15) == b"SQLite format 3"
