"""Reading the audit trail: a page of it, newest first, by who, what, when and where; and what came after an entry.

A *place* is a ward, former district or project that an entry names: the area of a grant, or what somebody had chosen
when they took a file or looked at cases. An entry that names none is about all that its person may see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import parse_qs

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from gis.records import audit
from gis.records.audit import Entry
from gis.records.store import Store
from gis.records.tables import AUDIT

_CHUNK: Final = 500
_CHOICES: Final = ("district", "ward", "project")
"""Parameters of an address that name places."""


@dataclass(frozen=True)
class Wanted:
    """Which entries are wanted; what is empty wants all.

    Parameters
    ----------
    what
        One of `gis.records.audit.WHATS`.
    who
        Part of the name by which a person signs in, in any letters.
    place
        A place: ``ward:00097``, ``district:901``, ``project:DA-01``.
    since, until
        From a moment on, and before another.
    province
        Code of a province, of a store that holds several: what was done in it, and who was refused before anybody knew
        where they belong.
    """

    what: str = ""
    who: str = ""
    place: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    province: str = ""

    def keeps(self, entry: Entry) -> bool:
        """Answer whether an entry names the place."""
        return not self.place or self.place in places(entry)


def places(entry: Entry) -> frozenset[str]:
    """Answer the places that an entry names, as `gis.records.grants.Area.written` writes them."""
    told = parse_qs(str(entry.details.get("filters", "")))
    named = {f"{kind}:{code}" for kind in _CHOICES for code in told.get(kind, ())}
    named |= {code.replace("-", ":", 1) for code in told.get("sheet", ())}
    area = str(entry.details.get("area", ""))
    return frozenset(named | ({area} if ":" in area else set()))


def page(store: Store, wanted: Wanted, *, most: int, before: int = 0) -> tuple[Entry, ...]:
    """Answer some entries, the newest first.

    Parameters
    ----------
    store
        The store.
    wanted
        Which.
    most
        So many at most.
    before
        Only entries with a smaller number; 0: from the newest.

    Raises
    ------
    StoreError
        As for `Store.reading`.
    """
    query = _asked(wanted)
    query = query.where(AUDIT.c.number < before) if before else query
    with (
        store.reading() as reading,
        reading.connection.execute(query, execution_options={"yield_per": _CHUNK}) as rows,
    ):
        return tuple(islice(filter(wanted.keeps, map(audit.entry_of, rows)), most))


def _asked(wanted: Wanted) -> Select[Any]:
    query = select(AUDIT).order_by(AUDIT.c.number.desc())
    if wanted.what:
        query = query.where(AUDIT.c.what == wanted.what)
    if wanted.who:
        query = query.where(func.lower(AUDIT.c.who).contains(wanted.who.casefold(), autoescape=True))
    if wanted.place:  # the words of the entry are looked at when it is read
        query = query.where(AUDIT.c.details.contains(wanted.place.partition(":")[2], autoescape=True))
    if wanted.province:
        query = query.where(_done_in(wanted.province))
    if wanted.since:
        query = query.where(AUDIT.c.at >= wanted.since)
    return query.where(AUDIT.c.at < wanted.until) if wanted.until else query


def _done_in(province: str) -> ColumnElement[bool]:
    """Ask for what names a province: by its person's part of it or, where they have none, by what the entry tells."""
    named = AUDIT.c.details.contains(f'"province":"{province}"', autoescape=True)
    nowhere = and_(AUDIT.c.extent == "", ~AUDIT.c.details.contains('"province":"', autoescape=True))
    return or_(
        AUDIT.c.extent.startswith(f"{province}-", autoescape=True),
        and_(AUDIT.c.extent == "", named),
        and_(nowhere, AUDIT.c.what == "refused"),
    )


def last(connection: Connection) -> int:
    """Answer the number of the last entry; 0 where there is none."""
    return connection.execute(select(func.max(AUDIT.c.number))).scalar() or 0


def after(connection: Connection, number: int, what: str, *, since: dt.datetime) -> Iterator[Entry]:
    """Answer the entries of one kind after another entry and from a moment on, oldest first."""
    query = select(AUDIT).where(AUDIT.c.number > number, AUDIT.c.what == what, AUDIT.c.at >= since)
    yield from map(audit.entry_of, connection.execute(query.order_by(AUDIT.c.number)))
