"""The areas for an early dialogue as a list: how things stand, how sure that is, why, and what comes next.

A row joins what the statistics tell of a ward (`gis.insight.early_told`) with what is likely to come of its open cases
(`gis.insight.risk`), why it asks for attention, the next day the law or a promise sets, the last dialogue, and whose
duty is gravest there. First stand the wards that are told of on good data, then those on poor data, then the others by
the number of cases expected to be prolonged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from gis.insight import duties
from gis.insight.early_told import Told
from gis.insight.hotspots import LEVEL
from gis.insight.reasons import Reason
from gis.insight.reasons_by_place import reasons_by_place
from gis.insight.situation import Selection

__all__ = ["LEVEL", "of_wards", "ranked"]
REASONS: Final = 3
"""So many reasons stand in a list; the sheet has all of them."""
RISK: Final = ("expected", "expected_low", "expected_high", "at_risk")
_LEGAL: Final = ("case", "payment", "dialogue", "commitment")
_OF_TOLD: Final = ("class", "hot", "muted", "n", "exposure", "enough", "rate", "low", "high", "hot_months", "run")


def of_wards(
    selection: Selection,
    told: Told,
    risk: pd.DataFrame | None = None,
    weighed: Mapping[str, Sequence[str]] | None = None,
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

    Returns
    -------
    (w, 19) frame by ward in the order of the list: ``class``, ``hot``, ``muted``, ``n`` (open cases), ``exposure``,
    ``enough``, ``rate`` with ``low`` and ``high`` (open cases per 100 affected households), ``hot_months``, ``run``,
    ``why_muted`` (codes), those of `RISK`, ``reasons`` (at most `REASONS`), ``next_day`` (the next one that the law or
    a promise sets), ``last_dialogue``, and ``body`` (whose duty is gravest; missing without one).
    """
    wards, owed = selection.wards, duties.due(selection)
    table = told.wards.reindex(wards)[list(_OF_TOLD)].assign(why_muted=told.wards["reasons"].reindex(wards))
    table = table.join(pd.DataFrame(columns=list(RISK), dtype="float64") if risk is None else risk[list(RISK)])
    found = reasons_by_place(selection, owed, "ward")
    reasons = [_first(found.get(code, ()), (weighed or {}).get(code, ())) for code in wards]
    table = table.assign(
        reasons=pd.Series(reasons, index=wards, dtype="object"),
        next_day=next_days(owed, "ward").reindex(wards),
        last_dialogue=last_dialogues(selection, "ward").reindex(wards),
        body=bodies(owed, "ward").reindex(wards),
    )
    return ranked(table.rename_axis("ward"))


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Put the list in order: told of on good data, on poor data, the others; each by expected cases, then rate."""
    group = np.where(table["hot"].fillna(value=False).astype(bool), np.where(table["muted"].astype(bool), 1, 0), 2)
    keys = pd.DataFrame({"group": group, "expected": -table["expected"], "rate": -table["rate"]}, index=table.index)
    return table.loc[keys.sort_values(["group", "expected", "rate"], kind="stable", na_position="last").index]


def _first(found: Sequence[Reason], kinds: Sequence[str]) -> tuple[Reason, ...]:
    rank = {kind: place for place, kind in enumerate(kinds)}
    return tuple(sorted(found, key=lambda one: rank.get(one.kind, len(rank)))[:REASONS])


def next_days(owed: pd.DataFrame, which: str) -> pd.Series:
    """Answer the next day on which something falls due that the law or a promise sets, by place."""
    coming = owed[owed["state"].eq("coming") & owed["kind"].isin(_LEGAL)]
    days: pd.Series = coming.groupby(coming[which].astype("object"))["due"].min()
    return days


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
