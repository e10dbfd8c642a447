"""Joining drawn areas with the official facts of their wards."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from gis.areas.facts import Facts
from gis.areas.value import Areas, decode, encode, rounded


def assemble(
    known: Facts, drawn: gpd.GeoDataFrame, shares: pd.DataFrame, *, approximate: bool, origin: str = ""
) -> Areas:
    """Make the value of drawn areas, names, codes and official areas coming from the facts.

    Parameters
    ----------
    known
        The province's facts.
    drawn
        (w, geometry) by ward code, in degrees.
    shares
        (s, 3) ward, district, share.
    approximate, origin
        See `Areas`.
    """
    facts_of = known.wards.rename(columns={"lon": "label_lon", "lat": "label_lat"}).sort_index()
    shape = gpd.GeoSeries(rounded(drawn.geometry.reindex(facts_of.index).to_numpy()), facts_of.index, crs=drawn.crs)
    areas = Areas(
        province=known.province,
        province_name=known.name,
        wards=gpd.GeoDataFrame(facts_of, geometry=shape),
        districts=known.districts,
        shares=shares.round({"share": 4}),
        approximate=approximate,
        origin=origin,
        digest="",
    )
    return decode(encode(areas))  # what is used now is what will be read later, and the digest is of that
