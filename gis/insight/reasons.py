"""Why a place or a project asks for attention: duties past their day there, long waits, no contact.

A *reason* is a plain count with the same definition as everywhere else, so that the list it opens has as many rows; it
is told, not weighed, and says nothing of any person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from gis.insight import contacts
from gis.insight.silence import QUIET_DAYS
from gis.insight.situation import Selection

Kind = Literal["overdue", "payment", "commitment", "dialogue", "decision", "waiting", "contact", "no_contact"]

LONG: Final = 90
"""Days of waiting from which a case counts as long open; one of the ages that a filter offers."""


@dataclass(frozen=True)
class Reason:
    """One reason.

    Parameters
    ----------
    kind
        What it is about.
    n
        Cases, households, commitments, dialogues, decisions, or days since the last contact; 0 of ``"no_contact"``.
    """

    kind: Kind
    n: int


def reasons(selection: Selection, owed: pd.DataFrame) -> tuple[Reason, ...]:
    """Answer why a selection asks for attention, duties past their day first.

    Parameters
    ----------
    selection
        What lies open.
    owed
        What `gis.insight.duties.due` answered for it.
    """
    return tuple(reason for reason in (*_counted(selection, owed), *_silence(selection)) if reason)


def _counted(selection: Selection, owed: pd.DataFrame) -> Iterator[Reason | None]:
    cases, dialogues = selection["open_case"], owed[(owed["kind"] == "dialogue") & (owed["state"] == "past")]
    yield _some("overdue", cases["overdue"].sum())
    yield _some("payment", selection["household_file"]["late"].sum())
    yield _some("commitment", selection["commitment"]["broken"].sum())
    yield _some("dialogue", dialogues["n"].sum())
    yield _some("decision", len(selection.throughout["unexecuted"]))
    yield _some("waiting", cases["age"].ge(LONG).sum())


def _some(kind: Kind, n: float) -> Reason | None:
    return Reason(kind, int(n)) if n else None


def _silence(selection: Selection) -> Iterator[Reason | None]:
    """Answer how long nobody met, where there is something open and contacts are recorded at all."""
    now = selection.situation
    if selection["open_case"].empty or not (now.recorded("dialogue") or now.recorded("reception")):
        return
    last = contacts.last_contact(selection).max()
    if pd.isna(last):
        yield Reason("no_contact", 0)
    elif (days := (now.as_of - last).days) > QUIET_DAYS:
        yield Reason("contact", days)
