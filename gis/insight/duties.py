"""What an authority owes next: one list across clocks, payments, commitments, decisions to carry out and dialogues.

A *duty* is something an authority has to do by a day that a law or its own word has set. It is *past* once that day is
over; *past_unverified* when the day follows only from a limit whose text nobody has checked; *past_own* when an office
set the day for itself; *coming* until then. A decision in effect and not carried out has no legal day of its own: it is
*waiting* since it took effect.

A duty is about one case, commitment, decision or dialogue, by its code; payments are told as a number of households of
a project and ward with the same legal day, never one by one.

A dialogue is owed by the day that a clock of the rules sets for a case or a plan, or by the day it was announced for.
One that both the law and an announcement ask for is told once, by the law. Persuasion meetings are left out: their day
would tell when an enforcement is near, and the days of enforcement stand in no list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from gis.insight.once import once
from gis.insight.situation import Selection

AHEAD: Final = 30
"""Days ahead of which duties are told: the shortest limit that a leader can still plan a dialogue within."""

STATES: Final = ("past", "waiting", "past_unverified", "past_own", "coming")
"""In the order of gravity."""
SOURCES: Final = ("case", "household_file", "plan", "commitment", "dialogue")
"""Entities that duties come from; where none of them is recorded, no duty is known rather than none due."""

KINDS: Final = ("case", "payment", "commitment", "decision", "dialogue")
ANNOUNCED: Final = ("plan", "complaint", "conference")
"""Kinds of dialogue whose announced day is a duty."""

BY_WARD: Final = (
    *(f"case_{state}" for state in ("past", "past_unverified", "past_own", "coming")),
    *(f"payment_{state}" for state in ("past", "past_unverified", "coming")),
    "commitment_past",
    "commitment_coming",
    "decision_waiting",
    *(f"dialogue_{state}" for state in ("past", "past_unverified", "past_own", "coming")),
)
"""Kinds and the states they can be in."""
LATE: Final = (30, 90)
"""Days up to which what is past is told apart: a month late can be caught up, a quarter has stood in a report."""
LATENESS: Final = ("past_month", "past_quarter", "past_longer")
BY_BODY: Final = (*LATENESS, "waiting", "past_unverified", "past_own", "coming")
"""How late, and the states of what is not past a limit of the law."""
COLUMNS: Final = ("kind", "what", "state", "due", "days_left", "ward", "project", "body", "n", "code")


_FRAMES: Final = ("open_case", "household_file", "commitment", "unexecuted", "required_dialogue", "dialogue")


@once(*_FRAMES)
def due(selection: Selection, *, ahead: int = AHEAD) -> pd.DataFrame:
    """List the duties of a selection that are past or fall due within some days, the oldest day first.

    Parameters
    ----------
    selection
        What is chosen.
    ahead
        Days to look ahead, the last one included.

    Returns
    -------
    (d, 10) frame of `COLUMNS`: ``kind`` (of `KINDS`), ``what`` (id of the clock, code of the promise, or kind of an
    announced dialogue), ``state`` (of `STATES`), ``due`` (legal, promised or announced day; of a waiting decision the
    day it took effect), ``days_left`` (from the as-of day to it; negative when past), ``ward`` and ``project`` (codes),
    ``body`` (whose duty it is), ``n`` (cases, households, commitments, decisions or
    dialogues) and ``code`` (missing for payments).
    """
    return _listed(selection, ahead, apart=False)


@once(*_FRAMES)
def due_apart(selection: Selection, *, ahead: int = AHEAD) -> pd.DataFrame:
    """List what `due` lists of each ward alone: a dialogue that is owed in several wards stands in each of them."""
    return _listed(selection, ahead, apart=True)


def due_by_ward(selection: Selection, wards: Iterable[str], *, ahead: int = AHEAD) -> dict[str, pd.DataFrame]:
    """Answer what `due` answers of each of some wards alone, all of them worked out at once.

    Parameters
    ----------
    selection
        The same choice without a choice of places.
    wards
        Codes of the wards.
    ahead
        See `due`.
    """
    found = due_apart(selection, ahead=ahead)
    of_ward = dict(iter(found.groupby("ward")))
    return {ward: of_ward.get(ward, found.iloc[:0]).reset_index(drop=True) for ward in wards}


def _listed(selection: Selection, ahead: int, *, apart: bool) -> pd.DataFrame:
    """List duties; `apart`: as if each ward were chosen alone."""
    as_of = selection.situation.as_of
    parts = [_cases(selection), _payments(selection), _commitments(selection), _decisions(selection)]
    parts.append(_dialogues(selection, as_of + pd.Timedelta(days=ahead), apart=apart))
    found = pd.concat(parts, ignore_index=True)
    found["days_left"] = (found["due"] - as_of).dt.days.astype("Int64")
    near = found[found["days_left"] <= ahead]
    return near.sort_values(["due", "kind", "ward", "code"], kind="stable", ignore_index=True)


def _typed(part: pd.DataFrame) -> pd.DataFrame:
    return part.reindex(columns=list(COLUMNS)).astype(_TYPES)


_TYPES: Final = {
    **dict.fromkeys(("kind", "what", "state", "ward", "project", "body", "code"), "object"),
    "due": "datetime64[s]",
    "days_left": "Int64",
    "n": "int64",
}


_OF_CASES: Final = ["code", "ward", "project", "deciding_body", "next_clock", "next_due", "standing"]


def _cases(selection: Selection) -> pd.DataFrame:
    cases = selection["open_case"][_OF_CASES]  # of fifty columns: every one that is copied costs
    rules = selection.situation.rules
    of_dialogues = {clock.id for clock in rules.clocks if clock.ends == "dialogue"}  # told as dialogues
    cases = cases[cases["next_due"].notna() & ~cases["next_clock"].isin(of_dialogues)]
    states = {"overdue": "past", "past_unverified": "past_unverified"}
    past = cases["next_due"] < selection.situation.as_of
    # a case may be past one limit while the next day told is that of another, which is still to come
    state = cases["standing"].astype("object").map(states).where(past, "coming")
    own = cases["next_clock"].isin(rules.own_clocks)
    state = state.mask(past & own, "past_own")
    return _typed(
        pd.DataFrame(
            {
                "kind": "case",
                "what": cases["next_clock"],
                "state": state,
                "due": cases["next_due"],
                "ward": cases["ward"],
                "project": cases["project"],
                "body": cases["deciding_body"],
                "n": 1,
                "code": cases["code"],
            }
        )
    )


@once("household_file")
def _payments(selection: Selection) -> pd.DataFrame:
    files = selection["household_file"]
    owed = files[files["unpaid"] & files["pay_by"].notna()]
    past = owed["pay_by"] < selection.situation.as_of
    state = np.where(~past, "coming", np.where(owed["late"], "past", "past_unverified"))
    keyed = owed[["ward", "project"]].astype("object").assign(body=owed["compensating_unit"].astype("object"))
    grouped = keyed.assign(state=state, due=owed["pay_by"]).groupby([*keyed, "state", "due"], dropna=False)
    counted = grouped.size().rename("n").reset_index()
    return _typed(counted.assign(kind="payment", what="pay"))


@once("commitment")
def _commitments(selection: Selection) -> pd.DataFrame:
    promises = selection["commitment"]
    promises = promises[promises["pending"] & promises["due_by"].notna()]
    return _typed(
        pd.DataFrame(
            {
                "kind": "commitment",
                "what": promises["kind"],
                "state": np.where(promises["broken"], "past", "coming"),
                "due": promises["due_by"],
                "ward": promises["ward"],
                "project": promises["project"],
                "body": promises["leading_body"],
                "n": 1,
                "code": promises.index,
            }
        )
    )


@once("unexecuted")
def _decisions(selection: Selection) -> pd.DataFrame:
    waiting = selection.throughout["unexecuted"]
    return _typed(
        pd.DataFrame(
            {
                "kind": "decision",
                "what": "execute",
                "state": "waiting",
                "due": waiting["effective_on"],
                "ward": waiting["ward"],
                "project": waiting["project"],
                "body": waiting["deciding_body"],
                "n": 1,
                "code": waiting["code"],
            }
        )
    )


@once("required_dialogue", "dialogue")
def _dialogues(selection: Selection, last: pd.Timestamp, *, apart: bool) -> pd.DataFrame:
    owed = _required(selection, last, apart=apart)
    planned = _planned(selection, last)
    complaints = owed[owed["kind"].eq("complaint")]
    by_law = planned["case"].isin(complaints["code"])
    if apart:  # what the law asks for in another ward is not told of here
        here = pd.MultiIndex.from_frame(complaints[["ward", "code"]])
        by_law &= pd.MultiIndex.from_frame(planned[["ward", "case"]]).isin(here)
    plans = pd.MultiIndex.from_frame(owed.loc[owed["kind"].eq("plan"), ["ward", "project"]])
    places = pd.MultiIndex.from_frame(planned[["ward", "project"]].astype("object"))
    by_law |= planned["what"].eq("plan") & places.isin(plans)
    return _typed(pd.concat([owed, planned[~by_law]], ignore_index=True).assign(kind="dialogue", n=1))


def _required(selection: Selection, last: pd.Timestamp, *, apart: bool) -> pd.DataFrame:
    """Answer the dialogues that the law makes due until a day; an own target is told only where no law does."""
    owed, own_clocks = selection["required_dialogue"], selection.situation.rules.own_clocks
    owed = owed[owed["due"] <= last]
    own = owed["clock"].isin(own_clocks)
    state = owed["state"].mask(owed["state"].eq("past_unverified") & own, "past_own").replace("open", "coming")
    found = owed.assign(what=owed["clock"], state=state, own=own).sort_values(["own", "due"], kind="stable")
    return found.drop_duplicates(["kind", "code", "ward"] if apart else ["kind", "code"])


def _planned(selection: Selection, last: pd.Timestamp) -> pd.DataFrame:
    """Answer the announced dialogues that are still to be held, and those whose day is over."""
    dialogues = selection["dialogue"]
    waiting = dialogues["state"].isin(["coming", "missed"]) & dialogues["kind"].isin(ANNOUNCED)
    rows = dialogues[waiting & (dialogues["day"] <= last)]
    return pd.DataFrame(
        {
            "what": rows["kind"].astype("object"),
            "state": np.where(rows["missed"], "past", "coming"),
            "due": rows["day"],
            "ward": rows["ward"].astype("object"),
            "project": rows["project"].astype("object"),
            "case": rows["case"].astype("object"),
            "code": rows.index,
        }
    )


def counts(duties: pd.DataFrame) -> pd.DataFrame:
    """Count duties by kind and state, in cases, households, commitments, decisions and dialogues.

    Returns
    -------
    (5, 5) frame of int64: `KINDS` by `STATES`.
    """
    summed = duties.groupby(["kind", "state"])["n"].sum().unstack(fill_value=0)
    return summed.reindex(index=list(KINDS), columns=list(STATES), fill_value=0).astype("int64")


def by_body(duties: pd.DataFrame) -> pd.DataFrame:
    """Count duties by kind, whose they are, and how late they are.

    Parameters
    ----------
    duties
        What `due` answered.

    Returns
    -------
    (b, 9) frame: ``kind``, ``body`` (empty where nobody is named) and `BY_BODY` as int64, in the unit of the kind.
    """
    late = np.select([duties["days_left"] >= -days for days in LATE], list(LATENESS[: len(LATE)]), LATENESS[-1])
    how = duties["state"].where(duties["state"].ne("past"), late)
    keys = [duties["kind"], duties["body"].fillna("").astype("object"), how.rename("how")]
    summed = duties.groupby(keys)["n"].sum().unstack(fill_value=0)
    return summed.reindex(columns=list(BY_BODY), fill_value=0).astype("int64").rename_axis(columns=None).reset_index()


def by_ward(duties: pd.DataFrame, wards: pd.Index) -> pd.DataFrame:
    """Count duties by ward, kind and state.

    Parameters
    ----------
    duties
        What `due` answered.
    wards
        (w,) codes of the wards to tell of.

    Returns
    -------
    (w, 14) frame of int64 indexed by ``ward``: `BY_WARD`, each ``kind_state``, in the unit of its kind.
    """
    keys = duties["kind"] + "_" + duties["state"]
    summed = duties.groupby(["ward", keys])["n"].sum().unstack(fill_value=0)
    return summed.reindex(index=wards, columns=list(BY_WARD), fill_value=0).astype("int64").rename_axis("ward")


def gravest(duties: pd.DataFrame, most: int) -> pd.DataFrame:
    """Answer the first duties a leader should see: past ones, those waiting, unverified ones, then those to come."""
    rank = duties["state"].map({state: place for place, state in enumerate(STATES)})
    return duties.loc[rank.sort_values(kind="stable").index[:most]]
