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
* ``stopped``: suspended and not resumed, or a stop (ended, in court) came before the ending milestone.

Days of suspension are added to the due day, which is our reading; a suspension that began after the due day adds
nothing, because the limit had run out by then. A suspension never resumed before the ending milestone lasted until it.

Only what had happened by the as-of day is looked at. Whether something is complex, remote or within competence and not
recorded counts as: not complex, not remote, not outside.

Only a *verified* clock (its article was read) may call a file overdue; of the others it is only said, in grey, that
they are past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.law import days
from gis.law.days import Days
from gis.law.terms import Clock, Conditions, Rules, Timeline, column
from gis.words import DEFAULT, Language

Mask = NDArray[np.bool_]

STATES: Final = ("not_started", "running", "due_soon", "overdue", "met", "met_late", "stopped", "unknown_start")
OPEN: Final = ("running", "due_soon", "overdue")
"""States in which something is still to be done by a known day."""

_CODE: Final = {state: code for code, state in enumerate(STATES)}
_NO_DAY: Final = np.datetime64("NaT", "D")
_NEVER: Final = np.datetime64("9999-12-31", "s")


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
    """
    clocks = rules.of(name)
    return _judged(_Files.of(frame, rules.timelines[clocks[0].entity], as_of), clocks, due_soon_days, language)


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
    files = _Files.of(frame, rules.timelines[entity], as_of)
    return {name: _judged(files, rules.of(name), due_soon_days, language) for name in rules.groups(entity)}


def overdue(cases: pd.DataFrame, rules: Rules, *, as_of: dt.date) -> pd.Series[bool]:
    """Answer which open cases have let a verified clock run out.

    Returns
    -------
    (n,) Series named ``overdue`` with the same index.
    """
    return judge(cases, rules, as_of=as_of)["overdue"]


def past_unverified(cases: pd.DataFrame, rules: Rules, *, as_of: dt.date) -> pd.Series[bool]:
    """Answer which open cases have let only a clock run out whose article nobody has read: the grey count.

    Returns
    -------
    (n,) Series named ``past_unverified`` with the same index; never true together with `overdue`.
    """
    return judge(cases, rules, as_of=as_of)["past_unverified"]


def judge(cases: pd.DataFrame, rules: Rules, *, as_of: dt.date) -> pd.DataFrame:
    """Answer `overdue` and `past_unverified` in one go; see `past`."""
    return past(run_all(cases, "case", rules, as_of=as_of, due_soon_days=0))


def past(judged: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Answer which files have let a clock run out: a verified one, or only clocks whose article nobody has read.

    Parameters
    ----------
    judged
        What `run_all` answered.

    Returns
    -------
    (n, 2) frame of bool with the columns ``overdue`` and ``past_unverified``, never both true.
    """
    index = next(iter(judged.values())).index
    red, grey = np.zeros(len(index), dtype=bool), np.zeros(len(index), dtype=bool)
    for table in judged.values():
        late = table["state"].cat.codes.to_numpy() == _CODE["overdue"]
        verified = table["verified"].to_numpy()
        red |= late & verified
        grey |= late & ~verified
    return pd.DataFrame({"overdue": red, "past_unverified": grey & ~red}, index=index)


