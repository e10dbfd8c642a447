"""Household files: one row a household, one day a milestone, and sums a household of that ward would be offered.

Paid but not handed over is common, some are never paid, some money lies deposited. A household that needs resettlement
often keeps its land until it has received its lot.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from gis.records.demo.places import Places
from gis.records.demo.projects import Projects
from gis.records.demo.sheets import NEVER, Numbers, chance, cut, pick, workday

_OBSTACLES: Final = {
    "disagrees_price": 0.38,
    "land_origin": 0.22,
    "refuses_money": 0.12,
    "absent": 0.10,
    "dispute": 0.07,
    "inheritance": 0.07,
    "mortgage": 0.04,
}
_DEPOSITED: Final = ("disagrees_price", "refuses_money", "absent", "dispute")
_MEAN_AREA: Final = {"farm": 540.0, "residential": 95.0, "other": 260.0}
"""Square metres a file; together about 0.04 ha, as published."""

_PRICE: Final = {"farm": 1.3e6, "residential": 16e6, "other": 4e6}
"""Đồng for a square metre with support; in a phường land for living costs about twice as much."""

MILESTONES: Final = (
    "notified",
    "inventoried",
    "origin",
    "approved",
    "effective",
    "paid",
    "deposited",
    "decision",
    "persuasion",
    "handed_over",
    "enforced",
    "obstacle_on",
    "cleared",
    "lot_drawn",
    "resettled",
)
"""Days of a file's sheet; its ``obstacle`` is the kind, ``obstacle_on`` the day."""


