"""What a reader looks at and is refused while pages are drawn, entered in the audit trail before it is shown.

*Single cases* (also dialogues, promises and duties one by one) are entered once for a sign-in, role, page and place: a
page may run a hundred times while somebody clicks about in it, and only another page, place, case or meeting is another
entry. Where nobody signs in, once for a tab of the browser. What cannot be entered is not shown.

A refusal is entered likewise: a page that is not theirs, or an address that asks for what they may not see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from gis.access.suppression import EXACT
from gis.records import audit
from gis.records.audit import What
from gis.records.store import open_store
from gis.screens import Screen
from gis.ui import person, process, province
from gis.ui.here import Here
from gis.words import Phrase

_NOTED: Final = "noted"
"""Where a tab holds what was entered of it."""
OTHER: Final = "view.other_province"
"""What is said of an address that names a province which is not the reader's."""
_PLACES: Final = ("district", "ward", "project", "sheet", "case", "dialogue", "reception", "about")
"""Parameters of an address that say whose cases are looked at; others only say which of them."""
_LONGEST: Final = 60
_MOST: Final = 20


def looked(screen: Screen, here: Here) -> None:
    """Enter that somebody looks at single cases, if the page shows them any.

    Raises
    ------
    StoreError
        It could not be entered, so the page must not be shown.
    """
    singly = screen.singly == "always" or (screen.singly == "sheet" and here.view.sheet is not None)
    if singly and here.desk.reader.role in EXACT:
        asked = {name: value for name, value in here.view.to_query().items() if name in _PLACES}
        _enter("view_case_level", page=screen.path or "home", filters=urlencode(asked, doseq=True))


def refused(why: str, **details: Any) -> None:
    """Enter that somebody was refused something."""
    _enter("refused", why=why, **details)


def asked_outside(problems: Collection[Phrase], here: Here) -> None:
    """Enter what an address asked for that its reader may not see; of whoever sees everything it is a slip.

    Parameters
    ----------
    problems
        What of the address could not be met.
    here
        Who reads, and the records they may see.
    """
    asked = [*_unknown(problems), *_single(here)]
    if asked:
        refused("link", asked=[one[:_LONGEST] for one in asked[:_MOST]])


def _unknown(problems: Collection[Phrase]) -> Iterator[str]:
    """Answer the codes that were left out; another province is a slip only where nobody signs in."""
    reader = process.reader()
    slips = {"view.unknown": reader.everything, OTHER: reader.alone}
    return (str(problem.values["value"]) for problem in problems if not slips.get(problem.key, True))


def _single(here: Here) -> Iterator[str]:
    """Answer the codes of single records that an address names and its reader may not see."""
    reader, view = here.desk.reader, here.view
    named = {"case": (view.case, *view.meeting.cases), "dialogue": (view.meeting.dialogue,)}
    for entity, codes in named.items():
        wanted = [code for code in codes if code]
        if wanted and reader.role not in EXACT:
            yield from wanted
        elif wanted and not reader.everything:
            there = here.situation.snapshot.rows(entity).codes()
            yield from (code for code in wanted if code not in there)


def _enter(what: What, **details: Any) -> None:
    who, signed = person.identity(), process.signed()
    if who is not None:
        person.tell(what, who, signed, **details)
        return
    noted: set[tuple[str, str]] = st.session_state.setdefault(_NOTED, set())
    if (what, repr(details)) not in noted:
        audit.record(open_store(province.chosen()), signed, what, **details)
        noted.add((what, repr(details)))
