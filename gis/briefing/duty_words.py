"""A duty in words: what has to be done, by which rule, how late it is, and what is said where nothing is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from gis.briefing import rule_words
from gis.briefing.reading import Reading
from gis.insight import duties
from gis.law.provision import Provision
from gis.law.terms import version_on
from gis.records.declaration import describe
from gis.records.entities.contacts import COMMITMENT, DIALOGUE

Line = Mapping[Any, Any]
"""A row of `gis.insight.duties.due`."""


def rule_of(line: Line, reading: Reading) -> str:
    """Answer the id of the rule a duty's day follows from; empty where no rule of law sets it."""
    found = provision(line, reading)
    return found.id if found else ""


def provision(line: Line, reading: Reading) -> Provision | None:
    """Answer the rule a duty's day follows from; None where no rule of law sets it."""
    announced = line["kind"] == "dialogue" and line["what"] in duties.ANNOUNCED
    if announced or line["kind"] not in {"case", "payment", "dialogue"}:
        return None
    return _rule(line, reading)


def _rule(line: Line, reading: Reading) -> Provision:
    return version_on(reading.situation.rules.of(str(line["what"])), reading.view.day)


def what(line: Line, reading: Reading) -> str:
    """Say what has to be done; where the law sets the day, in the words of its clock."""
    promised: str
    kind, code = line["kind"], line["what"]
    if kind == "dialogue" and code in duties.ANNOUNCED:
        return reading.say("duties.what.announced", what=describe(str(code), DIALOGUE["kind"]).say(reading.language))
    if kind in {"case", "dialogue"}:
        return rule_words.named(_rule(line, reading), reading)
    if kind == "commitment":
        unknown = reading.say("duties.what.promise")
        promised = unknown if pd.isna(code) else describe(str(code), COMMITMENT["kind"]).say(reading.language)
        return reading.say("duties.what.commitment", what=promised)
    return reading.say(f"duties.what.{kind}", n=line["n"])


def said(line: Line, reading: Reading) -> str:
    """Say how late it is, or how many days are left."""
    left = int(line["days_left"])
    key = "today" if line["state"] == "coming" and not left else line["state"]
    return reading.say(f"duties.said.{key}", n=abs(left))


def ward(line: Line, reading: Reading) -> str:
    """Name the ward of a duty; empty where it has none."""
    return "" if pd.isna(line["ward"]) else reading.name("ward", str(line["ward"]))


def possible(names: Iterable[str], reading: Reading) -> tuple[str, ...]:
    """Leave out what only an office with targets of its own can have."""
    own = reading.situation.rules.own_clocks
    return tuple(name for name in names if own or not name.endswith("past_own"))


def known(reading: Reading) -> bool:
    """Tell an area where nothing is due from one of which nothing is known."""
    return any(reading.situation.recorded(entity) for entity in duties.SOURCES)


def nothing(reading: Reading) -> str:
    """Say that nothing is due, or that it is not known."""
    return reading.say("duties.none", n=duties.AHEAD) if known(reading) else reading.say("duties.unknown")
