"""What a score may look at: of each case of the risk set, duties and waits, worked out from a snapshot alone.

A *feature* is a column with the *group* in which its contribution is told, and its *direction*: 1 where more of it can
only make a long dispute likelier, −1 where only less likely, 0 where nothing is assumed. Each says what it *reads*. The
number of people, filing again, above-level petitions, crowds, the listing as complex and prolonged, or anything else
that people do is not among them: those are rights, and a test walks what is read against the list of what is barred.

Everything comes from one situation, so nothing later than its day and its moment of recording can enter. Fields without
a day of their own count as known with the beginning of their row; of rebuilt history that is a guess, which is one
reason why a backtest on it proves nothing (`gis.records.provenance`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from gis.insight import circumstances, outcomes
from gis.insight.situation import Situation
from gis.law import clocks

Kind = Literal["days", "number", "choice"]
Group = Literal[
    "age",
    "limit",
    "matter",
    "payment",
    "commitment",
    "dialogue",
    "stage",
    "price",
    "resettlement",
    "reception",
    "speed",
]

BARRED: Final = frozenset(
    {
        "case.people", "case.repeated", "case.above_level", "case.prolonged", "case.prolonged_on",
        "case.prolonged_source", "case.court_on", "case.outcome", "case.hamlet", "case.longitude", "case.latitude",
        "case.national_code", "case.crowded", "reception.turns", "reception.people", "reception.first_cases",
        "reception.repeated_cases", "reception.crowds", "reception.crowd_people", "dialogue.invited",
        "dialogue.present", "dialogue.absent_minuted", "dialogue.result", "household_file.obstacle",
        "household_file.obstacle_on", "household_file.area", "plan.disagreed", "plan.opinions_on",
    }
)  # fmt: skip
"""What people are or do, and columns that stand for it; no feature may read any. (A household with an obstacle is left
out of those that are paid late, in its favour; the obstacle itself is no feature.)"""
BARRED_ENTITIES: Final = frozenset({"petition", "denunciation_count", "case_link"})


@dataclass(frozen=True)
class Feature:
    """One feature.

    Parameters
    ----------
    name
        Its column.
    group
        What its contribution is told with.
    kind
        ``"days"`` bends at its `knots`, ``"number"`` is taken as it is, ``"choice"`` is one of some codes.
    reads
        ``entity.column`` of everything it is made of.
    direction
        1, −1 or 0.
    knots
        Where a number of days bends, ascending; outside them it is level.
    """

    name: str
    group: Group
    kind: Kind
    reads: tuple[str, ...]
    direction: Literal[-1, 0, 1] = 0
    knots: tuple[float, ...] = ()


_CLOCK: Final = ("case.received_on", "case.accepted_on", "case.suspended_on", "case.resumed_on", "case.complex",
                 "case.remote", "case.level", "case.case_class", "case.within_competence", "case.regime")  # fmt: skip
_FILES: Final = ("household_file.project", "household_file.ward")
_PAID: Final = (*_FILES, "household_file.effective_on", "household_file.paid_on", "household_file.deposited_on")
_TALKS: Final = ("dialogue.project", "dialogue.ward", "dialogue.kind")
_PROMISES: Final = ("commitment.due", "commitment.extended_to", "commitment.kept_on")
_OPEN: Final = ("case.decided_on", "case.ended_on")

FEATURES: Final = (
    Feature("age", "age", "days", ("case.received_on",), knots=(0, 20, 40, 60, 90, 120, 180, 270, 400)),
    Feature("past", "limit", "days", _CLOCK, 1, (-60, -30, 0, 30, 90, 180, 365)),
    Feature("suspended", "limit", "number", ("case.suspended_on", "case.resumed_on")),
    Feature("found", "limit", "number", ("case.finding_on",), -1),
    Feature("ward_overdue", "limit", "number", (*_CLOCK, *_OPEN, "case.ward"), 1),
    Feature("project_overdue", "limit", "number", (*_CLOCK, *_OPEN, "case.project"), 1),
    Feature("subject", "matter", "choice", ("case.subject",)),
    Feature("level", "matter", "choice", ("case.level",)),
    Feature("body", "matter", "choice", ("case.deciding_body",)),
    Feature("complex", "matter", "number", ("case.complex",), 1),
    Feature("remote", "matter", "number", ("case.remote",)),
    Feature("late_share", "payment", "number", _PAID, 1),
    Feature("paid_share", "payment", "number", (*_FILES, "household_file.paid_on", "household_file.approved_on"), -1),
    Feature("broken", "commitment", "number", _PROMISES, 1),
    Feature("ward_broken", "commitment", "number", _PROMISES, 1),
    Feature("dialogue_late", "dialogue", "number", (*_CLOCK, "case.dialogue_on", "case.finding_differs"), 1),
    Feature("missed", "dialogue", "number", (*_TALKS, "dialogue.planned_for", "dialogue.held_on"), 1),
    Feature("held", "dialogue", "number", (*_TALKS, "dialogue.held_on")),
    Feature("required", "dialogue", "number", (*_CLOCK, "plan.posted_on", "plan.dialogue_on", "dialogue.held_on"), 1),
    Feature("stage", "stage", "number", ("plan.posted_on", "plan.approved_on", "household_file.paid_on")),
    Feature("handed_share", "stage", "number", (*_FILES, "household_file.handed_over_on")),
    Feature("stalled", "stage", "days", (*_FILES, "household_file.decision_on"), 1, (0, 90, 180, 365, 730)),
    Feature("price_gap", "price", "number", ("plan.coefficient", "plan.approved_on"), 1),
    Feature("site_late", "resettlement", "number", ("resettlement_site.planned_infrastructure",
                                                    "resettlement_site.infrastructure_on"), 1),
    Feature("lots_short", "resettlement", "number", ("household_file.resettlement_need", "resettlement_site.capacity",
                                                     "resettlement_site.allocated"), 1),
    Feature("reception_missing", "reception", "number", ("reception.held_on", "reception.role", "reception.state"), 1),
    Feature("ward_days", "speed", "number", ("case.ward", "case.accepted_on", *_OPEN), 1),
    Feature("body_days", "speed", "number", ("case.deciding_body", "case.accepted_on", *_OPEN), 1),
)  # fmt: skip
"""All features; the order is that of the columns."""
NAMES: Final = tuple(one.name for one in FEATURES)
KEYS: Final = ("ward", "project", "subject", "level", "due")
"""What is carried beside the features, to group by; ``subject`` and ``level`` are features too."""

_BODIES: Final = {"district": ("quận", "huyện", "thị xã"), "commune": ("xã", "phường"), "city": ("thành phố", "tỉnh")}
"""Words by which the level of a deciding body is known; the first that is found decides."""
_COUNTS: Final = ("broken", "ward_broken", "missed", "held", "required", "reception_missing")
"""Counts whose logarithm is taken: the step from none to one tells more than that from ten to eleven."""


@dataclass(frozen=True, eq=False)
class Scored:
    """The risk set of one day, and who stands out of it.

    Parameters
    ----------
    rows
        (n, ...) indexed by ``code``: `NAMES` and `KEYS`.
    out
        Why → open cases that stand out of the risk set.
    """

    rows: pd.DataFrame
    out: dict[str, int]


def of_cases(now: Situation) -> Scored:
    """Work out the features of every case of the risk set.

    Parameters
    ----------
    now
        The situation; its day is the landmark.
    """
    cases = now["open_case"].set_index("code")
    told = outcomes.standing(cases, now.rules, as_of=now.snapshot.as_of)
    inside = told["standing"].eq("at_risk")
    mine = cases[inside].assign(due=told["due"])
    rows = pd.DataFrame(index=mine.index).assign(**_of_themselves(mine, now), **_around(mine, now))
    rows[list(_COUNTS)] = np.log1p(rows[list(_COUNTS)].astype("float64"))
    found = rows[list(NAMES)].assign(**{name: mine[name] for name in KEYS})
    return Scored(found, outcomes.counts(told.loc[~inside, "standing"]))


def _of_themselves(cases: pd.DataFrame, now: Situation) -> dict[str, pd.Series]:
    past = (now.as_of - cases["due"]).dt.days.astype("float64")
    late = past.gt(0).astype("float64")
    return {
        "age": cases["age"].astype("float64"),
        "past": past,
        "suspended": (cases["suspended_on"].notna() & cases["resumed_on"].isna()).astype("float64"),
        "found": cases["finding_on"].notna().astype("float64"),
        "ward_overdue": _mapped(cases["ward"], circumstances.shrunk(late, cases["ward"])),
        "project_overdue": _mapped(cases["project"], circumstances.shrunk(late, cases["project"])),
        "subject": cases["subject"].astype("object"),
        "level": cases["level"].astype("object"),
        "body": body_kind(cases["deciding_body"]),
        "complex": _known_to_be(cases["complex"]),
        "remote": _known_to_be(cases["remote"]),
        "dialogue_late": _dialogue_late(cases, now),
    }


def _known_to_be(flags: pd.Series) -> pd.Series:
    """Answer what is recorded as true; as for the limits of the law, what is not recorded is not."""
    told: pd.Series = flags.eq(other=True).fillna(value=False).astype("float64")
    return told


def _dialogue_late(cases: pd.DataFrame, now: Situation) -> pd.Series:
    """Answer where the dialogue that the law asks for is past its day, by a limit whose text was read or checked."""
    names = sorted({one.group for one in now.rules.judged("case") if one.ends == "dialogue" and not one.own})
    found = pd.Series(0.0, index=cases.index)
    for name in names:
        judged = clocks.run(cases, name, now.rules, as_of=now.snapshot.as_of, due_soon_days=0)
        found = found.mask(judged["state"].eq("overdue") & judged["verified"], 1.0)
    return found


def body_kind(bodies: pd.Series) -> pd.Series:
    """Answer of which level each deciding body is: city, district, commune, or other; missing where not recorded."""
    kinds = {name: _kind_of(str(name).lower()) for name in bodies.dropna().unique()}
    told: pd.Series = bodies.astype("object").map(kinds)
    return told


def _kind_of(name: str) -> str:
    return next((kind for kind, words in _BODIES.items() if any(word in name for word in words)), "other")


def _around(cases: pd.DataFrame, now: Situation) -> dict[str, pd.Series]:
    keys = pd.MultiIndex.from_frame(cases[circumstances.PAIR].astype("object"))
    parts = [
        circumstances.of_pairs(now).reindex(keys),
        circumstances.of_projects(now).reindex(cases["project"].astype("object")),
        circumstances.of_wards(now).reindex(cases["ward"].astype("object")),
    ]
    found = {str(name): part[name].set_axis(cases.index) for part in parts for name in part}
    for name, place in (("ward_days", "ward"), ("body_days", "deciding_body")):
        found[name] = _mapped(cases[place], circumstances.past_days(now, place, cases[place]))
    return found


def _mapped(codes: pd.Series, values: pd.Series) -> pd.Series:
    told: pd.Series = codes.astype("object").map(values).astype("float64")
    return told


def named(names: Sequence[str]) -> tuple[Feature, ...]:
    """Answer features by their names."""
    return tuple(one for one in FEATURES if one.name in names)
