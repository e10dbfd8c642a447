"""The areas in a list of projects: which are plausible, and which are of a ward and which of the whole project.

See `gis.intake.projects` for the rules and their reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from gis.errors import Finding
from gis.intake.forms import Rows
from gis.intake.values import figure
from gis.words import Phrase

TOLERANCE: Final = 1.001
"""Recovered area over project area from which a row is pointed at; less is rounding."""

IMPLAUSIBLE: Final = 2.0
"""Recovered area over project area from which the recovered area is not recorded."""

_CLOSE: Final = 0.02
"""How near, as a share, a figure with a moved decimal mark must come to the project's area to be suggested."""

AREAS: Final = ("area", "recover_area")

DECIMALS: Final = 9
"""Decimals of a sum of hectares that are kept: what lies behind them is noise, and would read as a change."""


def plausible(kept: pd.DataFrame, rows: Rows) -> tuple[pd.DataFrame, list[Finding]]:
    """Blank areas that cannot be true, and point at those that can hardly be.

    Parameters
    ----------
    kept
        (n, …) rows that go in, with ``area`` and ``recover_area`` in hectares where the file has them.
    rows
        The rows of the file, for headings and wording.

    Returns
    -------
    The rows with blanks, and what was found.
    """
    present = [name for name in AREAS if rows.has(name)]
    areas = {name: kept[name].astype("float64") for name in present}
    findings = [
        rows.finding("zero_area", int(row), name, Phrase("intake.finding.zero_area"))
        for name in present
        for row in areas[name].index[areas[name] == 0]
    ]
    areas = {name: values.mask(values == 0) for name, values in areas.items()}
    if len(present) == len(AREAS):
        ratio = areas["recover_area"] / areas["area"]
        findings += [_excess(rows, int(row), areas["area"][row], areas["recover_area"][row]) for row in _above(ratio)]
        areas["recover_area"] = areas["recover_area"].mask(ratio > IMPLAUSIBLE)
    return kept.assign(**areas), findings


def _above(ratio: pd.Series) -> pd.Index:
    return ratio.index[ratio > TOLERANCE]


def _excess(rows: Rows, row: int, area: float, recover: float) -> Finding:
    moved = (recover / 10**places for places in range(1, 6))
    likely = next((value for value in moved if abs(value - area) <= _CLOSE * area), None)
    values = {"area": figure(area), "recover": figure(recover), "likely": figure(likely or 0)}
    far = "recovers_slip" if likely else "recovers_far_more"
    key = far if recover > IMPLAUSIBLE * area else "recovers_more"
    return rows.finding("recovers_more", row, "recover_area", Phrase(f"intake.finding.{key}", values))


@dataclass(frozen=True)
class Shares:
    """The areas of projects and of their wards.

    Parameters
    ----------
    wards
        (n, a) areas of each row's ward, by row number.
    totals
        (p, a) areas of each project, by code.
    findings
        Where a figure was understood as that of the whole project.
    """

    wards: pd.DataFrame
    totals: pd.DataFrame
    findings: tuple[Finding, ...]


def share_out(kept: pd.DataFrame, rows: Rows) -> Shares:
    """Tell areas of wards from areas of whole projects, so that nothing is added up twice.

    Parameters
    ----------
    kept
        (n, …) rows that go in, with ``code`` and plausible areas; a project has at most one row in a ward.
    rows
        The rows of the file, for headings and wording.
    """
    wards = kept[[name for name in AREAS if rows.has(name)]].astype("float64")
    groups = wards.groupby(kept["code"], sort=False)
    # An unknown part makes an unknown whole.
    totals = groups.sum().round(DECIMALS).mask(groups.count().lt(groups.size(), axis="index"))
    findings = []
    for code, group in _repeated(kept, wards):
        whole, fits = _whole(group)
        findings.append(_told(group, rows, fits=fits))
        wards.loc[group.index, "area"] = float("nan")
        if not fits:
            wards.loc[group.index, "recover_area"] = float("nan")
        for name, value in whole.items():
            totals.loc[code, name] = value
    return Shares(wards, totals, tuple(findings))


def _repeated(kept: pd.DataFrame, wards: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Answer the projects of several rows that all state the same project area."""
    if "area" not in wards:
        return
    several = kept["code"].duplicated(keep=False)
    for code, group in wards[several].groupby(kept["code"][several], sort=False):
        if group["area"].notna().all() and group["area"].nunique() == 1:
            yield str(code), group


def _whole(group: pd.DataFrame) -> tuple[Mapping[str, float], bool]:
    """Answer the areas of the whole project, and whether the recovered areas are parts of it."""
    area = float(group["area"].iloc[0])
    if "recover_area" not in group:
        return {"area": area}, True
    recover = group["recover_area"]
    if not recover.sum() > TOLERANCE * area:
        return {"area": area}, True
    same = recover.notna().all() and recover.nunique() == 1
    return {"area": area, "recover_area": float(recover.iloc[0]) if same else float("nan")}, False


def _told(group: pd.DataFrame, rows: Rows, *, fits: bool) -> Finding:
    code, name = ("area_of_whole", "area") if fits else ("shares_unknown", "recover_area")
    values = {"rows": ", ".join(map(str, group.index)), "area": figure(group["area"].iloc[0])}
    return rows.finding(code, int(group.index[0]), name, Phrase(f"intake.finding.{code}", values))
