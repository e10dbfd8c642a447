"""A reading: who looks at what, in which language, and whether it stays on the screen or leaves the building.

A page and a file made of the same view are told apart by their *desk* alone: what the reader may see, and where the
earlier periods come from. Whatever says a figure in words takes a reading, so page and file cannot tell two stories.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from gis import words
from gis.access.suppression import EXACT
from gis.briefing.naming import namer
from gis.filters import Name
from gis.insight.situation import Selection, Situation
from gis.insight.wards import MEASURES, Measure
from gis.period import Compared, Period, compared
from gis.records.closings import Closing, closed_as
from gis.records.horizon import VIETNAM, day_in_vietnam
from gis.records.provenance import Provenance
from gis.scope import Scope
from gis.view import View
from gis.words import Language


class Desk(Protocol):
    """What stands behind a reading."""

    @property
    def reader(self) -> Scope:
        """Who looks, and what they may see."""

    @property
    def leaves(self) -> bool:
        """Whether what is read leaves the screen: then nobody sees small counts."""

    @property
    def suppress_below(self) -> int:
        """Least count that is not small."""

    @property
    def party_month_day(self) -> int:
        """Day of the month on which a Party reporting month begins."""

    @property
    def closings(self) -> tuple[Closing, ...]:
        """The closed periods, oldest first."""

    @property
    def provenance(self) -> Provenance:
        """How what is shown was recorded."""

    def situation_on(self, as_of: dt.date, known_on: dt.datetime | None = None) -> Situation:
        """Answer the situation on another day.

        Raises
        ------
        RequestError
            The day lies before any record, or has not come yet.
        """


@dataclass(frozen=True, eq=False)
class Reading:
    """What is shown and said.

    Parameters
    ----------
    view
        What is asked for; every part of it exists.
    situation
        The situation on the view's day.
    desk
        What stands behind it.
    """

    view: View
    situation: Situation
    desk: Desk

    @property
    def language(self) -> Language:
        """Language of the reader."""
        return self.view.language

    @property
    def hides(self) -> bool:
        """Whether small counts are hidden from the reader."""
        return self.desk.leaves or self.desk.reader.role not in EXACT

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
        view = self.view
        return compared(view.period, view.day, calendar=view.calendar, party_day=self.desk.party_month_day)

    @cached_property
    def closings(self) -> tuple[Closing, ...]:
        """The closed periods, oldest first."""
        return self.desk.closings

    @cached_property
    def closing(self) -> Closing | None:
        """How the view's day was closed: as it is shown, or as it may be shown; None: it was not."""
        return closed_as(self.closings, self.view.day, by=self.view.known_on)

    @cached_property
    def provenance(self) -> Provenance:
        """How what is shown was recorded."""
        return self.desk.provenance

    def caption(self, **found: Any) -> str:
        """Say in words what is chosen, up to which day, and whether as reported."""
        said = self.view.filters.say(self.language, name=self.name, as_of=self.view.day, **found)
        said = f"{said}, {self.situation.areas.province_name}" if self.view.province else said
        known_on = self.view.known_on
        if known_on is None:
            return said
        closing = next((one for one in self.closings if one.known_on == known_on), None)
        if closing:
            return f"{said}, {self.say('period.reported', day=closing.day, name=closing.name)}"
        return f"{said}, {self.say('period.known', moment=clock(known_on))}"

    @property
    def stamp(self) -> str:
        """The day it is about, for names of files; with the day it was known on where that is not today.

        Where several provinces are served, the code of this one stands before it.
        """
        known_on = self.view.known_on
        days = [self.view.day, *([day_in_vietnam(known_on)] if known_on else [])]
        return "_".join([*filter(None, [self.view.province]), *(day.isoformat() for day in days)])

    @property
    def period(self) -> Period:
        """The reporting period of the view."""
        return self.compared.now

    @property
    def period_words(self) -> str:
        """The days of the period: ``01/10/2025–30/09/2026``."""
        return self.say("period.days", start=self.period.start, end=self.period.end)

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
