"""Sign-ins that somebody ended: they are refused wherever they still stand open, in every process and after a restart.

A sign-out stands in the audit trail, with the moment of the sign-in it ends. Each process reads the trail on from where
it was, so to ask costs next to nothing however long the trail is.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from gis.access.people import SIGNED_IN_FOR, Identity
from gis.records import trail
from gis.records.store import Store

_KEPT = SIGNED_IN_FOR + dt.timedelta(hours=1)
"""A sign-in that began before that counts no longer anyhow."""

Key = tuple[str, str]


class Ended:
    """The sign-ins that were ended, as far as the trail was read."""

    def __init__(self) -> None:
        self._held: dict[Key, tuple[dt.datetime, int]] = {}
        self._last, self._lock = 0, Lock()

    def __contains__(self, who: object) -> bool:
        """Answer whether a sign-in was ended."""
        return isinstance(who, Identity) and _key(who) in self._held

    @property
    def state(self) -> int:
        """Number of the newest entry that still matters: another when a sign-in was ended, alike in all processes."""
        return max((number for _, number in self._held.values()), default=0)

    def add(self, who: Identity) -> None:
        """End a sign-in in this process at once, whatever becomes of its entry."""
        with self._lock:
            self._held.setdefault(_key(who), (dt.datetime.now(dt.UTC), 0))

    def read(self, connection: Connection) -> None:
        """Read on in the trail.

        Parameters
        ----------
        connection
            An open transaction.
        """
        with self._lock:
            since = dt.datetime.now(dt.UTC) - _KEPT
            last = trail.last(connection)
            begin = self._last if self._last <= last else 0  # another trail stands in its place
            if last > begin:
                for entry in trail.after(connection, begin, "sign_out", since=since):
                    self._held[entry.who.id, str(entry.details.get("since", ""))] = entry.at, entry.number
            self._last = last
            self._held = {key: one for key, one in self._held.items() if one[0] >= since}


def details(who: Identity) -> dict[str, Any]:
    """Answer what an entry tells of a sign-in, so that it is known again."""
    return {"since": who.since}


def _key(who: Identity) -> Key:
    return who.name, who.since.isoformat() if who.since else ""


def known(store: Store) -> Ended:
    """Answer the sign-ins that were ended, as one process knows them."""
    return _of(store.database.where)


@cache
def _of(where: str) -> Ended:  # noqa: ARG001 (one for each database)
    return Ended()
