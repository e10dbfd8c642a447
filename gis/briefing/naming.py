"""What a reader calls a code: the one place where codes of filters become names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from gis.filters import Name
from gis.insight.situation import Situation
from gis.insight.stages import STAGES
from gis.records.declaration import Choice
from gis.records.entities import cases, projects
from gis.words import Language

LISTS: Final[Mapping[str, tuple[Choice, ...]]] = {
    "kind": projects.PROJECT_KINDS,
    "funding": projects.FUNDINGS,
    "stage": STAGES,
    "land_kind": projects.LAND_KINDS,
    "case_class": cases.CASE_CLASSES,
    "subject": cases.SUBJECTS,
    "level": cases.LEVELS,
}
"""Filters whose codes come from a pick-list."""


BODIES: Final[Mapping[str, str]] = {
    "investor": "project",
    "compensating_unit": "project",
    "deciding_body": "case_history",
}
"""Filters whose codes are the names of bodies, and the frame whose column of that name lists them."""


def namer(now: Situation, language: Language) -> Name:
    """Answer a function from (filter, code) to name; an unknown code is its own name.

    One for all who ask of a situation in a language: what is said of its names once holds for each of them.
    """
    found: Name = now.answered(("namer", language), lambda: _namer(now, language))
    return found


def _namer(now: Situation, language: Language) -> Name:
    listed = {(name, choice.code): choice.label.say(language) for name, choices in LISTS.items() for choice in choices}
    # plain dictionaries: a page names some thousand codes, and asking a frame for each of them takes as long as drawing
    places = {
        "ward": _names(now.areas.wards["full_name"]),
        "district": _names(now.areas.districts["name"]),
        "project": _names(now["project"]["name"]),
    }

    def name(which: str, code: str) -> str:
        return places[which].get(code, code) if which in places else listed.get((which, code), code)

    return name


def _names(column: pd.Series) -> dict[str, str]:
    return {code: str(text) for code, text in zip(column.index.tolist(), column.tolist(), strict=True)}
