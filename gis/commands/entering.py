"""What leaves by a command is entered in the audit trail before it does: aggregates, small counts hidden."""

from __future__ import annotations

from typing import Any

from gis.access import people
from gis.records import audit
from gis.records.store import Store


def enter(store: Store, what: str, **details: Any) -> None:
    """Enter an export.

    Parameters
    ----------
    store
        Whose trail it goes into.
    what
        Name of the file, or of who may look from now on.
    details
        What it is about: rows, day, closed period.

    Raises
    ------
    StoreError
        It could not be entered, so it must not leave.
    """
    audit.record(store, people.who(store.settings), "export", file=what, via="command", **details)
