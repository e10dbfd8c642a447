"""Whether what is recorded of a ward carries a statistic, and if not, why: a finding on poor data is *muted*.

Looked at are the cases received since a day, and the open ones. A case *states* its place when its precision or hamlet
is recorded; otherwise its ward may only be that of the office that wrote it down. It is a *duplicate* when another one
of the same level bears its code in the national database, or an officer confirmed that it and an earlier one are one
case.

A *stand-in* is a point that software or an office puts where it knows none: at least `STACK` cases lie exactly on it
and they name more than one ward or hamlet, or no hamlet at all. Cases on such a point have no known place and are left
out of every count, so they never make a hotspot.

Reasons: ``unstated`` and ``undated`` (too few cases state their place, or the day of receipt), ``duplicates`` and
``stand_ins`` (too many), ``stale`` (nothing was brought in for `STALE` days).
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.insight import linked
from gis.insight.situation import Situation

Places = npt.NDArray[np.integer[Any]]

LEAST_STATED: Final = 0.5
LEAST_DATED: Final = 0.8
MOST_DUPLICATES: Final = 0.2
MOST_STAND_INS: Final = 0.2
STALE: Final = 45
"""Days: a monthly report and half a month to bring it in."""
STACK: Final = 10
"""Cases on one point from which it may be a stand-in: fewer meet by chance in a block of flats."""
REASONS: Final = ("unstated", "undated", "duplicates", "stand_ins", "stale")

_FIELDS: Final = ("ward", "hamlet", "precision", "longitude", "latitude", "level", "national_code")


def stand_ins(now: Situation) -> Places:
    """Answer the places, among all cases, of those that lie on a stand-in; worked out once a situation."""
    found: Places = now.answered("stand_ins", lambda: _stand_ins(now))
    return found


def _stand_ins(now: Situation) -> Places:
    rows = now.snapshot.rows("case").frame(("ward", "hamlet", "longitude", "latitude"))
    placed = np.flatnonzero(rows["longitude"].notna() & rows["latitude"].notna())
    return placed[stacked(rows.iloc[placed])]


def stacked(cases: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell which cases lie on a stand-in.

    Parameters
    ----------
    cases
        (n, ...) with ``longitude`` and ``latitude`` (both known) and categorical ``ward`` and ``hamlet``.

    Returns
    -------
    (n,) array of bool.
    """
    point = np.ascontiguousarray(cases[["longitude", "latitude"]].to_numpy(dtype="float64")).view("complex128")
    number, points = pd.factorize(point.reshape(-1))
    ward, hamlet = (cases[name].cat.codes.to_numpy().astype("int64") for name in ("ward", "hamlet"))
    named = hamlet >= 0
    many = np.bincount(number, minlength=len(points)) >= STACK
    nameless = np.bincount(number[named], minlength=len(points)) == 0
    several = _several(number, ward, len(points))
    several |= _several(number[named], hamlet[named], len(points))
    found: npt.NDArray[np.bool_] = (many & (several | nameless))[number]
    return found


def _several(number: Places, values: Places, points: int) -> npt.NDArray[np.bool_]:
    """Tell of which points there is more than one value."""
    one = np.zeros(points, dtype="int64")
    one[number] = values  # any of them will do
    differing: npt.NDArray[np.bool_] = np.bincount(number[values != one[number]], minlength=points) > 0
    return differing


def found(now: Situation, since: dt.date, *, imported_on: dt.date | None = None) -> pd.DataFrame:
    """Look at the data of all wards.

    Parameters
    ----------
    now
        Whose cases; of all of them, whatever is chosen.
    since
        First day of receipt that is looked at.
    imported_on
        Day on which anything was last brought in; None: not known, and nothing is called stale.

    Returns
    -------
    (w, 8) frame by ward: ``cases`` looked at, the shares (0 to 1, missing without cases) ``stated``, ``to_hamlet``,
    ``dated``, ``duplicates`` and ``stand_ins``, ``muted``, and ``reasons`` (tuple of codes of `REASONS`).
    """
    history = now["case_history"]
    received = history["received_on"]
    places = np.flatnonzero(history["closed_on"].isna() | received.isna() | (received >= pd.Timestamp(since)))
    rows = now.snapshot.rows("case").frame(_FIELDS, among=places)
    told = pd.DataFrame(
        {
            "stated": (rows["precision"].notna() | rows["hamlet"].notna()).to_numpy(),
            "to_hamlet": rows["hamlet"].notna().to_numpy(),
            "dated": received.iloc[places].notna().to_numpy(),
            "duplicates": _repeated(rows) | np.isin(places, _confirmed(now)),
            "stand_ins": np.isin(places, stand_ins(now)),
        }
    )
    grouped = told.groupby(rows["ward"].astype("object").to_numpy())
    table = grouped.mean().astype("float64").assign(cases=grouped.size())
    table = table.reindex(now.areas.wards.index).rename_axis("ward")
    old = is_stale(now.snapshot.as_of, imported_on)
    return _judged(table.assign(cases=table["cases"].fillna(0).astype("int64")), stale=old)


def is_stale(as_of: dt.date, imported_on: dt.date | None) -> bool:
    """Tell whether nothing was brought in for so long that figures of a day tell of an earlier one; see `found`."""
    return imported_on is not None and (as_of - imported_on).days > STALE


def _repeated(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    coded = rows["national_code"].notna()
    again = rows.loc[coded, ["national_code", "level"]].duplicated()
    found: npt.NDArray[np.bool_] = again.reindex(rows.index, fill_value=False).to_numpy(dtype=bool)
    return found


def _confirmed(now: Situation) -> Places:
    """Answer the places of the cases that were confirmed to be one with an earlier case."""
    groups = linked.groups(now["case_link"])
    again = groups.sort_index().duplicated()
    found: Places = now.snapshot.rows("case").whose("code", list(again.index[again]))
    return found


def _judged(table: pd.DataFrame, *, stale: bool) -> pd.DataFrame:
    poor = {
        "unstated": table["stated"] < LEAST_STATED,
        "undated": table["dated"] < LEAST_DATED,
        "duplicates": table["duplicates"] > MOST_DUPLICATES,
        "stand_ins": table["stand_ins"] > MOST_STAND_INS,
        "stale": pd.Series(stale, index=table.index),
    }
    flags = np.column_stack([poor[code].to_numpy() for code in REASONS])
    told = [tuple(code for code, is_poor in zip(REASONS, row, strict=True) if is_poor) for row in flags]
    columns = ["cases", "stated", "to_hamlet", "dated", "duplicates", "stand_ins"]
    reasons = pd.Series(told, index=table.index, dtype="object")
    return table[columns].assign(muted=reasons.map(len) > 0, reasons=reasons)
