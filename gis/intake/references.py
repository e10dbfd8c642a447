"""What a row refers to: the project, plan, case, site or dialogue that is known already, by its code or by its name.

Offices write the name of a project where a code is wanted, in either column. A name counts when it is one project's
alone, or that of one project in the ward of the row.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import pandas as pd

from gis.areas.names import fold
from gis.errors import Finding
from gis.intake import rounds
from gis.intake.forms import Column, Form, Rows
from gis.intake.frames import blank
from gis.intake.values import Heading
from gis.records.declaration import Entity
from gis.records.entities import ENTITIES
from gis.words import Phrase

_CANDIDATES: Final = 3
_ALIKE: Final = 0.75
"""Likeness (0 to 1) from which a project is proposed; whole names share many words."""

_RECOGNISED: Final[Mapping[str, tuple[str, ...]]] = {
    "project": ("name",),
    "project_ward": ("project", "ward"),
    "plan": ("project", "ward", "round"),
}
"""Entity → what its records are recognised by, besides their codes."""

_MOST_LOOKED_FOR: Final = 50
"""Unknown names for which likely ones are looked for; more would take long and help nobody."""


@dataclass(frozen=True, eq=False)
class Known:
    """What is recorded already.

    Parameters
    ----------
    frames
        Entity → (n, …) what is known now of its records, at least what `recognising` names.
    """

    frames: Mapping[str, pd.DataFrame]

    def codes(self, entity: str) -> Mapping[str, str]:
        """Answer what a written code may mean: folded code, or code in the national database → code."""
        frame = self.frames[entity]
        others = frame.dropna(subset="national_code") if "national_code" in frame else frame.head(0)
        national = dict(zip(map(fold, others.get("national_code", ())), others["code"], strict=True))
        return national | {fold(code): code for code in frame["code"]}

    @cached_property
    def projects(self) -> Mapping[str, tuple[str, ...]]:
        """The projects of each folded name."""
        frame = self.frames["project"]
        names: dict[str, tuple[str, ...]] = {}
        for name, code in zip(frame["name"], frame["code"], strict=True):
            names[fold(name)] = (*names.get(fold(name), ()), code)
        return names

    @cached_property
    def places(self) -> frozenset[tuple[str, str]]:
        """The pairs of project and ward."""
        wards = self.frames["project_ward"]
        return frozenset(zip(wards["project"], wards["ward"], strict=True))


def needed(form: Form) -> frozenset[str]:
    """Answer the entities whose records the rows of a form may name."""
    named = {column.field.refers_to for column in form.columns if column.field.kind == "ref"} - {"area"}
    made = {entity.name for entity in form.entities}
    return frozenset(named - made) | ({"project_ward"} if "project" in named - made else frozenset())


def recognising(form: Form, entity: Entity) -> tuple[str, ...]:
    """Answer the fields of recorded records by which rows of a form are told to be, or to name, one of them."""
    own = [name for group in form.alike for name in group] if entity is form.entity else []
    asked = {"code", "national_code", *_RECOGNISED.get(entity.name, ()), *own}
    return tuple(name for name in entity.names if name in asked)


def resolved(rows: Rows, form: Form, known: Known | None) -> tuple[Rows, list[Finding]]:
    """Put the code of each named record where its code or name stood.

    Parameters
    ----------
    known
        None: what is recorded was not asked, and codes stay as they are written.

    Returns
    -------
    The rows without the columns of names, and what could not be found: such a row stays out where it must name one,
    and goes in without naming any elsewhere.
    """
    findings: list[Finding] = []
    for column in form.columns:
        own = column.field.refers_to not in ("", "area") and column.field.kind == "ref"
        if not own or not (rows.has(column.name) or rows.has(column.instead)):
            continue
        codes, unknown = _looked_up(rows, column, known)
        dropped = rows.values.drop(columns=[column.instead], errors="ignore")
        rows = replace(rows, values=dropped.assign(**{column.name: codes}))
        findings += unknown
    return rows, findings


def _looked_up(rows: Rows, column: Column, known: Known | None) -> tuple[pd.Series, list[Finding]]:
    code = rows.values.get(column.name, blank(rows.values.index))
    name = rows.values.get(column.instead, blank(rows.values.index))
    if known is None:
        return code, []
    if column.field.refers_to == "plan":
        code = rounds.plans(code, rows, known.frames["plan"])
    book = known.codes(column.field.refers_to)
    wards = rows.values.get("ward", blank(rows.values.index))
    look = _Look(book, known if column.field.refers_to == "project" else None)
    found = [look.code(*cells) for cells in zip(code, name, wards, strict=True)]
    findings = []
    for row, own, called, code_found in zip(rows.values.index, code, name, found, strict=True):
        if code_found is None and (own or called):
            at, what = (
                (column.name, look.unknown(own, column)) if own else (column.instead, look.unknown(called, column))
            )
            findings.append(rows.finding("unknown_reference", int(row), at, what, refused=column.required))
    return pd.Series(found, rows.values.index, dtype=object), findings


class _Look:
    """Finds records; remembers what was asked before."""

    def __init__(self, book: Mapping[str, str], known: Known | None) -> None:
        self._book, self._known = book, known
        self._found: dict[tuple[str | None, str | None, str | None], str | None] = {}
        self._advice: dict[str, Phrase] = {}

    def code(self, code: str | None, name: str | None, ward: str | None) -> str | None:
        key = (code, name, ward)
        if key not in self._found:
            self._found[key] = self._one(fold(code or ""), ward) or self._one(fold(name or ""), ward)
        return self._found[key]

    def _one(self, text: str, ward: str | None) -> str | None:
        if not text or text in self._book:
            return self._book.get(text)
        codes = self._known.projects.get(text, ()) if self._known else ()
        if self._known and len(codes) > 1:
            codes = tuple(code for code in codes if (code, ward) in self._known.places)
        return codes[0] if len(codes) == 1 else None

    def unknown(self, text: str, column: Column) -> Phrase:
        """Say that there is no such record, and which are like it."""
        if text not in self._advice:
            likely = self._likely(fold(text)) if len(self._advice) < _MOST_LOOKED_FOR else ()
            what = Heading("", {}, ENTITIES[column.field.refers_to].label)
            key = "unknown_reference" if column.required else "unknown_reference_blank"
            values = {"what": what, "likely": "; ".join(likely)}
            self._advice[text] = Phrase(f"intake.finding.{key}_likely" if likely else f"intake.finding.{key}", values)
        return self._advice[text]

    def _likely(self, text: str) -> tuple[str, ...]:
        if self._known is None:
            return ()
        names = self._known.projects
        exact = names.get(text)
        near = [text] if exact else difflib.get_close_matches(text, names, n=_CANDIDATES, cutoff=_ALIKE)
        shown = self._known.frames["project"].set_index("code")["name"]
        return tuple(f"{shown[code]} ({code})" for name in near for code in names[name])[:_CANDIDATES]
