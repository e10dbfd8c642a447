"""The figures at the head of a page and of a briefing, in words: number, what it is out of, how it changed.

Page and file draw these very values. What the reader may not read is a mark here already, and what would tell it is
left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from gis import words
from gis.access.together import Elsewhere
from gis.briefing import changes, told
from gis.briefing.changes import Earlier, Value
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.insight.overview import Figures

_BILLION: Final = 1e9
_THOUSAND_BILLION: Final = 1e12
_CASES: Final = ("cases_open", "cases_overdue", "cases_past_unverified")
_FLOW: Final = ("to_resolve", "resolved")
_STEPS: Final = ("approved", "paid", "handed_over")
_COUNTS: Final = ("households", *(f"households_{step}" for step in _STEPS), *_CASES)
_WHOLES: Final = (
    *(("households", [f"households_{step}"]) for step in _STEPS),
    ("cases_open", ["cases_overdue", "cases_past_unverified"]),
    ("to_resolve", ["resolved"]),
)
"""Count → others that are parts of it."""

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step of the work within a figure.

    Parameters
    ----------
    label, value
        What it is, and how many have come so far.
    share
        Of the whole, 0 to 1; None where it is unknown or may not be told.
    percent
        The share as it is read.
    change
        How the count changed, a line for each thing there is to say.
    """

    label: str
    value: str
    share: float | None
    percent: str
    change: Lines = ()


@dataclass(frozen=True)
class KeyFigure:
    """One figure.

    Parameters
    ----------
    name
        Stable short name.
    label, value, note
        As they are read; what stands in the place of what is unknown or hidden is a mark.
    change
        How it changed, a line for each thing there is to say.
    warn
        Whether it tells of an unkept duty.
    steps
        In the place of a value: the steps of the work, each counted by itself, none follows from another.
    """

    name: str
    label: str
    value: str
    note: str = ""
    change: Lines = ()
    warn: bool = False
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class _Strip:
    """The figures of three periods, and who reads them."""

    now: Figures
    earlier: Earlier[Figures]
    reading: Reading
    beside: Seen | None = None

    def number(self, value: float | None, *, digits: int = 0) -> str:
        return words.number(value, self.reading.language, digits=digits)

    @cached_property
    def counts(self) -> Seen:
        """Households and cases as the reader may read them."""
        return key_counts(self.now, self.reading) if self.beside is None else self.beside

    def change(self, value: Value[Figures], *, digits: int = 0, points: bool = False) -> Lines:
        """Say how a figure differs from the two earlier periods; nothing where the figure itself is unknown."""
        return tuple(changes.lines(value, self.now, self.earlier, self.reading, digits=digits, points=points))

    def following(self, value: Value[Figures], *counts: str, digits: int = 0, points: bool = False) -> Lines:
        """Say how what follows from some counts differs; nothing where one of them may not be read."""
        return self.change(value, digits=digits, points=points) if self.counts.tells(*counts) else ()

    def counted(self, name: str) -> Lines:
        """Say how a count differs; nothing where it may not be read."""
        count: Value[Figures] = told.told(lambda figures: getattr(figures, name), self.reading)
        return self.change(count) if self.counts.tells(name) else ()

    def figure(self, name: str, value: str, note: str = "", change: Lines = (), *, warn: bool = False) -> KeyFigure:
        return KeyFigure(name, self.reading.say(f"figures.{name}.label"), value, note, change, warn)


def key_figures(
    now: Figures, earlier: Earlier[Figures], reading: Reading, *, beside: Seen | None = None
) -> tuple[KeyFigure, ...]:
    """Say the figures of a selection, with the change against the period before and the same period last year.

    Parameters
    ----------
    now
        What `gis.insight.overview.figures` answered for the selection and period of the reading.
    earlier
        The same of the two earlier periods.
    reading
        Who reads.
    beside
        The counts by their names in `Figures` and its flow, where they stand beside others that would tell them.
    """
    return tuple(_told(_Strip(now, earlier, reading, beside)))


def key_counts(now: Figures, reading: Reading, *, elsewhere: Elsewhere | None = None) -> Seen:
    """Answer the counts of the figures as the reader may read them, by their names in `Figures` and its flow.

    Parameters
    ----------
    now, reading
        See `key_figures`.
    elsewhere
        What stands beside them of the same counts.
    """
    flow = now.flow
    numbers = {name: getattr(now, name) for name in _COUNTS}
    numbers |= {name: None if flow is None else getattr(flow, name) for name in _FLOW}
    return told.of(numbers, reading, wholes=_WHOLES, elsewhere=elsewhere)


