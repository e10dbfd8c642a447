"""What one process holds for everybody: wards, rules, the ledger of each province, and the last few situations.

All of it is shared between sessions and never changed in place; a new batch or new boundaries give new values for the
old ones. Whatever is asked here is asked of the province of the session, or of that of a scope (`gis.ui.province`).
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Hashable

import pandas as pd
import streamlit as st

from gis import areas, settings
from gis.access import people, signing_in
from gis.areas import Areas
from gis.briefing import publishing
from gis.errors import RequestError
from gis.insight.situation import Situation, situation
from gis.law import rules as law
from gis.records import audit, horizon, provenance
from gis.records.audit import Who
from gis.records.batch import Appended, Batch
from gis.records.closings import Closing
from gis.records.ledger import Ledger, open_ledger
from gis.records.reading import Marker
from gis.records.replica import source_of
from gis.records.store import Store, open_store
from gis.scope import Scope
from gis.ui import memory, person, province

_SITUATIONS: int = 9
"""So many days and scopes are kept ready; each is some hundred bytes a case."""
_MET: str = "met"
"""Where a session holds that it has come: what its reader recorded before, through whichever process, is taken in."""

May = Callable[[Scope], bool]
"""Answers whether somebody with a scope may do something."""


def ledger(scope: Scope | None = None) -> Ledger:
    """Open the records of a province, once a process and when they are first asked for.

    Parameters
    ----------
    scope
        Of whose province; None: of the session's.

    Raises
    ------
    StoreError
        There is no database, or it cannot be used.
    """
    return _ledger(scope.province if scope else province.chosen().province)


@st.cache_resource(show_spinner=False)
def _ledger(code: str) -> Ledger:
    memory.share_pools()
    memory.settle()
    chosen = province.of(code)
    return open_ledger(open_store(chosen), chosen)


def store() -> Store:
    """Answer the store, for whoever is looking: what they record or take is entered under their number."""
    return open_store(province.chosen(), by=signed())


def batches() -> pd.DataFrame:
    """Answer what came in, and when; see `Store.batches`."""
    return open_store(province.chosen()).batches()


def imported_on(known_on: dt.datetime | None = None) -> dt.date | None:
    """Answer the day on which anything was last recorded, by a moment; None where nothing was."""
    return provenance.imported_on(ledger().batches, known_on)


def record(batch: Batch, may: May) -> Appended:
    """Record what somebody entered on a page, and answer what became of it; the next run of any page knows it.

    Parameters
    ----------
    batch
        What was entered.
    may
        Answers whether somebody may do this; asked at this moment, for a form may have stood open while a role was
        taken back.

    Raises
    ------
    RequestError
        Whoever sits there may not.
    StoreError
        The store is of the other kind, or cannot be written to.
    """
    check(may)
    appended = store().append(batch)
    show_anew()
    return appended


def withdraw(batch: int) -> None:
    """Undo a batch; the next run of any page knows it.

    Raises
    ------
    RequestError, StoreError
        As for `Store.withdraw`, or whoever sits there may not.
    """
    check(people.may_import)
    store().withdraw(batch)
    show_anew()


def check(may: May) -> None:
    """Refuse what whoever sits there may not do at this moment; a refusal is entered in the audit trail.

    Raises
    ------
    RequestError
        They may not, or no longer.
    """
    if not may(reader()):
        audit.record(open_store(province.chosen()), signed(), "refused", why="deed", deed=getattr(may, "__name__", ""))
        raise RequestError("access.entrance.lost")


def show_anew() -> None:
    """Show layers to maps of others anew, where any are shown; whatever comes of it, what was recorded stays."""
    publishing.keep_up(province.chosen(), ledger())


def wards() -> Areas:
    """Answer the wards in force."""
    return areas.load(province.chosen())


def reader() -> Scope:
    """Answer who is looking, and what they may see.

    Raises
    ------
    RequestError
        Nobody signed in, or whoever did holds no role any more.
    """
    chosen = province.chosen()
    return person.scope() if signing_in.configured(chosen) else people.who(chosen)


def still() -> Callable[[], bool]:
    """Answer what tells, at any later moment and in any thread, whether whoever is looking may see the same as now."""
    who, scope = person.identity() if signing_in.configured(settings.current()) else None, reader()
    return lambda: who is None or person.holds(who, scope)


def signed() -> Who:
    """Answer who is looking, as the audit trail names them."""
    who = person.identity() if signing_in.configured(settings.current()) else None
    return Who.of(reader(), who.name) if who else Who.of(reader())


def default_as_of(scope: Scope | None = None) -> dt.date:
    """Answer the day a first visit shows: the last event recorded, or today where none is; see `ledger`."""
    return ledger(scope).last_event() or today()


def today() -> dt.date:
    """Answer today's date in Vietnam, whatever the clock of the machine is set to."""
    return horizon.today()


