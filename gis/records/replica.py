"""The replica: a copy of the database that follows it, from which the ledger is read where one is set.

A replica lags behind, by milliseconds or by hours, and a page must neither show the state before what its reader has
just recorded nor go back and forth. So a process remembers, of each province, the newest state that it has told of (the
*floor*), and the replica is read only while it holds that state:

* After this process recorded anything, and whenever a page is opened (its reader may have recorded through another
  process), the database itself is asked which state it is in. That is the new floor.
* A replica that has not reached the floor is passed over: the database itself is asked, until the replica has.
* A replica that is away, holds what the database does not, or is of another database is passed over as well; nobody
  waits for it or sees an error, the log says so once, and it is tried again after some seconds.

What others recorded shows as soon as the replica has it. All that is no reading of the ledger (recording and what is
checked before, grants, the audit trail, results, closings) never goes to the replica.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from time import monotonic
from typing import Final, Literal, TypeVar, get_args

import structlog
from sqlalchemy.exc import DBAPIError

from gis.errors import StoreError
from gis.records.database import Database
from gis.records.reading import Marker, Reading, reaches
from gis.records.store import Store

State = Literal["following", "behind", "ahead", "other", "away"]
"""What a replica is found to be: read from; not yet as far as what was told; further than the database, as after a
restore; of another database; not to be read at all."""
STATES: Final[tuple[State, ...]] = get_args(State)
AGAIN: Final = 10.0
"""Seconds after which a replica that could not be used is tried again."""

_T = TypeVar("_T")
_TOLD: Final = {"other", "away"}
"""What the log tells of, and of its end: the rest comes and goes by itself."""
_log = structlog.get_logger(__name__)


class Source:
    """Where the ledger of this process is read, of all provinces; may be asked from any thread.

    Parameters
    ----------
    primary
        The database itself.
    replica
        Its replica; None: there is none, and all is read from the database itself.
    """

    def __init__(self, primary: Database, replica: Database | None = None) -> None:
        self._primary, self._replica = primary, replica
        self._floors, self._kin = dict[str, Marker](), dict[str, Marker]()
        self._written = dict[str, int]()
        self._lock, self._again = threading.Lock(), 0.0
        self.state: State = "following"
        self.reason = ""

    @property
    def replicated(self) -> bool:
        """Whether there is a replica at all."""
        return self._replica is not None

    @property
    def where(self) -> str:
        """Where the replica is, for people; without a password, and empty where there is none."""
        return self._replica.where if self._replica else ""

    def marker(self, province: str, *, anew: bool = False) -> Marker:
        """Answer the newest state of a province that is known here: never one before any that was answered.

        Only where the store itself was restored from a backup does the answer go back.

        Parameters
        ----------
        province
            Its code.
        anew
            Whether to ask the database itself, for somebody who may have recorded elsewhere.

        Raises
        ------
        StoreError
            The database itself had to be asked, and cannot be.
        """
        if not anew and self._primary.written == self._written.get(province, 0):
            found = self._tried(lambda reading: self._held(reading, province))
            if found is not None:
                return found
        return self._asked(province)

    def read(self, province: str, work: Callable[[Reading], _T]) -> _T:
        """Do some reading in a state at or after the one that was last told.

        Parameters
        ----------
        province
            Of what.
        work
            What to do with one unchanging state; done once more on the database where the replica fails meanwhile.

        Raises
        ------
        StoreError
            The database itself had to be read, and cannot be.
        """
        found = self._tried(lambda reading: (work(reading),) if self._held(reading, province) else None)
        if found:
            return found[0]
        with self._primary.reading() as connection:
            return work(Reading(connection))

    def look(self, province: str) -> State:
        """Look at how the replica is at this moment, against the database itself.

        Raises
        ------
        StoreError
            The database itself cannot be asked.
        """
        self._asked(province)
        self._tried(lambda reading: self._held(reading, province))
        return self.state

    def _asked(self, province: str) -> Marker:
        """Ask the database itself, and remember what it answers."""
        written, marker = self._primary.written, self._own(province)
        if self._replica is None:
            return marker
        with self._lock:
            if not reaches(marker, self._floors.get(province)):
                marker = self._own(province)  # somebody was faster, or the store was restored
                self._kin.pop(province, None)
            self._floors[province], self._written[province] = marker, written
        return marker

    def _own(self, province: str) -> Marker:
        with self._primary.reading() as connection:
            return Reading(connection).marker(province)

    def _tried(self, work: Callable[[Reading], _T | None]) -> _T | None:
        """Read from the replica; None where that cannot be."""
        if self._replica is None or monotonic() < self._again:
            return None
        try:
            with self._replica.reading() as connection:
                return work(Reading(connection))
        except (StoreError, DBAPIError) as error:
            self._found("away", str(error))
            return None

    def _held(self, reading: Reading, province: str) -> Marker | None:
        """Answer the state the replica holds; None where it must not be read."""
        marker = reading.marker(province)
        if marker != self._kin.get(province):
            state = self._compared(reading, marker, province)
            if state != "following":
                self._found(state)
                return None
            self._kin[province] = marker
        with self._lock:
            if not reaches(marker, self._floors.get(province)):
                self._found("behind")
                return None
            self._floors[province] = marker
        self._found("following")
        return marker

    def _compared(self, reading: Reading, marker: Marker, province: str) -> State:
        """Hold what the replica says it holds against the database itself."""
        origin = reading.origin()
        try:
            with self._primary.reading() as connection:
                own = Reading(connection)
                if origin is not None and origin != own.origin():
                    return "other"
                return "following" if own.contains(marker, province) else "ahead"
        except StoreError:
            return "ahead"  # nobody can say; whoever asks the database next is told what is wrong with it

    def _found(self, state: State, reason: str = "") -> None:
        """Remember how the replica is, and say so where it matters."""
        before, self.state, self.reason = self.state, state, reason
        self._again = monotonic() + AGAIN if state in _TOLD else 0.0
        if state != before and _TOLD & {state, before}:
            say = _log.warning if state in _TOLD else _log.info
            say("replica", state=state, where=self.where, reason=reason)


def source_of(store: Store) -> Source:
    """Answer where the ledger of a store is read; one for the whole process.

    Raises
    ------
    SettingsError
        The address of the replica cannot be used.
    """
    return _source(store.database, Database.replica_of(store.settings))


@cache
def _source(primary: Database, replica: Database | None) -> Source:
    return Source(primary, replica)
