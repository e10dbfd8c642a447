"""What part of a province somebody may see, and in which role.

A *scope* is a value: two equal scopes see exactly the same, so it is a key for caches. ``wards`` is None for the whole
province; an empty set sees nothing. What a role may do with small counts is `gis.access`'s to say.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Role = Literal["viewer", "leader", "officer", "editor", "admin"]


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
    """

    province: str
    wards: frozenset[str] | None
    role: Role

    @classmethod
    def local_officer(cls, province: str) -> Scope:
        """Answer the scope of the one person at a machine without sign-in: an officer of the whole province."""
        return cls(province, None, "officer")

    @property
    def everything(self) -> bool:
        """Whether the whole province may be seen, and with it what belongs to no ward."""
        return self.wards is None

    @property
    def key(self) -> str:
        """A short text that differs between scopes and is the same in every process; for names of cached things."""
        return f"{self.role}-{self.extent}"

    @property
    def extent(self) -> str:
        """As `key`, but alike in all roles: it names the records that are seen, not how much of them may be told."""
        if self.wards is None:
            return f"{self.province}-all"
        wards = hashlib.sha256(",".join(sorted(self.wards)).encode()).hexdigest()[:16]
        return f"{self.province}-{wards}"

    def covers(self, ward: str | None) -> bool:
        """Answer whether a ward may be seen; None: what belongs to no ward."""
        return self.wards is None or ward in self.wards

    def keep(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Select the rows that may be seen.

        Parameters
        ----------
        frame
            (n, …) rows with a ``ward`` column of ward codes and, where the rows of several provinces stand together,
            a ``province`` column.

        Returns
        -------
        (m, …) rows inside; the same frame when all of them are. Rows without a ward are inside the whole province
        only, and rows without a province inside none.

        Raises
        ------
        KeyError
            Only some wards may be seen, and the frame does not say which ward a row belongs to.
        """
        inside = pd.Series(data=True, index=frame.index)
        if "province" in frame:
            inside &= frame["province"].eq(self.province).fillna(value=False).astype(bool)
        if self.wards is not None:
            inside &= frame["ward"].isin(self.wards)
        return frame if inside.all() else frame[inside]
