"""Reading a layer: every format, what is refused before a feature is looked at, and addresses, without any network."""

import io
import json
import urllib.error
import urllib.request
import warnings
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest

from gis.areas import layers
from gis.areas.geodesy import HANOI_METRES, to_degrees
from gis.errors import AreasError
from tests.areas_fixtures import quarters


def written(path: Path, frame: gpd.GeoDataFrame | None = None, **options: object) -> Path:
    """Write the four wards in the format of the suffix."""
    frame = quarters() if frame is None else frame
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the writer speaks of a missing CRS, which is what some tests are about
        (to_degrees(frame) if path.suffix == ".geojson" else frame).to_file(path, **options)
    return path


def zipped(path: Path, *, folder: str = "ranh gioi/") -> Path:
    """Put a file and its companions into a zip, in a folder with a space in its name."""
    archive = path.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as packed:
        for part in sorted(path.parent.glob(f"{path.stem}.*")):
            if part != archive:
                packed.write(part, folder + part.name)
    return archive


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp"])
@pytest.mark.parametrize("packed", [False, True])
def test_each_format_is_read_also_from_a_zip(tmp_path, suffix, packed):
    path = written(tmp_path / f"xa{suffix}")
    frame = layers.read_layer(zipped(path) if packed else path)
    assert frame["ma"].tolist() == ["00001", "00002", "00003", "00004"]
    assert frame["ten"].iloc[3] == "Phường Yên Hòa"
    assert frame.crs.to_epsg() == (4326 if suffix == ".geojson" else 5897)


def test_a_geojson_in_metres_is_read_as_told(tmp_path):
    path = tmp_path / "xa.geojson"
    path.write_text(quarters().set_crs(None, allow_override=True).to_json(), encoding="utf-8")
    frame = layers.read_layer(path, crs="EPSG:5897")
    assert frame.crs == HANOI_METRES
    assert frame.total_bounds.tolist() == [590_000, 2_326_000, 592_000, 2_328_000]


def test_no_crs_is_refused_and_asked_for(tmp_path):
    path = written(tmp_path / "xa.shp", quarters().set_crs(None, allow_override=True))
    with pytest.raises(AreasError, match="--crs"):
        layers.read_layer(path)
    assert layers.read_layer(path, crs="EPSG:5897").crs == HANOI_METRES


def test_an_unknown_crs_is_refused(tmp_path):
    with pytest.raises(AreasError, match="EPSG:1"):
        layers.read_layer(written(tmp_path / "xa.gpkg"), crs="EPSG:1")


def test_one_of_several_layers_must_be_chosen(tmp_path):
    path = written(tmp_path / "xa.gpkg", layer="xa")
    written(path, layer="huyen", mode="a")
    written(path, quarters().set_geometry(quarters().centroid), layer="diem", mode="a")
    with pytest.raises(AreasError, match="xa, huyen"):
        layers.read_layer(path)
    assert len(layers.read_layer(path, layer="huyen")) == 4
    with pytest.raises(AreasError, match=r"xa\.gpkg"):
        layers.read_layer(path, layer="tinh")


def test_a_layer_of_points_only_is_refused(tmp_path):
    path = written(tmp_path / "xa.gpkg", quarters().set_geometry(quarters().centroid))
    with pytest.raises(AreasError, match="no layer of areas"):
        layers.read_layer(path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("xa.csv", b"ma,ten", "format"),
        ("xa", b"", "format"),
        ("xa.geojson", b"", "not .geojson"),
        ("xa.geojson", b"<OGRVRTDataSource/>", "not .geojson"),
        ("xa.geojson", b'{"type": "FeatureCollection", "features": [', "cannot be read"),
        ("xa.json", b'{"a": 1}', "cannot be read"),
        ("xa.gpkg", b"PK\x03\x04", "not .gpkg"),
        ("xa.gpkg", b"SQLite format 3\0 and no more", "cannot be read"),
        ("xa.shp", b"text", "not .shp"),
        ("xa.zip", b"PK\x03\x04 broken", "cannot be read"),
    ],
)
def test_what_is_not_what_it_says_is_refused(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(AreasError, match=message):
        layers.read_layer(path)


@pytest.mark.parametrize("members", [[], ["a.geojson", "b.geojson"], ["readme.txt", "__MACOSX/a.geojson"]])
def test_a_zip_must_hold_one_layer(tmp_path, members):
    path = tmp_path / "xa.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("note.txt", "x")
        for member in members:
            packed.writestr(member, "{}")
    with pytest.raises(AreasError, match="exactly one"):
        layers.read_layer(path)


def test_of_several_files_in_a_zip_one_is_chosen_by_name(tmp_path):
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in ("xa", "huyen"):
            packed.write(written(tmp_path / f"{name}.geojson"), f"ranh gioi/{name}.geojson")
    with pytest.raises(AreasError, match="--layer"):
        layers.read_layer(archive)
    assert len(layers.read_layer(archive, layer="huyen")) == 4


def test_a_zip_may_not_hide_something_else(tmp_path):
    path = tmp_path / "xa.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xa.geojson", "<OGRVRTDataSource/>")
    with pytest.raises(AreasError, match=r"not \.geojson"):
        layers.read_layer(path)


