"""What the browser fetches: small, named by content, with codes to click on."""

import gzip
import hashlib
import json
from dataclasses import replace

from gis.areas.browser import geometry_hash, geometry_json
from gis.areas.value import load
from gis.settings import Settings

AREAS = load(Settings())


def test_it_is_geojson_with_codes_and_names():
    read = json.loads(geometry_json(AREAS))
    assert read["type"] == "FeatureCollection"
    first = read["features"][0]
    assert first["id"] == "00004"
    ward = AREAS.wards.loc["00004"]
    point = [round(ward["label_lon"], 4), round(ward["label_lat"], 4)]
    assert first["properties"] == {"id": "00004", "name": "Phường Ba Đình", "point": point}
    assert [entry["id"] for entry in read["features"]] == list(AREAS.wards.index)


def test_it_is_light():
    assert len(gzip.compress(geometry_json(AREAS), mtime=0)) < 100_000


def test_coordinates_have_five_decimals_at_most():
    ring = json.loads(geometry_json(AREAS))["features"][0]["geometry"]["coordinates"][0]
    assert all(round(value, 5) == value for point in ring for value in point)


def test_the_name_is_of_the_content():
    content = geometry_json(AREAS)
    assert geometry_hash(AREAS) == hashlib.sha256(content).hexdigest()[:16]
    moved = replace(AREAS, wards=AREAS.wards.set_geometry(AREAS.wards.translate(0.001)), digest="moved")
    assert geometry_hash(moved) != geometry_hash(AREAS)
