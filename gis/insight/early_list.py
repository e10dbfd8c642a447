"""The areas for an early dialogue as a list: how things stand, how sure that is, why, and what comes next.

A row joins what the statistics tell of a ward (`gis.insight.early_told`) with what is likely to come of its open cases
(`gis.insight.risk`), why it asks for attention, the next day the law or a promise sets, the last dialogue, and whose
duty is gravest there. First stand the wards that are told of on good data, then those on poor data, then the others by
the number of cases expected to be prolonged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from gis.insight import data_quality, duties, rates, reasons
from gis.insight.early_told import Told
from gis.insight.hotspots import LEVEL
from gis.insight.reasons import Reason
from gis.insight.situation import Selection

__all__ = ["LEVEL", "of_projects", "of_wards", "ranked"]
REASONS: Final = 3
"""So many reasons stand in a list; the sheet has all of them."""
RISK: Final = ("expected", "expected_low", "expected_high", "at_risk")
_LEGAL: Final = ("case", "payment", "dialogue", "commitment")
_OF_RATES: Final = ("n", "exposure", "enough", "rate", "low", "high")
_OF_TOLD: Final = ("class", "hot", "muted", "n", "exposure", "enough", "rate", "low", "high", "hot_months", "run")


def of_wards(
    selection: Selection,
    told: Told,
    risk: pd.DataFrame | None = None,
    weighed: Mapping[str, Sequence[str]] | None = None,
    *,
    imported_on: dt.date | None = None,
) -> pd.DataFrame:
    """Answer the list of the chosen wards.

    Parameters
    ----------
    selection
        What is chosen.
    told
        What the statistics found; of all wards.
    risk
        (k, 4) by ward the columns of `RISK`: cases expected to be prolonged, their interval, and of how many cases;
        None where that was not worked out.
    weighed
        Ward → kinds of reasons, the weightiest first; others follow in their usual order.
    imported_on
        Day on which anything was last brought in; where that is long ago, all wards rest on poor data.

    Returns
    -------
    (w, 21) frame by ward in the order of the list: ``class``, ``hot``, ``muted``, ``n`` (open cases), ``exposure``,
    ``enough``, ``rate`` with ``low`` and ``high`` (open cases per 100 affected households), ``hot_months``, ``run``,
    ``why_muted`` (codes), those of `RISK`, ``reasons`` (at most `REASONS`), ``next_day`` (the next one that the law or
    a promise sets) with ``next_kind`` and ``next_what`` (of its duty, as in `gis.insight.duties`), ``last_dialogue``,
    and ``body`` (whose duty is gravest; missing without one).
    """
    if selection.everywhere is not selection:  # a row tells of its ward alone, whatever wards are chosen beside it
        whole = of_wards(selection.everywhere, told, risk, weighed, imported_on=imported_on)
        return whole[whole.index.isin(selection.wards)]
    wards, owed = selection.wards, duties.due_apart(selection)
    table = told.wards.reindex(wards)[list(_OF_TOLD)].assign(why_muted=told.wards["reasons"].reindex(wards))
    if data_quality.is_stale(selection.situation.snapshot.as_of, imported_on):
        why = pd.Series([(*codes, "stale") for codes in table["why_muted"]], index=wards, dtype="object")
        table = table.assign(muted=True, why_muted=why)
    table = table.join(_expected(risk)).rename_axis("ward")
    return ranked(_completed(table, selection, owed, weighed))


def of_projects(
    selection: Selection, risk: pd.DataFrame | None = None, weighed: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """Answer the chosen projects of which anything is open, those with most cases expected to be prolonged first.

    Clusters are of wards; of a project there is its rate, what is expected of its cases, why, and what comes next.

    Parameters
    ----------
    selection, risk, weighed
        As for `of_wards`, by project.

    Returns
    -------
    (p, 15) frame by project: the columns of `of_wards` but those of clusters and of poor data.
    """
    rated = rates.found(selection, "project")
    rated = pd.DataFrame(columns=list(_OF_RATES), dtype="float64") if rated is None else rated[rated["n"] > 0]
    table = rated[list(_OF_RATES)].join(_expected(risk)).rename_axis("project")
    table = _completed(table, selection, duties.due(selection), weighed)
    return table.sort_values(["expected", "rate"], ascending=False, kind="stable", na_position="last")


def _expected(risk: pd.DataFrame | None) -> pd.DataFrame:
    return pd.DataFrame(columns=list(RISK), dtype="float64") if risk is None else risk[list(RISK)]


def _completed(
    table: pd.DataFrame, selection: Selection, owed: pd.DataFrame, weighed: Mapping[str, Sequence[str]] | None
) -> pd.DataFrame:
    """Add why places ask for attention, and what comes next."""
    which, codes = str(table.index.name), table.index
    found = reasons.by_place(selection, owed, which)
    coming = next_duties(owed, which).reindex(codes)
    first = [_first(found.get(code, ()), (weighed or {}).get(code, ())) for code in codes]
    return table.assign(
        reasons=pd.Series(first, index=codes, dtype="object"),
        next_day=coming["due"],
        next_kind=coming["kind"],
        next_what=coming["what"],
        last_dialogue=last_dialogues(selection, which).reindex(codes),
        body=bodies(owed, which).reindex(codes),
    )


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Put the list in order: told of on good data, on poor data, the others; each by expected cases, then rate."""
    group = np.where(table["hot"].fillna(value=False).astype(bool), np.where(table["muted"].astype(bool), 1, 0), 2)
    keys = pd.DataFrame({"group": group, "expected": -table["expected"], "rate": -table["rate"]}, index=table.index)
    return table.loc[keys.sort_values(["group", "expected", "rate"], kind="stable", na_position="last").index]


def _first(found: Sequence[Reason], kinds: Sequence[str]) -> tuple[Reason, ...]:
    rank = {kind: place for place, kind in enumerate(kinds)}
    return tuple(sorted(found, key=lambda one: rank.get(one.kind, len(rank)))[:REASONS])


def next_duties(owed: pd.DataFrame, which: str) -> pd.DataFrame:
    """Answer what falls due next that the law or a promise sets, by place; of one day the kinds in their order.

    Returns
    -------
    (k, 3) frame indexed by code: ``due``, ``kind`` and ``what``, of those in `gis.insight.duties`.
    """
    coming = owed[owed["state"].eq("coming") & owed["kind"].isin(_LEGAL) & owed[which].notna()]
    coming = coming.assign(rank=coming["kind"].map({kind: place for place, kind in enumerate(_LEGAL)}).astype("int8"))
    first = coming.sort_values(["due", "rank"], kind="stable").drop_duplicates(which)
    return first.set_axis(first[which].astype("object"))[["due", "kind", "what"]].astype({"kind": "object"})


def last_dialogues(selection: Selection, which: str) -> pd.Series:
    """Answer the day of the last dialogue held, by place."""
    held = selection["dialogue"]
    days: pd.Series = held.groupby(held[which].astype("object"))["held_on"].max()
    return days


def bodies(owed: pd.DataFrame, which: str) -> pd.Series:
    """Answer whose duty is gravest, by place; of equally grave ones the oldest."""
    named = duties.gravest(owed, len(owed))
    named = named[named["body"].notna() & named[which].notna()]
    first = named.drop_duplicates(which).set_index(which)["body"]
    return first.astype("object")
