"""What was found about registrations that may be one case: which of them confirmed pairs join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gis.insight.situation import Selection, Situation

DECIDED: Final = ("confirmed", "rejected")
"""Findings after which a pair is not proposed again."""


SIDES: Final = {"case": "case", "other_case": "case", "petition": "petition"}
"""Field of a link → what bears its code."""


@dataclass(frozen=True, eq=False)
class Joined:
    """Registrations that were found to be one case.

    Parameters
    ----------
    cases, petitions
        Their codes, in order; petitions that were registered without a case only.
    links
        (n, ...) the confirmed rows of ``case_link`` that join them.
    """

    cases: tuple[str, ...]
    petitions: tuple[str, ...]
    links: pd.DataFrame


def groups(links: pd.DataFrame) -> pd.Series:
    """Answer which cases confirmed links make one, however many steps lie between them.

    Parameters
    ----------
    links
        (n, ...) rows of ``case_link``.

    Returns
    -------
    (m,) Series of int64 named ``group``, indexed by code of case: equal where cases are one.
    """
    confirmed = links.loc[links["decision"] == "confirmed", ["case", "other_case"]].astype("object")
    if confirmed.empty:
        return pd.Series(dtype="int64", name="group")
    ends = pd.concat([confirmed["case"], confirmed["other_case"].fillna(confirmed["case"])])
    places, codes = pd.factorize(ends)
    graph = coo_array((np.ones(len(confirmed)), np.split(places, 2)), shape=(len(codes), len(codes)))
    numbers = connected_components(graph, directed=False)[1]
    return pd.Series(numbers, index=codes, name="group", dtype="int64")


def joined(selection: Selection) -> tuple[Joined, ...]:
    """Answer what was found to be one case, where the choice of places keeps any part of it; last found first."""
    links = _seen(selection.situation)
    confirmed = links[links["decision"] == "confirmed"]
    numbers = confirmed["case"].astype("object").map(groups(links))
    kept = numbers[numbers.index.isin(selection["case_link"].index)].unique()
    found = [_joined(confirmed[numbers == number]) for number in kept]
    return tuple(sorted(found, key=_newest))


def of_case(now: Situation, code: str) -> Joined:
    """Answer what was found to be one case with a case; itself alone where nothing was."""
    links = _seen(now)
    confirmed, numbers = links[links["decision"] == "confirmed"], groups(links)
    if code not in numbers.index:
        return Joined((code,), (), links.iloc[:0])
    mine = confirmed["case"].astype("object").map(numbers) == numbers.to_dict()[code]
    return _joined(confirmed[mine])


def _joined(links: pd.DataFrame) -> Joined:
    cases = pd.concat([links["case"].astype("object"), links["other_case"].astype("object")]).dropna()
    petitions = links["petition"].astype("object").dropna()
    return Joined(tuple(sorted(set(cases))), tuple(sorted(set(petitions))), links)


def _newest(one: Joined) -> tuple[float, str]:
    """Order by the last decision; one after the day of the figures has no day yet and is the newest of all."""
    last = one.links["decided_on"].max()
    return (-np.inf if pd.isna(last) else -last.timestamp()), one.cases[0]


def rejected(selection: Selection) -> pd.DataFrame:
    """Answer the rows of ``case_link`` that say the two are not one, last found first."""
    links = _seen(selection.situation)
    mine = links.index.isin(selection["case_link"].index) & (links["decision"] == "rejected")
    return links[mine].sort_values("decided_on", ascending=False, kind="stable", na_position="first")


def _seen(now: Situation) -> pd.DataFrame:
    """Answer the links of which both sides are there: begun by the day of the figures, and inside the scope."""
    found: pd.DataFrame = now.answered("links_seen", lambda: _with_both_sides(now))
    return found


def _with_both_sides(now: Situation) -> pd.DataFrame:
    links = now["case_link"]
    sides = links[list(SIDES)].astype("object")
    here = {name: sides[name].isin(_there(now, entity, sides)) for name, entity in SIDES.items()}
    return links[here["case"] & (here["other_case"] | here["petition"])]


def _there(now: Situation, entity: str, sides: pd.DataFrame) -> pd.Index:
    """Answer the codes of the sides that are of an entity and there."""
    rows, named = now.snapshot.rows(entity), [name for name in SIDES if SIDES[name] == entity]
    codes = pd.concat([sides[name] for name in named]).dropna().unique()
    return rows.frame(among=rows.whose("code", codes)).index
