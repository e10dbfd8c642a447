"""Resettlement sites: where a pair's households may go, and whether the ground there is ready.

A third of the sites *stall*: their infrastructure comes months or years after the planned day, or not at all so far.
Lots are drawn only once it is done, in the order of the files, until no lot is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
import shapely

from gis.records.demo.places import Places, points_within
from gis.records.demo.projects import Projects
from gis.records.demo.sheets import NEVER, Mask, Numbers, Rows, chance, cut, workday

_LEAST_NEED: Final = 12
"""Households of a pair from which a site is built for it; fewer go to another site of their ward, if there is one."""

_STALLED: Final = 0.42
_LATEST_START: Final = 30.0


def sites(
    places: Places,
    projects: Projects,
    files: pd.DataFrame,
    rng: np.random.Generator,
    names: Iterator[str],
    *,
    end: float,
) -> pd.DataFrame:
    """Invent a site for every pair where many households need one.

    Returns
    -------
    (s, …) pair, project, ward, name, capacity, started, planned, infrastructure (not cut), location (WKB, EPSG:4326).
    """
    need = np.bincount(files["pair"], weights=files["resettlement_need"], minlength=len(projects.pairs))
    own = np.flatnonzero(need >= _LEAST_NEED)
    pairs, n = projects.pairs.iloc[own], len(own)
    serving = serving_sites(projects.pairs, own)
    asked = np.bincount(serving[serving >= 0], weights=need[serving >= 0], minlength=n)
    announced = projects.sheet["announced"].to_numpy()[pairs["project"]]
    started = workday(np.minimum(announced + rng.uniform(40, 300, n), end - _LATEST_START))
    planned = started + np.floor(rng.uniform(200, 450, n))
    late = np.where(chance(rng, n, _STALLED), rng.uniform(250, 2_200, n), rng.uniform(-50, 45, n))
    return pd.DataFrame(
        {
            "pair": own,
            "project": pairs["project"].to_numpy(),
            "ward": pairs["ward"].to_numpy(),
            "name": [f"Khu tái định cư {next(names)}" for _ in range(n)],
            "capacity": np.ceil(asked * rng.uniform(0.8, 1.3, n)).astype(int),
            "started": started,
            "planned": planned,
            "infrastructure": workday(planned + late),
            "location": [_point(places, rng, ward) for ward in pairs["ward"]],
        }
    )


def serving_sites(pairs: pd.DataFrame, own: Rows) -> Rows:
    """Answer for each pair its site (-1: none): its own, else the first one of its ward.

    Parameters
    ----------
    own
        (s,) pair for which each site is built.
    """
    ward = pairs["ward"].to_numpy()
    of_ward = pd.Series(np.arange(len(own)), index=ward[own]).groupby(level=0).first()
    serving = of_ward.reindex(ward).fillna(-1).to_numpy().astype(np.int64)
    serving[own] = np.arange(len(own))
    return serving


def _point(places: Places, rng: np.random.Generator, ward: int) -> bytes:
    return bytes(shapely.to_wkb(shapely.Point(points_within(rng, places.shapes[ward], 1)[0])))


def resettled(
    files: pd.DataFrame, sites: pd.DataFrame, pairs: pd.DataFrame, rng: np.random.Generator, *, end: float
) -> pd.DataFrame:
    """Add to each file its site (-1: none yet), the day its lot was drawn and the day it was received."""
    n = len(files)
    site = serving_sites(pairs, sites["pair"].to_numpy())[files["pair"]]
    ready = _at(sites["infrastructure"].to_numpy(), site)
    asked = files["resettlement_need"].to_numpy() & chance(rng, n, 0.85)
    drawn = np.where(asked, np.maximum(ready, files["approved"]) + rng.uniform(5, 90, n), NEVER)
    drawn = cut(workday(drawn), end)
    drawn = np.where(_fits(site, drawn, sites["capacity"].to_numpy()), drawn, NEVER)
    received = np.where(chance(rng, n, 0.85), drawn + rng.uniform(20, 180, n), NEVER)
    return files.assign(site=np.where(np.isnan(drawn), -1, site), lot_drawn=drawn, resettled=received)


def _at(values: Numbers, rows: Rows) -> Numbers:
    """Take values by row number; -1 answers NaN."""
    return np.append(values, NEVER)[rows]


def _fits(site: Rows, drawn: Numbers, capacity: Numbers) -> Mask:
    """Answer who drew while lots were left; of the same day the earlier file comes first."""
    order = pd.DataFrame({"site": site, "drawn": drawn}).dropna().sort_values(["site", "drawn"], kind="stable")
    place = order.groupby("site").cumcount()
    fits = np.zeros(len(site), dtype=bool)
    fits[order.index] = place.to_numpy() < _at(capacity, order["site"].to_numpy())
    return fits
