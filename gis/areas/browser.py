"""The wards as the browser fetches them: once, from an address that names the content and may be kept for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from gis.areas.value import PROVINCES, Areas, collection, feature


@lru_cache(maxsize=2 * PROVINCES)
def geometry_json(areas: Areas) -> bytes:
    """Write the wards for the browser.

    Returns
    -------
    Compact GeoJSON in UTF-8: a FeatureCollection whose features have ``id`` (ward code) and the properties ``id`` and
    ``name`` (full name) and ``point`` (longitude, latitude of the point that stands for it, inside the ward);
    coordinates with five decimals, points with four.
    """
    wards = areas.wards
    features = [
        feature({"id": ward, "name": name, "point": [round(lon, 4), round(lat, 4)]}, geometry, id=ward)
        for ward, name, lon, lat, geometry in zip(
            wards.index, wards["full_name"], wards["label_lon"], wards["label_lat"], wards.geometry, strict=True
        )
    ]
    return collection({"type": "FeatureCollection"}, features)


def geometry_hash(areas: Areas) -> str:
    """Answer the content hash that names the address ``/geo/wards.<hash>.json``: 16 hexadecimal digits."""
    return hashlib.sha256(geometry_json(areas)).hexdigest()[:16]


def geometry_name(areas: Areas) -> str:
    """Answer the file name under which the browser fetches the wards: ``wards.<hash>.json``."""
    return f"wards.{geometry_hash(areas)}.json"
