"""Filters: what part of the records a reader has chosen, as one value that selects and says itself.

A filter *applies* to a frame when the frame has its column; one that does not apply leaves the frame whole and is named
by `Filters.not_applied`, so that no page pretends a figure was narrowed when it was not.

A *former district* is chosen through the wards that draw land from it: a caller hands over which wards those are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.words import DEFAULT, Language, say

Name = Callable[[str, str], str]
"""Answers what a reader calls one code of one filter: ``name("ward", "00097")`` → ``"Phường Hồng Hà"``."""

Mask = npt.NDArray[np.bool_]

AGES: Final = (30, 60, 90, 180, 365)
"""Days a case may be asked to have waited at least; the steps in which dialogue reports count."""

LONGEST_AREA: Final = 60
"""Characters of the name of a set of wards: what fits into a caption."""

_OF_CASES: Final = (
    "case_class",
    "subject",
    "level",
    "deciding_body",
    "crowded",
    "prolonged",
    "overdue",
    "age",
)
_FEW: Final = 2
"""Up to so many places or projects are named; more are counted."""


@dataclass(frozen=True)
class Filter:
    """One filter: the frame column it looks at and how.

    Parameters
    ----------
    name
        Attribute of `Filters` and key in the address bar.
    column
        Column of a frame.
    how
        ``"codes"``: the column holds one of the chosen codes; ``"flag"``: it is true; ``"least"``: it is at least so
        much.
    """

    name: str
    column: str
    how: Literal["codes", "flag", "least"]


FILTERS: Final[tuple[Filter, ...]] = (
    Filter("district", "ward", "codes"),
    Filter("ward", "ward", "codes"),
    Filter("project", "project", "codes"),
    Filter("key_project", "key_project", "flag"),
    Filter("kind", "project_kind", "codes"),
    Filter("funding", "funding", "codes"),
    Filter("stage", "stage", "codes"),
    Filter("investor", "investor", "codes"),
    Filter("compensating_unit", "compensating_unit", "codes"),
    Filter("land_kind", "land_kind", "codes"),
    Filter("case_class", "case_class", "codes"),
    Filter("subject", "subject", "codes"),
    Filter("level", "level", "codes"),
    Filter("deciding_body", "deciding_body", "codes"),
    Filter("crowded", "crowded", "flag"),
    Filter("prolonged", "prolonged", "flag"),
    Filter("overdue", "overdue", "flag"),
    Filter("age", "age", "least"),
)

PLACES: Final = ("district", "ward")
"""Filters that choose places and nothing else."""

PARAMETERS: Final = (*(each.name for each in FILTERS), "area")
"""What a choice writes in the address bar."""


@dataclass(frozen=True)
class Filters:
    """What a reader has chosen; nothing chosen means everything.

    Parameters
    ----------
    district
        Codes of former districts (quận, huyện, thị xã trước 01/7/2025).
    ward, project, kind, funding, stage, land_kind, case_class, subject, level
        Chosen codes, in the order of choice; never labels.
    investor, compensating_unit, deciding_body
        Chosen bodies, by the name the records give them: they have no code.
    key_project
        Only key projects and what belongs to them.
    crowded
        Only cases that several people brought together (computed: "đông người").
    prolonged
        Only cases that a document lists as "phức tạp, kéo dài" (assigned, never computed).
    overdue
        Only cases past a verified legal limit.
    age
        Only cases that have waited at least so many days.
    area
        What the reader calls the chosen wards ("địa bàn phụ trách"); it names and selects nothing.
    """

    district: tuple[str, ...] = ()
    ward: tuple[str, ...] = ()
    project: tuple[str, ...] = ()
    key_project: bool = False
    kind: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    investor: tuple[str, ...] = ()
    compensating_unit: tuple[str, ...] = ()
    land_kind: tuple[str, ...] = ()
    case_class: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    deciding_body: tuple[str, ...] = ()
    crowded: bool = False
    prolonged: bool = False
    overdue: bool = False
    age: int = 0
    area: str = ""

    @property
    def chosen(self) -> tuple[Filter, ...]:
        """The filters that narrow anything."""
        return tuple(each for each in FILTERS if getattr(self, each.name))

    def without(self, *names: str) -> Filters:
        """Answer the same choice with the named filters cleared."""
        blank: dict[str, Any] = {each.name: each.default for each in fields(self) if each.name in names}
        return replace(self, **blank)

    def applying_to(self, columns: Collection[str]) -> Filters:
        """Answer the same choice without the filters that no frame of these columns can meet."""
        return self.without("area", *(each.name for each in self.chosen if each.column not in columns))

    def limited_to(self, codes: Mapping[str, Collection[str]]) -> tuple[Filters, tuple[tuple[str, str], ...]]:
        """Leave out codes that do not exist.

        Parameters
        ----------
        codes
            Filter → the codes that exist; filters not named stay as they are.

        Returns
        -------
        The choice that is left, and each code left out as (filter, code).
        """
        chosen = {name: getattr(self, name) for name in codes}
        kept: dict[str, Any] = {name: tuple(c for c in values if c in codes[name]) for name, values in chosen.items()}
        unknown = tuple((name, code) for name, values in chosen.items() for code in values if code not in codes[name])
        return (replace(self, **kept) if unknown else self), unknown

    def keep(self, frame: pd.DataFrame, districts: Mapping[str, Sequence[str]]) -> pd.DataFrame:
        """Select the rows of a frame that were chosen.

        Parameters
        ----------
        frame
            (n, ...) any frame; filters whose column it lacks do not apply.
        districts
            Former district → codes of the wards that draw land from it.

        Returns
        -------
        (m, ...) the rows kept, in their order; the frame itself when nothing applies.
        """
        mask = self.mask(frame, districts)
        return frame if mask is None else frame[mask]

    def mask(self, frame: pd.DataFrame, districts: Mapping[str, Sequence[str]]) -> Mask | None:
        """Tell of every row of a frame whether it was chosen; None when nothing applies. See `keep`."""
        masks = [self._mask(each, frame[each.column], districts) for each in self.chosen if each.column in frame]
        return np.logical_and.reduce(masks) if masks else None

    def _mask(self, each: Filter, column: pd.Series, districts: Mapping[str, Sequence[str]]) -> Mask:
        wanted: Any = getattr(self, each.name)
        if each.how == "flag":
            return column.astype("boolean").to_numpy(dtype=bool, na_value=False)
        if each.how == "least":
            return column.ge(wanted).astype("boolean").to_numpy(dtype=bool, na_value=False)
        if each.name == "district":
            wanted = [ward for code in wanted for ward in districts.get(code, ())]
        return column.isin(wanted).to_numpy(dtype=bool)

    def not_applied(self, frame: pd.DataFrame) -> tuple[str, ...]:
        """Name the chosen filters that cannot narrow this frame."""
        return tuple(each.name for each in self.chosen if each.column not in frame)

    def say(
        self,
        language: Language = DEFAULT,
        *,
        name: Name,
        as_of: dt.date,
        cases: int | str | None = None,
        projects: int | None = None,
    ) -> str:
        """Say the choice as one sentence; never empty.

        Parameters
        ----------
        language
            ``"vi"`` or ``"en"``.
        name
            What a reader calls one code of one filter.
        as_of
            The day the figures go up to.
        cases
            How many open cases were found, to begin the sentence with, or a mark in the place of a hidden number; None
            to leave it out.
        projects
            How many projects were found, to begin the sentence with on a page about projects.

        Returns
        -------
        Such as ``12 vụ việc khiếu nại về giá bồi thường, quá thời hạn giải quyết, tại 3 xã, phường, số liệu đến
        30/09/2026``.
        """
        head = "" if projects is None else say("filters.n_project", language, n=projects)
        parts = [head, self._about_cases(language, name, cases), *self._about_projects(language, name)]
        parts += [self._about_place(language, name), say("filters.as_of", language, as_of=as_of)]
        sentence = ", ".join(part for part in parts if part)
        return sentence[0].upper() + sentence[1:]

    def _about_cases(self, language: Language, name: Name, cases: int | str | None) -> str:
        narrowed = any(getattr(self, each) for each in _OF_CASES)
        if cases is None and not narrowed:
            return ""  # nothing is said of cases where none are recorded and none were asked for
        noun = say("filters.cases", language) if cases is None else say("filters.n_cases", language, n=cases)
        kinds = [_listed(getattr(self, each), each, name) for each in ("case_class", "level")]
        subject = say("filters.about", language, what=_listed(self.subject, "subject", name)) if self.subject else ""
        head = " ".join(part for part in (noun, *kinds, subject) if part)
        late = say("filters.overdue", language) if self.overdue else say("filters.open", language)
        old = say("filters.age", language, n=self.age) if self.age else ""
        marked = [say(f"filters.{each}", language) for each in ("crowded", "prolonged") if getattr(self, each)]
        body = say("filters.deciding_body", language, what=_named(self.deciding_body)) if self.deciding_body else ""
        return ", ".join(part for part in (head, late, *marked, old, body) if part)

    def _about_projects(self, language: Language, name: Name) -> list[str]:
        parts = [say("filters.key_project", language)] if self.key_project else []
        parts += [
            say(f"filters.{each}", language, what=_listed(getattr(self, each), each, name))
            for each in ("kind", "funding", "stage", "land_kind")
            if getattr(self, each)
        ]
        parts += [
            say(f"filters.{each}", language, what=_named(getattr(self, each)))
            for each in ("investor", "compensating_unit")
            if getattr(self, each)
        ]
        return parts + self._counted("project", language, name)

    def _about_place(self, language: Language, name: Name) -> str:
        if self.area and self.ward:
            return say("filters.in_area", language, area=self.area, n=len(self.ward))
        places = self._counted("district", language, name) + self._counted("ward", language, name)
        return ", ".join(places) or say("filters.everywhere", language)

    def _counted(self, which: str, language: Language, name: Name) -> list[str]:
        """Name a few, count many."""
        codes = getattr(self, which)
        if not codes:
            return []
        if len(codes) > _FEW:
            return [say(f"filters.n_{which}", language, n=len(codes))]
        return [say(f"filters.in_{which}", language, what=", ".join(name(which, code) for code in codes))]

    def to_query(self) -> dict[str, str | list[str]]:
        """Write the choice as address-bar parameters, codes only."""
        query = {each.name: _written(each, getattr(self, each.name)) for each in self.chosen}
        return query | ({"area": self.area} if self.area else {})

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> tuple[Filters, tuple[str, ...]]:
        """Read a choice back.

        Parameters
        ----------
        query
            Parameter → its values, as they stand in the address bar.

        Returns
        -------
        The choice, and the names of parameters whose value could not be read and was left out.
        """
        values: dict[str, Any] = {}
        bad: list[str] = []
        for each in FILTERS:
            if each.name in query:
                value = _read(each, query[each.name])
                bad += [each.name] if value is None else []
                values |= {} if value is None else {each.name: value}
        area = " ".join(query.get("area", ("",))[-1:]).strip()[:LONGEST_AREA]
        return cls(**values, area=area), tuple(bad)


def _named(bodies: Sequence[str]) -> str:
    return ", ".join(bodies)


def _listed(codes: Sequence[str], which: str, name: Name) -> str:
    words = ", ".join(name(which, code) for code in codes)
    return words[:1].lower() + words[1:]


def _written(each: Filter, value: Any) -> str | list[str]:
    return list(value) if each.how == "codes" else str(int(value))


def _read(each: Filter, texts: Sequence[str]) -> Any:
    """Answer the value of one filter, or None when the text makes no sense."""
    if each.how == "codes":
        return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))
    last = texts[-1] if texts else ""
    if each.how == "flag":
        return {"1": True, "0": False}.get(last)
    return int(last) if last.isascii() and last.isdigit() and int(last) in (0, *AGES) else None
