"""What authorities owe around a case: how clearance, money, resettlement, dialogue and promises stand at its place.

A *pair* is a project in a ward. All is told as of the situation's day, from what was recorded by then; what is not
recorded is missing, never zero, except where the entity itself is recorded and nothing of it lies there.

A mean of few is *shrunk* towards the mean of all: with n values of a place and `PRIOR` more at the common mean m, it is
(Σx + PRIOR·m) / (n + PRIOR).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from dateutil.relativedelta import relativedelta

from gis.filters import Filters
from gis.insight import reception_minima
from gis.insight.situation import Situation
from gis.period import Period

PRIOR: Final = 10.0
"""So many cases of a place weigh as much as what is known of all places."""
RECENT: Final = 180
"""Days back in which a dialogue that was held counts as recent."""
PAST_YEAR: Final = 365
"""Days back in which decisions tell how fast a place is."""

PAIR: Final = ["project", "ward"]
_STEPS: Final = ("notified_on", "inventoried_on", "approved_on", "paid_on", "decision_on", "handed_over_on")
"""Milestones of a household file by which clearance moves on."""


def of_pairs(now: Situation) -> pd.DataFrame:
    """Answer how each project stands in each of its wards.

    Returns
    -------
    (p, 10) frame of float64 indexed by ``project`` and ``ward``: ``late_share`` (households paid late of all),
    ``paid_share`` (of those approved), ``handed_share``, ``stalled`` (days since the last step of clearance),
    ``price_gap`` (how much more another project of the ward pays for land, as a coefficient), ``lots_short`` (1 where
    households need resettlement and no ready site serves the project), ``missed``, ``held`` (dialogues: past their day;
    held in the last `RECENT` days), ``required`` (dialogues the law asks for that are past a limit whose text was read
    or checked) and ``broken`` (commitments).
    """
    files = _of_files(now)
    parts = [files, _price_gap(now).reindex(files.index), _counted_dialogues(now, files.index)]
    found = pd.concat(parts, axis=1)
    broken = _counts(now["commitment"], now["commitment"]["broken"], files.index)
    return found.assign(broken=broken if now.recorded("commitment") else np.nan).astype("float64")


def _of_files(now: Situation) -> pd.DataFrame:
    files = now["household_file"]
    needs = files["resettlement_need"].eq(other=True).fillna(value=False).astype(bool) & files["resettled_on"].isna()
    counted = files[[*PAIR, "households", "approved", "paid", "late", "handed_over"]].assign(needs=needs)
    sums = counted.groupby(PAIR, observed=True).sum()
    last = files.groupby(PAIR, observed=True)[list(_STEPS)].max().max(axis=1)
    ready = _projects_with_lots(now)
    short = (sums["needs"] > 0) & ~sums.index.get_level_values("project").isin(ready)
    return pd.DataFrame(
        {
            "late_share": sums["late"] / sums["households"],
            "paid_share": sums["paid"] / sums["approved"].where(sums["approved"] > 0),
            "handed_share": sums["handed_over"] / sums["households"],
            "stalled": (now.as_of - last).dt.days,
            "lots_short": short.astype("float64"),
        }
    )


def _projects_with_lots(now: Situation) -> list[str]:
    sites = now["resettlement_site"]
    left = sites["capacity"].fillna(0) > sites["allocated"].fillna(0)
    return list(sites.loc[sites["infrastructure_on"].notna() & left, "project"].dropna().unique())


def _price_gap(now: Situation) -> pd.Series:
    """Answer, for pairs with an approved coefficient, how far the highest of the ward lies above their own."""
    own = now["plan"].groupby(PAIR, observed=True)["coefficient"].max().dropna()
    highest = own.groupby(level="ward", observed=True).transform("max")
    gap: pd.Series = (highest - own).rename("price_gap")
    return gap


def _counted_dialogues(now: Situation, pairs: pd.MultiIndex | pd.Index) -> pd.DataFrame:
    dialogues, owed = now["dialogue"], now["required_dialogue"]
    dialogues = dialogues[dialogues["kind"].ne("persuasion")]
    recent = dialogues["held_on"] > now.as_of - pd.Timedelta(days=RECENT)
    found = {
        "missed": _counts(dialogues, dialogues["missed"], pairs),
        "held": _counts(dialogues, recent, pairs),
        "required": _counts(owed, owed["state"].eq("past"), pairs),
    }
    told = pd.DataFrame(found)
    return told if now.recorded("dialogue") else told.assign(missed=np.nan, held=np.nan)


def _counts(frame: pd.DataFrame, which: pd.Series, pairs: pd.Index) -> pd.Series:
    """Count the rows of each pair for which something holds."""
    rows = frame.loc[which.to_numpy(dtype=bool), PAIR].dropna().astype("object")
    counted: pd.Series = rows.groupby(PAIR).size().reindex(pairs, fill_value=0)
    return counted


def of_projects(now: Situation) -> pd.DataFrame:
    """Answer how far each project is.

    Returns
    -------
    (p, 2) frame of float64 indexed by project: ``stage`` (its place among the stages; missing where unknown) and
    ``site_late`` (1 where a resettlement site is past its planned day and not ready; missing without any site).
    """
    stage = now["project"]["stage"].cat.codes.astype("float64").replace(0.0, np.nan)
    sites = now["resettlement_site"]
    late = sites["infrastructure_on"].isna() & (sites["planned_infrastructure"] < now.as_of)
    worst = late.astype("float64").groupby(sites["project"].astype("object")).max()
    return pd.DataFrame({"stage": stage, "site_late": worst.reindex(stage.index.astype("object")).to_numpy()})


def of_wards(now: Situation) -> pd.DataFrame:
    """Answer what is missing in each ward.

    Returns
    -------
    (w, 2) frame of float64 indexed by ward: ``ward_broken`` (commitments) and ``reception_missing`` (days of both heads
    in the last three whole months that fall short of the rule; missing where nothing is known).
    """
    wards = pd.Index(now.areas.wards.index.astype("object"))
    promises = now["commitment"]
    broken = promises.loc[promises["broken"], "ward"].astype("object").value_counts().reindex(wards, fill_value=0)
    end = now.as_of.date().replace(day=1) - relativedelta(days=1)
    quarter = Period("quarter", end.replace(day=1) - relativedelta(months=2), end)
    missing = reception_minima.missing(now.select(Filters()), quarter)
    short = missing.astype("float64").set_axis(missing.index.astype("object")).reindex(wards)
    return pd.DataFrame({"ward_broken": broken.astype("float64"), "reception_missing": short})


def past_days(now: Situation, by: str, places: pd.Series) -> pd.Series:
    """Answer how many days of waiting the last year cost a decision, from acceptance, drawn towards those of all.

    Days of the year in which cases waited, over decisions taken in it: what is still waiting counts as well. A mean of
    what was decided alone would call a body that has just begun a quick one: only quick decisions can have come yet.

    Parameters
    ----------
    now
        The situation.
    by
        ``"ward"`` or ``"deciding_body"``.
    places
        Codes of the places to tell of; one without any case has the common number.

    Returns
    -------
    (k,) Series of float64 indexed by code: log((days + PRIOR · m) / (decisions + PRIOR) + 1), with m days for a
    decision at all places; missing where no decision was taken anywhere.
    """
    cases = now.snapshot.rows("case").frame((by, "accepted_on", "decided_on", "ended_on"))
    closed = cases["decided_on"].fillna(cases["ended_on"])
    decided = cases["decided_on"].notna()
    return days_of_waiting(cases["accepted_on"], closed, decided, cases[by], day=now.as_of, wanted=places)


def days_of_waiting(
    begun: pd.Series, closed: pd.Series, decided: pd.Series, places: pd.Series, *, day: pd.Timestamp, wanted: pd.Series
) -> pd.Series:
    """Answer the same of any cases; see `past_days`.

    Parameters
    ----------
    begun, closed
        (n,) days from which and to which each case waited; not closed: missing.
    decided
        (n,) whether it was closed by what is counted.
    places
        (n,) where.
    day
        To which the year leads; nothing after it may be in what is given.
    wanted
        Codes of the places to tell of.
    """
    since = day - pd.Timedelta(days=PAST_YEAR)
    waited = (closed.fillna(day) - begun.mask(begun < since, since)).dt.days
    told = pd.DataFrame({"days": waited, "decisions": decided.astype("float64")})
    told = told[(waited >= 0) & ~(closed <= since).to_numpy()]
    common = told["days"].sum() / told["decisions"].sum() if told["decisions"].any() else np.nan
    sums = told.groupby(places.reindex(told.index).astype("object")).sum()
    found = (sums["days"] + PRIOR * common) / (sums["decisions"] + PRIOR)
    codes = pd.Index(wanted.dropna().astype("object").unique())
    days = found.reindex(codes).fillna(common)
    return pd.Series(np.log1p(days.to_numpy()), index=days.index)


def shrunk(values: pd.Series, places: pd.Series) -> pd.Series:
    """Answer the shrunk mean of each place; values that are missing do not count.

    Parameters
    ----------
    values, places
        (n,) numbers, and the place of each.
    """
    known = values.notna() & places.notna()
    grouped = values[known].astype("float64").groupby(places[known].astype("object"))
    found: pd.Series = (grouped.sum() + PRIOR * values[known].mean()) / (grouped.size() + PRIOR)
    return found
