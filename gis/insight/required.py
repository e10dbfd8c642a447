"""Dialogues that the law asks for: which are still to be held, and which decisions came without one.

Two legal dialogues are never mixed. A *plan dialogue* (Luật Đất đai, Điều 87) is held with those who disagree with a
plan; it is due only where a clock of the rules ends at it. A *complaint dialogue* is asked for at the second level
always (Luật Khiếu nại, Điều 39), and at the first only where what was found differs from what was claimed (Điều 30):
of a case without a record of the finding it is known no sooner than the decision says so. Clocks of the rules that end
at a dialogue decide where there are any. Otherwise only the second level is told, and as no article sets a day of its
own, the last day for the decision is the last day for the dialogue before it.

A case *had* its dialogue when the case records a day of one, or a dialogue about the case was held or its complainants
were invited and stayed away with minutes. What is not recorded may still have happened; so it is told as not recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.insight.regimes import governed
from gis.law import clocks
from gis.law.terms import Rules
from gis.records.frames import Rows

Numbers = npt.NDArray[np.intp]

STATES: Final = ("open", "past", "past_unverified")
"""Its last day is still to come or not known; is over by a verified limit; is over by one that nobody has checked."""
KINDS: Final = ("plan", "complaint")
COLUMNS: Final = ("kind", "state", "due", "clock", "ward", "project", "body", "code")

DIFFERING: Final = ("partly", "wrong")
"""Outcomes of a first decision that differ from the claim."""
ARTICLES: Final = {"first": "art_30", "second": "art_39"}
"""Level → the article that asks for a dialogue. Only Điều 39 was read; of Điều 30 it is said that nobody checked."""

DECIDED: Final = ("ward", "project", "case_class", "subject", "level", "deciding_body", "decided_on")
_ASKS: Final = ("case_class", "level", "outcome", "decided_on", "within_competence")
_RESOLVE: Final = "resolve"
_DIALOGUE: Final = "dialogue"


def of_plans(plans: pd.DataFrame, projects: pd.DataFrame, rules: Rules, *, as_of: dt.date) -> pd.DataFrame:
    """Answer the plan dialogues that a clock of the rules makes due and that are not recorded.

    Parameters
    ----------
    plans
        (n, ...) indexed by code, with ``compensating_unit``.
    projects
        (p, ...) indexed by code; its ``regime`` says by which law its plans are judged.
    rules
        The rules of law; without a clock that ends at a plan's dialogue nothing is due.
    as_of
        The day.

    Returns
    -------
    (m, 8) frame of `COLUMNS`.
    """
    judged = _judged(governed(plans, projects), _own_clocks(rules, "plan"), rules, as_of)
    return _waiting(judged, plans, kind="plan", body="compensating_unit", states=clocks.OPEN)


def of_cases(cases: pd.DataFrame, met: pd.Series, rules: Rules, *, as_of: dt.date) -> pd.DataFrame:
    """Answer the complaint dialogues that open cases still need.

    Parameters
    ----------
    cases
        (n, ...) open cases with their ``code``.
    met
        (n,) which had theirs; see `had_one`.
    rules
        The rules of law.
    as_of
        The day.

    Returns
    -------
    (m, 8) frame of `COLUMNS`: of the complaints within competence that are neither ended, suspended nor in court, those
    to which a clock that ends at a dialogue applies; where the rules have none, the second ones.
    """
    own = _own_clocks(rules, "case")
    asked = _complaints(cases) & ~met & cases["court_on"].isna()
    needed = cases[asked if own else asked & cases["level"].eq("second")]
    judged = _judged(needed, own or (_RESOLVE,), rules, as_of)
    states = (*clocks.OPEN, "not_started", "unknown_start")
    return _waiting(judged, needed.set_index("code"), kind="complaint", body="deciding_body", states=states)


def had_one(cases: pd.DataFrame, dialogues: pd.DataFrame) -> pd.Series:
    """Answer which cases had a dialogue.

    Parameters
    ----------
    cases
        (n, ...) with ``code`` and ``dialogue_on``.
    dialogues
        All dialogues.

    Returns
    -------
    (n,) bool with the same index.
    """
    return cases["dialogue_on"].notna() | cases["code"].isin(_met(dialogues))


def _met(dialogues: pd.DataFrame) -> pd.Index:
    """Answer the codes of the cases that a complaint dialogue was held about."""
    held = dialogues.loc[dialogues["held_on"].notna() & dialogues["kind"].eq("complaint"), "case"]
    numbers = np.unique(held.cat.codes)
    return held.cat.categories.take(numbers[numbers >= 0])


def decided(rows: Rows, dialogues: pd.DataFrame) -> pd.DataFrame:
    """Answer the decided complaints whose article asks for a dialogue, and whether one is recorded.

    Parameters
    ----------
    rows
        All cases.
    dialogues
        All dialogues.

    Returns
    -------
    (m, 8) frame of `DECIDED` and ``met`` (bool).
    """
    places = _asked_for(rows.frame(_ASKS))  # of all cases only what tells them is made
    found = rows.frame((*DECIDED, "dialogue_on"), among=places).reset_index(drop=True)
    met = found["dialogue_on"].notna() | np.isin(places, rows.whose("code", _met(dialogues)))
    return found[list(DECIDED)].assign(met=met)


def _asked_for(cases: pd.DataFrame) -> Numbers:
    """Answer the places of decided complaints whose article asks for a dialogue."""
    first = cases["level"].eq("first") & cases["outcome"].isin(DIFFERING)
    asked = _complaints(cases) & cases["decided_on"].notna() & (first | cases["level"].eq("second"))
    return np.flatnonzero(asked.to_numpy(dtype=bool))


def _complaints(cases: pd.DataFrame) -> pd.Series:
    """Answer which are complaints not known to lie outside competence."""
    outside = cases["within_competence"].eq(other=False).fillna(value=False).astype(bool)
    return cases["case_class"].eq("complaint") & ~outside


def _own_clocks(rules: Rules, entity: str) -> tuple[str, ...]:
    """Answer the ids of the clocks that end at a dialogue."""
    ids = (clock.id for clock in rules.clocks if clock.entity == entity and clock.ends == _DIALOGUE)
    return tuple(dict.fromkeys(ids))


def _judged(files: pd.DataFrame, names: Sequence[str], rules: Rules, as_of: dt.date) -> list[pd.DataFrame]:
    return [clocks.run(files, name, rules, as_of=as_of, due_soon_days=0) for name in names]


def _waiting(
    judged: Sequence[pd.DataFrame], files: pd.DataFrame, *, kind: str, body: str, states: Sequence[str]
) -> pd.DataFrame:
    """Answer the files of which any of the clocks is in one of these states."""
    told = [
        _told(table, files, kind=kind, body=body)[table["state"].isin(states).to_numpy(dtype=bool)] for table in judged
    ]
    found = [table for table in told if len(table)]
    return pd.concat(found, ignore_index=True) if found else _nothing()


def _told(judged: pd.DataFrame, files: pd.DataFrame, *, kind: str, body: str) -> pd.DataFrame:
    past = judged["state"].eq("overdue").to_numpy(dtype=bool)
    verified = judged["verified"].to_numpy(dtype=bool)
    columns = {
        "kind": kind,
        "state": np.select([past & verified, past], ["past", "past_unverified"], "open"),
        "due": judged["due"].to_numpy(),
        "clock": judged["clock"].astype("object").to_numpy(),
        **{name: files[name].astype("object").to_numpy() for name in ("ward", "project")},
        "body": files[body].astype("object").to_numpy(),
        "code": files.index.astype("object"),
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(files))).astype(_TYPES)


_TYPES: Final = {**dict.fromkeys(COLUMNS, "object"), "due": "datetime64[s]"}


def _nothing() -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in COLUMNS}).astype(_TYPES)
