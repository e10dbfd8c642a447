"""The pack before a meeting: what a leader should have read before a dialogue or a day of citizen reception.

A *pack* is about a *place*: the wards of the dialogue and of the cases that will be talked about, or what lies open
where neither is named. Its *works* are the part of it that belongs to the projects concerned. It is gathered from what
is known on the day of the figures; a code that nobody recorded by then, or that lies outside the reader's area, is told
as unknown and never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from gis.filters import Filters
from gis.insight import cases, commitments, compensation, contacts, duties, limits
from gis.insight.situation import Selection, Situation
from gis.view import Meeting, Sheet

CONTACTS: Final = 3
"""So many of the last contacts are told."""
MOST_PROJECTS: Final = 6
MOST_PROMISES: Final = 10
"""So many projects, largest first, and so many promises, the longest overdue first, are told; the rest is counted."""


@dataclass(frozen=True, eq=False)
class Pack:
    """What is known before a meeting.

    Parameters
    ----------
    dialogue
        Row of the dialogue with its ``code``; None when none is asked for or it is not known.
    receptions
        (r, ...) receptions recorded on the day asked for, in the wards of the place.
    cases
        (c, ...) the cases that will be talked about, in full, indexed by code, in the order asked for.
    unknown
        Codes that are not known.
    wards, projects
        Codes of the place.
    progress
        (p, ...) the table of `gis.insight.compensation.projects` for the works, with ``stage``.
    subjects
        (s, 2) open cases of the place by subject: ``open``, ``overdue``; None when nobody has recorded a case.
    promises
        (m, ...) what was promised in the place and is not kept, with ``state``; overdue first; None when nobody has
        recorded a commitment.
    contacts
        (≤ `CONTACTS`, ...) the last contacts; see `gis.insight.contacts.listed`.
    limits
        (k, ...) legal limits of the cases; see `gis.insight.limits`.
    duties
        (d, ...) what falls due in the place; see `gis.insight.duties`.
    """

    dialogue: pd.Series | None
    receptions: pd.DataFrame
    cases: pd.DataFrame
    unknown: tuple[str, ...]
    wards: tuple[str, ...]
    projects: tuple[str, ...]
    progress: pd.DataFrame
    subjects: pd.DataFrame | None
    promises: pd.DataFrame | None
    contacts: pd.DataFrame
    limits: pd.DataFrame
    duties: pd.DataFrame


def gathered(now: Situation, meeting: Meeting, sheet: Sheet | None, *, due_soon_days: int) -> Pack | None:
    """Gather the pack before a meeting; None where no place follows from what is asked for.

    Parameters
    ----------
    now
        The situation; what lies outside its scope is not told.
    meeting
        What is prepared for.
    sheet
        What lies open: the place of a meeting that names neither a dialogue nor a case.
    due_soon_days
        Days before its last day from which a limit or a promise is due soon.
    """
    dialogue, asked = _dialogue(now, meeting.dialogue), _cases(now, meeting)
    unknown = unknown_codes(now, meeting)
    wards = _named("ward", dialogue, asked)
    projects = _named("project", dialogue, asked)
    if not wards and sheet:
        wards, projects = _opened(now, sheet)
    if not wards:
        return None
    place = now.select(Filters(ward=wards))
    works = now.select(Filters(ward=wards, project=projects)) if projects else place
    return Pack(
        dialogue=dialogue,
        receptions=_receptions(place, meeting),
        cases=asked,
        unknown=unknown,
        wards=wards,
        projects=projects,
        progress=_progress(works),
        subjects=cases.by_group(cases.open_cases(place), "subject") if now.recorded("case") else None,
        promises=_promises(place, due_soon_days),
        contacts=contacts.listed(place, most=CONTACTS),
        limits=limits.of_cases(now, asked, due_soon_days=due_soon_days),
        duties=duties.due(place),
    )


def unknown_codes(now: Situation, meeting: Meeting) -> tuple[str, ...]:
    """Answer the codes of a meeting of which nothing is known on the day of the figures, inside the reader's area."""
    missing = () if not meeting.dialogue or _dialogue(now, meeting.dialogue) is not None else (meeting.dialogue,)
    known = _cases(now, Meeting(cases=meeting.cases)).index
    return (*missing, *(code for code in meeting.cases if code not in known))


def _dialogue(now: Situation, code: str) -> pd.Series | None:
    dialogues = now["dialogue"]
    return dialogues.loc[[code]].reset_index().iloc[0] if code and code in dialogues.index else None


def _cases(now: Situation, meeting: Meeting) -> pd.DataFrame:
    """Answer the cases asked for, and the one the dialogue is about before them."""
    dialogue = _dialogue(now, meeting.dialogue)
    own = () if dialogue is None or pd.isna(dialogue["case"]) else (str(dialogue["case"]),)
    return cases.in_full(now, (*own, *meeting.cases))


def _named(name: str, dialogue: pd.Series | None, asked: pd.DataFrame) -> tuple[str, ...]:
    own = [] if dialogue is None else [dialogue[name]]
    return tuple(dict.fromkeys(str(code) for code in (*own, *asked[name]) if pd.notna(code)))


def _opened(now: Situation, sheet: Sheet) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if sheet.kind == "ward":
        return (sheet.code,), ()
    places = now["project_place"]
    wards = places.loc[places["project"] == sheet.code, "ward"].dropna().unique()
    return tuple(str(ward) for ward in wards), (sheet.code,)


def _receptions(place: Selection, meeting: Meeting) -> pd.DataFrame:
    receptions = place["reception"]
    if meeting.reception is None:
        return receptions.iloc[:0]
    return receptions[receptions["held_on"] == pd.Timestamp(meeting.reception)]


def _progress(works: Selection) -> pd.DataFrame:
    table = compensation.projects(works)
    return table.assign(stage=works.situation["project"]["stage"].reindex(table.index))


def _promises(place: Selection, due_soon_days: int) -> pd.DataFrame | None:
    if not place.situation.recorded("commitment"):
        return None
    judged = commitments.judged(place, due_soon_days=due_soon_days)
    return commitments.listed(judged[judged["pending"]], most=len(judged))
