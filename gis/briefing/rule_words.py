"""A rule of law in words: how long, from when to when, since when, and how its text is known."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np

from gis import words
from gis.briefing.reading import Reading
from gis.law.barred import Barred, falls_in
from gis.law.minimums import Minimum
from gis.law.provision import Provision
from gis.law.terms import Clock, Conditions, Rules, Value
from gis.records.declaration import describe
from gis.records.entities import ENTITIES

_FLAGS = ("complex", "remote", "needs_longer_check")
"""Marks that have a shorter name here than their field has."""


def named(rule: Provision, reading: Reading) -> str:
    """Name a rule; what an office set for itself is named as such."""
    name = rule.name.say(reading.language)
    return reading.say("legal.own_name", name=name) if rule.own else name


def limit(rule: Provision, reading: Reading) -> str:
    """Say what a rule asks: how many days, how often, or which time is barred."""
    if isinstance(rule, Minimum):
        return reading.say(f"legal.minimum.{rule.per}", n=rule.days)
    if isinstance(rule, Barred):
        return _barred(rule, reading)
    return _length(rule, reading) if isinstance(rule, Clock) else words.NOTHING


def _length(clock: Clock, reading: Reading) -> str:
    days = reading.say(f"legal.sense.{clock.sense}", length=reading.say(f"law.length_{clock.unit}", n=clock.length))
    others = (
        reading.say(
            "legal.variant",
            length=reading.say(f"law.length_{clock.unit}", n=variant.length),
            when=_condition(clock.entity, variant.when, reading),
        )
        for variant in clock.variants
    )
    return "; ".join((days, *others))


def _condition(entity: str, when: Conditions, reading: Reading) -> str:
    return ", ".join(
        reading.say("legal.or").join(_trait(entity, name, value, reading) for value in values) for name, values in when
    )


def _trait(entity: str, name: str, value: Value, reading: Reading) -> str:
    if name in _FLAGS and value is True:
        return reading.say(f"legal.trait.{name}")
    field = next((one for one in ENTITIES[entity].fields if one.name == name), None) if entity in ENTITIES else None
    if field is None:
        return reading.say(f"legal.trait.{name}_{value}")
    if isinstance(value, str):
        return describe(value, field).say(reading.language).lower()
    said = _small(field.label.say(reading.language))
    return said if value else reading.say("legal.not", what=said)


def _barred(rule: Barred, reading: Reading) -> str:
    said = reading.say(
        f"legal.barred.{rule.time}", first=rule.from_hour, last=rule.to_hour, n=rule.before, m=rule.after
    )
    span = _around(rule, reading.view.day.year) if rule.time == "around_tet" else None
    return f"{said}; {reading.say('legal.barred.year', first=span[0], last=span[1])}" if span else said


def _around(rule: Barred, year: int) -> tuple[dt.date, dt.date] | None:
    """Answer the first and the last barred day of a year that lie together."""
    days = np.arange(f"{year:04d}-01-01", f"{year + 1:04d}-01-01", dtype="datetime64[D]")
    inside = days[falls_in(days, rule)].astype(object).tolist()
    together = all((after - before).days == 1 for before, after in pairwise(inside))
    return (inside[0], inside[-1]) if inside and together else None


def course(rule: Provision, rules: Rules, reading: Reading) -> str:
    """Say from which milestone to which a limit runs, or which one must not come."""
    if isinstance(rule, Clock):
        ends = (_milestone(rule.entity, name, rules, reading) for name in (rule.starts, rule.ends))
        return " → ".join(ends)
    return _milestone(rule.entity, rule.milestone, rules, reading) if isinstance(rule, Barred) else words.NOTHING


def _milestone(entity: str, name: str, rules: Rules, reading: Reading) -> str:
    unrecorded = rules.timelines[entity].unrecorded
    label = unrecorded[name] if name in unrecorded else ENTITIES[entity][f"{name}_on"].label
    return _small(label.say(reading.language))


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def validity(rule: Provision, reading: Reading) -> str:
    """Say from when to when a rule is in force."""
    if rule.valid_to is None:
        return reading.say("legal.since", first=rule.valid_from)
    return reading.say("legal.between", first=rule.valid_from, last=rule.valid_to)


def known(rule: Provision, reading: Reading) -> str:
    """Say how the text of a rule is known: read, checked by whom and when, or not checked."""
    if rule.check:
        role = describe(rule.check.role, ENTITIES["rule_check"]["role"]).say(reading.language)
        when = (
            reading.say("legal.checked_on", day=rule.check.on) if rule.check.on else reading.say("legal.checked_later")
        )
        return reading.say("legal.checked", when=when, document=rule.check.document, role=_small(role))
    said = reading.say(f"law.confidence.{rule.confidence}")
    return f"{said}; {reading.say('legal.rests')}" if isinstance(rule, Clock) and not rule.within_read else said
