"""When each file's limit runs out, and whether it has.

A clock *starts* at one milestone and *ends* at another. Its *due* day is the last day on which the ending milestone is
still in time: the due day itself is never overdue. A file keeps the rules of the day it began, unless its ``regime``
names another day; one that has not begun is seen by the rules of the as-of day. Where no clock applies (a proposal, a
case outside competence, a file older than the rules), state and due day stay empty.

States:

* ``not_started``: the starting milestone is still to come;
* ``unknown_start``: it must have passed but its day is missing, or ``regime`` is no day; said as "thiếu ngày thụ lý,
  chưa tính được hạn" and never red;
* ``running``, ``due_soon``, ``overdue``: under way;
* ``met``, ``met_late``: the ending milestone was reached, on the due day at the latest or after it;
* ``missed``: the milestone by which it had to be done (``latest``) came first, so it no longer can be;
* ``stopped``: suspended and not resumed, or a stop (ended, in court) came before the ending milestone.

A clock that asks for a least time (``at_least``) is never overdue. Its due day is the first on which the ending
milestone may come: ``waiting`` until then, ``free`` from then on, ``met``, or ``too_early`` where it came before. A
clock after which something ``lapses`` reads ``holds`` until its last day and ``lapsed`` after it, never overdue.

Days of suspension are added to the due day, which is our reading; a suspension that began after the due day adds
nothing, because the limit had run out by then. A suspension never resumed before the ending milestone lasted until it.

What a file is on a day is said in `gis.law.files`, what follows from the states in `gis.law.judgments`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.law import days
from gis.law.days import Days
from gis.law.files import NO_DAY, Files, Mask
from gis.law.terms import Clock, Rules, Sense
from gis.words import DEFAULT, Language

STATES: Final = (
    "not_started",
    "running",
    "due_soon",
    "overdue",
    "met",
    "met_late",
    "missed",
    "stopped",
    "unknown_start",
    "waiting",
    "free",
    "too_early",
    "holds",
    "lapsed",
)
OPEN: Final = ("running", "due_soon", "overdue")
"""States in which something is still to be done by a known day."""

_CODE: Final = {state: code for code, state in enumerate(STATES)}


def run(
    frame: pd.DataFrame,
    name: str,
    rules: Rules,
    *,
    as_of: dt.date,
    due_soon_days: int,
    language: Language = DEFAULT,
) -> pd.DataFrame:
    """Judge every file by one clock, or by whichever clock of a group applies to it.

    Parameters
    ----------
    frame
        (n, …) files of one kind, with the columns that `Rules.columns` names; days as ``datetime64``, unknown ones NaT.
    name
        Id of a clock, or of a group such as ``"resolve"``.
    rules
        Rules to judge by.
    as_of
        Day on which they are judged.
    due_soon_days
        Days before the due day from which a clock is ``due_soon``.
    language
        Language of the ``article`` column.

    Returns
    -------
    (n, 6) frame with the same index: ``clock`` (category, id), ``due`` (datetime64[s]; empty while stopped),
    ``days_left`` (Int32, calendar days from the as-of day, or from the day the clock ended, to the due day; negative
    when late), ``state`` (category, see the module), ``article`` (category), ``verified`` (bool).

    Raises
    ------
    KeyError
        No clock or group has that name, or the frame lacks a column.
    ValueError
        The law names milestones for it of which nobody keeps the day, so nothing can be judged by it.
    """
    clocks = [clock for clock in rules.of(name) if rules.timelines[clock.entity].records(clock)]
    if not clocks:
        raise ValueError(f"expected a clock whose milestones are recorded, got {name!r}")
    return _judged(Files.of(frame, rules.timelines[clocks[0].entity], as_of), clocks, due_soon_days, language)


def run_all(
    frame: pd.DataFrame,
    entity: str,
    rules: Rules,
    *,
    as_of: dt.date,
    due_soon_days: int,
    language: Language = DEFAULT,
) -> dict[str, pd.DataFrame]:
    """Judge every file by every clock of its kind.

    Returns
    -------
    Group of clocks → what `run` answers for it.
    """
    files = Files.of(frame, rules.timelines[entity], as_of)
    return {name: _judged(files, rules.of(name), due_soon_days, language) for name in rules.groups(entity)}


def _judged(files: Files, clocks: Sequence[Clock], due_soon_days: int, language: Language) -> pd.DataFrame:
    which = np.full(len(files), -1, dtype="int16")
    due = np.full(len(files), NO_DAY)
    state = np.full(len(files), -1, dtype="int8")
    left = np.full(len(files), NO_DAY - NO_DAY)
    for number, (clock, rows) in enumerate(_shared_out(files, clocks)):
        which[rows] = number
        due[rows], state[rows], left[rows] = _outcome(files.take(rows), clock, due_soon_days)
    columns = {
        "clock": _named(which, [clock.id for clock in clocks]),
        "due": due.astype("datetime64[s]"),
        "days_left": _counted(left),
        "state": category(state, STATES),
        "article": _named(which, [clock.article.say(language) for clock in clocks]),
        "verified": np.array([*(clock.verified for clock in clocks), False])[which],
    }
    return pd.DataFrame(columns, index=files.frame.index)


def _shared_out(files: Files, clocks: Sequence[Clock]) -> list[tuple[Clock, NDArray[np.intp]]]:
    """Answer, for each clock, the numbers of the rows it applies to."""
    applies = ~files.fulfil(files.line.unless) if files.line.unless else np.ones(len(files), dtype=bool)
    shared = []
    for clock in clocks:
        day = _governing_day(files, clock)
        valid = day >= np.datetime64(clock.valid_from)
        if clock.valid_to is not None:
            valid &= day <= np.datetime64(clock.valid_to)
        shared.append((clock, np.flatnonzero(applies & valid & files.fulfil(clock.when))))
    return shared


def _governing_day(files: Files, clock: Clock) -> Days:
    """Answer the day whose rules each file is judged by."""
    day, _ = files.regime()
    for fallback in (files.day(clock.governed_by or files.line.begins), files.day(clock.starts)):
        day = np.where(np.isnat(day), fallback, day)
    return np.where(np.isnat(day), files.as_of, day)


def _outcome(files: Files, clock: Clock, due_soon_days: int) -> tuple[Days, NDArray[np.int8], NDArray[np.timedelta64]]:
    """Answer due day, code of the state, and days left of files to which the clock applies."""
    start, end = files.day(clock.starts), files.day(clock.ends)
    due, suspended = _paused(files, clock, start, end, days.after(start, _lengths(files, clock), clock.unit))
    if clock.latest:
        due = np.where(np.isnat(start), due, np.fmin(due, files.day(clock.latest)))
    stopped = suspended | _before(files.first_of((*files.line.stops, *clock.stops)), end)
    unclear = files.regime()[1] | (np.isnat(start) & ~np.isnat(files.first_of(clock.start_implied_by)))
    left = due - np.where(np.isnat(end), files.as_of, end)
    conditions = (
        (stopped, "stopped"),
        (unclear, "unknown_start"),
        (np.isnat(start), "not_started"),
        (_missed(files, clock, end), "missed"),
        *_SENSES[clock.sense](~np.isnat(end), left.astype("int64"), due_soon_days),
    )
    codes = [np.int8(_CODE[name]) for _, name in conditions]
    state = np.select([holds for holds, _ in conditions], codes).astype("int8")
    silent = stopped | unclear
    return np.where(silent, NO_DAY, due), state, np.where(silent, NO_DAY - NO_DAY, left)


def _missed(files: Files, clock: Clock, end: Days) -> Mask:
    """Answer where the milestone by which it had to be done has come, and it never was."""
    if not clock.latest:
        return np.zeros(len(files), dtype=bool)
    return ~np.isnat(files.day(clock.latest)) & np.isnat(end)


Conditions = tuple[tuple[Mask, str], ...]
"""Masks and the state each stands for; the first that holds decides."""


def _at_most(ended: Mask, left: NDArray[np.int64], due_soon_days: int) -> Conditions:
    late, soon = left < 0, left <= due_soon_days
    return ((ended & late, "met_late"), (ended, "met"), (late, "overdue"), (soon, "due_soon"), (~soon, "running"))


def _at_least(ended: Mask, left: NDArray[np.int64], due_soon_days: int) -> Conditions:
    del due_soon_days  # nothing falls due: the day only opens the way
    early = left > 0
    return ((ended & early, "too_early"), (ended, "met"), (early, "waiting"), (~early, "free"))


def _lapses(ended: Mask, left: NDArray[np.int64], due_soon_days: int) -> Conditions:
    del due_soon_days  # nothing is to be done by then
    late = left < 0
    return ((ended & late, "met_late"), (ended, "met"), (late, "lapsed"), (~late, "holds"))


_SENSES: Final[Mapping[Sense, Callable[[Mask, NDArray[np.int64], int], Conditions]]] = {
    "at_most": _at_most,
    "at_least": _at_least,
    "lapses": _lapses,
}
"""What may be said of a clock that has started."""


def _lengths(files: Files, clock: Clock) -> NDArray[np.int64]:
    found = np.full(len(files), clock.length, dtype="int64")
    for variant in sorted(clock.variants, key=lambda variant: len(variant.when)):
        found[files.fulfil(variant.when)] = variant.length
    return found


def _paused(files: Files, clock: Clock, start: Days, end: Days, due: Days) -> tuple[Days, Mask]:
    """Answer the due days moved by suspensions, and which clocks stand still on the as-of day."""
    if files.line.pause is None:
        return due, np.zeros(len(files), dtype=bool)
    since, until = files.day(files.line.pause.starts), files.day(files.line.pause.ends)
    counts = _before(since, end) & ~(since > due)
    lasted_to = np.where(np.isnat(until), end, until)
    paused = np.where(counts, days.between(np.fmax(since, start), lasted_to, clock.unit), 0)
    unit = "calendar_day" if clock.unit == "month" else clock.unit
    moved = days.after(due, paused, unit) if paused.any() else due
    return moved, _before(since, end) & np.isnat(until) & np.isnat(end)


def _before(day: Days, end: Days) -> Mask:
    """Answer where something happened, and the end had not come by then."""
    return ~np.isnat(day) & ~(end <= day)


def _named(which: NDArray[np.int16], names: Sequence[str]) -> pd.Categorical[str]:
    """Make a category of which clock applies; versions that share a name become one category."""
    unique = list(dict.fromkeys(names))
    codes = np.array([*(unique.index(name) for name in names), -1], dtype="int16")
    return category(codes[which], unique)


def category(codes: NDArray[Any], names: Sequence[str]) -> pd.Categorical[str]:
    """Make a category of numbers of names; −1 is none of them."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(names))


def _counted(left: NDArray[np.timedelta64]) -> pd.arrays.IntegerArray:
    unknown = np.isnat(left)
    return pd.arrays.IntegerArray(np.where(unknown, 0, left.astype("int64")).astype("int32"), unknown)
