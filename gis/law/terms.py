"""What the rules of law are made of.

A *clock* is one limit over one period of validity: it starts at a milestone of a file, ends at another, and has a
length. Clocks with the same id are *versions* of one rule, one after the other. Clocks of one *group* never apply to
the same file at the same time, so a frame of mixed files can be judged in one go. A *timeline* says how one kind of
file moves through time: which milestones it has, what pauses and what stops it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict
from pydantic.dataclasses import dataclass

from gis.words import Label

Unit = Literal["calendar_day", "working_day"]
Confidence = Literal["C", "S", "M"]
Value = bool | str
_STRICT: Final = ConfigDict(extra="forbid")


def _pairs(given: Any) -> Any:
    """Turn a table of conditions into pairs of column and allowed values, so that a rule stays hashable."""
    if not isinstance(given, Mapping):
        return given
    return tuple((name, tuple(value) if isinstance(value, list) else (value,)) for name, value in given.items())


Conditions = Annotated[tuple[tuple[str, tuple[Value, ...]], ...], BeforeValidator(_pairs)]
"""Columns and the values one of which each must have; empty: always fulfilled."""


@dataclass(frozen=True, config=_STRICT)
class Pause:
    """The milestones between which a file's clocks stand still."""

    starts: str
    ends: str


@dataclass(frozen=True, config=_STRICT)
class Timeline:
    """How one kind of file moves through time; the fields are explained at the head of ``rules.toml``."""

    name: Label
    begins: str
    milestones: tuple[str, ...]
    stops: tuple[str, ...] = ()
    pause: Pause | None = None
    unless: Conditions = ()
    traits: Conditions = ()


@dataclass(frozen=True, config=_STRICT)
class Variant:
    """Another length of a clock, for files that fulfil a narrower condition."""

    when: Conditions
    length: int


@dataclass(frozen=True, config=_STRICT)
class Clock:
    """One limit over one period of validity; the fields are explained at the head of ``rules.toml``."""

    id: str
    group: str
    entity: str
    name: Label
    starts: str
    ends: str
    length: int
    unit: Unit
    valid_from: dt.date
    article: Label
    confidence: Confidence
    note: Label
    valid_to: dt.date | None = None
    when: Conditions = ()
    variants: tuple[Variant, ...] = ()
    start_implied_by: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether the article itself was read; only then may a file be called overdue."""
        return self.confidence == "C"

    def in_force(self, day: dt.date) -> bool:
        """Whether the clock is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, config=_STRICT)
class Rules:
    """All rules of one file.

    Parameters
    ----------
    clocks
        Every version of every clock, in the file's order.
    timelines
        Kind of file → how it moves through time.
    """

    clocks: tuple[Clock, ...] = ()
    timelines: Mapping[str, Timeline] = field(default_factory=dict)

    def of(self, name: str) -> tuple[Clock, ...]:
        """Answer the versions of one clock, or of all clocks of a group.

        Raises
        ------
        KeyError
            No clock and no group has that name: a mistake in the code, never the reader's.
        """
        found = tuple(clock for clock in self.clocks if name in {clock.id, clock.group})
        if not found:
            raise KeyError(f"no clock or group {name!r}")
        return found

    def groups(self, entity: str) -> tuple[str, ...]:
        """Answer the groups of clocks of one kind of file, in the file's order."""
        return tuple(dict.fromkeys(clock.group for clock in self.clocks if clock.entity == entity))

    def in_force(self, day: dt.date) -> tuple[Clock, ...]:
        """Answer the clocks valid on a day, for the page of the legal basis."""
        return tuple(clock for clock in self.clocks if clock.in_force(day))

    def columns(self, entity: str) -> tuple[str, ...]:
        """Answer the columns a frame needs so that its clocks can be judged, each once."""
        timeline = self.timelines[entity]
        clocks = [clock for clock in self.clocks if clock.entity == entity]
        asked = [timeline.begins, *timeline.stops, *(name for clock in clocks for name in milestones_of(clock))]
        if timeline.pause:
            asked += [timeline.pause.starts, timeline.pause.ends]
        traits = [name for clock in clocks for when in conditions_of(clock) for name, _ in when]
        excluded = [name for name, _ in timeline.unless]
        return tuple(dict.fromkeys([*traits, *excluded, *(column(name) for name in asked), "regime"]))


def column(milestone: str) -> str:
    """Answer the column of a frame that holds the day of a milestone."""
    return f"{milestone}_on"


def milestones_of(clock: Clock) -> tuple[str, ...]:
    """Answer every milestone a clock names."""
    return (clock.starts, clock.ends, *clock.start_implied_by, *clock.stops)


def conditions_of(clock: Clock) -> tuple[Conditions, ...]:
    """Answer a clock's own condition and those of its variants."""
    return (clock.when, *(variant.when for variant in clock.variants))
