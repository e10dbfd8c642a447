"""From answers to a picture: what a selection looks like on the map.

One function a layer; each takes what `gis.insight` answered and gives marks in the reader's language. Circles of cases
and symbols of projects are aggregated, so a picture stays as light for a million cases as for a hundred.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, cast

import pandas as pd
import shapely

from gis import words
from gis.areas import Areas
from gis.filters import Name
from gis.insight import places
from gis.insight.once import once
from gis.insight.situation import Selection
from gis.insight.wards import Measure
from gis.maps.palette import CaseState, Readiness, Stage, case_swatch, site_swatch, stage_swatch
from gis.maps.picture import Circle, GatheredMark, LegendEntry, LegendSection, ProjectMark, Shape, SiteMark
from gis.words import Language, say

STAGE_GROUPS: Final[Mapping[str, Stage]] = {
    "unknown": "unknown",
    "announced": "preparing",
    "notified": "preparing",
    "inventoried": "inventory",
    "posted": "planning",
    "approved": "planning",
    "paying": "paying",
    "handing_over": "paying",
    "completed": "handed_over",
}
"""Stage of a project → the group it is drawn in: more than five colours cannot be told apart as small symbols."""

_CASE_STATES: Final[tuple[CaseState, ...]] = ("open", "overdue")
_SITE_STATES: Final[tuple[Readiness, ...]] = ("ready", "partly", "not_ready")

_SIZES: Final = (5, 20)
"""Numbers of projects above which a ward's symbol is middle-sized, and large."""

_GOLDEN: Final = math.pi * (3 - math.sqrt(5))
_SPREAD: Final = 0.0016
"""Distance in degrees between neighbouring symbols of an opened ward: apart at its zoom, still inside the ward."""


def value_labels(table: pd.DataFrame, measure: Measure, language: Language) -> dict[str, str]:
    """Say the measure of every ward as it stands beside the ward's name; a share with the counts it is made of."""
    values = table[measure.code].astype("Float64")
    counts = table[list(measure.of)].to_numpy()
    return {
        str(ward): words.NOTHING if pd.isna(value) else _value_words(float(value), parts, measure, language)
        for (ward, value), parts in zip(values.items(), counts, strict=True)
    }


def _value_words(value: float, counts: Iterable[float], measure: Measure, language: Language) -> str:
    if measure.kind == "share":
        written = f"{words.percent(value, language)} ({'/'.join(words.number(n, language) for n in counts)})"
    elif measure.kind == "money":
        written = words.money(value, language)
    else:
        written = words.number(value, language, digits=int(measure.kind == "hectares"))
    return say(f"marks.value.{measure.code}", language, value=written)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def case_marks(selection: Selection, opened: frozenset[str], name: Name, language: Language) -> tuple[Circle, ...]:
    """Draw the open cases as circles; one is marked overdue when any case in it is."""
    return tuple(
        Circle(
            id=row["id"],
            lat=round(row["lat"], 4),
            lon=round(row["lon"], 4),
            n=row["n"],
            swatch=case_swatch("overdue" if row["overdue"] else "open"),
            tooltip=_case_words(row, name, language),
        )
        for row in _rows(places.case_circles(selection, opened))
    )


def _case_words(row: Mapping[str, Any], name: Name, language: Language) -> str:
    counted = say("marks.cases_here", language, n=row["n"], late=row["overdue"])
    if pd.isna(row["ward"]):
        return counted
    where = ", ".join(part for part in (row["hamlet"], name("ward", row["ward"])) if part)
    unplaced = "" if row["hamlet"] else "\n" + say("marks.ward_only", language)
    return f"{where}\n{counted}{unplaced}"


def project_marks(selection: Selection, opened: Collection[str], areas: Areas, name: Name) -> tuple[ProjectMark, ...]:
    """Draw projects by themselves: those of opened wards, and footprints."""
    return *single_marks(selection, opened, areas, name), *_footprints(selection, name)


@once("project_place")
def gathered_marks(
    selection: Selection, opened: frozenset[str], name: Name, language: Language
) -> tuple[GatheredMark, ...]:
    """Draw the projects of each ward that is not opened as one symbol, in the stage most of them are in."""
    counted = places.projects_by_ward(selection)
    closed = counted[~counted.index.isin(list(opened))]
    return tuple(
        GatheredMark(
            ward=str(row["ward"]),
            swatch=stage_swatch(STAGE_GROUPS[row["stage"]]),
            words=say("marks.projects_here", language, n=row["n"], stage=name("stage", row["stage"]).lower()),
            size=1 + sum(row["n"] > limit for limit in _SIZES),
        )
        for row in _rows(closed.rename_axis("ward").reset_index())
    )


