"""The view: everything that decides what a page shows, as one value that lives in the address bar.

Codes stand in the address bar, never labels, so a link works in both languages and outlives a renaming. A *shared* link
always carries ``as_of``. Caption, empty state, deep link, file name and cache key all come from here.

A view *as reported* also carries ``known_on``, the moment up to which recordings count, so that its link tells the same
whatever is corrected later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from gis import address
from gis.filters import Filters
from gis.period import CALENDARS, DEFAULT_CALENDAR, DEFAULT_KIND, KINDS, Calendar, PeriodKind
from gis.words import DEFAULT, LANGUAGES, Language, Phrase

SheetKind = Literal["ward", "project"]
DEFAULT_MEASURE: Final = "open_cases"

_SHEET_KINDS: Final = ("ward", "project")
MOST_PLANNED: Final = 60
"""So many dialogues a month one plan may hold, whatever the capacity of an office."""


@dataclass(frozen=True)
class Sheet:
    """Which place or project lies open beside the map."""

    kind: SheetKind
    code: str

    def __str__(self) -> str:
        """Write it for the address bar: ``ward-00097``."""
        return f"{self.kind}-{self.code}"

    @classmethod
    def parse(cls, text: str) -> Sheet | None:
        """Read it back; None when it is no sheet."""
        kind, _, code = text.partition("-")
        return cls(kind, code) if kind in _SHEET_KINDS and code else None  # type: ignore[arg-type]


@dataclass(frozen=True)
class Meeting:
    """What a reader prepares for: a dialogue, the day of a citizen reception, the cases to be talked about.

    Parameters
    ----------
    dialogue
        Code of a recorded or planned dialogue; empty: none.
    reception
        Day of a citizen reception; it may lie ahead of every figure.
    cases
        Codes of cases, each once, at most `gis.address.MOST_CASES`.
    """

    dialogue: str = ""
    reception: dt.date | None = None
    cases: tuple[str, ...] = ()

    def to_query(self) -> dict[str, str | list[str]]:
        """Write it as address-bar parameters."""
        day = self.reception.isoformat() if self.reception else ""
        written: dict[str, str | list[str]] = {"dialogue": self.dialogue, "reception": day, "about": list(self.cases)}
        return {name: value for name, value in written.items() if value}

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> Meeting:
        """Read it back; what is no code or no day is left out."""
        last = {name: values[-1] for name, values in query.items() if values}
        day, cases = address.day(last.get("reception", "")), address.codes_in(query.get("about", ()))
        return cls(address.code(last.get("dialogue", "")), day, cases)


@dataclass(frozen=True)
class Outlook:
    """What a reader makes of the areas for an early dialogue.

    Parameters
    ----------
    against
        Another day they are compared with; None: none.
    plan
        Codes of the wards in the month's plan, in its order, each once, at most `MOST_PLANNED`.
    """

    against: dt.date | None = None
    plan: tuple[str, ...] = ()

    def to_query(self) -> dict[str, str | list[str]]:
        """Write it as address-bar parameters; codes have no point in them."""
        written = {"against": self.against.isoformat() if self.against else "", "plan": ".".join(self.plan)}
        return {name: value for name, value in written.items() if value}

    @classmethod
    def from_query(cls, last: Mapping[str, str]) -> Outlook:
        """Read it back; what is no day or no code is left out."""
        codes = (address.code(code) for code in last.get("plan", "").split("."))
        return cls(address.day(last.get("against", "")), tuple(dict.fromkeys(filter(None, codes)))[:MOST_PLANNED])


@dataclass(frozen=True)
class View:
    """What a page shows.

    Parameters
    ----------
    filters
        What is chosen.
    as_of
        The day the figures go up to; None asks for the default of the store.
    known_on
        The moment up to which recordings count, with its time zone; None: all that is recorded.
    measure
        Code of what colours the wards.
    sheet
        What lies open beside the map.
    period, calendar
        The reporting period that contains the day, and whose months it is made of; see `gis.period`.
    part
        Which part of a page is shown; empty, or unknown to the page: its first.
    language
        ``"vi"`` or ``"en"``.
    rule
        Id of the rule of law that lies open on the page of the legal basis; empty: none.
    case
        Code of the case whose way lies open on the page of cases; empty: none.
    meeting
        What the pack before a meeting is about.
    outlook
        What the areas for an early dialogue are compared with, and which of them are planned for.
    province
        Code of the province it is of, where several are served; empty: the one there is.
    """

    filters: Filters = field(default_factory=Filters)
    as_of: dt.date | None = None
    known_on: dt.datetime | None = None
    measure: str = DEFAULT_MEASURE
    sheet: Sheet | None = None
    period: PeriodKind = DEFAULT_KIND
    calendar: Calendar = DEFAULT_CALENDAR
    part: str = ""
    language: Language = DEFAULT
    rule: str = ""
    case: str = ""
    meeting: Meeting = field(default_factory=Meeting)
    outlook: Outlook = field(default_factory=Outlook)
    province: str = ""

    def to_query(self) -> dict[str, str | list[str]]:
        """Write the view as address-bar parameters."""
        written = {
            "province": self.province,
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "known_on": self.known_on.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if self.known_on else "",
            "measure": self.measure if self.measure != DEFAULT_MEASURE else "",
            "sheet": str(self.sheet or ""),
            "period": self.period if self.period != DEFAULT_KIND else "",
            "calendar": self.calendar if self.calendar != DEFAULT_CALENDAR else "",
            "part": self.part,
            "lang": self.language if self.language != DEFAULT else "",
            "rule": self.rule,
            "case": self.case,
        }
        said = {name: value for name, value in written.items() if value}
        return self.filters.to_query() | said | self.meeting.to_query() | self.outlook.to_query()

    @property
    def day(self) -> dt.date:
        """The day the figures go up to.

        Raises
        ------
        ValueError
            The view still asks for the default day.
        """
        if self.as_of is None:
            raise ValueError("expected a view with a day, got one that asks for the default")
        return self.as_of

    def on(self, as_of: dt.date) -> View:
        """Answer the same view on another day."""
        return replace(self, as_of=as_of)

    def knowing(self, known_on: dt.datetime | None) -> View:
        """Answer the same view as it was known at a moment, or as it is known now."""
        return replace(self, known_on=known_on)

    def opening(self, sheet: Sheet | None) -> View:
        """Answer the same view with another sheet open, or none."""
        return replace(self, sheet=sheet)

    def about(self, rule: str) -> View:
        """Answer the same view with another rule of law open, or none."""
        return replace(self, rule=rule)

    def following(self, case: str) -> View:
        """Answer the same view with the way of another case open, or none."""
        return replace(self, case=case)

    def before(self, meeting: Meeting) -> View:
        """Answer the same view before another meeting."""
        return replace(self, meeting=meeting)

    def of_province(self, province: str) -> View:
        """Answer the same view of another province, or of the one there is."""
        return replace(self, province=province)

    def elsewhere(self, province: str) -> View:
        """Answer the like of it in another province: nothing chosen of this one, and on that one's own day."""
        kept = View(measure=self.measure, period=self.period, calendar=self.calendar, part=self.part)
        return replace(kept, language=self.language, province=province)

    def at_rest(self) -> View:
        """Answer the same view with no rule, case or meeting open: what the links of the menu carry."""
        return replace(self, rule="", case="", meeting=Meeting())

    def unfiltered(self) -> View:
        """Answer the same view with nothing chosen: of everything in its scope."""
        return replace(self, filters=Filters())

    def turned_to(self, part: str) -> View:
        """Answer the same view with another part of the page shown."""
        return replace(self, part=part)

    def in_language(self, language: Language) -> View:
        """Answer the same view in another language."""
        return replace(self, language=language)

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> Asked:
        """Read what the address bar asks for.

        Parameters
        ----------
        query
            Parameter → its values.

        Returns
        -------
        The view, with what could not be read left out and told.
        """
        filters, bad = Filters.from_query(query)
        last = {name: values[-1] for name, values in query.items() if values}
        view = cls(
            filters=filters,
            as_of=address.day(last.get("as_of", "")),
            known_on=address.moment(last.get("known_on", "")),
            measure=last.get("measure") or DEFAULT_MEASURE,
            sheet=Sheet.parse(last.get("sheet", "")),
            period=address.one_of(KINDS, last.get("period")) or DEFAULT_KIND,
            calendar=address.one_of(CALENDARS, last.get("calendar")) or DEFAULT_CALENDAR,
            part=address.part(last.get("part", "")),
            language=address.one_of(LANGUAGES, last.get("lang")) or DEFAULT,
            rule=last.get("rule", ""),
            case=address.code(last.get("case", "")),
            meeting=Meeting.from_query(query),
            outlook=Outlook.from_query(last),
            province=address.province(last.get("province", "")),
        )
        listed = {"lang": view.language, "period": view.period, "calendar": view.calendar}
        read: dict[str, Any] = {"as_of": view.as_of, "known_on": view.known_on, "sheet": view.sheet, "part": view.part}
        read |= {"province": view.province}
        read |= {"case": view.case, "dialogue": view.meeting.dialogue, "reception": view.meeting.reception}
        read |= {"about": view.meeting.cases, "against": view.outlook.against, "plan": view.outlook.plan}
        read |= {name: value == last.get(name) for name, value in listed.items()}
        bad += tuple(name for name, value in read.items() if last.get(name) and not value)
        told = [Phrase("view.unreadable", {"name": name, "value": last.get(name, "")}) for name in bad]
        told += [Phrase("view.no_page", {"page": last["page"]})] if "page" in last else []
        return Asked(view, tuple(told))

    def known(self, codes: Mapping[str, Collection[str]]) -> Asked:
        """Leave out what nobody knows, such as a ward code that does not exist.

        Parameters
        ----------
        codes
            For each filter of codes, for ``"measure"`` and for ``"rule"``: the codes that exist.

        Returns
        -------
        The view that can be shown, and what was left out.
        """
        limits = {name: existing for name, existing in codes.items() if name not in {"measure", "rule"}}
        filters, unknown = self.filters.limited_to(limits)
        told = [_unknown(f"filters.label.{name}", code) for name, code in unknown]
        sheet, measure = self.sheet, self.measure
        if sheet and sheet.code not in codes.get(sheet.kind, ()):
            told.append(_unknown(f"filters.label.{sheet.kind}", sheet.code))
            sheet = None
        if measure not in codes.get("measure", (measure,)):
            told.append(_unknown("view.measure", measure))
            measure = DEFAULT_MEASURE
        planned = tuple(code for code in self.outlook.plan if code in codes.get("ward", (code,)))
        outlook = replace(self.outlook, plan=planned)
        rule = self.rule if self.rule in codes.get("rule", (self.rule,)) else ""
        told += [_unknown("view.rule", self.rule)] if rule != self.rule else []
        kept = replace(self, filters=filters, sheet=sheet, measure=measure, rule=rule, outlook=outlook)
        return Asked(kept, tuple(told))


def _unknown(name: str, code: str) -> Phrase:
    return Phrase("view.unknown", {"name": Phrase(name), "value": code})


@dataclass(frozen=True)
class Asked:
    """A view that was asked for, and what of the request could not be met."""

    view: View
    problems: tuple[Phrase, ...] = ()
