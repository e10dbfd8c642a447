"""Recording that a rule of law was held against its original text; see `gis.records.entities.rule_checks`.

Nothing is taken back: to undo is to record a newer version that says so.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from gis.errors import RequestError
from gis.records.batch import Batch
from gis.records.entities.rule_checks import RULE_CHECK
from gis.words import say

State = Literal["verified", "undone"]

LONGEST: Final = 200
"""Characters the name of a document may have: it stands in a table."""


@dataclass(frozen=True)
class Version:
    """One version of a rule, as it stood when it was checked.

    Parameters
    ----------
    rule
        Its id.
    valid_from
        Since when the version holds.
    substance
        Mark of what it says.
    """

    rule: str
    valid_from: dt.date
    substance: str


def checked(version: Version, state: State, *, document: str, on: dt.date, role: str, demo: bool) -> Batch:
    """Make the batch that records a check, or that an earlier one is undone.

    Parameters
    ----------
    version
        What was checked.
    state
        Whether it was checked, or a check is undone.
    document
        Which document was read: its number and date.
    on
        The day of the check.
    role
        Role of whoever checked; never a name.
    demo
        Whether the store is of a demo.

    Raises
    ------
    RequestError
        No document is named, or its name is too long.
    """
    name = " ".join(unicodedata.normalize("NFC", document).replace("\0", "").split())
    if not 0 < len(name) <= LONGEST:
        raise RequestError("records.rule_checks.document", longest=LONGEST)
    row = {
        "rule": version.rule,
        "valid_from": pd.Timestamp(version.valid_from),
        "substance": version.substance,
        "state": state,
        "document": name,
        "checked_on": pd.Timestamp(on),
        "role": role,
    }
    source = say("records.rule_checks.source")
    return Batch({RULE_CHECK.name: pd.DataFrame([row])}, source=source, kind="form", demo=demo)
