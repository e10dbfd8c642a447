"""Who sits at the browser: whom the provider vouches for, and what they may see at this moment.

Grants are read again every few seconds, so whoever loses a role loses it with the next run of any page. Whoever signs
out is refused on every page that still stands open, in this process and in others; the cookie may have been copied.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from time import monotonic
from typing import Any, Final

import streamlit as st

from gis import areas, settings
from gis.access import ended, people, signing_in
from gis.access.people import Identity
from gis.errors import RequestError
from gis.records import audit, grants, horizon
from gis.records.audit import What, Who
from gis.records.grants import Grant
from gis.records.store import open_store
from gis.scope import Role, Scope
from gis.ui import province

EVERY: Final = 10.0
"""Seconds after which grants are read again; a minute is the most that was promised."""

ACTING: Final = "acting"
"""Where a session holds the role a person chose to act in."""
_MOST: Final = 50_000
"""So many things that were entered are kept in mind; then some are entered once more."""


def identity() -> Identity | None:
    """Answer who signed in here, whether or not that still counts; None: nobody did."""
    return None if signing_in.amiss(claims(), settings.current()) else _vouched()


def misdirected() -> Identity | None:
    """Answer whom the provider vouches for to somebody else than us; None: nobody."""
    return _vouched() if signing_in.amiss(claims(), settings.current()) else None


def _vouched() -> Identity | None:
    said = claims()
    if not said.get("is_logged_in") or not said.get("iss") or not said.get("sub"):
        return None
    vouched = said.get("email_verified", True) in (True, "true")
    email = str(said.get("email") or "").strip().casefold() if vouched else ""
    return Identity(str(said["iss"]), str(said["sub"]), email, _moment(said.get("iat")))


def claims() -> Mapping[str, Any]:
    """Answer what the provider said of whoever holds this session's cookie."""
    return st.user.to_dict()


def _moment(seconds: object) -> dt.datetime | None:
    known = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    return dt.datetime.fromtimestamp(seconds, dt.UTC) if known else None  # type: ignore[arg-type]


def counts(who: Identity) -> bool:
    """Answer whether a sign-in still counts: it is not too old, and nobody signed out of it."""
    _grants(settings.current().province)  # what others ended is read with them; asked in any thread
    return who.counts(dt.datetime.now(dt.UTC)) and who not in _ended()


def seconds_left() -> int:
    """Answer for how many seconds the sign-in still counts, if nobody ends it."""
    who = identity()
    return who.seconds_left(dt.datetime.now(dt.UTC)) if who else 0


def roles(who: Identity, code: str = "") -> tuple[Role, ...]:
    """Answer the roles somebody holds today in a province, the strongest first.

    Parameters
    ----------
    who
        Whose they are.
    code
        Of the province; empty: the session's.
    """
    return people.roles(_grants(code or province.chosen().province), who.names, _today())


def provinces(who: Identity) -> tuple[str, ...]:
    """Answer the codes of the provinces that are served and in which somebody holds a role today."""
    return tuple(code for code in settings.current().provinces if roles(who, code))


def scope() -> Scope:
    """Answer what whoever signed in may see.

    Raises
    ------
    RequestError
        Nobody signed in, the sign-in no longer counts, or they hold no role any more.
    """
    who, office = identity(), province.chosen()
    if who is None or not counts(who):
        raise RequestError("access.entrance.old")
    chosen: Role | None = st.session_state.get(ACTING)
    found = people.scope(_grants(office.province), who.names, _today(), areas.load(office), role=chosen)
    if found is None:
        raise RequestError("access.entrance.lost")
    return found


def holds(who: Identity, scope: Scope) -> bool:
    """Answer whether somebody who signed in may at this moment see what a scope shows; asked in any thread."""
    wards, held = areas.load(province.of(scope.province)), _grants(scope.province)
    return counts(who) and people.scope(held, who.names, _today(), wards, role=scope.role) == scope


def sign_out() -> None:
    """End the sign-in, here and on every page that stands open; for callbacks."""
    who = identity()
    st.logout()
    if who is not None:
        _ended().add(who)
        tell("sign_out", who, **ended.details(who), province=province.named())


def tell(what: What, who: Identity, as_whom: Who | None = None, **details: Any) -> None:
    """Enter something of somebody in the audit trail, once a sign-in and process however often a page runs.

    Parameters
    ----------
    what, who
        What, and whose sign-in it is.
    as_whom
        As the trail names them, with their role; None: by their name only.
    details
        What it is about: something else is another entry.
    """
    told, key = _told(), (what, who, as_whom, repr(details))
    if key not in told:
        audit.record(open_store(province.chosen()), as_whom or Who(who.name), what, **details)
        if len(told) >= _MOST:
            told.clear()
        told.add(key)


def renew() -> None:
    """Read the grants again at once: they were changed here."""
    _kept().clear()


def _today() -> dt.date:
    return horizon.today()


def _grants(code: str) -> tuple[Grant, ...]:
    """Answer the grants of a province."""
    kept, now = _kept(), monotonic()
    at, found = kept.get(code, (-EVERY, ()))
    if now - at >= EVERY:
        store = open_store(province.of(code))
        found = grants.every(store)
        with store.reading() as reading:
            _ended().read(reading.connection)
        kept[code] = now, found
    return found


@st.cache_resource(show_spinner=False)
def _kept() -> dict[str, tuple[float, tuple[Grant, ...]]]:
    return {}


def _ended() -> ended.Ended:
    return ended.known(open_store(settings.current()))


@st.cache_resource(show_spinner=False)
def _told() -> set[tuple[str, Identity, Who | None, str]]:
    return set()
