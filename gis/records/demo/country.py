"""How large the invented city of each of several provinces is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_WARDS: Final = 126
"""Wards of Hà Nội, after which the size of a city alone was chosen."""


@dataclass(frozen=True)
class Size:
    """How much there is in a city.

    Parameters
    ----------
    cases, households, projects
        See `gis.records.demo.city`.
    """

    cases: int
    households: int = 30_000
    projects: int = 400


def shared(cases: int, wards: Mapping[str, int]) -> dict[str, Size]:
    """Share cases among provinces.

    Parameters
    ----------
    cases
        Of all provinces together.
    wards
        Province → how many wards it has, which decides its share.

    Returns
    -------
    Province → its size. Cases add up (largest remainders); households and projects are as many a ward as in Hà Nội.
    """
    whole = sum(wards.values())
    parts = {code: divmod(cases * n, whole) for code, n in wards.items()}
    left = cases - sum(part for part, _ in parts.values())
    more = sorted(parts, key=lambda code: (-parts[code][1], code))[:left]
    return {
        code: Size(parts[code][0] + (code in more), _as_many(Size.households, n), _as_many(Size.projects, n))
        for code, n in wards.items()
    }


def _as_many(of_hanoi: int, wards: int) -> int:
    return max(1, round(of_hanoi * wards / _WARDS))
