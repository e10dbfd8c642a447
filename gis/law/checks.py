"""Whether the rules of law make sense together.

Each check looks at one thing and answers findings; all are gathered, so that whoever edits the rules sees everything at
once. Two conditions *can meet* when some file could fulfil both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import combinations, groupby, pairwise
from typing import Any, Final

from gis.errors import Finding
from gis.law.barred import Barred
from gis.law.minimums import Minimum
from gis.law.provision import Provision
from gis.law.terms import Clock, Conditions, Rules, Timeline, conditions_of, milestones_of
from gis.words import Label, Phrase

_SAME_IN_ALL_VERSIONS: Final = {
    Clock: ("subject", "group", "entity", "starts", "ends", "sense"),
    Barred: ("subject", "entity", "milestone", "time"),
    Minimum: ("subject", "role", "level"),
}
"""Kind of rule → what its versions have in common."""


def validate(rules: Rules) -> tuple[Finding, ...]:
    """Answer everything that is wrong with a set of rules; nothing when they may be used.

    A finding's ``column`` names the clock or the kind of file it is about.
    """
    if not rules.clocks:
        return (_finding("empty", ""),)
    return tuple(finding for check in _CHECKS for finding in check(rules))


def _finding(code: str, about: str, **values: Any) -> Finding:
    return Finding(code, Phrase(f"law.finding.{code}", {"about": about, **values}), column=about)


def _known(rules: Rules) -> Iterator[tuple[Clock, Timeline]]:
    """Answer each clock with the timeline of its kind of file; a clock of an unknown kind is found elsewhere."""
    return ((clock, rules.timelines[clock.entity]) for clock in rules.clocks if clock.entity in rules.timelines)


def _versions(rules: Rules) -> Iterator[list[Provision]]:
    ordered = sorted(rules.provisions, key=lambda rule: (rule.id, rule.valid_from))
    return (list(versions) for _, versions in groupby(ordered, key=lambda rule: rule.id))


def strangers(law: Rules, targets: Rules) -> Iterator[Finding]:
    """Find an office's own targets that would pass for a rule of law: by its id, or by sharing its group."""
    ids, groups = {rule.id for rule in law.provisions}, {clock.group for clock in law.clocks}
    for clock in targets.clocks:
        if clock.id in ids | groups:
            yield _finding("own_id", clock.id)
        if clock.group in groups | ids:
            yield _finding("own_group", clock.id, group=clock.group)


def _ids(rules: Rules) -> Iterator[Finding]:
    groups = {clock.group for clock in rules.clocks}
    for name in sorted({rule.id for rule in rules.provisions} & groups):
        yield _finding("id_is_group", name)
    for rule in rules.provisions:
        if not rule.id.isidentifier():
            yield _finding("bad_id", rule.id)
        if (rule.subject == "internal") != rule.own:
            yield _finding("not_own", rule.id)
    for name, entity in [
        *((clock.id, clock.entity) for clock in rules.clocks),
        *((b.id, b.entity) for b in rules.barred),
    ]:
        if entity not in rules.timelines:
            yield _finding("unknown_entity", name, entity=entity)


def _lengths(rules: Rules) -> Iterator[Finding]:
    for clock in rules.clocks:
        lengths = (clock.length, *(variant.length for variant in clock.variants))
        yield from (_finding("length", clock.id, length=length) for length in lengths if length < 1)
    yield from (_finding("length", one.id, length=one.days) for one in rules.minimums if one.days < 1)


def _barred(rules: Rules) -> Iterator[Finding]:
    for one in rules.barred:
        hours = (one.from_hour, one.to_hour)
        if one.time == "hours" and (hours[0] == hours[1] or not set(hours) <= set(range(24))):
            yield _finding("hours", one.id, first=hours[0], last=hours[1])
        if one.time == "around_tet" and min(one.before, one.after) < 0:
            yield _finding("length", one.id, length=min(one.before, one.after))


def _lenders(rules: Rules) -> Iterator[Finding]:
    """Find clocks within the limit of another that is not exactly one, of the same file and the same start."""
    for clock in rules.clocks:
        lenders = [one for one in rules.clocks if one.id == clock.within]
        alike = len(lenders) == 1 and not lenders[0].within
        same = alike and (lenders[0].entity, lenders[0].starts) == (clock.entity, clock.starts)
        if clock.within and not same:
            yield _finding("within", clock.id, other=clock.within)


def _languages(rules: Rules) -> Iterator[Finding]:
    labels: list[tuple[str, str, Label]] = [(name, "name", line.name) for name, line in rules.timelines.items()]
    labels += [
        (name, f"unrecorded.{one}", text)
        for name, line in rules.timelines.items()
        for one, text in line.unrecorded.items()
    ]
    for rule in rules.provisions:
        labels += [(rule.id, part, getattr(rule, part)) for part in ("name", "article", "note")]
    for about, part, label in labels:
        if not (label.vi.strip() and label.en.strip()):
            yield _finding("language", about, part=part)