def next_due(judged: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Answer each file's first due day among the clocks still under way.

    Parameters
    ----------
    judged
        What `run_all` answered.

    Returns
    -------
    (n, 4) frame with the columns ``clock``, ``due``, ``state`` and ``verified`` of `run`; empty where nothing is due.
    """
    tables = list(judged.values())
    due = np.stack([np.where(table["state"].isin(OPEN), table["due"], _NEVER) for table in tables])
    first, nothing = due.argmin(axis=0), (due == _NEVER).all(axis=0)
    names = [name for table in tables for name in table["clock"].cat.categories]
    found = {
        "clock": _category(np.where(nothing, -1, _nth(first, [_codes_among(names, table) for table in tables])), names),
        "due": np.where(nothing, _NO_DAY, due.min(axis=0)).astype("datetime64[s]"),
        "state": _category(np.where(nothing, -1, _nth(first, [table["state"].cat.codes for table in tables])), STATES),
        "verified": _nth(first, [table["verified"] for table in tables]) & ~nothing,
    }
    return pd.DataFrame(found, index=tables[0].index)


def _nth(first: NDArray[np.intp], columns: Sequence[pd.Series]) -> NDArray[Any]:
    """Answer, for each row, the value of the column whose number stands in `first`."""
    return np.choose(first, [values.to_numpy() for values in columns])


def _codes_among(names: Sequence[str], table: pd.DataFrame) -> pd.Series:
    return table["clock"].cat.set_categories(names).cat.codes


@dataclass(frozen=True)
class _Files:
    """A frame of files as numpy arrays, seen on one day."""

    frame: pd.DataFrame
    line: Timeline
    as_of: np.datetime64

    @classmethod
    def of(cls, frame: pd.DataFrame, line: Timeline, as_of: dt.date) -> _Files:
        return cls(frame, line, np.datetime64(pd.Timestamp(as_of).date(), "D"))

    def __len__(self) -> int:
        return len(self.frame)

    def take(self, rows: NDArray[np.intp]) -> _Files:
        """Answer only these rows."""
        return self if len(rows) == len(self) else _Files(self.frame.take(rows), self.line, self.as_of)

    def day(self, milestone: str) -> Days:
        """Answer the days of a milestone; NaT where it had not happened by the as-of day."""
        found = self.frame[column(milestone)].to_numpy(dtype="datetime64[s]").astype("datetime64[D]")
        return np.where(found <= self.as_of, found, _NO_DAY)

    def first_of(self, milestones: Sequence[str]) -> Days:
        """Answer the earliest day among several milestones; NaT where none had happened."""
        found = np.full(len(self), _NO_DAY)
        for name in milestones:
            found = np.fmin(found, self.day(name))
        return found

    def fulfil(self, when: Conditions) -> Mask:
        """Answer which files fulfil a condition; what is not recorded fulfils none."""
        fulfilled = np.ones(len(self), dtype=bool)
        for trait, values in when:
            fulfilled &= self.frame[trait].isin(values).to_numpy(dtype=bool)
        return fulfilled

    def regime(self) -> tuple[Days, Mask]:
        """Answer the day each record names as its regime, and which records name something that is no day."""
        codes, named = pd.factorize(self.frame["regime"])
        found = np.array([*(_as_day(str(name)) for name in named), _NO_DAY], dtype="datetime64[D]")
        chosen = found[codes]
        return chosen, (codes >= 0) & np.isnat(chosen)


def _as_day(text: str) -> np.datetime64:
    """Read a day written 2026-09-30 or 30/09/2026; anything else is no day."""
    iso = pd.to_datetime(text, format="ISO8601", errors="coerce")
    read = pd.to_datetime(text, format="%d/%m/%Y", errors="coerce") if pd.isna(iso) else iso
    return _NO_DAY if pd.isna(read) else np.datetime64(read.date(), "D")


def _judged(files: _Files, clocks: Sequence[Clock], due_soon_days: int, language: Language) -> pd.DataFrame:
    which = np.full(len(files), -1, dtype="int16")
    due = np.full(len(files), _NO_DAY)
    state = np.full(len(files), -1, dtype="int8")
    left = np.full(len(files), _NO_DAY - _NO_DAY)
    for number, (clock, rows) in enumerate(_shared_out(files, clocks)):
        which[rows] = number
        due[rows], state[rows], left[rows] = _outcome(files.take(rows), clock, due_soon_days)
    columns = {
        "clock": _named(which, [clock.id for clock in clocks]),
        "due": due.astype("datetime64[s]"),
        "days_left": _counted(left),
        "state": _category(state, STATES),
        "article": _named(which, [clock.article.say(language) for clock in clocks]),
        "verified": np.array([*(clock.verified for clock in clocks), False])[which],
    }
    return pd.DataFrame(columns, index=files.frame.index)


def _shared_out(files: _Files, clocks: Sequence[Clock]) -> list[tuple[Clock, NDArray[np.intp]]]:
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


def _governing_day(files: _Files, clock: Clock) -> Days:
    """Answer the day whose rules each file is judged by."""
    day, _ = files.regime()
    for fallback in (files.day(files.line.begins), files.day(clock.starts)):
        day = np.where(np.isnat(day), fallback, day)
    return np.where(np.isnat(day), files.as_of, day)


def _outcome(files: _Files, clock: Clock, due_soon_days: int) -> tuple[Days, NDArray[np.int8], NDArray[np.timedelta64]]:
    """Answer due day, code of the state, and days left of files to which the clock applies."""
    start, end = files.day(clock.starts), files.day(clock.ends)
    due, suspended = _paused(files, clock, start, end, days.after(start, _lengths(files, clock), clock.unit))
    stopped = suspended | _before(files.first_of((*files.line.stops, *clock.stops)), end)
    unclear = files.regime()[1] | (np.isnat(start) & ~np.isnat(files.first_of(clock.start_implied_by)))
    left = due - np.where(np.isnat(end), files.as_of, end)
    late = left < np.timedelta64(0, "D")
    soon = left <= np.timedelta64(due_soon_days, "D")
    conditions = (
        (stopped, "stopped"),
        (unclear, "unknown_start"),
        (np.isnat(start), "not_started"),
        (~np.isnat(end) & late, "met_late"),
        (~np.isnat(end), "met"),
        (late, "overdue"),
        (soon, "due_soon"),
    )
    codes = [np.int8(_CODE[name]) for _, name in conditions]
    state = np.select([holds for holds, _ in conditions], codes, np.int8(_CODE["running"])).astype("int8")
    silent = stopped | unclear
    return np.where(silent, _NO_DAY, due), state, np.where(silent, _NO_DAY - _NO_DAY, left)


def _lengths(files: _Files, clock: Clock) -> NDArray[np.int64]:
    found = np.full(len(files), clock.length, dtype="int64")
    for variant in sorted(clock.variants, key=lambda variant: len(variant.when)):
        found[files.fulfil(variant.when)] = variant.length
    return found


def _paused(files: _Files, clock: Clock, start: Days, end: Days, due: Days) -> tuple[Days, Mask]:
    """Answer the due days moved by suspensions, and which clocks stand still on the as-of day."""
    if files.line.pause is None:
        return due, np.zeros(len(files), dtype=bool)
    since, until = files.day(files.line.pause.starts), files.day(files.line.pause.ends)
    counts = _before(since, end) & ~(since > due)
    lasted_to = np.where(np.isnat(until), end, until)
    paused = np.where(counts, days.between(np.fmax(since, start), lasted_to, clock.unit), 0)
    moved = days.after(due, paused, clock.unit) if paused.any() else due
    return moved, _before(since, end) & np.isnat(until) & np.isnat(end)


def _before(day: Days, end: Days) -> Mask:
    """Answer where something happened, and the end had not come by then."""
    return ~np.isnat(day) & ~(end <= day)


def _named(which: NDArray[np.int16], names: Sequence[str]) -> pd.Categorical[str]:
    """Make a category of which clock applies; versions that share a name become one category."""
    unique = list(dict.fromkeys(names))
    codes = np.array([*(unique.index(name) for name in names), -1], dtype="int16")
    return _category(codes[which], unique)


def _category(codes: NDArray[Any], names: Sequence[str]) -> pd.Categorical[str]:
    return pd.Categorical.from_codes(codes, categories=pd.Index(names))


def _counted(left: NDArray[np.timedelta64]) -> pd.arrays.IntegerArray:
    unknown = np.isnat(left)
    return pd.arrays.IntegerArray(np.where(unknown, 0, left.astype("int64")).astype("int32"), unknown)