def test_too_large_is_refused_packed_or_not(tmp_path, monkeypatch):
    path = written(tmp_path / "xa.geojson")
    archive = zipped(path)
    monkeypatch.setattr(layers, "_LARGEST_UNPACKED", 100)
    with pytest.raises(AreasError, match="larger"):
        layers.read_layer(archive)
    monkeypatch.setattr(layers, "_LARGEST", 100)
    with pytest.raises(AreasError, match="larger"):
        layers.read_layer(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AreasError, match=r"no\.geojson"):
        layers.read_layer(tmp_path / "no.geojson")


class _Answers:
    """An opener that answers without a network."""

    def __init__(self, content: bytes | Exception) -> None:
        self.content = content

    def open(self, address: str, timeout: float) -> io.BytesIO:
        assert address.startswith("https://")
        assert timeout > 0
        if isinstance(self.content, Exception):
            raise self.content
        return io.BytesIO(self.content)


def answering(monkeypatch: pytest.MonkeyPatch, content: bytes | Exception) -> None:
    monkeypatch.setattr(urllib.request, "build_opener", lambda *_: _Answers(content))


def test_an_address_is_fetched_and_read(tmp_path, monkeypatch):
    answering(monkeypatch, written(tmp_path / "xa.geojson").read_bytes())
    assert len(layers.read_layer("https://gis.example.vn/xa.geojson?key=secret")) == 4


def test_only_https_is_fetched():
    for address in ("http://gis.example.vn/xa.geojson", "file:///etc/passwd", "ftp://gis.example.vn/xa.zip"):
        with pytest.raises(AreasError, match="https only"):
            layers.read_layer(address)


def test_a_redirect_may_not_leave_https():
    door = layers._SecureRedirects()
    request = urllib.request.Request("https://gis.example.vn/a")
    with pytest.raises(AreasError, match="https only"):
        door.redirect_request(request, io.BytesIO(), 302, "", {}, "http://gis.example.vn/b")
    assert door.redirect_request(request, io.BytesIO(), 302, "", {}, "https://gis.example.vn/b") is not None


def test_a_failed_fetch_says_so_without_the_secret_in_the_address(monkeypatch):
    answering(monkeypatch, urllib.error.URLError("no route"))
    with pytest.raises(AreasError, match="no route") as raised:
        layers.read_layer("https://gis.example.vn/xa.geojson?key=secret")
    assert "secret" not in raised.value.say("vi")


def test_an_endless_answer_is_cut_off(monkeypatch):
    answering(monkeypatch, b"{" * 2_000)
    monkeypatch.setattr(layers, "_LARGEST", 1_000)
    with pytest.raises(AreasError, match="larger"):
        layers.read_layer("https://gis.example.vn/xa.geojson")


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        ("https://user:word@gis.example.vn:8443/a/xa%20moi.zip?key=secret", "gis.example.vn/xa moi.zip"),
        ("/home/can.bo/ranh.gpkg", "ranh.gpkg"),
        (Path("ranh.gpkg"), "ranh.gpkg"),
    ],
)
def test_a_source_is_named_without_secrets(source, origin):
    assert layers.origin_of(source) == origin


def test_columns_of_any_kind_do_not_disturb(tmp_path):
    path = tmp_path / "xa.geojson"
    read = json.loads(to_degrees(quarters()).to_json())
    for number, entry in enumerate(read["features"]):
        entry["properties"] |= {"ngày cấp": "2025-07-01", "list": [number], "none": None}
    path.write_text(json.dumps(read), encoding="utf-8")
    assert len(layers.read_layer(path)) == 4
