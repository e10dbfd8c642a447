"""Recording what an officer found about two registered matters; see `gis.records.entities.links`.

Nothing is taken back: to undo is to record a newer version that says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from gis.records.batch import Batch
from gis.records.entities.links import CASE_LINK
from gis.words import say

Decision = Literal["confirmed", "rejected", "undone"]


@dataclass(frozen=True, order=True)
class Pair:
    """Two cases, or a case and a petition that was registered without one.

    Parameters
    ----------
    case
        Code of a case; of two, the one that sorts first.
    other_case
        Code of the other case; empty where there is a petition.
    petition
        Code of the petition; empty where there are two cases.
    """

    case: str
    other_case: str = ""
    petition: str = ""

    def __post_init__(self) -> None:
        if bool(self.other_case) == bool(self.petition) or (self.other_case and self.case >= self.other_case):
            raise ValueError(f"expected two cases in order or a case and a petition, got {self}")

    @classmethod
    def of_cases(cls, one: str, other: str) -> Pair:
        """Answer the pair of two cases, whichever is named first."""
        return cls(*sorted((one, other)))


def decided(pair: Pair, decision: Decision, *, ward: str, on: dt.date, role: str, demo: bool) -> Batch:
    """Make the batch that records a decision.

    Parameters
    ----------
    pair
        What it is about.
    decision
        What was found, or that an earlier finding is undone.
    ward
        Ward of the pair's case.
    on
        The day of the decision.
    role
        Role of whoever decided; never a name.
    demo
        Whether the store is of a demo.
    """
    row = {
        "case": pair.case,
        "other_case": pair.other_case or None,
        "petition": pair.petition or None,
        "ward": ward,
        "decision": decision,
        "decided_on": pd.Timestamp(on),
        "role": role,
    }
    return Batch({CASE_LINK.name: pd.DataFrame([row])}, source=say("records.links.source"), kind="form", demo=demo)
