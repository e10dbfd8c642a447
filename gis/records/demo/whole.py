"""The whole invented city, made step by step; each step takes its own random numbers from the seed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from gis.areas.value import Areas
from gis.errors import RequestError
from gis.records.batch import Batch
from gis.records.demo import (
    answers,
    arrivals,
    cases,
    clearance,
    files,
    findings,
    meetings,
    published,
    receptions,
    reports,
    sites,
)
from gis.records.demo.drivers import Drivers, Months, drivers, months
from gis.records.demo.names import toponyms
from gis.records.demo.places import Places, places
from gis.records.demo.plans import plans
from gis.records.demo.planted import Hotspot, by_ward, hotspots, intensity, silent_ward
from gis.records.demo.projects import Projects, projects
from gis.records.demo.sheets import codes, day, stream
from gis.records.demo.truth import truth
from gis.records.entities import ENTITIES
from gis.words import say

END: Final = dt.date(2026, 9, 30)
"""Last day of the demo city."""

Stream = Callable[[str], np.random.Generator]


@dataclass(frozen=True)
class City:
    """An invented city.

    Parameters
    ----------
    batch
        All its rows, ready to be recorded.
    truth
        What was planted in it, as plain values.
    """

    batch: Batch
    truth: dict[str, Any]


def city(
    areas: Areas,
    *,
    cases: int = 20_000,
    seed: int = 1,
    households: int = 30_000,
    projects: int = 400,
    end: dt.date = END,
) -> City:
    """Invent a city on real wards; the same arguments give the same city.

    Parameters
    ----------
    areas
        The wards of any province.
    cases
        Cases in four years. Petitions, people received, denunciations and listed cases grow with them.
    seed
        Of all random numbers, 0 or more.
    households, projects
        Household files and projects.
    end
        Last day of the records; no event is later.

    Raises
    ------
    RequestError
        A number is too small.
    """
    _check(cases=(cases, 1), households=(households, 1), projects=(projects, 1), seed=(seed, 0))
    ground = _ground(areas, partial(stream, seed), projects, households, day(end))
    outcome = _cases(ground, partial(stream, seed), months(end), cases)
    # only now: the meetings are told by the days of all files
    ground = replace(ground, files=findings.common_meetings(ground.files, stream(seed, "common meetings")))
    return _city(ground, outcome, partial(stream, seed), months(end), _asked(cases, seed, households, projects, end))


def _check(**limits: tuple[int, int]) -> None:
    for name, (value, least) in limits.items():
        if value < least:
            raise RequestError("records.demo.too_small", name=name, value=value, least=least)


def _asked(n: int, seed: int, households: int, count: int, end: dt.date) -> dict[str, Any]:
    return {"cases": n, "seed": seed, "households": households, "projects": count, "end": end.isoformat()}


def write_truth(made: City, path: Path) -> None:
    """Write what was planted as a JSON file."""
    path.write_text(json.dumps(made.truth, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class _Ground:
    """The clearance side, as sheets."""

    places: Places
    projects: Projects
    plans: pd.DataFrame
    files: pd.DataFrame
    sites: pd.DataFrame
    silent: int
    end: float


def _ground(areas: Areas, draw: Stream, count: int, households: int, end: float) -> _Ground:
    wards = places(areas, draw("places"))
    names: Iterator[str] = toponyms(draw("names"), wards.names)
    made = projects(wards, draw("projects"), names, n=count, households=households, end=end)
    silent = silent_ward(wards, made.pairs, draw("silent"))
    rounds = findings.opinions(plans(made, draw("plans"), end=end, silent=silent), draw("opinions"), end=end)
    homes = files.files(wards, rounds, draw("files"))
    homes = files.paid(homes, made, draw("payments"))
    lots = sites.sites(wards, made, homes, draw("sites"), names, end=end)
    homes = sites.resettled(homes, lots, made.pairs, draw("lots"), end=end)
    homes = files.handed_over(homes, rounds, draw("handover"), end=end)
    homes = findings.inventories(homes, draw("inventories"), silent=silent)
    return _Ground(wards, made, rounds, homes, lots, silent, end)


@dataclass(frozen=True)
class _Outcome:
    """The complaint side, as sheets."""

    cases: pd.DataFrame
    dialogues: pd.DataFrame
    commitments: pd.DataFrame
    planted: tuple[Hotspot, ...]
    affected: np.ndarray
    scale: float


def _cases(ground: _Ground, draw: Stream, when: Months, n: int) -> _Outcome:
    pairs, end, silent = ground.projects.pairs, ground.end, ground.silent
    met = meetings.pair_dialogues(ground.places, ground.plans, ground.files, when, draw("dialogues"), silent=silent)
    met = meetings.with_results(met, draw("results"), end=end)
    given = meetings.commitments(met, ground.projects, draw("commitments"), end=end)
    owed = drivers(ground.projects, ground.plans, ground.files, ground.sites, given[given["pair"] >= 0], when=when)
    affected = by_ward(owed.affected, pairs["ward"].to_numpy(), len(ground.places))
    planted = hotspots(ground.places, affected, draw("hotspots"), silent=silent)
    expected = intensity(owed, pairs["ward"].to_numpy(), when, planted, silent=silent)
    base = arrivals.arrivals(ground.places, owed, expected, pairs, when, planted, draw("arrivals"), n=n)
    scale = n / published.CASES
    sheet = _answered(base, owed, when, draw, scale, end)
    about = sheet.assign(dialogue=np.where(sheet["ward"] == silent, np.nan, sheet["dialogue"]))
    late = meetings.with_results(meetings.case_dialogues(about, draw("hearings")), draw("hearing results"), end=end)
    later = meetings.commitments(late, ground.projects, draw("promises"), end=end)
    later["dialogue"] += len(met)
    called = meetings.case_announcements(about, draw("called"), silent=silent, end=end)
    called = meetings.with_results(called, draw("called results"), end=end)
    both = meetings.with_minutes(pd.concat([met, late, called], ignore_index=True), draw("minutes"), end=end)
    return _Outcome(about, both, pd.concat([given, later], ignore_index=True), planted, affected, scale)


def _answered(base: pd.DataFrame, owed: Drivers, when: Months, draw: Stream, scale: float, end: float) -> pd.DataFrame:
    sheet = answers.answered(base, owed, draw("answers"))
    sheet = answers.with_second_level(sheet, owed, when.containing, draw("second level"), end=end)
    sheet = answers.closing_drive(sheet, draw("drive"))
    sheet = findings.findings(answers.finished(sheet, draw("finish"), end=end), draw("findings"), end=end)
    return sheet.assign(listed=answers.listed(sheet, draw("listed"), n=round(published.PROLONGED * scale), end=end))


def _city(ground: _Ground, outcome: _Outcome, draw: Stream, when: Months, asked: dict[str, Any]) -> City:
    frames = {**_clearance_frames(ground, draw), **_case_frames(ground, outcome, draw, when)}
    reported, differing = _report_frames(ground, outcome.cases, frames, draw, when)
    frames |= reported
    planted = truth(ground.places, when, outcome.affected, outcome.cases, outcome.planted, ground.silent)
    batch = Batch(
        frames={name: frames[name] for name in ENTITIES},
        source=say("records.demo.source"),
        kind="demo",
        historical=True,
        demo=True,
        note=json.dumps(asked),
    )
    return City(batch, {**asked, **planted, "differing_reports": differing})


def _clearance_frames(ground: _Ground, draw: Stream) -> dict[str, pd.DataFrame]:
    wards, made = ground.places, ground.projects
    project, project_ward = clearance.project_frames(wards, made, ground.files, draw("areas"))
    return {
        "project": project,
        "project_ward": project_ward,
        "plan": clearance.plan_frame(wards, made, ground.plans, ground.files),
        "household_file": clearance.file_frame(
            wards, made, ground.plans, ground.files, codes("TDC", len(ground.sites))
        ),
        "resettlement_site": clearance.site_frame(wards, made, ground.sites, ground.files, end=ground.end),
    }


def _case_frames(ground: _Ground, outcome: _Outcome, draw: Stream, when: Months) -> dict[str, pd.DataFrame]:
    wards, made, sheet = ground.places, ground.projects, outcome.cases
    case = cases.case_frame(sheet, wards, made.codes, draw("case frame"))
    met, given = outcome.dialogues, outcome.commitments
    pressure = _pressure(sheet, len(wards), when)
    return {
        "case": case,
        "petition": cases.petition_frame(sheet, wards, draw("petitions"), end=ground.end),
        "case_link": ENTITIES["case_link"].empty(),
        "rule_check": ENTITIES["rule_check"].empty(),
        "denunciation_count": cases.denunciation_frame(when, draw("denunciations"), scale=outcome.scale),
        "dialogue": meetings.dialogue_frame(met, wards, made.codes, case["code"]),
        "commitment": meetings.commitment_frame(given, wards, made, case["code"], len(met)),
        "reception": receptions.reception_frame(
            wards, when, pressure, draw("receptions"), silent=ground.silent, scale=outcome.scale
        ),
    }


def _pressure(sheet: pd.DataFrame, wards: int, when: Months) -> np.ndarray:
    counts = np.zeros((wards, len(when)))
    np.add.at(counts, (sheet["ward"].to_numpy(), when.containing(sheet["received"].to_numpy())), 1)
    return counts


def _report_frames(
    ground: _Ground, sheet: pd.DataFrame, frames: dict[str, pd.DataFrame], draw: Stream, when: Months
) -> tuple[dict[str, pd.DataFrame], list[dict[str, Any]]]:
    wards, forms = ground.places, reports.form_periods(ground.end)
    spans = {"tcd_01": forms, "xld_02": forms, "gqkn_03": forms}
    spans["progress_report"] = reports.progress_months(when.starts, when.ends)
    who = {name: reports.sent(len(wards), span, draw(name), always=ground.silent) for name, span in spans.items()}
    totals = reports.form_totals(wards, sheet, frames["petition"], frames["reception"], forms)
    progress, wrong = reports.progress_frame(
        wards, ground.projects.codes, ground.plans, ground.files, spans["progress_report"], who["progress_report"],
        draw("progress"),
    )  # fmt: skip
    known = {**totals, "progress_report": reports.arising(wards, progress, spans["progress_report"])}
    reported = {
        "progress_report": progress,
        "periodic_form": reports.form_frame(wards, totals, forms, who),
        "submission": reports.submission_frame(wards, known, who, spans, draw("submissions"), end=ground.end),
    }
    return reported, reports.keys_of(progress[wrong])
