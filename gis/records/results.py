"""Answers that take long to work out (a backtest, the risk of places), kept so that nobody waits for them twice.

A *result* is named by what it answers, its day and its scope, and carries a *version*: of what worked it out and of
what it was worked out from. One of another version is as good as none, and gives way to the new one.

This is the one table in which something is ever replaced. Nothing is recorded in it: whatever stands there can be
worked out again from what is recorded. So it is in no digest and no backup, does not count as something a store
holds, and is emptied when a store is restored.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select

from gis.records.store import Store
from gis.records.tables import RESULT

MOST: Final = 400
"""Results that are kept of a province; the oldest give way."""


@dataclass(frozen=True)
class Result:
    """What was worked out, ready to be kept.

    Parameters
    ----------
    name, version, as_of, scope
        See `load`.
    content
        The answer, as plain values.
    """

    name: str
    content: Mapping[str, Any]
    version: str
    as_of: dt.date
    scope: str


def load(store: Store, name: str, *, version: str, as_of: dt.date, scope: str) -> dict[str, Any] | None:
    """Answer a result; None where none of this version is kept.

    Parameters
    ----------
    store
        The store.
    name
        What it answers, such as ``"backtest"``.
    version
        Of what worked it out and of what it was worked out from.
    as_of
        Its day.
    scope
        What of the province it is of, as `gis.scope.Scope.extent`: roles that see the same records wait for it once.

    Raises
    ------
    StoreError
        As for `Store.reading`.
    """
    with store.reading() as reading:
        query = select(RESULT.c.content).where(_same(store, name, as_of, scope), RESULT.c.version == version)
        found = reading.connection.execute(query).scalar()
    return json.loads(found) if found else None


def newest(store: Store, name: str, *, begins: str, until: dt.date, scope: str) -> dict[str, Any] | None:
    """Answer the newest result up to a day, of whatever records; None where there is none.

    Parameters
    ----------
    store, name, scope
        See `load`.
    begins
        How its version begins: what worked it out.
    until
        The last day it may be of.

    Raises
    ------
    StoreError
        As for `Store.reading`.
    """
    mine = and_(_named(store, name, scope), RESULT.c.version.startswith(begins, autoescape=True))
    with store.reading() as reading:
        query = select(RESULT.c.content).where(mine, RESULT.c.as_of <= until.isoformat())
        found = reading.connection.execute(query.order_by(RESULT.c.as_of.desc()).limit(1)).scalar()
    return json.loads(found) if found else None


def keep(store: Store, *found: Result) -> None:
    """Keep results, each in place of the one before: all of them, or none where that fails.

    Raises
    ------
    StoreError
        As for `Database.writing`.
    """
    mine = RESULT.c.province == store.settings.province
    newest = select(RESULT.c.id).where(mine).order_by(RESULT.c.id.desc()).limit(MOST)
    with store.database.writing() as connection:
        for one in found:
            _replace(connection, store, one)
        connection.execute(delete(RESULT).where(mine, RESULT.c.id.not_in(newest)))


def _replace(connection: Connection, store: Store, one: Result) -> None:
    values = {"province": store.settings.province, "name": one.name, "version": one.version, "scope": one.scope}
    values |= {"as_of": one.as_of.isoformat(), "content": json.dumps(one.content, ensure_ascii=False)}
    connection.execute(delete(RESULT).where(_same(store, one.name, one.as_of, one.scope)))
    connection.execute(insert(RESULT).values(**values, made_at=dt.datetime.now(dt.UTC)))


def _same(store: Store, name: str, as_of: dt.date, scope: str) -> ColumnElement[bool]:
    return and_(_named(store, name, scope), RESULT.c.as_of == as_of.isoformat())


def _named(store: Store, name: str, scope: str) -> ColumnElement[bool]:
    mine = RESULT.c.province == store.settings.province
    return and_(mine, RESULT.c.name == name, RESULT.c.scope == scope)
