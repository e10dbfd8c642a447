"""`Areas`: the wards of the province as one frozen value, and how it is read and written.

Boundaries come from one of three places, the first that exists: official ones somebody imported, approximate ones
somebody built for this office, approximate ones shipped with the product. All three are files of one format: GeoJSON in
degrees with the official facts of each ward beside its area, so that reading them needs nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.areas.geodesy import DEGREES, metric_crs
from gis.errors import AreasError, RequestError, reason
from gis.settings import ROOT, Settings
from gis.words import Phrase

DECIMALS: Final = 5
"""Decimals of a degree that are kept: 1.1 m."""

SMALLEST_SHARE: Final = 0.01
"""Share of a ward from which it counts to a former district; less is where two drawings of one border disagree."""

_APPROXIMATE_ZOOM: Final = 13
"""Approximate borders lie typically 0.3 km from the true ones: 18 pixels at web zoom 13, twice as many at each next."""

_IMPORTED_ZOOM: Final = 15
"""Imported borders may lose details of some 40 m to stay light: 9 pixels at web zoom 15."""

_MARGIN: Final = 0.08
"""Margin around the province for locking the map, as a share of its height and width."""

PROVINCES: Final = 34
"""Of the country: one server may serve any of them, and a click must not read their files again."""

_COLUMNS: Final = ["name", "full_name", "kind", "km2", "label_lon", "label_lat"]


@dataclass(frozen=True, eq=False)
class Areas:
    """The wards of a province. Two values are equal when they were read from the same content.

    Parameters
    ----------
    province
        Two-digit code.
    province_name
        Full name, such as ``"Thành phố Hà Nội"``.
    wards
        (w, ...) in EPSG:4326 by five-digit code ``ward``: name, full_name, kind, km2 (official), label_lon, label_lat
        (official centroid), geometry.
    districts
        (d, 1) full name of each former district by three-digit code.
    shares
        (s, 3) ward, district, share (0 to 1 of the ward's area), falling within each ward.
    approximate
        Whether the boundaries were estimated and must be labelled so.
    origin
        Name of the imported file or host; empty when built.
    digest
        Of the content; changes whenever anything above does.
    """

    province: str
    province_name: str
    wards: gpd.GeoDataFrame
    districts: pd.DataFrame
    shares: pd.DataFrame
    approximate: bool
    origin: str
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Areas) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def label(self) -> Phrase:
        """What every map must say about its boundaries."""
        return Phrase("areas.label_approximate" if self.approximate else "areas.label_imported")

    @property
    def source(self) -> Phrase:
        """Where the boundaries come from, for attribution."""
        if self.approximate:
            return Phrase("areas.source_built")
        return Phrase("areas.source_imported", {"origin": self.origin})

    @property
    def max_zoom(self) -> int:
        """Closest web zoom at which the boundaries still look true."""
        return _APPROXIMATE_ZOOM if self.approximate else _IMPORTED_ZOOM

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """South, west, north and east limits in degrees, with a small margin, for locking the map."""
        west, south, east, north = self.wards.total_bounds
        high, wide = _MARGIN * (north - south), _MARGIN * (east - west)
        return float(south - high), float(west - wide), float(north + high), float(east + wide)

    @cached_property
    def metres(self) -> str:
        """Metric system of the province, such as ``"EPSG:5897"``."""
        return metric_crs(self.province, float(self.wards["label_lon"].mean()))

    @cached_property
    def main_district(self) -> pd.Series:
        """Former district with the largest share: (w,) Series of codes named ``main_district``, by ward."""
        first = self.shares.sort_values("share", ascending=False, kind="stable").drop_duplicates("ward")
        return first.set_index("ward")["district"].reindex(self.wards.index).rename("main_district")

    @cached_property
    def _by_district(self) -> Mapping[str, tuple[str, ...]]:
        counted = self.shares[self.shares["share"] >= SMALLEST_SHARE].sort_values("ward")
        return {str(district): tuple(rows) for district, rows in counted.groupby("district")["ward"]}

    def wards_of(self, district: str) -> tuple[str, ...]:
        """Answer the wards that drew at least `SMALLEST_SHARE` of their area from a former district.

        Raises
        ------
        RequestError
            There is no such former district.
        """
        if district not in self.districts.index:
            raise RequestError("areas.unknown_district", district=district)
        return self._by_district.get(district, ())

    def name_of(self, ward: str) -> str:
        """Answer the full name of a ward, such as ``"Phường Ba Đình"``.

        Raises
        ------
        RequestError
            There is no such ward.
        """
        if ward not in self.wards.index:
            raise RequestError("areas.unknown_ward", ward=ward)
        return str(self.wards.at[ward, "full_name"])


def imported_path(settings: Settings) -> Path:
    """Where imported boundaries of the province stand, or would stand."""
    return settings.state_dir / f"areas-{settings.province}.geojson"


def built_path(settings: Settings) -> Path:
    """Where ``areas build`` puts the boundaries of the province."""
    return settings.state_dir / f"wards-{settings.province}.geojson"


def load(settings: Settings) -> Areas:
    """Read the boundaries in force: imported, else built, else shipped.

    A file is read once and again only when it has changed.

    Raises
    ------
    AreasError
        There are none for this province, or the file cannot be read; it says how to get others.
    """
    areas = _first((imported_path(settings),), settings.province) or load_drawn(settings)
    if areas is None:
        raise AreasError("areas.none", province=settings.province)
    return areas


def load_drawn(settings: Settings) -> Areas | None:
    """Read the approximate boundaries of the province, built or shipped; None where there are none.

    Raises
    ------
    AreasError
        The file cannot be read.
    """
    shipped = ROOT / "data" / f"wards-{settings.province}.geojson"
    return _first((built_path(settings), shipped), settings.province)


def _first(paths: tuple[Path, ...], province: str) -> Areas | None:
    for path in paths:
        try:
            stamp = path.stat()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise AreasError("areas.unreadable", file=path.name, reason=reason(error)) from error
        return _read(path, province, (stamp.st_mtime_ns, stamp.st_size))
    return None


@lru_cache(maxsize=2 * PROVINCES)
def _read(path: Path, province: str, stamp: tuple[int, int]) -> Areas:  # noqa: ARG001 — the stamp keys the cache
    try:
        areas = decode(path.read_bytes())
    except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise AreasError("areas.unreadable", file=path.name, reason=str(error)) from error
    if areas.province != province:
        raise AreasError("areas.other_province", file=path.name, found=areas.province, province=province)
    return areas


def encode(areas: Areas) -> bytes:
    """Write the value as a file: compact GeoJSON, the same bytes for the same value."""
    shares = {
        ward: dict(zip(rows["district"], rows["share"], strict=True)) for ward, rows in areas.shares.groupby("ward")
    }
    facts = areas.wards[_COLUMNS].astype(object).where(areas.wards[_COLUMNS].notna(), None)
    features = [
        feature({"code": ward, **row, "districts": shares.get(ward, {})}, geometry)
        for (ward, row), geometry in zip(facts.to_dict("index").items(), areas.wards.geometry, strict=True)
    ]
    head = {
        "type": "FeatureCollection",
        "province": areas.province,
        "province_name": areas.province_name,
        "approximate": areas.approximate,
        "origin": areas.origin,
        "districts": areas.districts["name"].to_dict(),
    }
    return collection(head, features)


def feature(properties: Mapping[str, Any], geometry: shapely.Geometry, **members: Any) -> str:
    """Write one GeoJSON feature; `members` stand beside its properties."""
    extra = "".join(f"{_json(name)}:{_json(value)}," for name, value in members.items())
    shape = shapely.to_geojson(rounded(geometry)).replace(" ", "")
    return f'{{"type":"Feature",{extra}"properties":{_json(properties)},"geometry":{shape}}}'


def collection(head: Mapping[str, Any], features: list[str]) -> bytes:
    """Write a GeoJSON collection, a feature a line."""
    return (_json(head)[:-1] + ',"features":[\n' + ",\n".join(features) + "\n]}\n").encode()


def rounded(geometry: Any) -> Any:
    """Round coordinates to `DECIMALS`, point by point, so that neighbours still share their border."""
    return shapely.transform(geometry, lambda points: np.round(points, DECIMALS))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def decode(content: bytes) -> Areas:
    """Read the value from a file's content.

    Raises
    ------
    ValueError, KeyError, TypeError, shapely.errors.ShapelyError
        It is not such a file; `load` turns this into advice.
    """
    read = json.loads(content)
    rows = [entry["properties"] for entry in read["features"]]
    shapes = shapely.from_geojson([json.dumps(entry["geometry"]) for entry in read["features"]])
    wards = pd.DataFrame(rows).set_index(pd.Index([row["code"] for row in rows], name="ward"))
    if not wards.index.is_unique or not (shapely.area(shapes) > 0).all():
        raise ValueError("every ward must stand there once, with an area")
    shares = [(row["code"], district, share) for row in rows for district, share in row["districts"].items()]
    return Areas(
        province=read["province"],
        province_name=read["province_name"],
        wards=gpd.GeoDataFrame(wards[_COLUMNS], geometry=shapes, crs=DEGREES),
        districts=pd.Series(read["districts"], name="name", dtype="str").rename_axis("district").to_frame(),
        shares=pd.DataFrame(shares, columns=["ward", "district", "share"]),
        approximate=bool(read["approximate"]),
        origin=read["origin"],
        digest=hashlib.sha256(content).hexdigest()[:16],
    )