def refresh(known_on: dt.datetime | None = None) -> None:
    """Take in what was recorded since; once a run of a page, so that all of it tells of the same state.

    A replica may be behind what somebody recorded elsewhere before they came here, or what a closed period holds: the
    database itself is asked on the first run of a page, and where nothing is known past a moment.

    Parameters
    ----------
    known_on
        Moment up to which recordings count on this run; None: all.

    Raises
    ------
    StoreError
        There is no database, or it cannot be used.
    """
    held, first = ledger(), _MET not in st.session_state
    held.refresh(anew=first or (known_on is not None and not held.knows(known_on)))
    st.session_state[_MET] = True


def recorded_after(marker: Marker) -> dt.datetime | None:
    """Answer when something was last recorded or withdrawn, past a state that is held; None where nothing was.

    Raises
    ------
    StoreError
        There is no database, or it cannot be used.
    """
    store = open_store(province.chosen())
    source, code = source_of(store), store.settings.province
    if source.marker(code) == marker:
        return None
    found = source.read(code, lambda reading: reading.batches(code))
    latest: pd.Timestamp = found[["recorded_at", "withdrawn_at"]].max().max()
    return None if pd.isna(latest) else latest.to_pydatetime()


def closings(scope: Scope) -> tuple[Closing, ...]:
    """Answer the closed periods of the province of a scope, oldest first; takes about 2 ms."""
    return open_store(province.of(scope.province)).closings()


def situation_on(as_of: dt.date, known_on: dt.datetime | None = None, scope: Scope | None = None) -> Situation:
    """Answer the situation on one day.

    Parameters
    ----------
    as_of
        The day.
    known_on
        Moment up to which recordings count; None: all. Where nothing came later, it makes no second situation.
    scope
        For whom; None: whoever is looking.

    Raises
    ------
    RequestError
        The day lies before any record, or has not come yet.
    """
    seen = scope or reader()
    records, within = ledger(seen), areas.load(province.of(seen.province))
    records.check(as_of)
    latest = max(today(), default_as_of(seen))
    if as_of > latest:
        raise RequestError("shell.future", day=as_of, latest=latest)
    cut = records.cut_needed(as_of, known_on)
    state = records.marker, within.digest
    return _place(as_of, cut, seen.key).of(state, lambda: _situation(as_of, cut, seen))


class _Place:
    """Where the situation of one day and scope is kept: the newest only, for nobody asks for an older one again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[Hashable, Situation] | None = None

    def of(self, state: Hashable, make: Callable[[], Situation]) -> Situation:
        """Answer the situation in a state of records and boundaries, made once for all who ask at the same moment."""
        with self._lock:
            if self._kept is None or self._kept[0] != state:
                self._kept = None  # before the next is made: of a million cases two are much
                memory.gone()
                self._kept = state, make()
            return self._kept[1]


@st.cache_resource(max_entries=_SITUATIONS, show_spinner=False)
def _place(as_of: dt.date, known_on: dt.datetime | None, scope: str) -> _Place:  # noqa: ARG001 (they are its key)
    memory.gone()  # it takes the room of one asked for long ago
    return _Place()


def _situation(as_of: dt.date, known_on: dt.datetime | None, scope: Scope) -> Situation:
    snapshot, chosen = ledger(scope).snapshot(as_of, scope, known_on=known_on), province.of(scope.province)
    return situation(snapshot, areas.load(chosen), law.current(), crowd_size=chosen.crowd_size)