def _told(strip: _Strip) -> Iterator[KeyFigure]:
    now = strip.now
    in_clearance = strip.change(lambda f: f.projects_in_clearance)
    yield strip.figure("projects", strip.number(now.projects_in_clearance), _projects_note(strip), in_clearance)
    yield _households(strip)
    paid = strip.following(lambda f: _paid_billions(f, strip.reading), "households_approved", "households_paid")
    yield strip.figure("money", _money(strip), strip.reading.say("figures.money.note"), paid)
    yield _hectares(strip)
    rate = strip.following(lambda f: _rate(f, strip.reading), *_FLOW, digits=1, points=True)
    yield strip.figure("resolved", _resolved(strip), _period_note(strip), rate)
    yield strip.figure("open", strip.counts["cases_open"], "", strip.counted("cases_open"))
    late = strip.counts["cases_overdue"], _unverified(strip), strip.counted("cases_overdue")
    yield strip.figure("overdue", *late, warn=bool(now.cases_overdue))


def _hectares(strip: _Strip) -> KeyFigure:
    now, may = strip.now, strip.counts.tells("households", "households_handed_over")
    whole = strip.number(now.hectares, digits=1)
    note = "" if now.hectares is None or not may else strip.reading.say("figures.hectares.note", whole=whole)
    done = strip.number(now.hectares_handed_over if may else None, digits=1)
    counts = "households", "households_handed_over"
    change = strip.following(lambda f: _hectares_told(f, strip.reading), *counts, digits=1)
    return strip.figure("hectares", done, note, change)


def _hectares_told(figures: Figures, reading: Reading) -> float | None:
    may = told.large(reading, figures.households, figures.households_handed_over)
    return figures.hectares_handed_over if may else None


def _projects_note(strip: _Strip) -> str:
    now, say = strip.now, strip.reading.say
    if now.projects is None:
        return say("figures.nothing")
    unknown = say("figures.projects.unknown", n=now.projects_unknown) if now.projects_unknown else ""
    area = say("figures.projects.area", area=strip.number(now.recover_area, digits=1)) if now.recover_area else ""
    return "; ".join(part for part in (say("figures.projects.note", n=now.projects), area, unknown) if part)


def _households(strip: _Strip) -> KeyFigure:
    heading = strip.reading.say("figures.households.label")
    if strip.now.households is None:
        return KeyFigure("households", heading, words.NOTHING, strip.reading.say("figures.nothing"))
    label = strip.reading.say("figures.households.out_of", label=heading, n=strip.counts["households"])
    return KeyFigure("households", label, "", steps=tuple(_step(strip, name) for name in _STEPS))


def _step(strip: _Strip, name: str) -> Step:
    count = f"households_{name}"
    n, whole = getattr(strip.now, count), strip.now.households
    share = n / whole if n is not None and whole and strip.counts.tells(count, "households") else None
    heading, percent = strip.reading.say(f"figures.households.{name}"), words.percent(share, strip.reading.language)
    return Step(heading, strip.counts[count], share, percent, strip.counted(count))


def _paid_billions(figures: Figures, reading: Reading) -> float | None:
    may = told.large(reading, figures.households_approved, figures.households_paid)
    return figures.money_paid / _BILLION if may and figures.money_paid is not None else None


def _money(strip: _Strip) -> str:
    """Write two sums of money in one unit, tỷ đồng; tenths only while they tell something."""
    part, whole = strip.now.money_paid, strip.now.money_approved
    if part is None or whole is None or not strip.counts.tells("households_approved", "households_paid"):
        return words.NOTHING
    digits = 0 if whole >= _THOUSAND_BILLION else 1
    return f"{strip.number(part / _BILLION, digits=digits)}/{strip.number(whole / _BILLION, digits=digits)}"


def _rate(figures: Figures, reading: Reading) -> float | None:
    flow = figures.flow
    return flow.rate if flow and told.large(reading, flow.resolved, flow.to_resolve) else None


def _resolved(strip: _Strip) -> str:
    flow = strip.now.flow
    if flow is None:
        return words.NOTHING
    said = f"{strip.counts['resolved']}/{strip.counts['to_resolve']}"
    return f"{said} ({words.percent(flow.rate, strip.reading.language)})" if strip.counts.tells(*_FLOW) else said


def _period_note(strip: _Strip) -> str:
    return strip.reading.say("figures.resolved.note", period=strip.reading.period_words)


def _unverified(strip: _Strip) -> str:
    n = strip.counts["cases_past_unverified"]
    return strip.reading.say("figures.overdue.unverified", n=n) if strip.now.cases_past_unverified else ""
