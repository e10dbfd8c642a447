"""Who may see what, as it was given and taken back: to which only is added.

A *grant* gives a *person* a *role* in one *area* from a day on, and to a last day where one is named. It is never
changed: to take it back is a row of its own, and to change it is to take it back and give another. A person is known by
what the provider of sign-ins says: an e-mail address, or its own address with the number it gave (``issuer|subject``).
No name is kept.

Whatever is given or taken back is entered in the audit trail in the same transaction.

Grants are no records: no backup holds them and none brings them back, or a person who was removed would return with it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, get_args

from sqlalchemy import Connection, Row, Select, func, insert, select

from gis.errors import RequestError
from gis.records import audit
from gis.records.audit import Who
from gis.records.horizon import VIETNAM, day_in_vietnam
from gis.records.store import Store
from gis.records.tables import ACCESS_GRANT, ACCESS_REVOCATION
from gis.scope import Role

AreaKind = Literal["city", "district", "ward", "project"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
AREA_KINDS: Final[tuple[AreaKind, ...]] = get_args(AreaKind)
LONGEST: Final = 254
"""Characters a person's address may have: as many as an e-mail address."""

_EMAIL: Final = re.compile(r"[^@\s|]+@[^@\s|]+\.[^@\s|]+|[^@\s|]+@localhost")
_SUBJECT: Final = re.compile(r"https?://[^\s|]+\|\S+")


@dataclass(frozen=True)
class Area:
    """Where a role is given.

    Parameters
    ----------
    kind
        The whole city, a former district, a ward or a project.
    code
        Its code; empty for the city.
    """

    kind: AreaKind
    code: str = ""

    @property
    def written(self) -> str:
        """As `gis.access.granting.area_of` reads it: ``city``, ``ward:00097``."""
        return f"{self.kind}:{self.code}" if self.code else self.kind


CITY: Final = Area("city")


@dataclass(frozen=True)
class Grant:
    """A role that somebody was given in an area.

    Parameters
    ----------
    number
        Its number.
    person
        To whom.
    role
        The role.
    area
        Where.
    valid_from, valid_to
        First and last day; None: no last day.
    given_by
        Who gave it.
    recorded_at
        When, in UTC.
    taken_at
        When it was taken back; None: it was not.
    """

    number: int
    person: str
    role: Role
    area: Area
    valid_from: dt.date
    valid_to: dt.date | None
    given_by: str
    recorded_at: dt.datetime
    taken_at: dt.datetime | None = None

    def holds(self, day: dt.date) -> bool:
        """Answer whether it holds on a day; once taken back it holds on none."""
        return self.taken_at is None and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def person_of(text: str) -> str:
    """Answer how a person is written: an e-mail address in small letters, or ``issuer|subject`` as it is.

    Raises
    ------
    RequestError
        It is neither, or too long.
    """
    found = unicodedata.normalize("NFKC", text).strip()
    if len(found) <= LONGEST and _SUBJECT.fullmatch(found):
        return found
    if len(found) <= LONGEST and _EMAIL.fullmatch(found):
        return found.casefold()
    raise RequestError("access.person", person=found[:LONGEST])