def files(places: Places, plans: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Invent the files of every plan, up to approval.

    Returns
    -------
    (h, …) plan, pair, project, ward, land_kind, area (m²), obstacle, resettlement_need, sum (đồng) and the days from
    notice to the recovery decision. Days after the end are not yet cut.
    """
    rows = np.repeat(np.arange(len(plans)), plans["households"])
    plan = plans.iloc[rows].reset_index(drop=True)
    kind = _land_kinds(places, plan, rng)
    area = _areas(kind, rng)
    sheet = plan[["pair", "project", "ward"]].assign(plan=rows, land_kind=kind, area=area)
    sheet["sum"] = _sums(places, plan, kind, area, rng)
    need = (kind == "residential") & chance(rng, len(rows), 0.6)
    stuck = chance(rng, len(rows), 0.12 + 0.08 * (kind == "residential"))
    sheet["obstacle"] = pd.Series(pick(rng, len(rows), _OBSTACLES), dtype=object).where(stuck)
    return sheet.assign(resettlement_need=need, **_until_approval(sheet, plan, rng))


def _land_kinds(places: Places, plan: pd.DataFrame, rng: np.random.Generator) -> Any:
    """Draw land kinds: a pair is mostly of one kind, a phường more for living."""
    home = np.where(places.urban[plan["ward"]], 0.38, 0.16)
    tilt = rng.beta(1.2, 1.2, plan["pair"].max() + 1 if len(plan) else 1)[plan["pair"]]
    draw = rng.random(len(plan))
    residential = np.minimum(2 * home * tilt, 0.9)
    return np.select([draw < residential, draw > 0.94], ["residential", "other"], "farm").astype(object)  # noqa: PLR2004


def _areas(kind: Any, rng: np.random.Generator) -> Numbers:
    mean = pd.Series(kind, dtype=object).map(_MEAN_AREA).to_numpy(dtype=float)
    spread = 0.6
    drawn: Numbers = np.maximum(mean * rng.lognormal(-(spread**2) / 2, spread, len(mean)), 5.0)
    return drawn.round(1)


def _sums(places: Places, plan: pd.DataFrame, kind: Any, area: Numbers, rng: np.random.Generator) -> Numbers:
    price = pd.Series(kind, dtype=object).map(_PRICE).to_numpy(dtype=float)
    dear = np.where(places.urban[plan["ward"]] & (kind != "farm"), 2.0, 1.0)
    level = rng.lognormal(0, 0.2, len(places))[plan["ward"]]
    sums: Numbers = area * price * dear * level * plan["coefficient"].to_numpy()
    return sums.round(-3)


def _until_approval(sheet: pd.DataFrame, plan: pd.DataFrame, rng: np.random.Generator) -> dict[str, Numbers]:
    n = len(sheet)
    notified, approved = plan["notified"].to_numpy(), plan["approved"].to_numpy()
    inventoried = notified + rng.uniform(0.5, 1, n) * (plan["inventoried"].to_numpy() - notified)
    home = (sheet["land_kind"] == "residential").to_numpy()
    hindered = sheet["obstacle"].notna().to_numpy()
    later = np.where(home & chance(rng, n, 0.35), rng.uniform(60, 420, n), 0)
    never = (home & chance(rng, n, 0.12)) | (hindered & chance(rng, n, 0.25))
    approved = np.where(never, NEVER, approved + later)
    origin = inventoried + rng.uniform(5, 60, n)
    obstacle = np.where(hindered, inventoried + rng.uniform(0, 150, n), NEVER)
    return {
        "notified": notified,
        "inventoried": inventoried,
        "origin": np.where(sheet["obstacle"] == "land_origin", NEVER, origin),
        "approved": approved,
        "effective": approved + np.nan_to_num((plan["effective"] - plan["approved"]).to_numpy()),
        "decision": approved + np.nan_to_num((plan["decision"] - plan["approved"]).to_numpy()),
        "obstacle_on": obstacle,
        "cleared": np.where(chance(rng, n, 0.55), obstacle + rng.uniform(40, 500, n), NEVER),
    }


def paid(sheet: pd.DataFrame, projects: Projects, rng: np.random.Generator) -> pd.DataFrame:
    """Add the days of payment and deposit, the sum paid, and an origin of land cleared late."""
    n = len(sheet)
    lag = projects.sheet["pay_lag"].to_numpy()[sheet["project"]] * rng.lognormal(0, 0.5, n)
    hindered, cleared = sheet["obstacle"].notna().to_numpy(), sheet["cleared"].to_numpy()
    freed = np.where(hindered, cleared + rng.uniform(3, 30, n), -np.inf)
    never = chance(rng, n, 0.03)
    day = np.where(never | np.isnan(freed), NEVER, np.maximum(sheet["effective"] + lag, freed))
    held = np.isnan(freed) & sheet["obstacle"].isin(_DEPOSITED).to_numpy() & chance(rng, n, 0.6)
    part = np.where(chance(rng, n, 0.06), 0.9, 1.0)
    late_origin = sheet["obstacle"] == "land_origin"
    return sheet.assign(
        paid=day,
        deposited=np.where(held, sheet["effective"] + rng.uniform(20, 60, n), NEVER),
        paid_sum=np.round(sheet["sum"] * part, -3),
        origin=np.where(late_origin, cleared, sheet["origin"]),
    )


def handed_over(sheet: pd.DataFrame, plans: pd.DataFrame, rng: np.random.Generator, *, end: float) -> pd.DataFrame:
    """Add persuasion, hand-over and enforcement; every day becomes a workday not later than `end`."""
    n = len(sheet)
    waits = sheet["resettlement_need"].to_numpy() & chance(rng, n, 0.65)
    free = np.where(waits, np.maximum(sheet["paid"], sheet["resettled"]), sheet["paid"]) + rng.uniform(5, 75, n)
    handed = np.where(chance(rng, n, 0.88), free, NEVER)
    persuasion = plans["persuasion"].to_numpy()[sheet["plan"]]
    persuasion = np.where((handed <= persuasion) | np.isnan(sheet["decision"]), NEVER, persuasion)
    persuasion = np.where(persuasion >= sheet["decision"], persuasion, NEVER)
    refused = np.isnan(handed) & np.isnan(sheet["paid"]) & chance(rng, n, np.where(np.isnan(persuasion), 0.01, 0.12))
    enforced = np.where(refused, np.fmax(sheet["decision"], persuasion) + rng.uniform(40, 300, n), NEVER)
    sheet = sheet.assign(persuasion=persuasion, enforced=enforced, handed_over=np.fmin(handed, enforced))
    days = {name: cut(workday(sheet[name].to_numpy()), end) for name in MILESTONES}
    return sheet.assign(**days)
