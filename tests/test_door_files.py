"""Own files: only those in the table, compressed, kept as long as their address promises."""

import gzip
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette

from gis.door import files
from gis.errors import AreasError
from gis.maps import assets
from tests.door_asking import ask

APP = Starlette(routes=files.routes())
CONTENT = b'{"type":"FeatureCollection","features":[' + b" " * 2_000 + b"]}"
MEDIA = {"js": "text/javascript", "css": "text/css"}
FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture
def fake_areas(monkeypatch):
    monkeypatch.setattr(
        files,
        "areas",
        SimpleNamespace(
            load=lambda _: "wards",
            geometry_json=lambda _: CONTENT,
            geometry_name=lambda _: "wards.ab12.json",
        ),
    )


def addresses():
    return [address.removeprefix("../..") for _, address in (*assets.scripts(), *assets.styles())]


@pytest.mark.parametrize("address", addresses())
def test_everything_a_map_loads_is_served_compressed_and_for_ever(address):
    answer = ask(APP, address)
    assert answer.status == 200
    assert answer.headers["cache-control"] == FOREVER
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].split(";")[0] == (
        "text/css" if address.endswith("css") else "text/javascript"
    )
    assert gzip.decompress(answer.body) == ask(APP, address, accept="identity").body


def test_leaflet_is_also_found_without_its_version_but_kept_shorter():
    answer = ask(APP, "/assets/leaflet/leaflet.js")
    assert answer.body == ask(APP, f"/assets/leaflet/{assets.LEAFLET_VERSION}/leaflet.js").body
    assert answer.headers["cache-control"] == "public, max-age=86400"


def test_pictures_are_not_compressed_twice():
    answer = ask(APP, "/assets/leaflet/images/layers.png")
    assert answer.headers["content-type"] == "image/png"
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("weight", ["Regular", "Medium", "SemiBold", "Bold"])
def test_type_is_served(weight):
    answer = ask(APP, f"/assets/fonts/BeVietnamPro-{weight}.ttf", accept="identity")
    assert answer.headers["content-type"] == "font/ttf"
    assert answer.body[:4] == b"\x00\x01\x00\x00"


@pytest.mark.parametrize(
    "path",
    [
        "/assets",
        "/assets/",
        "/assets/leaflet/nothing.js",
        "/assets/leaflet/0.0.1/leaflet.js",
        "/assets/leaflet/../__init__.py",
        "/assets/../dashboard.py",
        "/assets//etc/passwd",
        "/assets/map/map.js",
        "/assets/fonts/Other.ttf",
        "/api",
        "/api/cases",
        "/geo",
    ],
)
def test_what_is_not_there_is_404_and_never_a_page(path):
    answer = ask(APP, path)
    assert answer.status == 404
    assert answer.json()["path"] == path


@pytest.mark.usefixtures("fake_areas")
def test_the_ward_geometry_is_found_by_its_hash_only():
    answer = ask(APP, "/geo/wards.ab12.json")
    assert (answer.status, gzip.decompress(answer.body)) == (200, CONTENT)
    assert answer.headers["cache-control"] == FOREVER
    assert answer.headers["content-type"] == "application/json"
    assert ask(APP, "/geo/wards.ab12.json", accept="identity").body == CONTENT
    assert ask(APP, "/geo/wards.ab13.json").status == 404
    assert ask(APP, "/geo/wards.json").status == 404


def test_missing_boundaries_are_told(monkeypatch):
    def load(settings):
        raise AreasError("areas.none", province="01")

    monkeypatch.setattr(files, "areas", SimpleNamespace(load=load))
    answer = ask(APP, "/geo/wards.ab12.json")
    assert answer.status == 503
    assert "01" in answer.json()["error"]
