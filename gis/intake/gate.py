"""What records of an entity must satisfy beyond each cell by itself: one gate, all breaches gathered.

* No event lies in the future: such a day cannot be right and counts as unknown.
* Of two days in the declared order the first never comes after the second, and nothing ends before it begins.
* What lies within a count is never more than it.
* Figures and points are compared with their neighbours and the province (`outliers`, `points`).
* Two records of different codes do not share what only one can have.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.errors import Finding
from gis.intake.forms import Form, Rows
from gis.intake.frames import joined
from gis.intake.outliers import slips
from gis.intake.points import points
from gis.intake.values import Heading
from gis.records.declaration import Entity
from gis.words import Label, Language, Phrase


@dataclass(frozen=True)
class Headings(Phrase):
    """The declared names of several fields, said inside a phrase."""

    labels: tuple[Label, ...] = ()

    def say(self, language: Language = "vi") -> str:
        """Write them one after another."""
        return "; ".join(label.say(language) for label in self.labels)


Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class Limits:
    """What the rows are judged by.

    Parameters
    ----------
    today
        No event lies after it.
    box
        South, west, north and east in degrees within which points lie; None: not known.
    historical
        Whether the rows tell of years past, so that each needs the day on which it begins.
    crs
        Coordinate system that somebody said points are in; empty: nobody did.
    """

    today: dt.date
    box: tuple[float, float, float, float] | None = None
    historical: bool = False
    crs: str = ""


def judged(rows: Rows, form: Form, limits: Limits) -> tuple[Rows, list[Finding]]:
    """Hold rows against the declaration of their entity.

    Returns
    -------
    The rows, with a blank for what cannot be right, and what was found.
    """
    entity = form.entity
    events = {name: _days(rows.values[name]) for name in entity.events if rows.has(name)}
    rows, days, found = _without_future(rows, form, events, limits.today)
    planned = dict.fromkeys(name for pair in entity.order for name in pair)
    days |= {name: _days(rows.values[name]) for name in planned if name not in days and rows.has(name)}
    found += [*_disorder(rows, entity, days), *_same_day(rows, entity, days), *_before_begin(rows, entity, days)]
    found += _more_than_whole(rows, entity)
    if limits.historical and entity.begins:
        found += _without_begin(rows, entity)
    rows, slipped = slips(rows, form.compared)
    rows, strayed = points(rows, limits.box, limits.crs)
    return rows, [*found, *slipped, *strayed]


def _days(values: pd.Series) -> Days:
    # numpy takes long over a day, and lists repeat theirs.
    places, found = pd.factorize(values.to_numpy())
    return np.array([*found, None], "datetime64[D]")[places]


def _without_future(
    rows: Rows, form: Form, days: Mapping[str, Days], today: dt.date
) -> tuple[Rows, dict[str, Days], list[Finding]]:
    found, mended = [], {}
    for name, when in days.items():
        late = when > np.datetime64(today)
        required = form[name].required
        what = Phrase(f"intake.finding.{'future_day_out' if required else 'future_day'}", {"today": today})
        found += [rows.finding("future_day", row, name, what, refused=required) for row in _numbers(rows, late)]
        if late.any() and not required:
            mended[name] = rows.values[name].mask(late, None)
    rows = replace(rows, values=rows.values.assign(**mended))
    return rows, {**days, **{name: _days(values) for name, values in mended.items()}}, found


def _numbers(rows: Rows, mask: npt.NDArray[np.bool_]) -> list[int]:
    return [int(row) for row in rows.values.index[mask]]


def ordered(entity: Entity) -> frozenset[tuple[str, str]]:
    """Answer every pair of events of which the first never comes after the second, by way of others too."""
    pairs = set(entity.order)
    while more := {(one, last) for (one, mid), (then, last) in product(pairs, pairs) if mid == then} - pairs:
        pairs |= more
    return frozenset(pairs)


def _disorder(rows: Rows, entity: Entity, days: dict[str, Days]) -> Iterator[Finding]:
    told: set[tuple[int, str]] = set()
    for first, then in sorted(ordered(entity), key=lambda pair: (pair not in entity.order, pair)):
        if first in days and then in days:
            for row in _numbers(rows, days[then] < days[first]):
                if (row, then) not in told:
                    told.add((row, then))
                    yield _too_soon("disorder", rows, row, entity, first, then)


def _same_day(rows: Rows, entity: Entity, days: dict[str, Days]) -> Iterator[Finding]:
    """Name the rows whose hours contradict the order of two events of one day."""
    clocks = rows.clocks
    for first, then in sorted(ordered(entity)):
        if first in clocks and then in clocks:
            before = clocks[then].to_numpy("float64") < clocks[first].to_numpy("float64")
            for row in _numbers(rows, before & (days[then] == days[first])):
                yield _too_soon("disorder_hour", rows, row, entity, first, then)


def _before_begin(rows: Rows, entity: Entity, days: dict[str, Days]) -> Iterator[Finding]:
    pairs = {then for first, then in ordered(entity) if first == entity.begins}
    for then in entity.events if entity.begins in days else ():
        if then in days and then not in pairs:
            for row in _numbers(rows, days[then] < days[entity.begins]):
                yield _too_soon("before_begin", rows, row, entity, entity.begins, then)


def _too_soon(code: str, rows: Rows, row: int, entity: Entity, first: str, then: str) -> Finding:
    values = {
        "this": Heading("", {}, entity[then].label),
        "other": Heading("", {}, entity[first].label),
        "day": rows.values.at[row, first],
    }
    return rows.finding(code, row, then, Phrase(f"intake.finding.{code}", values), refused=code == "disorder")


def _more_than_whole(rows: Rows, entity: Entity) -> Iterator[Finding]:
    for whole, parts in entity.within:
        told = [name for name in parts if rows.has(name)]
        if rows.has(whole) and told:
            figures = rows.values[[whole, *told]].astype("float64")
            sums = figures[told].sum(axis="columns")
            for row in _numbers(rows, (sums > figures[whole]).to_numpy()):
                names = Headings("", {}, tuple(entity[name].label for name in told))
                values = {"parts": names, "whole": Heading("", {}, entity[whole].label)}
                counts = {"sum": int(sums[row]), "n": int(figures[whole][row])}
                what = Phrase("intake.finding.more_than_whole", values | counts)
                yield rows.finding("more_than_whole", row, told[0], what)


def _without_begin(rows: Rows, entity: Entity) -> Iterator[Finding]:
    known = rows.values[entity.begins].notna() if rows.has(entity.begins) else pd.Series(False, rows.values.index)  # noqa: FBT003
    values = {"column": Heading("", {}, entity[entity.begins].label)}
    for row in known.index[~known]:
        what = Phrase("intake.finding.no_source_day", values)
        yield rows.finding("no_source_day", int(row), entity.begins, what, refused=True)


def alike(rows: Rows, form: Form, known: pd.DataFrame | None) -> Iterator[Finding]:
    """Name the rows that share what only one record can have with another row or with a record of another code.

    Parameters
    ----------
    rows
        With their codes.
    known
        What is recorded of the same entity; None: it was not asked.
    """
    for group in form.alike:
        if all(rows.has(name) for name in group):
            yield from _alike(rows, form.entity, group, known)


def _alike(rows: Rows, entity: Entity, group: tuple[str, ...], known: pd.DataFrame | None) -> Iterator[Finding]:
    here = rows.values[[*group, "code"]].dropna()
    keys = joined(here, group)
    seen = here["code"].groupby(keys).transform("first")
    if known is not None and len(known):
        there = known[[*group, "code"]].dropna()
        stored = pd.Series(there["code"].to_numpy(), joined(there, group).to_numpy())
        codes = keys.map(stored[~stored.index.duplicated()]).astype(object)
        seen = codes.where(codes.notna(), seen.astype(object))
    names = Headings("", {}, tuple(entity[name].label for name in group))
    for row in here.index[seen != here["code"]]:
        what = Phrase("intake.finding.alike", {"code": str(seen[row]), "columns": names})
        yield rows.finding("alike", int(row), group[0], what)
