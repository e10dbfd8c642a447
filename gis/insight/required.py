"""Dialogues that the law asks for: which are still to be held, and which decisions came without one.

Two legal dialogues are never mixed. A *plan dialogue* (Luật Đất đai, Điều 87) is held with those who disagree with a
plan; it is due only where a clock of the rules ends at it. A *complaint dialogue* is asked for at the second level
always (Luật Khiếu nại, Điều 39), and at the first only where what was found differs from what was claimed (Điều 30):
that is known no sooner than the decision says so. No article sets a day of its own for it: as it comes before the
decision, the last day for the decision is the last day for it.

A case *had* its dialogue when the case records a day of one, or a dialogue about the case was held or its complainants
were invited and stayed away with minutes. What is not recorded may still have happened; so it is told as not recorded.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from gis.law import clocks
from gis.law.terms import Rules
from gis.records.frames import Rows

STATES: Final = ("open", "past", "past_unverified")
"""Its last day is still to come or not known; is over by a verified limit; is over by one that nobody has checked."""
KINDS: Final = ("plan", "complaint")
COLUMNS: Final = ("kind", "state", "due", "ward", "project", "body", "code")

DIFFERING: Final = ("partly", "wrong")
"""Outcomes of a first decision that differ from the claim."""
ARTICLES: Final = {"first": "art_30", "second": "art_39"}
"""Level → the article that asks for a dialogue. Only Điều 39 was read; of Điều 30 it is said that nobody checked."""

DECIDED: Final = ("ward", "project", "case_class", "subject", "level", "deciding_body", "decided_on", "dialogue_on")
_ALSO: Final = ("outcome", "within_competence")
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
    (m, 7) frame of `COLUMNS`.
    """
    judged = _judged(
        plans.assign(regime=plans["project"].astype("object").map(projects["regime"])), "plan", rules, as_of
    )
    found = [_under_way(table, plans, kind="plan", body="compensating_unit") for table in judged]
    return pd.concat([_nothing(), *found]) if found else _nothing()


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
    (m, 7) frame of `COLUMNS`, one row for each second complaint within competence that is neither ended nor in court.
    """
    needed = cases[_complaints(cases) & cases["level"].eq("second") & ~met & cases["court_on"].isna()]
    own = _judged(needed, "case", rules, as_of)
    judged = own[0] if own else clocks.run(needed, _RESOLVE, rules, as_of=as_of, due_soon_days=0)
    table = _told(judged, needed.set_index("code"), kind="complaint", body="deciding_body")
    return table[judged["state"].ne("stopped").to_numpy(dtype=bool)]


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
    held = dialogues.loc[dialogues["held_on"].notna() & dialogues["kind"].eq("complaint"), "case"]
    return cases["dialogue_on"].notna() | cases["code"].isin(held.dropna().astype(str).unique())


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
    (m, 9) frame of `DECIDED` and ``met`` (bool). Codes are looked up only where the case itself records no dialogue.
    """
    cases = rows.frame((*DECIDED, *_ALSO))
    first = cases["level"].eq("first") & cases["outcome"].isin(DIFFERING)
    asked = _complaints(cases) & cases["decided_on"].notna() & (first | cases["level"].eq("second"))
    places = np.flatnonzero(asked.to_numpy(dtype=bool))
    found = cases.take(places)[list(DECIDED)].reset_index(drop=True)
    met = found["dialogue_on"].notna().to_numpy(dtype=bool, copy=True)
    bare = rows.frame(among=places[~met]).rename_axis("code").reset_index()
    met[~met] = had_one(bare, dialogues).to_numpy(dtype=bool)
    return found.assign(met=met)


def _complaints(cases: pd.DataFrame) -> pd.Series:
    """Answer which are complaints not known to lie outside competence."""
    outside = cases["within_competence"].eq(other=False).fillna(value=False).astype(bool)
    return cases["case_class"].eq("complaint") & ~outside


def _judged(files: pd.DataFrame, entity: str, rules: Rules, as_of: dt.date) -> list[pd.DataFrame]:
    """Judge files by the groups of clocks that end at a dialogue."""
    groups = [group for group in rules.groups(entity) if rules.of(group)[0].ends == _DIALOGUE]
    return [clocks.run(files, group, rules, as_of=as_of, due_soon_days=0) for group in groups]


def _under_way(judged: pd.DataFrame, files: pd.DataFrame, *, kind: str, body: str) -> pd.DataFrame:
    return _told(judged, files, kind=kind, body=body)[judged["state"].isin(clocks.OPEN).to_numpy(dtype=bool)]


def _told(judged: pd.DataFrame, files: pd.DataFrame, *, kind: str, body: str) -> pd.DataFrame:
    past = judged["state"].eq("overdue").to_numpy(dtype=bool)
    verified = judged["verified"].to_numpy(dtype=bool)
    columns = {
        "kind": kind,
        "state": np.select([past & verified, past], ["past", "past_unverified"], "open"),
        "due": judged["due"].to_numpy(),
        **{name: files[name].astype("object").to_numpy() for name in ("ward", "project")},
        "body": files[body].astype("object").to_numpy(),
        "code": files.index.astype("object"),
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(files))).astype(_TYPES)


_TYPES: Final = {**dict.fromkeys(COLUMNS, "object"), "due": "datetime64[s]"}


def _nothing() -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in COLUMNS}).astype(_TYPES)
