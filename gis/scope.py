"""What part of a province somebody may see, and in which role.

A *scope* is a value: two equal scopes see exactly the same, so it is a key for caches. ``wards`` is None for the whole
province; an empty set sees nothing. ``projects`` are seen besides, in whatever ward they lie. Whoever only manages
access sees no records at all. What a role may do with small counts is `gis.access`'s to say.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Final, Literal

import pandas as pd

Role = Literal["viewer", "leader", "officer", "editor", "admin"]
Told = Literal["everybody", "leaders", "officers"]
"""From which roles up a field is told."""

_TOLD: Final[dict[Role, frozenset[Told]]] = {
    "viewer": frozenset({"everybody"}),
    "leader": frozenset({"everybody", "leaders"}),
    "officer": frozenset({"everybody", "leaders", "officers"}),
    "editor": frozenset({"everybody", "leaders", "officers"}),
    "admin": frozenset(),
}


@dataclass(frozen=True)
class Scope:
    """A part of a province, seen in a role.

    Parameters
    ----------
    province
        Official code of the province.
    wards
        Official codes of the wards that may be seen; None: all.
    role
        Role of whoever sees them.
    projects
        Codes of the projects that may be seen besides, wherever they lie; of no use where all wards are seen.
    alone
        Whether it is the one person at a machine where nobody signs in, who does there what roles divide elsewhere.
    """

    province: str
    wards: frozenset[str] | None
    role: Role
    projects: frozenset[str] = frozenset()
    alone: bool = False

    @classmethod
    def local_officer(cls, province: str) -> Scope:
        """Answer the scope of the one person at a machine without sign-in: an officer of the whole province."""
        return cls(province, None, "officer", alone=True)

    @property
    def everything(self) -> bool:
        """Whether the whole province may be seen, and with it what belongs to no ward."""
        return self.wards is None and self.role != "admin"

    @property
    def key(self) -> str:
        """A short text that differs between scopes and is the same in every process; for names of cached things."""
        return f"{self.role}{'-alone' if self.alone else ''}-{self.extent}"

    @property
    def extent(self) -> str:
        """As `key`, but alike in all roles: it names the records that are seen, not how much of them may be told."""
        if self.wards is None:
            return f"{self.province}-all"
        places = [*sorted(self.wards), *(f"project {code}" for code in sorted(self.projects))]
        return f"{self.province}-{hashlib.sha256(','.join(places).encode()).hexdigest()[:16]}"

    @property
    def told(self) -> frozenset[Told]:
        """Which fields may be read; see `gis.records.declaration.Field`."""
        return _TOLD[self.role]

    @property
    def in_full(self) -> Scope:
        """The same records with all their fields: for what is worked out once for all who see them."""
        return replace(self, role="officer") if self.role in {"viewer", "leader"} else self

    def covers(self, ward: str | None) -> bool:
        """Answer whether a ward may be seen; None: what belongs to no ward."""
        return self.everything or (self.role != "admin" and self.wards is not None and ward in self.wards)

    def keep(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Select the rows that may be seen.

        Parameters
        ----------
        frame
            (n, …) rows with a ``ward`` column of ward codes, if they belong to projects with a ``project`` column,
            and, where the rows of several provinces stand together, with a ``province`` column.

        Returns
        -------
        (m, …) rows inside; the same frame when all of them are. Rows without a ward are inside the whole province
        only, or where their project is seen, and rows without a province inside none.

        Raises
        ------
        KeyError
            Only some wards may be seen, and the frame does not say which ward a row belongs to.
        """
        inside = pd.Series(data=True, index=frame.index)
        if "province" in frame:
            inside &= frame["province"].eq(self.province).fillna(value=False).astype(bool)
        if not self.everything:
            inside &= self._inside(frame)
        return frame if inside.all() else frame[inside]

    def _inside(self, frame: pd.DataFrame) -> pd.Series:
        """Answer which rows lie in the wards, or belong to the projects, that are seen."""
        seen = frame["ward"].isin(self.wards or ())
        if self.projects and "project" in frame:
            seen |= frame["project"].isin(self.projects)
        return seen & (self.role != "admin")
