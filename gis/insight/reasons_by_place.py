"""Why each of many places asks for attention: the counts of `gis.insight.reasons`, of all wards or projects at once.

A list of a hundred places cannot choose a hundred times; here every count is one sum over the same columns, so each
ward has the reasons that its own sheet tells, and each project all but those of contact.
"""

from __future__ import annotations

import pandas as pd

from gis.insight import contacts
from gis.insight.reasons import LONG, Kind, Reason
from gis.insight.silence import QUIET_DAYS
from gis.insight.situation import Selection


def reasons_by_place(selection: Selection, owed: pd.DataFrame, which: str) -> dict[str, tuple[Reason, ...]]:
    """Answer the reasons of each place that has any, in the order of `gis.insight.reasons.reasons`.

    Parameters
    ----------
    selection
        What is chosen.
    owed
        What `gis.insight.duties.due` answered for it.
    which
        ``"ward"`` or ``"project"``.
    """
    table = pd.concat([*_counts(selection, owed, which), *_silence(selection, which)], axis=1)
    found: dict[str, tuple[Reason, ...]] = {}
    for code, row in zip(table.index, table.to_dict("records"), strict=True):
        told = tuple(Reason(_kind(name), int(n)) for name, n in row.items() if pd.notna(n) and (n or name in _BARE))
        if told:
            found[str(code)] = told
    return found


_BARE = ("no_contact",)


def _kind(name: object) -> Kind:
    kind: Kind = name  # type: ignore[assignment]
    return kind


def _counts(selection: Selection, owed: pd.DataFrame, which: str) -> list[pd.Series]:
    cases, files, promises = selection["open_case"], selection["household_file"], selection["commitment"]
    dialogues = owed[(owed["kind"] == "dialogue") & (owed["state"] == "past")]
    waiting = selection.throughout["unexecuted"]
    return [
        _summed(cases[which], cases["overdue"], "overdue"),
        _summed(files[which], files["late"], "payment"),
        _summed(promises[which], promises["broken"], "commitment"),
        _summed(dialogues[which], dialogues["n"], "dialogue"),
        _summed(waiting[which], pd.Series(1, index=waiting.index), "decision"),
        _summed(cases[which], cases["age"].ge(LONG), "waiting"),
    ]


def _summed(places: pd.Series, what: pd.Series, name: str) -> pd.Series:
    summed: pd.Series = what.fillna(0).astype("int64").groupby(places.astype("object")).sum().rename(name)
    return summed


def _silence(selection: Selection, which: str) -> list[pd.Series]:
    """Answer days since the last contact of wards, where something is open and contacts are recorded at all.

    Receptions belong to no project, so of a single project it is not known how long nobody met.
    """
    now = selection.situation
    if which != "ward" or not (now.recorded("dialogue") or now.recorded("reception")):
        return []
    places = selection["open_case"][which].dropna().astype("object").unique()
    last = contacts.last_contact(selection, which).reindex(places)
    days = (now.as_of - last).dt.days
    never = pd.Series(0, index=last.index[last.isna()], name="no_contact", dtype="int64")
    return [days[days > QUIET_DAYS].rename("contact"), never]
