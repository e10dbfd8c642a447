"""Frames of cases, petitions and denunciation counts."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gis.records.declaration import Entity
from gis.records.demo import published
from gis.records.demo.drivers import Months
from gis.records.demo.places import Places
from gis.records.demo.sheets import NEVER, Categories, chance, codes, day, named, pick, typed
from gis.records.entities import ENTITIES

_CHANNELS: Final = {"in_person": 0.46, "post": 0.31, "online": 0.09, "forwarded": 0.14}
_PETITION_DAYS: Final = 90.0
_JOINT: Final = 0.35
_AGAIN: Final = (
    published.PETITIONS_PER_CASE - (1 - published.REPEATED_SHARE) * (1 + _JOINT)
) / published.REPEATED_SHARE
"""Petitions of a repeated case, so that petitions per case come out as published."""

_NATIONAL: Final = 0.4
_DISTRICT: Final = "UBND quận, huyện (cũ)"
_COMMUNE: Final = "Chủ tịch UBND xã, phường"
_CITY: Final = "Chủ tịch UBND thành phố"
_PREPARING: Final = {
    _DISTRICT: ("Thanh tra quận, huyện (cũ)", "Phòng Tài nguyên và Môi trường (cũ)"),
    _COMMUNE: ("Phòng Kinh tế, Hạ tầng và Đô thị", "Văn phòng HĐND và UBND"),
    _CITY: ("Thanh tra thành phố", "Sở Nông nghiệp và Môi trường"),
}
_LISTS: Final = 4
_LIST: Final = "Danh mục vụ việc phức tạp, kéo dài số {n} (dữ liệu mô phỏng)"


def case_frame(cases: pd.DataFrame, places: Places, project_codes: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """Make the declared frame from the sheet of finished cases, ordered by receipt."""
    n = len(cases)
    hamlet = cases["hamlet"].to_numpy()
    body, unit = _bodies(cases, rng)
    listed = cases["listed"].to_numpy()
    days = (
        "received",
        "accepted",
        "dialogue",
        "decided",
        "effective",
        "executed",
        "suspended",
        "resumed",
        "ended",
        "court",
    )
    columns = {
        "code": codes("VV", n),
        "national_code": codes("QG", n).where(chance(rng, n, _NATIONAL)),
        "project": named(cases["project"], project_codes),
        "ward": named(cases["ward"], places.codes),
        "precision": named((hamlet < 0).astype(int), ["hamlet", "ward"]),
        "hamlet": _hamlet_names(places)[hamlet],
        "longitude": np.where(hamlet < 0, NEVER, places.hamlet_lon[hamlet]),
        "latitude": np.where(hamlet < 0, NEVER, places.hamlet_lat[hamlet]),
        "deciding_body": body,
        "preparing_unit": unit,
        "within_competence": cases["within"],
        "outcome": cases["outcome"].where(
            cases["effective"].notna() | cases["decided"].notna() & cases["level"].notna()
        ),
        "end_reason": cases["end_reason"].where(cases["ended"].notna()),
        "prolonged_on": listed,
        "prolonged": np.where(np.isnan(listed), NEVER, 1.0),
        "prolonged_source": _sources(cases["listed"]),
        **{f"{name}_on": cases[name] for name in days},
        **{name: cases[name] for name in ("case_class", "subject", "level", "complex", "remote", "people", "repeated")},
        "above_level": cases["above_level"],
        "finding_on": cases["finding"],
        "finding_differs": cases["differs"],
    }
    return typed(ENTITIES["case"], n, columns)


def _hamlet_names(places: Places) -> Categories:
    """Answer the name of each hamlet, and at the end, where -1 points, nothing."""
    return pd.Categorical([*places.hamlet_name, None])


def _bodies(cases: pd.DataFrame, rng: np.random.Generator) -> tuple[Categories, Categories]:
    """Name who decides and who prepares, by the units of the day."""
    names = list(_PREPARING)
    old = (cases["received"] < day(published.REFORM)).to_numpy()
    body = np.select([cases["level"].eq("second"), old], [2, 0], 1)
    units = [unit for pair in _PREPARING.values() for unit in pair]
    return named(body, names), named(2 * body + chance(rng, len(cases), 0.4), units)


def _sources(listed: pd.Series) -> Categories:
    known = listed.dropna()
    number = pd.Series(-1, index=listed.index)
    number[known.index] = (known.rank(pct=True) * _LISTS).clip(upper=_LISTS - 1).astype(int)
    return named(number, [_LIST.format(n=n) for n in range(1, _LISTS + 1)])


def petition_frame(cases: pd.DataFrame, places: Places, rng: np.random.Generator, *, end: float) -> pd.DataFrame:
    """Invent the petitions of each case: the first on the day of receipt, more where people filed again or jointly."""
    again, joint = rng.poisson(_AGAIN - 2, len(cases)) + 2, 1 + rng.poisson(_JOINT, len(cases))
    rows = np.repeat(np.arange(len(cases)), np.where(cases["repeated"], again, joint))
    start = cases["received"].to_numpy()[rows]
    first = np.append(True, rows[1:] != rows[:-1]) if len(rows) else np.zeros(0, dtype=bool)
    later = start + np.floor(rng.exponential(_PETITION_DAYS, len(rows)))
    within = np.where(later > end, start + np.floor(rng.random(len(rows)) * (end - start + 1)), later)
    columns = {
        "code": codes("DT", len(rows)),
        "case": named(rows, codes("VV", len(cases))),
        "ward": named(cases["ward"].to_numpy()[rows], places.codes),
        "received_on": np.where(first, start, within),
        "channel": pick(rng, len(rows), _CHANNELS),
    }
    return typed(ENTITIES["petition"], len(rows), columns)


def denunciation_frame(when: Months, rng: np.random.Generator, *, scale: float) -> pd.DataFrame:
    """Count denunciations of the whole province by month; no row of them exists."""
    counts = rng.poisson(published.DENUNCIATIONS * scale * when.days / 30)
    entity: Entity = ENTITIES["denunciation_count"]
    return typed(entity, len(when), {"month_end": when.ends, "received": counts})
