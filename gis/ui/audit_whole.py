"""Whether anybody meddled with the audit trail, as its page tells it.

A short trail is read through while the page is drawn. A long one takes the better part of a minute and grows with every
deed: it is read beside the pages, and what was found is told, with its moment, until it is read through again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis.briefing.reading import clock
from gis.records import audit, trail
from gis.records.audit import Verdict
from gis.records.horizon import VIETNAM
from gis.records.store import Store
from gis.ui import waiting
from gis.ui.here import Here
from gis.ui.working import Work

SHORT: Final = 20_000
"""Entries that are read through while somebody waits: a second or less."""
_FRESH: Final = 60
"""Seconds for which a short trail is not read through again unless something was added."""
_STANDS: Final = dt.timedelta(hours=1)
"""A long trail is read through again after this time, when its end is missing, or when somebody asks."""
_BREACHES: Final = 10


@dataclass(frozen=True)
class _Read:
    verdict: Verdict
    at: dt.datetime


def draw(store: Store, here: Here) -> None:
    """Say whether anybody meddled with the trail of a store."""
    with store.reading() as reading:
        last = trail.last(reading.connection)
    if last > SHORT:
        _long(store, last, here)
        return
    with st.spinner(here.say("access.trail.checking")):
        found = _short(store.database.where, last, _store=store)
    _tell(found, here)


@st.cache_data(ttl=_FRESH, max_entries=4, show_spinner=False)
def _short(where: str, last: int, *, _store: Store) -> Verdict:  # noqa: ARG001 (the first two are its key)
    return audit.verify(_store)


def _long(store: Store, last: int, here: Here) -> None:
    key = f"audit:{store.database.where}"
    found = _kept().get(key)
    if found:
        _tell(found.verdict, here)
        moment, n = clock(found.at), max(0, last - found.verdict.last)
        st.html(Markup('<p class="hint">{}</p>').format(here.say("access.trail.read", moment=moment, n=n)))
    place = st.empty()
    if _due(found, last) or waiting.concerned(key) or _asked(place, here):
        place.empty()
        hint = here.say("access.trail.beside")
        waiting.wait(key, partial(_read_through, store, key), partial(_said, here), here, hint=hint)


def _due(found: _Read | None, last: int) -> bool:
    return found is None or last < found.verdict.last or dt.datetime.now(VIETNAM) - found.at > _STANDS


def _asked(place: st.delta_generator.DeltaGenerator, here: Here) -> bool:
    return place.button(here.say("access.trail.anew"), key="audit_anew", icon=":material/refresh:")


def _read_through(store: Store, key: str, work: Work) -> None:
    began = dt.datetime.now(VIETNAM)
    _kept()[key] = _Read(audit.verify(store, report=work.report), began)


def _said(here: Here, work: Work) -> str:
    return here.say("access.trail.reading", n=work.done, whole=work.whole)


@st.cache_resource(show_spinner=False)
def _kept() -> dict[str, _Read]:
    """Answer what was found, by trail: of the process, for all who may read it."""
    return {}


def _tell(found: Verdict, here: Here) -> None:
    if found.breaches:
        places = [here.say(f"access.breach.{one.kind}", number=str(one.number)) for one in found.breaches[:_BREACHES]]
        lines = "".join(f"\n* {place}" for place in places)
        st.error(here.say("access.trail.broken", n=len(found.breaches)) + "\n" + lines, icon=":material/gpp_bad:")
    elif found.entries:
        st.success(here.say("access.trail.whole", n=found.entries), icon=":material/verified_user:")
    else:
        st.info(here.say("access.trail.empty"), icon=":material/info:")
