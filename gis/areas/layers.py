"""Reading one layer of a map from a file or an https address, whatever its format and coordinate system.

GeoJSON, GeoPackage, Shapefile and KML, each also inside a zip. The content must be what the name says, so that nothing
else the GIS library could open gets in by a changed suffix. An address is only fetched when a person gives one.
"""

from __future__ import annotations

import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final
from urllib.parse import unquote, urlsplit

import geopandas as gpd
import pyogrio
from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.errors import AreasError

SUFFIXES: Final = (".geojson", ".json", ".gpkg", ".shp", ".kml", ".zip", ".kmz")

PARTS: Final = (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx")
"""Files that belong to a Shapefile and are no layer by themselves."""

_PACKS: Final = (".zip", ".kmz")
_SIGNATURES: Final = {
    ".gpkg": b"SQLite format 3\0",
    ".shp": b"\x00\x00\x27\x0a",
    ".zip": b"PK\x03\x04",
    ".kmz": b"PK\x03\x04",
}
_LARGEST: Final = 200_000_000
"""Bytes: a province's boundaries at full detail are some tens of millions."""

_LARGEST_UNPACKED: Final = 1_000_000_000
_PATIENCE: Final = 30
"""Seconds without an answer after which a fetch is given up."""

_BLOCK: Final = 1 << 20
AREAL: Final = ("Polygon", "MultiPolygon", "Polygon Z", "MultiPolygon Z", "Unknown", "GeometryCollection")
"""Kinds of geometry of which a layer may be one of areas."""


def read_layer(source: str | Path, *, layer: str | None = None, crs: str | None = None) -> gpd.GeoDataFrame:
    """Read a layer of areas.

    Parameters
    ----------
    source
        Path of a file, or an https address.
    layer
        Which layer, where the file has several of areas.
    crs
        Coordinate system, such as ``"EPSG:5897"``; overrules what the file states (GeoJSON in metres states nothing).

    Returns
    -------
    (n, ...) features in the order of the file, in the CRS stated.

    Raises
    ------
    AreasError
        The file is missing, too large, of another format, unreadable, has several layers of areas and none was named,
        or neither file nor caller states a CRS.
    """
    with _local(source) as path:
        frame = features(path, layer=layer, kinds=AREAL)
    return _stated(frame, crs)


def features(
    path: Path, *, layer: str | None = None, kinds: Sequence[str] | None = None, encoding: str | None = None
) -> gpd.GeoDataFrame:
    """Read the features of one layer as they stand in a file.

    Parameters
    ----------
    path
        Of the file.
    layer
        Which layer, where the file has several.
    kinds
        Kinds of geometry its layers may have, such as `AREAL`; None: any, but none without geometry.
    encoding
        Of the texts; None: what the file says.

    Returns
    -------
    (n, ...) features in the order of the file; the CRS is missing where the file states none.

    Raises
    ------
    AreasError
        The file is missing, too large, of another format, unreadable, or has several such layers and none was named.
    """
    opened, layer = _opened(path, layer)
    try:
        frame = pyogrio.read_dataframe(
            opened,
            layer=layer or _only_layer(opened, kinds),
            force_2d=True,
            on_invalid="ignore",
            datetime_as_string=True,
            encoding=encoding,
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, UnicodeDecodeError) as error:
        raise AreasError("areas.file_unreadable", file=path.name) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise AreasError("areas.file_without_areas" if kinds else "areas.file_without_shapes", file=path.name)
    return frame


def layer_names(path: Path) -> tuple[str, ...]:
    """Name what may be asked for as the layer of a file; empty where it cannot be opened.

    Of a pack of several files each is one, by its name without the suffix.
    """
    try:
        if path.suffix.lower() in _PACKS and len(packed := _wanted_in(path)) > 1:
            return tuple(PurePosixPath(name).stem for name in packed)
        return tuple(str(name) for name, kind in pyogrio.list_layers(_opened(path, None)[0]) if kind)
    except (AreasError, pyogrio.errors.DataSourceError, zipfile.BadZipFile, OSError):
        return ()


def origin_of(source: str | Path) -> str:
    """Name a source for attribution: a file's name, an address's host and file without what may be secret in it."""
    if not _is_address(source):
        return Path(source).name
    parts = urlsplit(str(source))
    return f"{parts.hostname}/{_file_name(str(source))}"


def _stated(frame: gpd.GeoDataFrame, crs: str | None) -> gpd.GeoDataFrame:
    if crs is not None:
        try:
            return frame.set_crs(CRS.from_user_input(crs), allow_override=True)
        except CRSError as error:
            raise AreasError("areas.unknown_crs", crs=crs) from error
    if frame.crs is None:
        raise AreasError("areas.no_crs")
    return frame


@contextmanager
def _local(source: str | Path) -> Iterator[Path]:
    """Have the source as a file for a while."""
    if not _is_address(source):
        path = Path(source)
        if not path.is_file():
            raise AreasError("areas.file_missing", file=str(path))
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="areas-") as folder:
        path = Path(folder) / _file_name(str(source))
        _fetch(str(source), path)
        yield path


