"""Why a place or a project asks for attention: duties past their day there, long waits, no contact.

A *reason* is a plain count with the same definition as everywhere else, so that the list it opens has as many rows; it
is told, not weighed, and says nothing of any person. A list of a hundred places cannot choose a hundred times: every
count is one sum over the same columns, of all places at once, and what lies open is the one place of its own choice.

Receptions belong to no project, so of a project it is not known how long nobody met, and it is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

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


_Placed = Callable[[pd.DataFrame], pd.Series]
"""Answers the place of each row."""
_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_BARE: Final = "no_contact"
"""The one reason that counts nothing."""
_ALL: Final = "all"


def reasons(selection: Selection, owed: pd.DataFrame) -> tuple[Reason, ...]:
    """Answer why a selection asks for attention, duties past their day first.

    Parameters
    ----------
    selection
        What lies open.
    owed
        What `gis.insight.duties.due` answered for it.
    """
    met = pd.Series({_ALL: contacts.last_contact(selection).max()}, dtype="datetime64[us]")
    opened = pd.Index([] if selection["open_case"].empty else [_ALL])
    counted = _counts(selection, owed, lambda frame: pd.Series(_ALL, index=frame.index, dtype="object"))
    silent = [] if selection.filters.project else _silence(selection, opened, met)
    return _told([*counted, *silent]).get(_ALL, ())


def by_place(selection: Selection, owed: pd.DataFrame, which: str) -> dict[str, tuple[Reason, ...]]:
    """Answer the reasons of each ward or project that has any, as `reasons` does of what is chosen.

    Parameters
    ----------
    selection, owed
        See `reasons`.
    which
        ``"ward"`` or ``"project"``.
    """
    counted = _counts(selection, owed, lambda frame: frame[which].astype("object"))
    if which == "project":
        return _told(counted)
    places = pd.Index(selection["open_case"][which].dropna().astype("object").unique())
    return _told([*counted, *_silence(selection, places, contacts.last_contact(selection, which))])


def _told(counts: Sequence[pd.Series]) -> dict[str, tuple[Reason, ...]]:
    table = pd.concat(counts, axis=1)
    found = {
        str(code): tuple(
            Reason(kind, int(row[kind])) for kind in _KINDS if pd.notna(row.get(kind)) and (row[kind] or kind == _BARE)
        )
        for code, row in zip(table.index, table.to_dict("records"), strict=True)
    }
    return {code: told for code, told in found.items() if told}


def _counts(selection: Selection, owed: pd.DataFrame, placed: _Placed) -> list[pd.Series]:
    cases, files, promises = selection["open_case"], selection["household_file"], selection["commitment"]
    dialogues = owed[(owed["kind"] == "dialogue") & (owed["state"] == "past")]
    waiting = selection.throughout["unexecuted"]
    return [
        _summed(placed(cases), cases["overdue"], "overdue"),
        _summed(placed(files), files["late"], "payment"),
        _summed(placed(promises), promises["broken"], "commitment"),
        _summed(placed(dialogues), dialogues["n"], "dialogue"),
        _summed(placed(waiting), pd.Series(1, index=waiting.index), "decision"),
        _summed(placed(cases), cases["age"].ge(LONG), "waiting"),
    ]


def _summed(places: pd.Series, what: pd.Series, name: Kind) -> pd.Series:
    summed: pd.Series = what.fillna(0).astype("int64").groupby(places).sum().rename(name)
    return summed


def _silence(selection: Selection, places: pd.Index, last: pd.Series) -> list[pd.Series]:
    """Answer how long nobody met at places where something is open, if contacts are recorded at all."""
    now = selection.situation
    if not (now.recorded("dialogue") or now.recorded("reception")):
        return []
    last = last.reindex(places)
    days = (now.as_of - last).dt.days
    never = pd.Series(0, index=last.index[last.isna()], name="no_contact", dtype="int64")
    return [days[days > QUIET_DAYS].rename("contact"), never]
