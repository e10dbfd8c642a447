"""Which wards lie beside each other: the *graph* that local statistics look along.

Two wards are *neighbours* when their areas come within `TOUCHING` metres of each other, along a border or in a corner
(queen contiguity); drawn borders leave slivers, so exact touching is not asked for. An *island* touches nobody; it gets
the nearest ward as its one neighbour, and that ward it, so that every ward can be compared with somebody. A graph is an
edge list in both directions, so it can come from anywhere.
"""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gis.areas.geodesy import DEGREES

TOUCHING: Final = 50.0
"""Metres up to which two areas touch: approximate borders lie 0.3 km from the true ones, slivers are far thinner."""

Links = npt.NDArray[np.bool_]


def contiguity(areas: gpd.GeoDataFrame, *, metres: str) -> pd.DataFrame:
    """Answer the graph of some areas.

    Parameters
    ----------
    areas
        (w, ...) polygons in EPSG:4326, indexed by code.
    metres
        Metric system to measure in, such as ``"EPSG:5897"``.

    Returns
    -------
    (e, 3) frame ``one``, ``other`` (codes, both directions, in the order of `areas`) and ``nearest`` (whether an island
    is joined by it).

    Raises
    ------
    ValueError
        The areas are not in EPSG:4326.
    """
    if areas.crs is None or areas.crs.to_string() != DEGREES:
        raise ValueError(f"expected areas in {DEGREES}, got {areas.crs}; convert them at the door (gis.areas)")
    shapes = areas.geometry.to_crs(metres).to_numpy()
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="dwithin", distance=TOUCHING)
    apart = one != other
    links = np.zeros((len(shapes), len(shapes)), dtype=bool)
    links[one[apart], other[apart]] = True
    joined = _islands(shapes, links)
    rows, columns = np.nonzero(links | joined)
    codes = areas.index.to_numpy()
    return pd.DataFrame({"one": codes[rows], "other": codes[columns], "nearest": joined[rows, columns]})


def _islands(shapes: npt.NDArray[np.object_], links: Links) -> Links:
    """Answer the links that join each island to its nearest area."""
    joined = np.zeros_like(links)
    for island in np.flatnonzero(~links.any(axis=1)) if len(shapes) > 1 else ():
        away = shapely.distance(shapes[island], shapes)
        away[island] = np.inf
        joined[island, away.argmin()] = joined[away.argmin(), island] = True
    return joined


def matrix(graph: pd.DataFrame, codes: pd.Index) -> Links:
    """Answer the graph among some codes as a matrix; whoever is not among them is left out, with all links to it.

    Parameters
    ----------
    graph
        (e, ≥ 2) ``one`` and ``other``; a pair given in one direction counts in that direction only.
    codes
        (k,) unique codes.

    Returns
    -------
    (k, k) matrix of bool; no code is its own neighbour.
    """
    rows, columns = (codes.get_indexer(pd.Index(graph[name])) for name in ("one", "other"))
    inside = (rows >= 0) & (columns >= 0) & (rows != columns)
    links = np.zeros((len(codes), len(codes)), dtype=bool)
    links[rows[inside], columns[inside]] = True
    return links


def merged(graph: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Answer the graph of groups of areas: neighbours where they share an area or hold neighbouring ones.

    Parameters
    ----------
    graph
        (e, ≥ 2) of the areas.
    groups
        (g, 2) ``area`` and ``group``; an area may lie in several groups.
    """
    same = pd.DataFrame({"one": groups["area"].unique(), "other": groups["area"].unique()})
    pairs = pd.concat([graph[["one", "other"]], same])
    pairs = pairs.merge(groups, left_on="one", right_on="area").merge(groups, left_on="other", right_on="area")
    found = pairs[pairs["group_x"] != pairs["group_y"]]
    found = found.rename(columns={"group_x": "from", "group_y": "to"})[["from", "to"]].drop_duplicates()
    return found.set_axis(["one", "other"], axis=1).sort_values(["one", "other"], ignore_index=True)
