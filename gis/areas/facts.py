"""What the package ``vietnamadminunits`` (MIT) knows about a province, as typed frames.

Facts are points, boxes, areas, names and codes; there are no polygons among them. A *box* is the south, west, north
and east limit of an old ward in degrees. Some are not boxes of the ward at all but the default view around a point, or
the box of a whole district: `gis.areas.fitting` decides which to trust.

An *heir* is a new ward that received land of an old ward; an old ward with several heirs was *divided*, and one of them
is its *default*, where the package sends an address it knows nothing more about.
"""

from __future__ import annotations

import importlib.util
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from gis.errors import AreasError

_BOX: Final = r"([\d.]+),([\d.]+) – ([\d.]+),([\d.]+)"

_NEW: Final = """
    select wardCode ward, wardShort name, ward full_name, wardType kind, wardAreaKm2 km2,
           wardLon lon, wardLat lat, wardKey key, provinceKey province_key, province province_name
    from admin_units where provinceCode = ? order by wardCode
"""
# An island district without wards counts as one old ward, under the district's code. Its place is left open: the
# package puts Hoàng Sa in the middle of Đà Nẵng.
_OLD: Final = """
    select coalesce(wardCode, districtCode) old_ward, coalesce(ward, district) name, districtCode district,
           district district_name, wardLon lon, wardLat lat,
           wardBounds bounds, provinceKey || '_' || districtKey || '_' || coalesce(wardKey, '') key
    from admin_units_legacy order by old_ward
"""


@dataclass(frozen=True, eq=False)
class Facts:
    """All that is known of one province.

    Parameters
    ----------
    province
        Two-digit code.
    name
        Full name, such as ``"Thành phố Hà Nội"``.
    wards
        (w, ...) by five-digit code ``ward``: name, full_name, kind, km2 (official area), lon, lat (official centroid).
    old
        (o, ...) by code ``old_ward``, the whole country before 1/7/2025: name, district, district_name, lon, lat,
        south, west, north, east (degrees, missing where unknown).
    heirs
        (h, 4) old_ward, ward, divided, default.
    """

    province: str
    name: str
    wards: pd.DataFrame
    old: pd.DataFrame
    heirs: pd.DataFrame

    @property
    def former(self) -> pd.DataFrame:
        """The old wards this province is made of."""
        return self.old.loc[self.heirs["old_ward"].unique()]

    @property
    def districts(self) -> pd.DataFrame:
        """The former districts: (d, 1) full name by three-digit code."""
        pairs = self.former.drop_duplicates("district").set_index("district")["district_name"]
        return pairs.sort_index().to_frame("name")


@cache
def facts(province: str) -> Facts:
    """Read what is known of a province, once per process.

    Parameters
    ----------
    province
        Two-digit official code, such as ``"01"``.

    Raises
    ------
    AreasError
        The package knows no such province, or is not the version this product was made for.
    """
    new, old = _tables(province)
    if new.empty:
        raise AreasError("areas.unknown_province", province=province)
    heirs = _heirs(new, old)
    wards = new.set_index("ward").drop(columns=["key", "province_key", "province_name"])
    wards = wards.assign(kind=wards["kind"].str.lower())
    return Facts(province, str(new["province_name"].iloc[0]), wards, old.drop(columns=["bounds", "key"]), heirs)


@cache
def all_wards() -> frozenset[str]:
    """Answer the codes of all wards of the country, to tell another province's ward from an unknown one.

    Raises
    ------
    AreasError
        The package's tables cannot be read.
    """
    return frozenset(_query("select wardCode from admin_units")["wardCode"])


@cache
def all_provinces() -> dict[str, int]:
    """Answer the codes of all provinces of the country, each with its number of wards.

    Raises
    ------
    AreasError
        The package's tables cannot be read.
    """
    found = _query("select provinceCode code, count(*) wards from admin_units group by provinceCode order by code")
    return dict(zip(found["code"], found["wards"].astype(int), strict=True))


@cache
def province_names() -> dict[str, str]:
    """Answer the full name of every province of the country by its code, such as ``"Thành phố Hà Nội"``.

    Raises
    ------
    AreasError
        The package's tables cannot be read.
    """
    found = _query("select distinct provinceCode code, province name from admin_units order by code")
    return dict(zip(found["code"], found["name"], strict=True))


def _tables(province: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    new, old = _query(_NEW, province), _query(_OLD)
    return new, old.join(_boxes(old["bounds"])).set_index("old_ward")


def _query(sql: str, *values: str) -> pd.DataFrame:
    try:
        with closing(sqlite3.connect(f"{(_folder() / 'dataset.db').as_uri()}?mode=ro", uri=True)) as link:
            return pd.read_sql(sql, link, params=values)
    except (sqlite3.Error, pd.errors.DatabaseError) as error:
        raise AreasError("areas.facts_unreadable", reason=str(error)) from error


def _boxes(bounds: pd.Series) -> pd.DataFrame:
    boxes = bounds.fillna("").str.extract(_BOX).astype(float)
    return boxes.set_axis(["south", "west", "north", "east"], axis="columns")


def _heirs(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    codes = dict(zip(new["key"], new["ward"], strict=True))
    sources = pd.Series(old.index, index=old["key"])
    pairs = _pairs(_converter(), str(new["province_key"].iloc[0]))
    table = pd.DataFrame(pairs, columns=["old_key", "ward_key", "default"])
    return pd.DataFrame(
        {
            "old_ward": table["old_key"].map(sources),
            "ward": table["ward_key"].map(codes),
            "divided": table["old_key"].duplicated(keep=False),
            "default": table["default"].astype(bool),
        }
    ).dropna(ignore_index=True)


def _pairs(converter: Mapping[str, Any], province_key: str) -> Iterator[tuple[str, str, bool]]:
    for ward, sources in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].get(province_key, {}).items():
        for source in sources:
            yield source, ward, True
    for source, parts in converter["DICT_PROVINCE_WARD_DIVIDED"].get(province_key, {}).items():
        for part in parts:
            yield source, part["newWardKey"], part["isDefaultNewWard"]


def _converter() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads((_folder() / "converter_2025.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _folder() -> Path:
    # Found without importing: the package's own start reads all its parsers (0.3 s) and we want its tables only.
    found = importlib.util.find_spec("vietnamadminunits")
    if found is None or found.origin is None:
        raise AreasError("areas.facts_unreadable", reason="vietnamadminunits is not installed")
    return Path(found.origin).parent / "data"