def _milestones(rules: Rules) -> Iterator[Finding]:
    for name, line in rules.timelines.items():
        pause = (line.pause.starts, line.pause.ends) if line.pause else ()
        yield from _strangers(name, (line.begins, *line.stops, *pause), line)
    for clock, line in _known(rules):
        yield from _strangers(clock.id, milestones_of(clock), line)
        if clock.starts == clock.ends:
            yield _finding("no_way", clock.id, milestone=clock.starts)
    for one in rules.barred:
        if one.entity in rules.timelines:
            yield from _strangers(one.id, (one.milestone,), rules.timelines[one.entity])


def _strangers(about: str, milestones: tuple[str, ...], line: Timeline) -> Iterator[Finding]:
    unknown = dict.fromkeys(name for name in milestones if name not in (*line.milestones, *line.unrecorded))
    return (_finding("unknown_milestone", about, milestone=name) for name in unknown)


def _conditions(rules: Rules) -> Iterator[Finding]:
    asked = [(name, line.unless, line) for name, line in rules.timelines.items()]
    asked += [(clock.id, when, line) for clock, line in _known(rules) for when in conditions_of(clock)]
    for about, when, line in asked:
        traits = dict(line.traits)
        for trait, values in when:
            unknown = set(values) - set(traits.get(trait, ()))
            yield from (_finding("unknown_trait", about, trait=trait, value=str(value)) for value in sorted(unknown))


def _periods(rules: Rules) -> Iterator[Finding]:
    for rule in rules.provisions:
        if rule.valid_to is not None and rule.valid_to < rule.valid_from:
            yield _finding("period", rule.id, first=rule.valid_from, last=rule.valid_to)
    for versions in _versions(rules):
        for before, after in pairwise(versions):
            yield from _seam(before, after)


def _seam(before: Provision, after: Provision) -> Iterator[Finding]:
    """Two versions of a rule must meet without a day between them and without a day of both."""
    if before.valid_to is None or before.valid_to >= after.valid_from:
        yield _finding("overlap", after.id, day=after.valid_from)
    elif before.valid_to + dt.timedelta(days=1) < after.valid_from:
        yield _finding("gap", after.id, last=before.valid_to, first=after.valid_from)


def _sameness(rules: Rules) -> Iterator[Finding]:
    for versions in _versions(rules):
        if len({type(rule) for rule in versions}) > 1:
            yield _finding("inconsistent", versions[0].id, part="[[…]]")
            continue
        for part in _SAME_IN_ALL_VERSIONS[type(versions[0])]:
            if len({getattr(rule, part) for rule in versions}) > 1:
                yield _finding("inconsistent", versions[0].id, part=part)


def _groups(rules: Rules) -> Iterator[Finding]:
    for one, other in combinations(rules.clocks, 2):
        if one.group != other.group or one.id == other.id:
            continue
        if one.entity != other.entity:
            yield _finding("mixed_group", one.id, other=other.id, group=one.group)
        elif _can_meet(one.when, other.when) and _coexist(one, other):
            yield _finding("ambiguous", one.id, other=other.id, group=one.group)


def _minimums(rules: Rules) -> Iterator[Finding]:
    """Find two rules that ask the same role at the same level for a least number of days at the same time."""
    for one, other in combinations(rules.minimums, 2):
        if one.id != other.id and (one.role, one.level) == (other.role, other.level) and _coexist(one, other):
            yield _finding("ambiguous_minimum", one.id, other=other.id)


def _variants(rules: Rules) -> Iterator[Finding]:
    """Find variants, equally narrow and unequal in length, that one file may fulfil with none narrower to decide."""
    for clock in rules.clocks:
        for one, other in combinations(clock.variants, 2):
            rivals = one.length != other.length and len(one.when) == len(other.when) and _can_meet(one.when, other.when)
            both = dict(one.when) | dict(other.when)
            if rivals and not any(dict(variant.when) == both for variant in clock.variants):
                yield _finding("ambiguous_variant", clock.id, one=one.length, other=other.length)


def _can_meet(one: Conditions, other: Conditions) -> bool:
    mine, theirs = dict(one), dict(other)
    return all(set(mine[name]) & set(theirs[name]) for name in mine.keys() & theirs.keys())


def _coexist(one: Provision, other: Provision) -> bool:
    return one.valid_from <= (other.valid_to or dt.date.max) and other.valid_from <= (one.valid_to or dt.date.max)


_CHECKS: Final[tuple[Callable[[Rules], Iterator[Finding]], ...]] = (
    _ids,
    _lenders,
    _lengths,
    _barred,
    _languages,
    _milestones,
    _conditions,
    _periods,
    _sameness,
    _groups,
    _minimums,
    _variants,
)
