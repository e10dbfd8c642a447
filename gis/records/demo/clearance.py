"""Frames of the clearance side: projects, projects by ward, plans, household files, sites."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from gis.records.declaration import describe
from gis.records.demo.files import MILESTONES as FILE_DAYS
from gis.records.demo.places import Places
from gis.records.demo.plans import MILESTONES as PLAN_DAYS
from gis.records.demo.projects import Projects, footprints
from gis.records.demo.sheets import NEVER, Categories, Numbers, chance, codes, cut, day, named, typed
from gis.records.entities import ENTITIES

_HECTARE: Final = 10_000.0
_LEAST_PUBLIC: Final = 0.05
_LAND_LAW: Final = dt.date(2024, 8, 1)
_STRADDLING_DAYS: Final = 120
"""Projects announced so shortly before a new law may say that they follow it."""


def project_frames(
    places: Places, projects: Projects, files: pd.DataFrame, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the frames of projects and of projects by ward; the wards of a project add up to it, to the square metre."""
    sheet, pairs = projects.sheet, projects.pairs
    n = len(sheet)
    theirs = np.bincount(files["pair"], weights=files["area"], minlength=len(pairs)) / _HECTARE
    recover = np.round(theirs * rng.uniform(1.15, 1.9, len(pairs)) + _LEAST_PUBLIC, 4)
    area = np.round(recover * np.where(chance(rng, len(pairs), 0.5), 1.0, rng.uniform(1.0, 1.25, len(pairs))), 4)
    of_project = {name: _sum(values, pairs, n) for name, values in (("area", area), ("recover_area", recover))}
    kind = ENTITIES["project"]["kind"]
    columns = {
        "code": projects.codes,
        "purpose": sheet["kind"].astype("str").map(lambda code: describe(code, kind).vi),
        "regime": _regimes(sheet["announced"].to_numpy(), rng),
        "announced_on": sheet["announced"],
        "footprint": footprints(places, rng, sheet, pairs, of_project["area"]),
        **of_project,
        **{name: sheet[name] for name in sheet.columns if name not in {"announced", "pace", "pay_lag"}},
    }
    by_ward = {
        "project": named(pairs["project"], projects.codes),
        "ward": named(pairs["ward"], places.codes),
        "announced_on": sheet["announced"].to_numpy()[pairs["project"]],
        "area": area,
        "recover_area": recover,
    }
    return typed(ENTITIES["project"], n, columns), typed(ENTITIES["project_ward"], len(pairs), by_ward)


def _sum(values: Numbers, pairs: pd.DataFrame, n: int) -> Numbers:
    return np.round(np.bincount(pairs["project"], weights=values, minlength=n), 4)


def _regimes(announced: Numbers, rng: np.random.Generator) -> Categories:
    """Let half the projects that straddle the new land law name it; every other keeps the law of its own first day."""
    law = day(_LAND_LAW)
    named_law = (announced < law) & (announced >= law - _STRADDLING_DAYS) & chance(rng, len(announced), 0.5)
    return named(np.where(named_law, 0, -1), [_LAND_LAW.isoformat()])


def plan_codes(plans: pd.DataFrame) -> pd.Series:
    """Answer the code of each plan."""
    return codes("PA", len(plans))


def plan_frame(places: Places, projects: Projects, plans: pd.DataFrame, files: pd.DataFrame) -> pd.DataFrame:
    """Make the frame of plans; households, area and sums are those of its files."""
    n, plan = len(plans), files["plan"].to_numpy()
    approved = plans["approved"].notna()
    counted = plans["inventoried"].notna()
    total = np.bincount(plan, weights=files["sum"] * files["approved"].notna(), minlength=n)
    columns = {
        "code": plan_codes(plans),
        "project": named(plans["project"], projects.codes),
        "ward": named(plans["ward"], places.codes),
        "round": plans["round"],
        "households": np.where(counted, np.bincount(plan, minlength=n), np.nan),
        "area": np.round(np.bincount(plan, weights=files["area"], minlength=n) / _HECTARE, 4),
        "approved_sum": np.where(approved, total, np.nan),
        "coefficient": np.where(approved, plans["coefficient"], np.nan),
        "opinions_on": plans["opinions"],
        "disagreed": plans["disagreed"],
        "planned_payment": plans["planned_payment"],
        "planned_handover": plans["planned_handover"],
        **{f"{name}_on": plans[name] for name in PLAN_DAYS if name != "persuasion"},
    }
    return typed(ENTITIES["plan"], n, columns)


def file_frame(
    places: Places, projects: Projects, plans: pd.DataFrame, files: pd.DataFrame, site_codes: pd.Series
) -> pd.DataFrame:
    """Make the frame of household files; what is known with a day that never came stays blank."""
    days = {f"{name}_on": files[name] for name in FILE_DAYS if name != "obstacle_on"}
    columns = {
        "code": codes("HS", len(files)),
        "project": named(files["project"], projects.codes),
        "plan": named(files["plan"], plan_codes(plans)),
        "ward": named(files["ward"], places.codes),
        "land_kind": files["land_kind"],
        "area": files["area"],
        "approved_sum": files["sum"].where(files["approved"].notna()),
        "paid_sum": files["paid_sum"].where(files["paid"].notna()),
        "inventory_persuasion_on": files["inventory_persuasion"],
        "compulsory_inventory_on": files["compulsory_inventory"],
        "obstacle_on": files["obstacle_on"],
        "obstacle": files["obstacle"].where(files["obstacle_on"].notna()),
        "resettlement_need": np.where(files["inventoried"].notna(), files["resettlement_need"], NEVER),
        "site": named(files["site"], site_codes),
        **days,
    }
    return typed(ENTITIES["household_file"], len(files), columns)


def site_frame(
    places: Places, projects: Projects, sites: pd.DataFrame, files: pd.DataFrame, *, end: float
) -> pd.DataFrame:
    """Make the frame of resettlement sites; allocated is the number of lots drawn there."""
    n = len(sites)
    ready = cut(sites["infrastructure"].to_numpy(), end)
    drawn = np.bincount(files["site"][files["site"] >= 0], minlength=n)
    columns = {
        "code": codes("TDC", n),
        "name": sites["name"],
        "project": named(sites["project"], projects.codes),
        "ward": named(sites["ward"], places.codes),
        "capacity": sites["capacity"],
        "allocated": np.where(np.isnan(ready), np.nan, drawn),
        "started_on": sites["started"],
        "planned_infrastructure": sites["planned"],
        "infrastructure_on": ready,
        "location": sites["location"],
    }
    return typed(ENTITIES["resettlement_site"], n, columns)
