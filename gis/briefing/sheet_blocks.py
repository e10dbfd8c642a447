"""What the sheet of a place or a project says, block by block, in words: for the page and for its paper.

It reads from top to bottom as a leader asks before a meeting: how far are the projects, who has been paid, what is
being complained about, when were people last met, what was promised, which legal day comes next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from gis import words
from gis.access.together import Elsewhere
from gis.areas.value import SMALLEST_SHARE
from gis.briefing import sheet_counts, told
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.insight import duties, sheets
from gis.insight.overview import Figures
from gis.insight.reasons import Reason, reasons
from gis.insight.sheets import Brief
from gis.law.terms import version_on
from gis.records.declaration import describe
from gis.records.entities.contacts import DIALOGUE

_MOST_PLACES: Final = 3
_BILLION: Final = 1e9
_THOUSAND_BILLION: Final = 1e12


@dataclass(frozen=True)
class Row:
    """One line: what it is, and what is known of it.

    Parameters
    ----------
    label, value
        As they are read.
    warn
        Whether it tells of an unkept duty.
    rule
        Id of the rule of law its day follows from; empty: none.
    """

    label: str
    value: str
    warn: bool = False
    rule: str = ""


@dataclass(frozen=True)
class Bar:
    """One count beside others of its kind; `share` of the largest is 0 to 1, and 0 where the count is hidden."""

    label: str
    value: str
    share: float


@dataclass(frozen=True)
class Block:
    """Lines under one heading.

    Parameters
    ----------
    name, title
        Stable short name, and the heading.
    rows, bars
        What is told, bars below the rows.
    nothing
        What is said where nothing is recorded, instead.
    """

    name: str
    title: str
    rows: tuple[Row, ...] = ()
    bars: tuple[Bar, ...] = ()
    nothing: str = ""


@dataclass(frozen=True)
class Told:
    """What the paper of a sheet says.

    Parameters
    ----------
    title, note
        What it is called, and where it lies.
    blocks
        Block by block.
    reasons
        Why it asks for attention.
    counts
        The counts of its figures, as they stand beside all the others.
    """

    title: str
    note: str
    blocks: tuple[Block, ...]
    reasons: tuple[str, ...]
    counts: Seen


@dataclass(frozen=True, eq=False)
class Gathered:
    """What a sheet is told from, before anybody asked who reads: its answers, its duties, and why it asks."""

    brief: Brief
    owed: pd.DataFrame
    why: tuple[Reason, ...]


def gathered(reading: Reading, owed: pd.DataFrame | None = None, *, listed: bool = True) -> Gathered:
    """Ask what the sheet of a reading is told from; its filters keep what the sheet is about.

    Parameters
    ----------
    reading
        Who reads.
    owed
        Its duties, where they were worked out with those of other sheets.
    listed
        Whether its projects are listed one by one; no paper does.
    """
    brief = sheets.brief(reading.selection, reading.period, listed=listed)
    owed = duties.due(reading.selection) if owed is None else owed
    return Gathered(brief, owed, tuple(reasons(reading.selection, owed)))


def paper(
    reading: Reading, found: Gathered | None = None, counts: Seen | None = None, other: Elsewhere | None = None
) -> Told:
    """Answer what the paper of a sheet says; all counts on it are looked at together.

    Parameters
    ----------
    reading
        Who reads; its filters keep what the sheet is about.
    found
        What it is told from, where that was gathered already.
    counts
        Its counts, where they were looked at with those of other sheets.
    other
        What a paper of a larger choice tells of the same counts.
    """
    alone = counts is None
    found = found or for_paper(gathered(reading), reading)
    counts = counts or sheet_counts.told(found.brief, found.owed, found.why, reading, elsewhere=other)
    head = sheet_counts.as_figures(counts, found.brief.figures.cases_past_unverified, reading, alone=alone)
    reasons_ = tuple(said(reason, counts, reading) for reason in found.why)
    return Told(*heading(found.brief, reading), tuple(sections(found.brief, counts, reading)), reasons_, head)


def for_paper(found: Gathered, reading: Reading) -> Gathered:
    """Leave out what a sheet does not say of small counts; see `sheet_counts.without_small_subjects`."""
    return replace(found, brief=sheet_counts.without_small_subjects(found.brief, reading))


def said(reason: Reason, counts: Seen, reading: Reading) -> str:
    """Say a reason, with its number as the reader may read it."""
    return reading.say(f"sheet.why.{reason.kind}", n=counts.texts.get(f"why_{reason.kind}", reason.n))


def heading(brief: Brief, reading: Reading) -> tuple[str, str]:
    """Answer what a sheet is called, and where it lies: in which former districts, or in which wards."""
    sheet = reading.view.sheet
    if sheet is None:
        return reading.say("sheet.whole"), reading.say("sheet.whole_note")
    if sheet.kind == "ward":
        return reading.name("ward", sheet.code), reading.say("sheet.before", districts=_districts(reading, sheet.code))
    places = ", ".join(reading.name("ward", code) for code in brief.wards[:_MOST_PLACES])
    left = len(brief.wards) - _MOST_PLACES
    more = reading.say("sheet.and_more", n=left) if left > 0 else ""
    return reading.name("project", sheet.code), " ".join(part for part in (places, more) if part)


def _districts(reading: Reading, ward: str) -> str:
    """Former districts a ward draws land from, with their share."""
    shares = reading.situation.areas.shares
    mine = shares[(shares["ward"] == ward) & (shares["share"] >= SMALLEST_SHARE)]
    pairs = zip(mine["district"], mine["share"], strict=True)
    return ", ".join(
        f"{reading.name('district', district)} {words.percent(share, reading.language, digits=0)}"
        for district, share in pairs
    )


def sections(brief: Brief, counts: Seen, reading: Reading) -> Iterator[Block]:
    """Answer the blocks of a sheet.

    Parameters
    ----------
    brief
        What the sheet says.
    counts
        Its counts as the reader may read them, of `gis.briefing.sheet_counts`.
    reading
        Who reads.
    """
    yield _stages(brief, reading)
    yield _compensation(brief, counts, reading)
    yield _cases(brief, counts, reading)
    yield _block("contact", reading, rows=tuple(_contact(brief, counts, reading)))
    if not brief.sites.empty and reading.view.sheet:
        yield _block("sites", reading, rows=tuple(_sites(brief, reading)))


def _block(name: str, reading: Reading, rows: tuple[Row, ...] = (), bars: tuple[Bar, ...] = ()) -> Block:
    return Block(name, reading.say(f"sheet.{name}.title"), rows, bars)


def _nothing(name: str, reading: Reading) -> Block:
    return Block(name, reading.say(f"sheet.{name}.title"), nothing=reading.say(f"sheet.{name}.none"))


def _row(reading: Reading, key: str, value: str, *, warn: bool = False, rule: str = "") -> Row:
    return Row(reading.say(f"sheet.{key}"), value, warn, rule)


def _bars(counted: pd.Series, which: str, counts: Seen, reading: Reading) -> tuple[Bar, ...]:
    """Answer a bar for each count; of a hidden one without length, behind the others."""
    names = {f"{which}_{code}": str(code) for code in counted.index}
    lengths = {name: int(counted[code]) if counts.tells(name) else 0 for name, code in names.items()}
    largest = max([1, *lengths.values()])
    return tuple(
        Bar(reading.name(which, names[name]), counts[name], lengths[name] / largest)
        for name in told.last(names, counts)
    )


def _stages(brief: Brief, reading: Reading) -> Block:
    if brief.figures.projects is None or brief.stages.empty:
        return _nothing("projects", reading)
    return _block("projects", reading, bars=_bars(brief.stages, "stage", _exactly(brief.stages, reading), reading))


def _exactly(counted: pd.Series, reading: Reading) -> Seen:
    """Answer counts of projects, which single nobody out."""
    return Seen({f"stage_{code}": words.number(n, reading.language) for code, n in counted.items()}, frozenset())


def _compensation(brief: Brief, counts: Seen, reading: Reading) -> Block:
    f, say = brief.figures, reading.say
    if not f.households:
        return _nothing("compensation", reading)
    whole = counts["households"]
    rows = [
        _row(reading, f"compensation.{step}", say("sheet.compensation.households", n=counts[step], whole=whole))
        for step in sheet_counts.STEPS
    ]
    if counts.tells("approved", "paid"):
        rows.append(_row(reading, "compensation.money", _money(f, reading)))
    if counts.tells("households", "handed_over"):
        area = say("sheet.compensation.hectares", done=f.hectares_handed_over, whole=f.hectares)
        rows.append(_row(reading, "compensation.area", area))
    return _block("compensation", reading, rows=tuple(rows))


def _money(figures: Figures, reading: Reading) -> str:
    digits = 0 if (figures.money_approved or 0) >= _THOUSAND_BILLION else 1
    paid, approved = (_billions(sum_, digits, reading) for sum_ in (figures.money_paid, figures.money_approved))
    return reading.say("sheet.compensation.paid_of", paid=paid, approved=approved)


def _billions(money: float | None, digits: int, reading: Reading) -> str:
    return words.number(None if money is None else money / _BILLION, reading.language, digits=digits)


def _cases(brief: Brief, counts: Seen, reading: Reading) -> Block:
    f, say = brief.figures, reading.say
    if f.cases_open is None or f.flow is None:
        return _nothing("cases", reading)
    late = say("sheet.cases.of", n=counts["overdue"], whole=counts["open"])
    resolved = say("sheet.cases.of", n=counts["resolved"], whole=counts["to_resolve"])
    rows = (
        _row(reading, "cases.open", counts["open"]),
        _row(reading, "cases.overdue", late, warn=bool(f.cases_overdue)),
        _row(reading, "cases.resolved", resolved),
    )
    bars = _bars(brief.subjects.head(sheet_counts.MOST_SUBJECTS), "subject", counts, reading)
    return _block("cases", reading, rows=rows, bars=bars)


def _contact(brief: Brief, counts: Seen, reading: Reading) -> Iterator[Row]:
    last, dialogue = brief.last_dialogue, reading.say("sheet.contact.nothing")
    if last:
        kind = describe(last.kind, DIALOGUE["kind"]).say(reading.language)
        dialogue = reading.say("sheet.contact.dialogue_on", day=last.day, kind=kind)
    yield _row(reading, "contact.last", dialogue)
    yield _legal_day(brief, counts, reading)
    yield _promises(brief, counts, reading)


def _legal_day(brief: Brief, counts: Seen, reading: Reading) -> Row:
    due = brief.next_legal_day
    if due is None:
        return _row(reading, "contact.next", reading.say("sheet.contact.no_day"))
    clock = version_on(reading.situation.rules.of(due.clock), reading.view.day)
    key = "sheet.contact.legal_on" if clock.verified else "sheet.contact.unverified"
    text = reading.say(key, day=due.day, clock=clock.name.say(reading.language), n=counts["legal"])
    return _row(reading, "contact.next", text, rule=clock.id)


def _promises(brief: Brief, counts: Seen, reading: Reading) -> Row:
    if brief.commitments_pending is None:
        return _row(reading, "contact.promises", words.NOTHING)
    text = reading.say("sheet.contact.pending", n=counts["pending"], late=counts["broken"])
    return _row(reading, "contact.promises", text, warn=bool(brief.commitments_broken))


def _sites(brief: Brief, reading: Reading) -> Iterator[Row]:
    listed = brief.sites.head(sheets.LISTED)[["name", "capacity", "infrastructure_on", "planned_infrastructure"]]
    for name, n, done, planned in listed.to_numpy():
        yield Row(name, _readiness(n, done, planned, reading))


def _readiness(capacity: Any, done: Any, planned: Any, reading: Reading) -> str:
    lots = words.number(capacity, reading.language)
    if pd.isna(done):
        return reading.say("sheet.sites.building", n=lots, day=words.date(planned))
    return reading.say("sheet.sites.ready", n=lots, day=words.date(done))