def give(
    store: Store,
    person: str,
    role: Role,
    area: Area,
    *,
    by: str,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> Grant:
    """Give a person a role in an area.

    Parameters
    ----------
    store
        The store.
    person
        See `person_of`.
    role, area
        What is given, and where; the role of admin is given for the city only.
    by
        Who gives it.
    valid_from, valid_to
        First and last day; None: today, and no last day.

    Raises
    ------
    RequestError
        The person cannot be read, there is no such role, the days are the wrong way round, a role of admin was to be
        given for less than the city, or the same is given already.
    StoreError
        As for `Database.writing`.
    """
    moment = dt.datetime.now(dt.UTC)
    first = valid_from or moment.astimezone(VIETNAM).date()
    _check(role, area, first, valid_to)
    values = {"person": person_of(person), "role": role, "area_kind": area.kind, "area": area.code}
    days: dict[str, str | None] = {
        "valid_from": first.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else None,
    }
    with audit.writing(store, Who(by), "access_change") as (connection, told):
        _refuse_again(connection, store.settings.province, values, days)
        about = {"province": store.settings.province, "given_by": by, "recorded_at": moment}
        added = insert(ACCESS_GRANT).values(**values, **days, **about).returning(ACCESS_GRANT.c.id)
        number = connection.execute(added).scalar_one()
        found = Grant(number, values["person"], role, area, first, valid_to, by, moment)
        told.update(_told("given", found))
    return found


def _check(role: Role, area: Area, first: dt.date, last: dt.date | None) -> None:
    if role not in ROLES:  # a page hands over what a browser sent
        raise RequestError("access.no_role", role=str(role), roles=", ".join(ROLES))
    if last is not None and last < first:
        raise RequestError("access.days", first=first, last=last)
    if role == "admin" and area != CITY:
        raise RequestError("access.admin_area")
    if (area.code == "") != (area.kind == "city"):
        raise RequestError("access.no_area", area=area.code)


def _refuse_again(connection: Connection, province: str, values: dict[str, str], days: dict[str, str | None]) -> None:
    same = [ACCESS_GRANT.c[name] == value for name, value in (values | days).items()]
    found = connection.execute(_every(province).where(*same, ACCESS_REVOCATION.c.id.is_(None))).first()
    if found is not None:
        raise RequestError("access.again", number=found.id, person=values["person"])


def take_back(store: Store, number: int, *, by: str) -> Grant:
    """Take a grant back; it holds no longer from now on.

    Parameters
    ----------
    store
        The store.
    number
        Number of the grant.
    by
        Who takes it back.

    Raises
    ------
    RequestError
        There is no such grant, or it was taken back already.
    StoreError
        As for `Database.writing`.
    """
    moment = dt.datetime.now(dt.UTC)
    with audit.writing(store, Who(by), "access_change") as (connection, told):
        row = connection.execute(_every(store.settings.province).where(ACCESS_GRANT.c.id == number)).first()
        if row is None:
            raise RequestError("access.none", number=number)
        found = _grant(row)
        if found.taken_at is not None:
            raise RequestError("access.taken", number=number, day=day_in_vietnam(found.taken_at))
        connection.execute(insert(ACCESS_REVOCATION).values(grant=number, taken_by=by, recorded_at=moment))
        told.update(_told("taken_back", found))
    return found


def _told(change: str, found: Grant) -> dict[str, str | int]:
    """Answer what the audit trail tells of a grant."""
    until = found.valid_to.isoformat() if found.valid_to else ""
    days = {"valid_from": found.valid_from.isoformat(), "valid_to": until}
    whom = {"person": found.person, "role": found.role, "area": found.area.written}
    return {"change": change, "grant": found.number, **whom, **days}


def every(store: Store) -> tuple[Grant, ...]:
    """Answer all grants of the province, oldest first, those taken back too.

    Raises
    ------
    StoreError
        As for `Store.reading`.
    """
    with store.reading() as reading:
        return tuple(map(_grant, reading.connection.execute(_every(store.settings.province))))


def marker(connection: Connection) -> tuple[int, int]:
    """Answer the last grant and the last taking back: two markers differ when anything changed between them."""
    last = [connection.execute(select(func.max(table.c.id))).scalar() for table in (ACCESS_GRANT, ACCESS_REVOCATION)]
    return last[0] or 0, last[1] or 0


def _every(province: str) -> Select[tuple[object, ...]]:
    taken = ACCESS_REVOCATION.c.recorded_at.label("taken_at")
    return (
        select(ACCESS_GRANT, taken)
        .outerjoin(ACCESS_REVOCATION)
        .where(ACCESS_GRANT.c.province == province)
        .order_by(ACCESS_GRANT.c.id)
    )


def _grant(row: Row[tuple[object, ...]]) -> Grant:
    last = row.valid_to and dt.date.fromisoformat(str(row.valid_to))
    return Grant(
        number=row.id,
        person=row.person,
        role=row.role,
        area=Area(row.area_kind, row.area),
        valid_from=dt.date.fromisoformat(str(row.valid_from)),
        valid_to=last,
        given_by=row.given_by,
        recorded_at=row.recorded_at,
        taken_at=row.taken_at,
    )
