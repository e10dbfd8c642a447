"""Old wards as seeds, new wards as what is certain of them: the facts of a province in metres, ready to be fitted.

A *seed* is an old ward, the province's own or a neighbour's, with a middle and half-widths taken from its box. A box
that is only the default view around a point (far smaller than its district's usual box), or that covers a district, is
*doubtful*: only the point and the usual size are kept.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.areas.facts import Facts
from gis.areas.geodesy import points_to_metres

Numbers = npt.NDArray[np.floating[Any]]
Indices = npt.NDArray[np.integer[Any]]

_NEIGHBOURS: Final = 0.1
"""Degrees around the province from which neighbours' old wards compete for the border."""

_ASTRAY: Final = 1.0
"""Degrees from its heir beyond which an old ward's place is a mistake: Trường Sa's are put on the mainland."""

_TOO_SMALL, _TOO_LARGE = 0.15, 8.0
"""Box area over the district's usual one below or above which a box is doubtful."""

_USUAL: Final = 9e6
"""Square metres of a box where no box of the district is known."""

_DOUBTFUL_HALF: Final = 0.6
"""Half-width of a doubtful seed over the root of the usual box area."""

_REACH, _DOUBTFUL_REACH = 0.35, 1.0
"""How far beyond its box a seed may reach, in half-widths."""

_BEYOND: Final = 6.0
"""Cost per half-width beyond the box, for a seed whose box is trusted."""


class Seeds(NamedTuple):
    """(s, ...) one row per old ward; metres."""

    middle: Numbers  # (s, 2)
    box: Numbers  # (s, 2) middle of the box
    half: Numbers  # (s, 2) half-widths
    reach: Numbers  # (s,) in half-widths
    beyond: Numbers  # (s,)
    code: list[str]
    district: Indices
    ours: npt.NDArray[np.bool_]


class Wards(NamedTuple):
    """(w, ...) what is certain about the new wards; metres."""

    codes: tuple[str, ...]
    centroid: Numbers  # (w, 2)
    area: Numbers
    radius: Numbers


def wards_of(facts: Facts, crs: str) -> Wards:
    """Bring what is certain about the new wards to metres."""
    centroid = np.column_stack(points_to_metres(facts.wards["lon"], facts.wards["lat"], crs=crs))
    area = facts.wards["km2"].fillna(facts.wards["km2"].median()).to_numpy(float) * 1e6
    return Wards(tuple(facts.wards.index), centroid, area, np.sqrt(area / np.pi))


def seeds_of(facts: Facts, crs: str) -> Seeds:
    """Take the province's old wards and its neighbours' as seeds."""
    old = _near(facts)
    point = np.column_stack(points_to_metres(old["lon"], old["lat"], crs=crs))
    low = np.column_stack(points_to_metres(old["west"], old["south"], crs=crs))
    high = np.column_stack(points_to_metres(old["east"], old["north"], crs=crs))
    usual, small, large = _doubts(old, np.prod(high - low, axis=1))
    doubtful = (small | large)[:, None]
    half = np.where(doubtful, _DOUBTFUL_HALF * np.sqrt(usual)[:, None], (high - low) / 2)
    box = np.where(doubtful, point, (low + high) / 2)
    ours = old.index.isin(facts.heirs["old_ward"])
    kept = ours | ~large  # the point of a neighbour known only by its district says nothing about the border
    return Seeds(
        middle=((point + box) / 2)[kept],
        box=box[kept],
        half=half[kept],
        reach=np.where(doubtful[:, 0], _DOUBTFUL_REACH, _REACH)[kept],
        beyond=np.where(doubtful[:, 0], 0, _BEYOND)[kept],
        code=list(old.index[kept]),
        district=old["district"].astype(int).to_numpy()[kept],
        ours=ours[kept],
    )


def _near(facts: Facts) -> pd.DataFrame:
    """Take the province's old wards and those around it."""
    own = _located(facts)
    south, north = own["lat"].min() - _NEIGHBOURS, own["lat"].max() + _NEIGHBOURS
    west, east = own["lon"].min() - _NEIGHBOURS, own["lon"].max() + _NEIGHBOURS
    others = facts.old.drop(own.index)
    return pd.concat([own, others[others["lat"].between(south, north) & others["lon"].between(west, east)]])


def _located(facts: Facts) -> pd.DataFrame:
    """Take the province's old wards; one that nobody located, or far off, stands where its heir does."""
    own = facts.former
    heir = facts.heirs.drop_duplicates("old_ward").set_index("old_ward")["ward"]
    lon, lat = (heir.map(facts.wards[axis]).reindex(own.index) for axis in ("lon", "lat"))
    near = (own["lon"] - lon).abs().le(_ASTRAY) & (own["lat"] - lat).abs().le(_ASTRAY)
    return own.assign(lon=own["lon"].where(near, lon), lat=own["lat"].where(near, lat)).assign(
        **{side: own[side].where(near) for side in ("south", "west", "north", "east")}
    )


def _doubts(old: pd.DataFrame, area: Numbers) -> tuple[Numbers, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Answer the usual box area of each old ward's district, and whose box is too small or too large to be true."""
    usual = pd.Series(area, old.index).groupby(old["district"]).transform("median").fillna(_USUAL).to_numpy()
    usual = np.minimum(usual, _TOO_LARGE * _USUAL)
    return usual, area < _TOO_SMALL * usual, ~(area <= _TOO_LARGE * usual)