def single_marks(selection: Selection, opened: Collection[str], areas: Areas, name: Name) -> list[ProjectMark]:
    """Set the projects of an opened ward around its point, in a sunflower so that none covers another."""
    if not opened:
        return []
    chosen = selection["project_place"]
    chosen = chosen[chosen["ward"].isin(list(opened))]
    turn = chosen.groupby("ward", observed=True).cumcount()
    points = areas.wards[["label_lon", "label_lat"]]
    placed = chosen.assign(turn=turn).merge(points, left_on="ward", right_index=True)
    return [
        ProjectMark(
            id=row["project"],
            lat=round(row["label_lat"] + _SPREAD * math.sqrt(row["turn"]) * math.sin(row["turn"] * _GOLDEN), 5),
            lon=round(row["label_lon"] + _SPREAD * math.sqrt(row["turn"]) * math.cos(row["turn"] * _GOLDEN), 5),
            swatch=stage_swatch(STAGE_GROUPS[row["stage"]]),
            tooltip=_project_words(row["project"], row["stage"], name),
            size=3 if row["key_project"] is True else 1,
        )
        for row in _rows(placed)
    ]


def _project_words(code: str, stage: str, name: Name) -> str:
    return f"{name('project', code)}\n{name('stage', stage)}"


@once("project_place")
def _footprints(selection: Selection, name: Name) -> tuple[ProjectMark, ...]:
    return tuple(
        ProjectMark(
            id=row["code"],
            lat=row["lat"],
            lon=row["lon"],
            swatch=stage_swatch(STAGE_GROUPS[row["stage"]]),
            tooltip=_project_words(row["code"], row["stage"], name),
            size=3,
            footprint=shapely.geometry.mapping(row["shape"]),
        )
        for row in _rows(places.footprints(selection).reset_index())
    )


@once("resettlement_site")
def site_marks(selection: Selection, language: Language) -> tuple[SiteMark, ...]:
    """Draw the resettlement sites by whether people can move in."""
    sites = selection["resettlement_site"]
    sites = sites[sites["location"].notna()]
    points = shapely.from_wkb(sites["location"].to_numpy())
    ready = sites["infrastructure_on"].notna()
    late = ~ready & (sites["planned_infrastructure"] < pd.Timestamp(selection.situation.snapshot.as_of))
    marks = []
    for point, code, site_name, done, behind in zip(points, sites.index, sites["name"], ready, late, strict=True):
        state: Readiness = "ready" if done else "not_ready" if behind else "partly"
        marks.append(
            SiteMark(
                id=str(code),
                lat=round(point.y, 4),
                lon=round(point.x, 4),
                swatch=site_swatch(state),
                tooltip=f"{site_name}\n{say(f'marks.site.{state}', language)}",
            )
        )
    return tuple(marks)


def symbol_sections(
    selection: Selection, circles: tuple[Circle, ...], sites: tuple[SiteMark, ...], language: Language
) -> tuple[LegendSection, ...]:
    """Explain the symbols that occur: how many projects are in each stage and how many sites are ready."""
    stages, states = _stages(selection), Counter(mark.swatch for mark in sites)
    circled = Counter(mark.swatch for mark in circles)
    groups = dict.fromkeys(STAGE_GROUPS.values())
    sections = {
        "projects_title": [_entry(stage_swatch(g), f"marks.stage.{g}", stages[g], "square", language) for g in groups],
        "cases_title": [
            _entry(case_swatch(s), f"marks.case.{s}", circled[case_swatch(s)], "circle", language, counted=False)
            for s in _CASE_STATES
        ],
        "sites_title": [
            _entry(site_swatch(s), f"marks.site.{s}", states[site_swatch(s)], "house", language) for s in _SITE_STATES
        ],
    }
    occurring = {title: tuple(entry for entry in entries if entry) for title, entries in sections.items()}
    return tuple(LegendSection(say(f"marks.{title}", language), found) for title, found in occurring.items() if found)


@once("project_place")
def _stages(selection: Selection) -> Counter[str]:
    """Count the projects of each group of stages; one that lies in several wards counts once."""
    stages = selection["project_place"].drop_duplicates("project")["stage"].dropna()
    return Counter(STAGE_GROUPS[str(stage)] for stage in stages)


def _entry(
    swatch: str, key: str, n: int, shape: Shape, language: Language, *, counted: bool = True
) -> LegendEntry | None:
    """Explain one swatch, unless nothing is drawn with it; a circle's cases stand on the circle and are not counted."""
    return LegendEntry(swatch, say(key, language), n if counted else None, shape) if n else None
