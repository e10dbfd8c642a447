"""Reading what is to be granted, checked against the areas there are, and what must not be taken back."""

from __future__ import annotations

from collections.abc import Collection

from gis.areas import Areas
from gis.errors import RequestError
from gis.records import grants
from gis.records.grants import AREA_KINDS, CITY, ROLES, Area, Grant
from gis.records.store import Store
from gis.scope import Role
from gis.words import Phrase


def role_of(text: str) -> Role:
    """Read a role.

    Raises
    ------
    RequestError
        There is no such role.
    """
    for role in ROLES:
        if role == text.strip().casefold():
            return role
    raise RequestError("access.no_role", role=text, roles=", ".join(ROLES))


def area_of(text: str, areas: Areas, projects: Collection[str]) -> Area:
    """Read an area: ``city``, ``district:901``, ``ward:00097`` or ``project:DA-01``.

    Parameters
    ----------
    text
        The area.
    areas
        The wards in force.
    projects
        Codes of the projects that are recorded.

    Raises
    ------
    RequestError
        It is no area, or there is no place of that code.
    """
    kind, _, code = text.strip().partition(":")
    code = code.strip()
    for known in AREA_KINDS:
        if known == kind.strip().casefold() and (code == "") == (known == "city"):
            area = Area(known, code)
            _check(area, areas, projects)
            return area
    raise RequestError("access.no_area", area=text)


def _check(area: Area, areas: Areas, projects: Collection[str]) -> None:
    known = {"district": areas.districts.index, "ward": areas.wards.index, "project": projects}
    if area != CITY and area.code not in known[area.kind]:
        raise RequestError("access.unknown_area", kind=Phrase(f"access.kind.{area.kind}"), code=area.code)


def take_back(store: Store, number: int, *, by: str, keep_one: bool = False) -> Grant:
    """Take a grant back; see `gis.records.grants.take_back`.

    Parameters
    ----------
    store, number, by
        See there.
    keep_one
        Whether the last administrator stays: on a page nobody could give anything any more.

    Raises
    ------
    RequestError
        As there, or it is the grant of the last administrator.
    """
    if keep_one:
        _refuse_last(store, number)
    return grants.take_back(store, number, by=by)


def _refuse_last(store: Store, number: int) -> None:
    left = [one for one in grants.every(store) if one.role == "admin" and one.taken_at is None and one.valid_to is None]
    if [one.number for one in left] == [number]:
        raise RequestError("access.last_admin")
