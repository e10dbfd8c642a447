"""The value everybody gets: what it answers, where it is read from, and what a damaged file leads to."""

import json
import os
import threading

import pytest

from gis.areas.assembly import assemble
from gis.areas.crosswalk import estimated_shares
from gis.areas.geodesy import to_degrees
from gis.areas.value import SMALLEST_SHARE, Areas, built_path, decode, encode, imported_path, load
from gis.errors import AreasError, RequestError
from gis.settings import Settings
from tests.areas_fixtures import CORNERS, drawn_facts, quarters


@pytest.fixture
def drawn() -> Areas:
    """The four wards of the drawn province as a value."""
    shapes = to_degrees(quarters()).set_axis(list(CORNERS), axis="index")
    known = drawn_facts()
    return assemble(known, shapes, estimated_shares(known), approximate=True)


def test_it_knows_names_and_former_districts(drawn):
    assert drawn.name_of("00004") == "Phường Yên Hòa"
    assert drawn.wards_of("001") == ("00001", "00002")
    assert drawn.main_district.to_dict() == {"00001": "001", "00002": "001", "00003": "002", "00004": "002"}
    assert drawn.districts["name"].to_dict() == {"001": "Huyện 001", "002": "Huyện 002"}


@pytest.mark.parametrize(("share", "counts"), [(SMALLEST_SHARE, True), (SMALLEST_SHARE - 0.001, False)])
def test_a_former_district_counts_from_the_smallest_share_on(drawn, share, counts):
    read = json.loads(encode(drawn))
    read["features"][0]["properties"]["districts"] = {"001": 1 - share, "002": share}
    assert ("00001" in decode(json.dumps(read).encode()).wards_of("002")) is counts


def test_what_does_not_exist_is_a_request_error(drawn):
    with pytest.raises(RequestError, match="00099"):
        drawn.name_of("00099")
    with pytest.raises(RequestError, match="099"):
        drawn.wards_of("099")


def test_it_says_what_it_is(drawn):
    assert drawn.label.say("vi") == "Sơ đồ (ranh giới gần đúng, không phải bản đồ địa giới hành chính)"
    assert "vietnamadminunits" in drawn.source.say("en")
    assert drawn.max_zoom == 13
    assert drawn.metres == "EPSG:5897"
    assert "ranh.gpkg" in decode(_changed(drawn, approximate=False, origin="ranh.gpkg")).source.say("vi")


def test_the_bounds_hold_the_province_with_a_margin(drawn):
    south, west, north, east = drawn.bounds
    left, bottom, right, top = drawn.wards.total_bounds
    assert south < bottom < top < north
    assert west < left < right < east
    assert north - south < 1.2 * (top - bottom)


def test_written_and_read_it_is_the_same_value(drawn):
    again = decode(encode(drawn))
    assert again == drawn
    assert hash(again) == hash(drawn)
    assert encode(again) == encode(drawn)
    assert again.wards.equals(drawn.wards)


def test_another_content_is_another_value(drawn):
    assert decode(_changed(drawn, origin="x")) != drawn
    assert drawn != "areas"


def _changed(areas: Areas, **members: object) -> bytes:
    return json.dumps(json.loads(encode(areas)) | members).encode()


def test_the_shipped_areas_are_read_once(tmp_path):
    settings = Settings(state_dir=tmp_path)
    assert load(settings) is load(settings)
    assert len(load(settings).wards) == 126


def test_imported_come_before_built_and_built_before_shipped(tmp_path, drawn):
    settings = Settings(state_dir=tmp_path)
    built_path(settings).write_bytes(encode(drawn))
    assert load(settings) == drawn
    imported_path(settings).write_bytes(_changed(drawn, approximate=False, origin="ranh.gpkg"))
    assert load(settings).origin == "ranh.gpkg"


def test_a_changed_file_is_read_again(tmp_path, drawn):
    settings = Settings(state_dir=tmp_path)
    path = built_path(settings)
    path.write_bytes(encode(drawn))
    first = load(settings)
    path.write_bytes(_changed(drawn, origin="later"))
    os.utime(path, ns=(1, 1))
    assert load(settings) != first


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{}",
        b"[]",
        b'{"features": [{"properties": {"code": "00004"}, "geometry": null}]}',
        b'{"features": [{"properties": {"code": "00004"}, "geometry": {"type": "Polygon", "coordinates": [[0]]}}]}',
    ],
)
def test_a_damaged_file_leads_to_advice(tmp_path, content):
    settings = Settings(state_dir=tmp_path)
    imported_path(settings).write_bytes(content)
    with pytest.raises(AreasError, match="areas reset"):
        load(settings)


def test_a_file_cut_short_leads_to_advice(tmp_path, drawn):
    settings = Settings(state_dir=tmp_path)
    imported_path(settings).write_bytes(encode(drawn)[:-100])
    with pytest.raises(AreasError, match="areas reset"):
        load(settings)


def test_a_ward_standing_twice_is_no_such_file(drawn):
    read = json.loads(encode(drawn))
    read["features"].append(read["features"][0])
    with pytest.raises(ValueError, match="once"):
        decode(json.dumps(read).encode())


def test_a_folder_in_the_file_s_place_leads_to_advice(tmp_path):
    settings = Settings(state_dir=tmp_path)
    imported_path(settings).mkdir()
    with pytest.raises(AreasError, match="areas reset"):
        load(settings)


def test_another_province_s_file_is_not_taken(tmp_path, drawn):
    settings = Settings(state_dir=tmp_path, province="79")
    built_path(settings).write_bytes(encode(drawn))
    with pytest.raises(AreasError, match="LANDMAP_PROVINCE"):
        load(settings)


def test_a_province_without_boundaries_is_told_how_to_get_some(tmp_path):
    with pytest.raises(AreasError, match="areas build"):
        load(Settings(state_dir=tmp_path, province="79"))


def test_many_readers_at_once_get_one_value(tmp_path):
    settings, found = Settings(state_dir=tmp_path), []
    threads = [threading.Thread(target=lambda: found.append(load(settings))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
