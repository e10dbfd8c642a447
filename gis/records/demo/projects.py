"""Invented projects: what they are, which wards they cross, how many households each touches there.

A *pair* is a project in one ward; clearance, payments and cases all go by pairs. Two traits of a project are hidden
from every record and only felt: how slowly it moves (*pace*) and how late it pays (*pay_lag*).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import shapely

from gis.records.demo import published
from gis.records.demo.names import project_names
from gis.records.demo.places import Places, points_within
from gis.records.demo.sheets import Categories, Mask, Numbers, Rows, chance, day, pick

KINDS: Final = {
    "transport": 0.30,
    "housing": 0.12,
    "land_auction": 0.16,
    "resettlement": 0.05,
    "school": 0.11,
    "health": 0.03,
    "industry": 0.04,
    "commerce": 0.03,
    "irrigation": 0.05,
    "energy": 0.02,
    "culture": 0.04,
    "park": 0.02,
    "cemetery": 0.01,
    "office": 0.01,
    "waste": 0.01,
}
_KEY_SHARE: Final = 0.09
_LONG: Final = ("transport", "irrigation", "energy")
_YEARS_BACK: Final = 7.5
_LATEST: Final = 75.0
_REGIONS: Final = 12
_COEFFICIENTS: Final = {1.0: 0.7, 1.5: 0.14, 2.0: 0.16}
_LATE_PAYERS: Final = 0.35
_PUNCTUAL_DAYS: Final = 12.0
_LATE_DAYS: Final = 110.0
_BEND: Final = 0.4
"""How much of their distance from the straight line the stops of a road keep."""

_METRES_PER_DEGREE: Final = 111_320.0
"""Enough for an invented outline; real lengths and areas are computed in metres by `gis.areas`."""

_HECTARE: Final = 10_000.0


@dataclass(frozen=True)
class Projects:
    """Projects and pairs, by row number.

    Parameters
    ----------
    sheet
        (p, …) one row a project: name, kind, key_project, funding, investor, agency, compensating_unit, coefficient,
        announced, planned_start, planned_finish, pace, pay_lag.
    pairs
        (q, …) one row a project in a ward: project, ward, households.
    """

    sheet: pd.DataFrame
    pairs: pd.DataFrame

    @property
    def codes(self) -> list[str]:
        """Code of each project."""
        return [f"DA-{number:05d}" for number in range(1, len(self.sheet) + 1)]


def projects(
    places: Places, rng: np.random.Generator, names: Iterator[str], *, n: int, households: int, end: float
) -> Projects:
    """Invent n projects that touch the given number of households.

    Parameters
    ----------
    places
        The wards.
    rng
        Random numbers.
    names
        Iterator over invented place names.
    n
        Number of projects.
    households
        Household files to be spread over the pairs.
    end
        Last day of the records.
    """
    kinds = pick(rng, n, KINDS)
    key = np.zeros(n, dtype=bool)
    key[rng.permutation(n)[: max(1, round(_KEY_SHARE * n))]] = True
    home = _homes(places, rng, n)
    announced = np.floor(end - _LATEST - rng.random(n) ** 0.75 * (_YEARS_BACK * 365 - _LATEST))
    sheet = pd.DataFrame(
        {
            "name": project_names(rng, [str(kind) for kind in kinds], names),
            "kind": kinds,
            "key_project": key,
            **_parties(rng, home, kinds),
            "coefficient": _coefficients(rng, announced, key),
            "announced": announced,
            "planned_start": announced + rng.integers(60, 240, n),
            "planned_finish": announced + rng.integers(500, 1_300, n),
            "pace": rng.lognormal(0, 0.3, n),
            "pay_lag": np.where(chance(rng, n, _LATE_PAYERS), _LATE_DAYS, _PUNCTUAL_DAYS) * rng.lognormal(0, 0.2, n),
        }
    )
    return Projects(sheet, _pairs(places, rng, home, sheet, households))


def _homes(places: Places, rng: np.random.Generator, n: int) -> Rows:
    """Give every ward a project as long as there are enough, the rest to the larger ones."""
    first = rng.permutation(len(places))[:n]
    weights = places.km2**0.6
    rest = rng.choice(len(places), n - len(first), p=weights / weights.sum())
    return np.concatenate([first, rest])


def _parties(rng: np.random.Generator, home: Rows, kinds: Categories) -> dict[str, list[str] | Categories]:
    n = len(home)
    private = np.isin(np.asarray(kinds), ["housing", "commerce", "industry"]) & chance(rng, n, 0.75)
    mixed = ~private & chance(rng, n, 0.06)
    boards, firms = rng.integers(1, 10, n), rng.integers(1, 60, n)
    region = home * _REGIONS // (home.max() + 1) + 1
    return {
        "funding": pd.Categorical(np.select([private, mixed], ["non_budget", "mixed"], "budget")),
        "investor": [
            f"Nhà đầu tư số {firm}" if own else f"Ban Quản lý dự án đầu tư xây dựng số {board}"
            for own, firm, board in zip(private, firms, boards, strict=True)
        ],
        "agency": [f"Ban Quản lý dự án đầu tư – hạ tầng khu vực {number}" for number in region],
        "compensating_unit": [f"Ban Bồi thường, hỗ trợ, tái định cư khu vực {number}" for number in region],
    }


def _coefficients(rng: np.random.Generator, announced: Numbers, key: Mask) -> Numbers:
    """Answer what each project pays for land; more than once only where plans can still be approved in 2026."""
    drawn = rng.choice(list(_COEFFICIENTS), len(announced), p=list(_COEFFICIENTS.values()))
    recent = announced > day(published.COEFFICIENTS) - 3 * 365
    return np.where(recent, np.where(key & (drawn == 1) & chance(rng, len(key), 0.2), 2.0, drawn), 1.0)


def _pairs(places: Places, rng: np.random.Generator, home: Rows, sheet: pd.DataFrame, households: int) -> pd.DataFrame:
    long = sheet["kind"].isin(_LONG).to_numpy()
    key = sheet["key_project"].to_numpy()
    reach = 1 + np.where(key, rng.integers(1, 5, len(home)), chance(rng, len(home), np.where(long, 0.35, 0.06)))
    walks = [_walk(places, rng, start, length) for start, length in zip(home, reach, strict=True)]
    pairs = pd.DataFrame(
        {
            "project": np.repeat(np.arange(len(home)), [len(walk) for walk in walks]),
            "ward": np.concatenate(walks),
        }
    )
    weight = rng.lognormal(0, 0.8, len(pairs)) * places.km2[pairs["ward"]] ** 0.3 * (1 + 2 * key[pairs["project"]])
    return pairs.assign(households=_spread(rng, households, weight))


def _walk(places: Places, rng: np.random.Generator, start: int, length: int) -> Rows:
    """Go from ward to bordering ward, never back, as far as there is a way."""
    walk = [int(start)]
    while len(walk) < length:
        onward = np.setdiff1d(places.neighbours[walk[-1]], walk)
        if not len(onward):
            break
        walk.append(int(rng.choice(onward)))
    return np.array(walk)


def _spread(rng: np.random.Generator, total: int, weight: Numbers) -> Rows:
    """Share a whole number out, one to each as long as there are enough."""
    floor = int(total >= len(weight))
    return floor + rng.multinomial(total - floor * len(weight), weight / weight.sum())


def footprints(
    places: Places, rng: np.random.Generator, sheet: pd.DataFrame, pairs: pd.DataFrame, hectares: Numbers
) -> list[bytes | None]:
    """Draw key projects: a line through its wards for a road, a patch inside its ward for anything else.

    Parameters
    ----------
    hectares
        (p,) area of each project.

    Returns
    -------
    WKB in EPSG:4326 for key projects, None for the others.
    """
    wards = pairs.groupby("project")["ward"].apply(list)
    key, line = sheet["key_project"].to_numpy(), sheet["kind"].isin(_LONG).to_numpy()
    return [
        _drawn(places, rng, wards[row], hectares[row], line=bool(line[row])) if key[row] else None
        for row in range(len(sheet))
    ]


def _drawn(places: Places, rng: np.random.Generator, wards: Sequence[int], hectares: float, *, line: bool) -> bytes:
    ground = shapely.union_all([places.shapes[ward] for ward in wards])
    if line:
        stops = np.concatenate([points_within(rng, places.shapes[ward], 2) for ward in wards])
        shape = shapely.LineString(_straightened(stops)).intersection(ground)
    else:
        shape = _patch(rng, points_within(rng, places.shapes[wards[0]], 1)[0], hectares).intersection(ground)
    return bytes(shapely.to_wkb(shape))


def _straightened(stops: Numbers) -> Numbers:
    """Order stops along their main direction and pull them towards it: roads bend, they do not zigzag."""
    centre = stops.mean(axis=0)
    _, _, axes = np.linalg.svd(stops - centre)
    along, aside = ((stops - centre) @ axes.T).T
    drawn = np.column_stack([along, aside * _BEND])[np.argsort(along)]
    return np.asarray(centre + drawn @ axes)


def _patch(rng: np.random.Generator, centre: Numbers, hectares: float) -> shapely.Geometry:
    """Draw an uneven patch of about the given size."""
    angle = np.linspace(0, 2 * np.pi, 9)[:-1]
    radius = np.sqrt(hectares * _HECTARE / np.pi) * rng.uniform(0.8, 1.2, len(angle)) / _METRES_PER_DEGREE
    across = radius / np.cos(np.radians(centre[1]))
    return shapely.Polygon(np.column_stack([centre[0] + across * np.cos(angle), centre[1] + radius * np.sin(angle)]))
