"""The audit trail: who took, brought, changed or was refused what, in a chain that nobody can quietly change.

An *entry* has a number, one more than the entry before, and a digest (SHA-256) of all it says and of the digest before,
so a changed, removed, added or moved entry breaks the *chain* from there on. The table refuses changes and removals. A
*witness* is a file beside the program, with the number and digest of every entry that was written from here: it tells
even when the newest entries are gone, or the whole chain was written anew.

An entry holds no more of a person than what they sign in as, and nothing of what they saw.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sqlalchemy import Connection, Row, func, insert, select

from gis.records import testimony
from gis.records.tables import AUDIT
from gis.records.testimony import Seen
from gis.scope import Scope

if TYPE_CHECKING:
    from gis.records.store import Store  # it records with this module

What = Literal[
    "sign_in", "sign_out", "refused", "view_case_level", "export", "import", "undo", "close", "restore", "access_change"
]
WHATS: Final[tuple[What, ...]] = get_args(What)
_OF_A_PROVINCE: Final = frozenset({"import", "undo", "close", "access_change"})
"""What is done in the province in hand, whoever does it."""
BREACHES: Final = ("gap", "changed", "broken", "missing", "other")
"""Numbers are missing; an entry says something else than it did; it does not follow the one before; the witness saw one
that is gone, or another one."""

LOCAL: Final = "local"
"""Who asks at the machine itself, where nobody signs in."""

_START: Final = "0" * testimony.DIGEST
_CHUNK: Final = 2_000
"""Entries that are held at once while the trail is read: some kilobytes each."""
_TOLD: Final = tuple(column.name for column in AUDIT.c if column.name != "digest")
"""What a digest is of."""


@dataclass(frozen=True)
class Who:
    """Who did something.

    Parameters
    ----------
    id
        How grants know them: the e-mail address or the number that the provider of sign-ins vouches for.
    role, extent
        What they were allowed then: their role, and the name of their part of the province (`gis.scope.Scope.extent`).
    """

    id: str
    role: str = ""
    extent: str = ""

    @classmethod
    def of(cls, scope: Scope, name: str = LOCAL) -> Who:
        """Answer who somebody with a scope is."""
        return cls(name, scope.role, scope.extent)


AT_THE_MACHINE: Final = Who(LOCAL)
"""Whoever runs a command or program of ours at the machine itself."""
STRANGER: Final = Who("stranger")
"""Somebody who was refused at the door, and of whom nothing that counts says who they are."""


@dataclass(frozen=True)
class Entry:
    """One thing that was done.

    Parameters
    ----------
    number
        From 1, without a gap.
    at
        When, in UTC.
    who, what
        Who did it, and what, one of `WHATS`.
    details
        What it was about: filters, format, digest, rows, reason …
    before, digest
        Digest of the entry before, and of this one.
    """

    number: int
    at: dt.datetime
    who: Who
    what: str
    details: Mapping[str, Any]
    before: str
    digest: str


@dataclass(frozen=True)
class Breach:
    """A place where the trail is not what was written.

    Parameters
    ----------
    number
        Of the first entry concerned.
    kind
        One of `BREACHES`.
    """

    number: int
    kind: str


@dataclass(frozen=True)
class Verdict:
    """What became of the trail.

    Parameters
    ----------
    entries
        How many there are.
    end
        Number and digest of the last, ``"17:ab…"``: whoever notes it elsewhere can hold the trail against it later.
    breaches
        Where it was changed, first things first.
    """

    entries: int
    end: str
    breaches: tuple[Breach, ...] = field(default=())

    @property
    def last(self) -> int:
        """Number of the last entry; 0 where there is none."""
        return int(self.end.partition(":")[0])


def record(store: Store, who: Scope | Who, what: What, /, **details: Any) -> None:
    """Write an entry; when this returns, it is in the trail.

    Parameters
    ----------
    store
        The store.
    who
        Who did it; a scope alone stands for the person at the machine itself.
    what
        What was done.
    details
        What it was about, as plain values; what is None or empty is left out.

    Raises
    ------
    StoreError
        It could not be written, so what it tells of must not be done: as for `Database.writing`, or the witness cannot
        be written to.
    """
    with writing(store, Who.of(who) if isinstance(who, Scope) else who, what, always=True) as (_, told):
        told.update(details)


@contextmanager
def writing(store: Store, who: Who, what: What, *, always: bool = False) -> Iterator[tuple[Connection, dict[str, Any]]]:
    """Write to the store and into the trail, both or neither.

    Yields
    ------
    The transaction, and what the entry will tell: to be filled with details; where none are, nothing is entered, unless
    something is to be always.

    Raises
    ------
    StoreError
        As for `record`; nothing was written.
    """
    told: dict[str, Any] = {}
    with ExitStack() as held:
        with store.database.writing() as connection:
            file = held.enter_context(
                testimony.added_to(witness(store))
            )  # of a database that is not there nothing is witnessed
            yield connection, told
            if told and what in _OF_A_PROVINCE and store.settings.several and not who.extent:
                told.setdefault("province", store.settings.province)
            entry = add(connection, who, what, told) if told or always else None
        if entry:
            # the entry stands by now; that its witness has no line for it is nothing a check takes amiss
            with suppress(OSError):
                os.write(file, f"{entry.number} {entry.digest}\n".encode())


def add(connection: Connection, who: Who, what: What, details: Mapping[str, Any]) -> Entry:
    """Write an entry in a transaction that is the only one writing."""
    last = connection.execute(select(AUDIT).order_by(AUDIT.c.number.desc()).limit(1)).first()
    moment = dt.datetime.now(dt.UTC)
    values = {
        "number": last.number + 1 if last else 1,
        "at": max(moment, last.at) if last else moment,
        "who": _plain(who.id),
        "role": who.role,
        "extent": who.extent,
        "what": what,
        "details": _canonical({name: value for name, value in details.items() if value not in (None, "", (), [], {})}),
        "before": last.digest if last else _START,
    }
    row = connection.execute(insert(AUDIT).values(**values, digest=_digest(values)).returning(AUDIT)).one()
    return entry_of(row)


def entries(
    store: Store, *, what: str = "", who: str = "", since: dt.datetime | None = None, until: dt.datetime | None = None
) -> tuple[Entry, ...]:
    """Answer entries, the newest first.

    Parameters
    ----------
    store
        The store.
    what, who
        Only what is called so, or was done by them; empty: all.
    since, until
        Only from a moment on, and before another.

    Raises
    ------
    StoreError
        As for `Store.reading`.
    """
    query = select(AUDIT).order_by(AUDIT.c.number.desc())
    wanted = {AUDIT.c.what == what: what, AUDIT.c.who == who: who}
    query = query.where(*(condition for condition, given in wanted.items() if given))
    query = query.where(AUDIT.c.at >= since) if since else query
    query = query.where(AUDIT.c.at < until) if until else query
    with store.reading() as reading:
        return tuple(entry_of(row) for row in reading.connection.execute(query))


def counts(store: Store) -> dict[str, int]:
    """Answer how many entries there are of each kind that was ever entered.

    Raises
    ------
    StoreError
        As for `Store.reading`.
    """
    query = select(AUDIT.c.what, func.count().label("number")).group_by(AUDIT.c.what)
    with store.reading() as reading:
        return {row.what: row.number for row in reading.connection.execute(query)}


def verify(store: Store, *, report: Callable[[int, int], None] | None = None) -> Verdict:
    """Hold the trail against itself and against the witness; neither is ever held as a whole.

    Parameters
    ----------
    store
    report
        Told now and then how many entries of how many are done; what it raises ends the reading.

    Raises
    ------
    StoreError
        As for `Store.reading`, or the witness cannot be read.
    """
    with testimony.opened(witness(store)) as seen, store.reading() as reading:
        whole = reading.connection.scalar(select(func.count()).select_from(AUDIT)) or 0 if report else 0
        query = select(AUDIT).order_by(AUDIT.c.number)
        rows = reading.connection.execute(query, execution_options={"yield_per": _CHUNK})
        found: list[Breach] = []
        count, number, before = 0, 0, _START
        for row in rows:
            found += _breaches(row, number, before, seen.of(row.number))
            count, number, before = count + 1, row.number, row.digest
            if report and count % _CHUNK == 0:
                report(count, whole)
        found += _left(reading.connection, seen.left(), number)
    found.sort(key=lambda one: (one.number, BREACHES.index(one.kind)))
    return Verdict(count, f"{number}:{before}", tuple(dict.fromkeys(found)))


def _breaches(row: Row[Any], number: int, before: str, seen: frozenset[str]) -> Iterator[Breach]:
    """Answer what is wrong with an entry after another, given what the witness saw of it."""
    if row.number != number + 1:
        yield Breach(number + 1, "gap")
    if row.digest != _digest(row._asdict()):
        yield Breach(row.number, "changed")
    if row.before != before:
        yield Breach(row.number, "broken")
    if not seen <= {row.digest}:
        yield Breach(row.number, "other")


def _left(connection: Connection, seen: Seen, last: int) -> Iterator[Breach]:
    """Answer what is wrong with entries that the witness saw, and nobody came by while they were looked for."""
    yield from (Breach(number, "missing") for number in seen if number > last)
    early = [number for number in seen if number <= last]
    for start in range(0, len(early), _CHUNK):
        some = early[start : start + _CHUNK]
        query = select(AUDIT.c.number, AUDIT.c.digest).where(AUDIT.c.number.in_(some))
        stands = {row.number: row.digest for row in connection.execute(query)}
        yield from (Breach(number, "missing") for number in some if number not in stands)
        yield from (Breach(number, "other") for number in some if number in stands and seen[number] != {stands[number]})


def _digest(values: Mapping[str, Any]) -> str:
    """Answer the digest of an entry: of everything it says, the moment in UTC to the microsecond."""
    told = {name: values[name] for name in _TOLD}
    told["at"] = values["at"].astimezone(dt.UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(_canonical(told).encode()).hexdigest()


def _canonical(value: Any) -> str:
    """Write plain values as JSON in the one way there is."""
    return _plain(json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_written))


def _written(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _plain(text: str) -> str:
    """Answer text that every database takes: half a character becomes a question mark, a zero byte nothing."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def entry_of(row: Row[Any]) -> Entry:
    """Answer an entry as it stands in the table."""
    try:
        details = json.loads(row.details)
    except ValueError:
        details = {"?": row.details}  # somebody changed it: it is shown, and `verify` says so
    return Entry(row.number, row.at, Who(row.who, row.role, row.extent), row.what, details, row.before, row.digest)


def witness(store: Store) -> Path:
    """Answer the file with the number and digest of every entry that was written from here."""
    name = hashlib.sha256(store.database.where.encode()).hexdigest()[:8]
    return store.settings.state_dir / f"audit-{name}.txt"