def _is_address(source: str | Path) -> bool:
    return isinstance(source, str) and "://" in source


def _file_name(address: str) -> str:
    return PurePosixPath(unquote(urlsplit(address).path)).name or "areas.geojson"


class _SecureRedirects(urllib.request.HTTPRedirectHandler):
    """Follow a redirect only where it stays encrypted."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> urllib.request.Request | None:
        request = super().redirect_request(*args, **kwargs)
        if request is not None and request.type != "https":
            raise AreasError("areas.not_https", address=request.full_url)
        return request


def _fetch(address: str, path: Path) -> None:
    if urlsplit(address).scheme != "https":
        raise AreasError("areas.not_https", address=address)
    opener = urllib.request.build_opener(_SecureRedirects)
    try:
        with opener.open(address, timeout=_PATIENCE) as answer, path.open("wb") as file:
            _copy(answer, file, path.name)
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
        raise AreasError("areas.not_fetched", address=origin_of(address), reason=str(error)) from error


def _copy(answer: IO[bytes], file: IO[bytes], name: str) -> None:
    size = 0
    while block := answer.read(_BLOCK):
        size += len(block)
        if size > _LARGEST:
            raise AreasError("areas.file_too_large", file=name, megabytes=_LARGEST // 1_000_000)
        file.write(block)


def _opened(path: Path, layer: str | None) -> tuple[str, str | None]:
    """Answer what the GIS library is to open and which layer of it, once the content is what the name says."""
    suffix = path.suffix.lower()
    if suffix in PARTS:
        raise AreasError("areas.shapefile_alone", file=path.name)
    if suffix not in SUFFIXES:
        raise AreasError("areas.file_format", file=path.name, formats=", ".join(SUFFIXES))
    if path.stat().st_size > _LARGEST:
        raise AreasError("areas.file_too_large", file=path.name, megabytes=_LARGEST // 1_000_000)
    with path.open("rb") as file:
        _recognised(file, suffix, path.name)
    if suffix == ".shp" and not any(path.with_suffix(index).exists() for index in (".shx", ".SHX")):
        raise AreasError("areas.shapefile_alone", file=path.name)
    if suffix not in _PACKS:
        return str(path.resolve()), layer
    inside = _packed(path, layer)
    return f"/vsizip/{path.resolve()}/{inside}", None if PurePosixPath(inside).stem == layer else layer


def _recognised(file: IO[bytes], suffix: str, name: str) -> None:
    start = file.read(64)
    if suffix in _SIGNATURES:
        right = start.startswith(_SIGNATURES[suffix])
    elif suffix == ".kml":
        # A document type may define entities that unfold without end; no map needs one.
        content = start + file.read(_LARGEST)
        right = content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and b"<kml" in content
        right = right and b"<!DOCTYPE" not in content and b"<!ENTITY" not in content
    else:
        right = start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    if not right:
        raise AreasError("areas.file_content", file=name, suffix=suffix)


def _packed(path: Path, layer: str | None) -> str:
    """Find the one file with areas in a zip, or of several the one that has the layer's name."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
            found = _wanted_among(entries)
            found = [name for name in found if PurePosixPath(name).stem == layer] or found
            if len(found) != 1:
                raise AreasError("areas.zip_content", file=path.name, found=", ".join(found) or "0")
            if sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:
                raise AreasError("areas.file_too_large", file=path.name, megabytes=_LARGEST_UNPACKED // 1_000_000)
            with packed.open(found[0]) as file:
                _recognised(file, PurePosixPath(found[0]).suffix.lower(), found[0])
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise AreasError("areas.file_unreadable", file=path.name) from error
    return found[0]


def _wanted_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as packed:
        return _wanted_among(packed.infolist())


def _wanted_among(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    return [entry.filename for entry in entries if _is_wanted(entry.filename)]


def _is_wanted(name: str) -> bool:
    inside = PurePosixPath(name)
    hidden = any(part.startswith((".", "__")) for part in inside.parts)
    return not hidden and inside.suffix.lower() in SUFFIXES and inside.suffix.lower() not in _PACKS


def _only_layer(opened: str, kinds: Sequence[str] | None) -> str:
    layers = [str(name) for name, kind in pyogrio.list_layers(opened) if (kind in kinds if kinds else kind)]
    name = PurePosixPath(opened).name
    if not layers:
        raise AreasError("areas.file_without_areas" if kinds else "areas.file_without_shapes", file=name)
    if len(layers) > 1:
        raise AreasError("areas.choose_layer", file=name, layers=", ".join(layers))
    return layers[0]
