"""What all rules of law have in common: a name, an article, a period of validity, and how sure we are of its text.

A *provision* is one rule over one period; provisions with the same id are *versions* of one rule, one after the
other. Its *confidence* says how its text is known: the article was read (C), only a secondary text was (S), from memory
and not found (M), or an office set it for itself (``own``, "mốc nội bộ"), which is no law. A *check* is an
administrator's record that the text was held against the original. A provision is *verified* when its article was read
or a check says so; what an office set for itself never is.

The *substance* of a provision is everything the law says; its name and our note are not part of it. A check counts only
for the substance that was checked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import fields
from typing import Final, Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from gis.words import Label

Subject = Literal["recovery", "complaint", "denunciation", "reception", "persuasion", "internal"]
Confidence = Literal["C", "S", "M", "own"]

SUBJECTS: Final[tuple[Subject, ...]] = (
    "recovery",
    "complaint",
    "denunciation",
    "reception",
    "persuasion",
    "internal",
)
"""In reading order; ``internal`` holds what an office set for itself."""

STRICT: Final = ConfigDict(extra="forbid")
DERIVED: Final = ("check", "within_read")
"""Parts that are worked out and never stand in a file."""
_NOT_SUBSTANCE: Final = {*DERIVED, "name", "note"}


@dataclass(frozen=True, config=STRICT)
class Check:
    """A record that a provision was held against the original text.

    Parameters
    ----------
    document
        Which document was read.
    on
        When; None where the day lies after the as-of day.
    role
        Role of whoever recorded it; never a name.
    """

    document: str
    on: dt.date | None
    role: str


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Provision:
    """One rule over one period of validity; the fields are explained at the head of ``rules.toml``."""

    id: str
    name: Label
    subject: Subject
    article: Label
    confidence: Confidence
    note: Label
    valid_from: dt.date
    valid_to: dt.date | None = None
    check: Check | None = None

    @property
    def own(self) -> bool:
        """Whether an office set it for itself."""
        return self.confidence == "own"

    @property
    def verified(self) -> bool:
        """Whether its text was read; only then may anything be called overdue."""
        return not self.own and (self.confidence == "C" or self.check is not None)

    @property
    def substance(self) -> str:
        """Sixteen letters and digits that differ when the rule says something else."""
        said = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in _NOT_SUBSTANCE}
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

    def in_force(self, day: dt.date) -> bool:
        """Whether it is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
