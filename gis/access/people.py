"""Who is asking, and what they may see.

Where nobody signs in there is exactly one person: the local officer of the whole province, at the machine itself.

Whoever signs in is known by their *names*: what the provider says of them (`Identity`). What they may see follows from
the grants that hold on the day. The areas of one role are united; roles are not mixed: a person acts in one role at a
time, in the areas of that role, the strongest unless they choose another. So whoever is an officer of one ward and a
viewer of the city never sees single cases of the city, and whoever administers access sees records only when acting in
another role that was given to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from gis.areas import Areas
from gis.records.grants import Grant
from gis.scope import Role, Scope
from gis.settings import Settings

STRONGEST: Final[tuple[Role, ...]] = ("editor", "officer", "leader", "viewer", "admin")
"""Roles in the order in which one is taken where a person holds several."""

SIGNED_IN_FOR: Final = dt.timedelta(hours=12)
"""How long a sign-in counts: a working day, so that a machine left open overnight shows nobody's figures."""


@dataclass(frozen=True)
class Identity:
    """Somebody who signed in.

    Parameters
    ----------
    issuer, subject
        The provider's address, and the number it gave the person.
    email
        E-mail address; empty where the provider gives none, or does not vouch for it.
    since
        When they signed in, in UTC; None: not said.
    """

    issuer: str
    subject: str
    email: str
    since: dt.datetime | None

    @property
    def names(self) -> frozenset[str]:
        """How grants may name them."""
        return frozenset(filter(None, (f"{self.issuer}|{self.subject}", self.email)))

    @property
    def name(self) -> str:
        """How they are called where they did something: by their e-mail address if there is one."""
        return self.email or f"{self.issuer}|{self.subject}"

    def counts(self, now: dt.datetime) -> bool:
        """Answer whether the sign-in still counts; one that does not say when it was does not."""
        return self.since is not None and dt.timedelta(0) <= now - self.since + _SKEW <= SIGNED_IN_FOR + _SKEW

    def seconds_left(self, now: dt.datetime) -> int:
        """Answer for how many whole seconds more it counts, and one: then it does no longer."""
        return 0 if self.since is None else max(0, int((self.since + SIGNED_IN_FOR - now).total_seconds()) + 1)


_SKEW: Final = dt.timedelta(minutes=2)
"""So much the provider's clock may go before ours."""


def who(settings: Settings) -> Scope:
    """Answer the scope of the one person at a machine where nobody signs in."""
    return Scope.local_officer(settings.province)


def may_check_rules(scope: Scope) -> bool:
    """Answer whether somebody may record that a rule of law was held against its text.

    An administrator may; and where nobody signs in, the one person at the machine, who administers it.
    """
    return scope.role == "admin" or scope.alone


def may_enter(scope: Scope) -> bool:
    """Answer whether somebody may plan and record dialogues and promises on a page: officers and editors."""
    return scope.role in {"officer", "editor"}


def may_link(scope: Scope) -> bool:
    """Answer whether somebody may say that two records are one case: whoever sees single cases."""
    return scope.role in {"leader", "officer", "editor"}


def may_import(scope: Scope) -> bool:
    """Answer whether somebody may bring files in and take batches back: an editor, or the one person at the machine.

    An editor of the whole province only: a file may hold rows of any ward, and to take a batch back concerns them all.
    """
    return (scope.role == "editor" and scope.everything) or scope.alone


def may_grant(scope: Scope) -> bool:
    """Answer whether somebody may see and change who may see what: an administrator only.

    Where nobody signs in there is nobody to give a role to on a page; the command line prepares for it.
    """
    return scope.role == "admin"


def roles(grants: Iterable[Grant], names: Collection[str], day: dt.date) -> tuple[Role, ...]:
    """Answer the roles a person holds on a day, the strongest first.

    Parameters
    ----------
    grants
        All grants.
    names
        How the person may be named; see `Identity.names`.
    day
        The day.
    """
    held = {one.role for one in _of(grants, names, day)}
    return tuple(role for role in STRONGEST if role in held)


def scope(
    grants: Iterable[Grant], names: Collection[str], day: dt.date, areas: Areas, *, role: Role | None = None
) -> Scope | None:
    """Answer what a person may see on a day; None: nothing at all, for they hold no role.

    Parameters
    ----------
    grants, names, day
        See `roles`.
    areas
        The wards in force, and from which former districts they draw land.
    role
        The role they wish to act in; their strongest where they do not hold it.
    """
    held = _of(grants, names, day)
    every = roles(held, names, day)
    if not every:
        return None
    acting = role if role in every else every[0]
    mine = [one.area for one in held if one.role == acting]
    if acting == "admin":
        return Scope(areas.province, frozenset(), acting)
    if any(area.kind == "city" for area in mine):
        return Scope(areas.province, None, acting)
    projects = frozenset(area.code for area in mine if area.kind == "project")
    wards = {area.code for area in mine if area.kind == "ward"}
    for area in mine:
        if area.kind == "district" and area.code in areas.districts.index:
            wards.update(areas.wards_of(area.code))
    return Scope(areas.province, frozenset(wards), acting, projects)


def _of(grants: Iterable[Grant], names: Collection[str], day: dt.date) -> list[Grant]:
    return [one for one in grants if one.person in names and one.holds(day)]
