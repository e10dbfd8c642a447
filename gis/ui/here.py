"""Here: what a page is given — who looks at what, in which language, and the situation it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st

from gis import settings, words
from gis.filters import Name
from gis.insight.situation import Selection, Situation
from gis.insight.wards import MEASURES, Measure
from gis.period import Compared, Period, compared
from gis.records.closings import Closing, closed_as
from gis.records.horizon import VIETNAM, day_in_vietnam
from gis.records.provenance import Provenance
from gis.scope import Scope
from gis.ui import process
from gis.ui.naming import BODIES, LISTS, namer
from gis.view import DEFAULT_MEASURE, Sheet, View
from gis.words import Language

_KEY = "here"


@dataclass(frozen=True, eq=False)
class Here:
    """What a page shows and says.

    Parameters
    ----------
    view
        What is asked for; every part of it exists.
    situation
        The situation on the view's day.
    """

    view: View
    situation: Situation

    @property
    def language(self) -> Language:
        """Language of the reader."""
        return self.view.language

    @cached_property
    def selection(self) -> Selection:
        """The part of the situation that the filters keep."""
        return self.situation.select(self.view.filters)

    @cached_property
    def name(self) -> Name:
        """What the reader calls a code."""
        return namer(self.situation, self.language)

    @cached_property
    def compared(self) -> Compared:
        """The reporting period of the view, and what it is compared with."""
        party_day = settings.current().party_month_day
        return compared(self.view.period, self.view.day, calendar=self.view.calendar, party_day=party_day)

    @cached_property
    def closings(self) -> tuple[Closing, ...]:
        """The closed periods, oldest first."""
        return process.closings()

    @cached_property
    def closing(self) -> Closing | None:
        """How the view's day was closed: as it is shown, or as it may be shown; None: it was not."""
        return closed_as(self.closings, self.view.day, by=self.view.known_on)

    @cached_property
    def provenance(self) -> Provenance:
        """How what is shown was recorded."""
        return process.ledger().provenance

    def caption(self, **found: Any) -> str:
        """Say in words what is chosen, up to which day, and whether as reported."""
        said = self.view.filters.say(self.language, name=self.name, as_of=self.view.day, **found)
        known_on = self.view.known_on
        if known_on is None:
            return said
        closing = next((one for one in self.closings if one.known_on == known_on), None)
        if closing:
            return f"{said}, {self.say('period.reported', day=closing.day, name=closing.name)}"
        return f"{said}, {self.say('period.known', moment=clock(known_on))}"

    @property
    def stamp(self) -> str:
        """The day it is about, for names of files; with the day it was known on where that is not today."""
        day, known_on = self.view.day.isoformat(), self.view.known_on
        return f"{day}_{day_in_vietnam(known_on).isoformat()}" if known_on else day

    @property
    def period(self) -> Period:
        """The reporting period of the view."""
        return self.compared.now

    @property
    def measure(self) -> Measure:
        """What colours the wards."""
        return MEASURES[self.view.measure]

    @property
    def demo(self) -> bool:
        """Whether any invented row may be in view."""
        return self.situation.snapshot.demo

    def say(self, phrase: str, /, **values: Any) -> str:
        """Say a phrase in the reader's language."""
        return words.say(phrase, self.language, **values)


def clock(moment: dt.datetime) -> str:
    """Write a moment as ``14:05 03/10/2026``, in Vietnamese time."""
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def codes(situation: Situation) -> Mapping[str, Collection[str]]:
    """List the codes that exist, for checking what the address bar asks for."""
    lists = {name: {choice.code for choice in choices} for name, choices in LISTS.items()}
    bodies = {name: situation[frame][name].cat.categories for name, frame in BODIES.items()}
    return {
        **lists,
        **bodies,
        "ward": situation.areas.wards.index,
        "district": situation.areas.districts.index,
        "project": situation["project"].index,
        "measure": MEASURES,
        "rule": {"", *(rule.id for rule in situation.rules.provisions)},
    }


def first_measure(situation: Situation) -> str:
    """Answer what colours the map of a first visit: the first measure of which anything is recorded."""
    known = (code for code, measure in MEASURES.items() if situation.recorded(measure.entity))
    return next(known, DEFAULT_MEASURE)


def first_sheet(scope: Scope) -> Sheet | None:
    """Answer what lies open on a first visit: whoever has one ward lands on its sheet, not on the city."""
    return Sheet("ward", next(iter(scope.wards))) if scope.wards and len(scope.wards) == 1 else None


def put(here: Here) -> None:
    """Leave it for the page that is about to run."""
    st.session_state[_KEY] = here


def here() -> Here:
    """Pick it up: the first line of every page."""
    found: Here = st.session_state[_KEY]
    return found
