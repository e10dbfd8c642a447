"""Ward by ward: one table that colours the map, ranks the places and is downloaded.

A *measure* is a column of that table which may colour the map. A project in several wards counts in each of them; the
line of totals counts it once and is therefore smaller than the sum of the column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from gis.insight import contacts, reception_minima
from gis.insight.once import once
from gis.insight.situation import Selection
from gis.insight.totals import CASE_TOTALS, COMMITMENT_TOTALS, FILE_TOTALS, total, total_by
from gis.period import Period

MeasureKind = Literal["count", "share", "money", "days", "hectares"]


@dataclass(frozen=True)
class Measure:
    """One column that may colour the wards.

    Parameters
    ----------
    code
        Column of the ward table and code in the address bar.
    kind
        What the numbers are, for units and class breaks.
    entity
        What must have been recorded for the measure to be known.
    duty
        Whether more of it means more of an authority's duty unkept or undone; otherwise it merely describes.
    of
        Of a share: the columns of what is counted and of what it is counted out of.
    """

    code: str
    kind: MeasureKind
    entity: str
    duty: bool = False
    of: tuple[str, ...] = ()


MEASURES: Final[dict[str, Measure]] = {
    measure.code: measure
    for measure in (
        Measure("open_cases", "count", "case", duty=True),
        Measure("overdue_cases", "count", "case", duty=True),
        Measure("overdue_share", "share", "case", duty=True, of=("overdue_cases", "open_cases")),
        Measure("oldest_age", "days", "case", duty=True),
        Measure("broken_commitments", "count", "commitment", duty=True),
        Measure("missed_dialogues", "count", "dialogue", duty=True),
        Measure("days_since_contact", "days", "dialogue", duty=True),
        Measure("reception_missing", "count", "reception", duty=True),
        Measure("unpaid_households", "count", "household_file", duty=True),
        Measure("late_households", "count", "household_file", duty=True),
        Measure("households", "count", "household_file"),
        Measure("paid_share", "share", "household_file", of=("paid_households", "approved_households")),
        Measure("handed_over_share", "share", "household_file", of=("handed_over_households", "households")),
        Measure("approved_sum", "money", "household_file"),
        Measure("projects", "count", "project"),
        Measure("recover_area", "hectares", "project"),
    )
}


_OF_FILES: Final = (*FILE_TOTALS, "late")


@once("project_place", "household_file", "open_case", "commitment", "dialogue", "reception", "submission")
def table(selection: Selection, period: Period) -> pd.DataFrame:
    """Work out the ward table of a selection.

    Parameters
    ----------
    selection
        What is chosen.
    period
        Over which reception days are held against their minimum; all else is told on the as-of day.

    Returns
    -------
    (w, ...) indexed by ward code, one row per ward the choice of places keeps, in the order of `Areas.wards`. Counts
    are zero where something could have been recorded and was not, and missing where nobody recorded that entity at
    all; shares (0 to 1) are missing where there is nothing to divide by, missing reception days where a ward has not
    reported enough to say that there are none. Sums in đồng, areas in hectares, ages in days.
    """
    if selection.everywhere is not selection:
        return table(selection.everywhere, period).reindex(selection.wards)
    return of_frames(selection, period)


def of_frames(selection: Selection, period: Period) -> pd.DataFrame:
    """Work the ward table out from the frames of a selection, without asking what is known of all places; see `table`.

    A row is made of what lies in its ward, so that the rows of some wards are the same whatever wards are chosen.
    """
    wards = selection.wards
    parts = [_projects(selection), _households(selection), _cases(selection), _contacts(selection)]
    parts.append(reception_minima.missing(selection, period).to_frame())
    return pd.concat([part.reindex(wards) for part in parts], axis=1).rename_axis("ward")


NOWHERE: Final = "?"
"""Stands for the code of a ward in the row of what has none."""


@once("household_file", "open_case", "commitment", "dialogue")
def nowhere(selection: Selection) -> pd.DataFrame:
    """Count what is chosen but stands in no ward: the figures of the whole count it, no row of the ward table does.

    Returns
    -------
    (1, ...) columns as `table` has them, indexed by `NOWHERE`; no row where everything stands in a ward. Shares, ages
    and days of contact belong to a place and are missing.
    """
    sums = {
        **_astray(selection, "household_file", _OF_FILES, _FILE_NAMES),
        **_astray(selection, "open_case", CASE_TOTALS, {"open": "open_cases", "overdue": "overdue_cases"}),
        **_astray(selection, "commitment", COMMITMENT_TOTALS, _PROMISES),
        **_astray(selection, "dialogue", ("missed",), {"missed": "missed_dialogues"}),
    }
    found = pd.DataFrame([sums], index=pd.Index([NOWHERE], name="ward"))
    return found if any(sums.values()) else found.iloc[:0]


_FILE_NAMES: Final = {
    "approved": "approved_households",
    "paid": "paid_households",
    "unpaid": "unpaid_households",
    "handed_over": "handed_over_households",
    "late": "late_households",
}
"""Total of household files → its column in the ward table."""
_PROMISES: Final = {"pending": "pending_commitments", "broken": "broken_commitments"}


def _astray(selection: Selection, frame: str, totals: Sequence[str], names: Mapping[str, str]) -> dict[str, float]:
    """Sum the rows of a frame that stand in no ward; nothing is answered where nobody recorded any."""
    if not selection.situation.recorded(_RECORDED.get(frame, frame)):
        return {}
    rows = selection[frame][["ward", *totals]]
    lost = rows[~rows["ward"].isin(selection.wards)]
    return {names.get(str(name), str(name)): float(n) for name, n in total(lost, totals).items()}


_RECORDED: Final = {"open_case": "case"}


def _known(selection: Selection, entity: str, counted: pd.DataFrame) -> pd.DataFrame:
    """Fill the wards without rows: with zero where the entity is recorded somewhere, otherwise leave them unknown."""
    if not selection.situation.recorded(entity):
        return pd.DataFrame(index=selection.wards, columns=counted.columns, dtype="float64")
    return counted.reindex(selection.wards, fill_value=0)


@once("project_place")
def _projects(selection: Selection) -> pd.DataFrame:
    places = selection["project_place"]
    grouped = places.groupby("ward", observed=True)
    counted = pd.DataFrame({"projects": grouped.size(), "recover_area": grouped["recover_area"].sum()})
    return _known(selection, "project", counted)


@once("household_file")
def _households(selection: Selection) -> pd.DataFrame:
    sums = _known(selection, "household_file", total_by(selection["household_file"], "ward", _OF_FILES))
    return sums.rename(columns=_FILE_NAMES).assign(
        paid_share=_share(sums["paid"], sums["approved"]),
        handed_over_share=_share(sums["handed_over"], sums["households"]),
    )


def _cases(selection: Selection) -> pd.DataFrame:
    cases = selection["open_case"]
    sums = _known(selection, "case", total_by(cases, "ward", CASE_TOTALS))
    oldest = cases.groupby("ward", observed=True)["age"].max()
    renamed = sums.rename(columns={"open": "open_cases", "overdue": "overdue_cases"})
    return renamed.assign(overdue_share=_share(sums["overdue"], sums["open"]), oldest_age=oldest)


@once("commitment", "dialogue", "household_file", "reception")
def _contacts(selection: Selection) -> pd.DataFrame:
    sums = _known(selection, "commitment", total_by(selection["commitment"], "ward", COMMITMENT_TOTALS))
    renamed = sums.rename(columns=_PROMISES)
    missed = _known(selection, "dialogue", total_by(selection["dialogue"], "ward", ("missed",)))["missed"]
    last = contacts.last_contact(selection)
    since = contacts.days_since(last, selection.situation.as_of)
    return renamed.assign(missed_dialogues=missed, last_contact=last, days_since_contact=since)


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (part / whole.where(whole > 0)).astype("float64")
