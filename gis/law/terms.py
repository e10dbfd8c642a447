"""What the rules of law are made of.

A *clock* is one limit over one period of validity: it starts at a milestone of a file, ends at another, and has a
length. Clocks of one *group* never apply to the same file at the same time, so a frame of mixed files can be judged in
one go. A *timeline* says how one kind of file moves through time: which milestones it has, what pauses and what stops
it. A milestone is *unrecorded* when the law names it and nobody keeps its day: clocks that need it are shown, never
judged.

A clock has one of three *senses*: what it asks must be done by its last day (``at_most``), must not come before it
(``at_least``), or what it started holds until then (``lapses``). Only the first can ever be overdue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from pydantic.dataclasses import dataclass

from gis.law.barred import Barred
from gis.law.days import Unit
from gis.law.minimums import Minimum
from gis.law.provision import STRICT, Provision
from gis.words import Label

Sense = Literal["at_most", "at_least", "lapses"]
Value = bool | str


def _pairs(given: Any) -> Any:
    """Turn a table of conditions into pairs of column and allowed values, so that a rule stays hashable."""
    if not isinstance(given, Mapping):
        return given
    return tuple((name, tuple(value) if isinstance(value, list) else (value,)) for name, value in given.items())


Conditions = Annotated[tuple[tuple[str, tuple[Value, ...]], ...], BeforeValidator(_pairs)]
"""Columns and the values one of which each must have; empty: always fulfilled."""


@dataclass(frozen=True, config=STRICT)
class Pause:
    """The milestones between which a file's clocks stand still."""

    starts: str
    ends: str


@dataclass(frozen=True, config=STRICT)
class Timeline:
    """How one kind of file moves through time; the fields are explained at the head of ``rules.toml``."""

    name: Label
    begins: str
    milestones: tuple[str, ...] = ()
    unrecorded: Mapping[str, Label] = field(default_factory=dict)
    stops: tuple[str, ...] = ()
    pause: Pause | None = None
    unless: Conditions = ()
    traits: Conditions = ()

    def records(self, clock: Clock) -> bool:
        """Whether every milestone of a clock has days, so that files can be judged by it."""
        return all(name in self.milestones for name in milestones_of(clock))


@dataclass(frozen=True, config=STRICT)
class Variant:
    """Another length of a clock, for files that fulfil a narrower condition."""

    when: Conditions
    length: int


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Clock(Provision):
    """One limit over one period of validity; the fields are explained at the head of ``rules.toml``."""

    group: str
    entity: str
    starts: str
    ends: str
    length: int = 0
    unit: Unit = "calendar_day"
    sense: Sense = "at_most"
    within: str = ""
    latest: str = ""
    governed_by: str = ""
    when: Conditions = ()
    variants: tuple[Variant, ...] = ()
    start_implied_by: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    within_read: bool = True

    @property
    def verified(self) -> bool:
        """Whether its text was read, and that of the limit it lies within."""
        return super().verified and self.within_read


@dataclass(frozen=True, config=STRICT)
class Rules:
    """All rules in use.

    Parameters
    ----------
    clocks
        Every version of every clock, in the file's order.
    barred
        Times in which something must not be done.
    minimums
        How often something has to be done at least.
    timelines
        Kind of file → how it moves through time.
    """

    clocks: tuple[Clock, ...] = ()
    barred: tuple[Barred, ...] = ()
    minimums: tuple[Minimum, ...] = ()
    timelines: Mapping[str, Timeline] = field(default_factory=dict)

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Every rule of whatever kind, in the file's order."""
        return (*self.clocks, *self.barred, *self.minimums)

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

    def judged(self, entity: str) -> tuple[Clock, ...]:
        """Answer the clocks of one kind of file that its records can be judged by."""
        line = self.timelines[entity]
        return tuple(clock for clock in self.clocks if clock.entity == entity and line.records(clock))

    def groups(self, entity: str) -> tuple[str, ...]:
        """Answer the groups of clocks that files of one kind are judged by, in the file's order."""
        return tuple(dict.fromkeys(clock.group for clock in self.judged(entity)))

    @property
    def own_groups(self) -> frozenset[str]:
        """Groups of clocks that an office set for itself; no clock of the law is among them."""
        return frozenset(clock.group for clock in self.clocks if clock.own)

    @property
    def own_clocks(self) -> frozenset[str]:
        """Ids of clocks that an office set for itself."""
        return frozenset(clock.id for clock in self.clocks if clock.own)

    def columns(self, entity: str) -> tuple[str, ...]:
        """Answer the columns a frame needs so that its clocks can be judged, each once."""
        timeline = self.timelines[entity]
        clocks = self.judged(entity)
        asked = [timeline.begins, *timeline.stops, *(name for clock in clocks for name in milestones_of(clock))]
        if timeline.pause:
            asked += [timeline.pause.starts, timeline.pause.ends]
        traits = [name for clock in clocks for when in conditions_of(clock) for name, _ in when]
        excluded = [name for name, _ in timeline.unless]
        return tuple(dict.fromkeys([*traits, *excluded, *(column(name) for name in asked), "regime"]))


def version_on(versions: tuple[Clock, ...], day: dt.date) -> Clock:
    """Answer the version in force on a day, or the last one where none is."""
    return next((clock for clock in versions if clock.in_force(day)), versions[-1])


def column(milestone: str) -> str:
    """Answer the column of a frame that holds the day of a milestone."""
    return f"{milestone}_on"


def milestones_of(clock: Clock) -> tuple[str, ...]:
    """Answer every milestone a clock names."""
    single = (clock.starts, clock.ends, clock.latest, clock.governed_by)
    return (*filter(None, single), *clock.start_implied_by, *clock.stops)


def conditions_of(clock: Clock) -> tuple[Conditions, ...]:
    """Answer a clock's own condition and those of its variants."""
    return (clock.when, *(variant.when for variant in clock.variants))
