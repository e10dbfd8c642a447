"""What units report: clearance totals by month, official forms by period, and who has sent anything.

Totals are worked out from the invented rows themselves. Some wards have sent nothing, some report that nothing arose,
and a few totals differ from the household files on purpose: a reader must be able to see all three.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from gis.records.demo.answers import closed_on
from gis.records.demo.places import Places
from gis.records.demo.sheets import Mask, Numbers, chance, date, day, named, typed
from gis.records.entities import ENTITIES

PERIODS: Final = 12
PROGRESS_MONTHS: Final = 4
_FIRST_DAY: Final = 15
_HECTARE: Final = 10_000.0
_SILENT_REPORTERS: Final = 0.06
_FORGOTTEN: Final = 0.04
_FAULTY: Final = 0.02
_DIFFERING: Final = 0.005
_STEPS: Final = 10
_DISAGREEING: Final = ("disagrees_price", "refuses_money")
_PROGRESS: Final = "progress_report"
_FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "tcd_01": ("turns", "people", "first_cases", "repeated_cases", "crowds", "crowd_people"),
    "xld_02": ("received", "complaint", "proposal", "reflection"),
    "gqkn_03": ("to_resolve", "resolved", "in_progress"),
}
"""Columns of each form, by its code."""


@dataclass(frozen=True)
class Spans:
    """Reporting periods of one kind, in order."""

    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return len(self.starts)


def form_periods(end: float) -> Spans:
    """Answer the last periods from the 15th to the 14th that are over."""
    last = date(end)
    number = last.year * 12 + last.month - 1 - (last.day < _FIRST_DAY - 1)
    firsts = [day(dt.date(n // 12, n % 12 + 1, _FIRST_DAY)) for n in range(number - PERIODS, number + 1)]
    return Spans(np.array(firsts[:-1]), np.array(firsts[1:]) - 1)


def progress_months(month_starts: Numbers, month_ends: Numbers) -> Spans:
    """Answer the last months for which clearance totals are reported."""
    return Spans(month_starts[-PROGRESS_MONTHS:], month_ends[-PROGRESS_MONTHS:])


def sent(wards: int, spans: Spans, rng: np.random.Generator, *, always: int) -> Mask:
    """Draw who has reported: (w, k). Some wards have gone silent for the last three periods; `always` never does.

    Parameters
    ----------
    always
        Row of the ward of which no report is ever missing.
    """
    found = ~chance(rng, (wards, len(spans)), _FORGOTTEN)
    found[chance(rng, wards, _SILENT_REPORTERS), -3:] = False
    found[always] = True
    return found


def progress_frame(
    places: Places, project_codes: list[str], plans: pd.DataFrame, files: pd.DataFrame, spans: Spans, who: Mask,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, Mask]:  # fmt: skip
    """Total the household files by plan, month and step, as the wards that reported would.

    Returns
    -------
    The declared frame, and which of its rows differ from the files on purpose.
    """
    parts = [_totals(plans, files, on).assign(reported=on) for on in spans.ends]
    sheet = pd.concat(parts, ignore_index=True)
    told = who.T[:, plans["ward"]].repeat(_STEPS, axis=1).ravel()
    begun = plans["notified"].to_numpy()[sheet["plan"]] <= sheet["reported"].to_numpy()
    sheet = sheet[told & begun].reset_index(drop=True)
    wrong = sheet["step"].isin(["paid", "handed_over"]).to_numpy() & (sheet["households"] > 0).to_numpy()
    wrong &= chance(rng, len(sheet), _DIFFERING * _STEPS / 2)
    plan = plans.iloc[sheet["plan"]]
    columns = {
        "project": named(plan["project"], project_codes),
        "ward": named(plan["ward"], places.codes),
        "round": plan["round"],
        "reported_on": sheet["reported"],
        "step": sheet["step"],
        "area": sheet["area"].round(4),
        "households": sheet["households"] - wrong,
        "money": sheet["money"],
        **_besides(sheet, len(plans), rng),
    }
    return typed(ENTITIES["progress_report"], len(sheet), columns), wrong


def _totals(plans: pd.DataFrame, files: pd.DataFrame, on: float) -> pd.DataFrame:
    """Answer households, hectares and money of every plan and step on one day, plan by plan."""
    masks = _reached(plans, files, on)
    plan, n = files["plan"].to_numpy(), len(plans)
    weights = {"households": np.ones(len(files)), "area": files["area"].to_numpy() / _HECTARE}
    money = {"approved": files["sum"].to_numpy(), "paid": files["paid_sum"].to_numpy()}

    def total(values: Numbers, step: str) -> Any:
        return np.bincount(plan, weights=values * masks[step], minlength=n)

    found = {name: np.column_stack([total(values, step) for step in masks]) for name, values in weights.items()}
    unknown = np.full(n, np.nan)
    found["money"] = np.column_stack([total(money[step], step) if step in money else unknown for step in masks])
    columns = {name: table.ravel() for name, table in found.items()}
    return pd.DataFrame({"plan": np.repeat(np.arange(n), len(masks)), "step": list(masks) * n, **columns})


def _reached(plans: pd.DataFrame, files: pd.DataFrame, on: float) -> dict[str, Mask]:
    """Answer for each step which files have reached it."""
    reached = files[[name for name in files.columns if files[name].dtype == float]] <= on
    disagrees = files["obstacle"].isin(_DISAGREEING) & reached["obstacle_on"] & ~reached["cleared"]
    steps = {
        "notified": reached["notified"],
        "inventoried": reached["inventoried"],
        "drafted": plans["drafted"].to_numpy()[files["plan"]] <= on,
        "approved": reached["approved"],
        "paid": reached["paid"],
        "decided": reached["decision"],
        "handed_over": reached["handed_over"],
        "not_agreeing": disagrees,
        "resettlement_need": files["resettlement_need"] & reached["inventoried"],
        "resettled": reached["resettled"],
    }
    return {name: np.asarray(mask, dtype=bool) for name, mask in steps.items()}


def _besides(sheet: pd.DataFrame, plans: int, rng: np.random.Generator) -> dict[str, Numbers]:
    """Answer organisations and graves, which only the notice counts."""
    noticed = (sheet["step"] == "notified").to_numpy()
    graves = rng.poisson(3, plans) * chance(rng, plans, 0.25)
    counts = {"organisations": rng.poisson(0.6, plans), "graves": graves}
    return {name: np.where(noticed, values[sheet["plan"]], np.nan) for name, values in counts.items()}


def form_totals(
    places: Places, cases: pd.DataFrame, petitions: pd.DataFrame, receptions: pd.DataFrame, spans: Spans
) -> dict[str, dict[str, Numbers]]:
    """Count every column of every form: form → column → (w, k)."""
    shape = (len(places), len(spans))

    def count(ward: Any, days: Any, weight: Any = None) -> Numbers:
        return _count(np.asarray(ward), np.asarray(days, dtype=float), weight, spans, shape)

    held_on = _days(receptions["held_on"])
    reception_ward = receptions["ward"].cat.codes
    filed_on, petition_ward = _days(petitions["received_on"]), petitions["ward"].cat.codes
    case_class = cases["case_class"].to_numpy(dtype=object)[petitions["case"].cat.codes]
    kinds = {name: count(petition_ward, filed_on, case_class == name) for name in _FORMS["xld_02"][1:]}
    mine = cases[cases["within"] & cases["case_class"].eq("complaint")]
    closed = closed_on(mine)
    resolved = count(mine["ward"], closed)
    open_ = [(mine["received"] <= last) & ~(closed <= last) for last in spans.ends]
    waiting = np.column_stack([np.bincount(mine["ward"][mask], minlength=shape[0]) for mask in open_]).astype(float)
    return {
        "tcd_01": {name: count(reception_ward, held_on, receptions[name].fillna(0)) for name in _FORMS["tcd_01"]},
        "xld_02": {"received": np.sum(list(kinds.values()), axis=0), **kinds},
        "gqkn_03": {"to_resolve": resolved + waiting, "resolved": resolved, "in_progress": waiting},
    }


def _days(values: pd.Series) -> Numbers:
    return values.to_numpy().astype("datetime64[D]").astype(float)


def _count(ward: Any, days: Numbers, weight: Any, spans: Spans, shape: tuple[int, int]) -> Numbers:
    inside = (days >= spans.starts[0]) & (days <= spans.ends[-1])
    span = np.searchsorted(spans.starts, days[inside], side="right") - 1
    weights = None if weight is None else np.asarray(weight, dtype=float)[inside]
    cell = ward[inside].astype(np.int64) * shape[1] + span
    counts = np.bincount(cell, weights=weights, minlength=shape[0] * shape[1])
    return counts.reshape(shape).astype(float)


def form_frame(
    places: Places, totals: Mapping[str, Mapping[str, Numbers]], spans: Spans, who: Mapping[str, Mask]
) -> pd.DataFrame:
    """Write the totals of the wards that reported something."""
    parts = []
    for form, columns in totals.items():
        told = who[form] & (np.sum(list(columns.values()), axis=0) > 0)
        ward, span = np.nonzero(told)
        parts += [_form_rows(form, item, ward, span, values) for item, values in columns.items()]
    sheet = pd.concat(parts, ignore_index=True)
    found = {
        "ward": named(sheet["ward"], places.codes),
        "form": sheet["form"],
        "period_start": spans.starts[sheet["span"]],
        "period_end": spans.ends[sheet["span"]],
        "item": sheet["item"],
        "value": sheet["value"],
    }
    return typed(ENTITIES["periodic_form"], len(sheet), found)


def _form_rows(form: str, item: str, ward: Any, span: Any, values: Numbers) -> pd.DataFrame:
    return pd.DataFrame({"form": form, "item": item, "ward": ward, "span": span, "value": values[ward, span]})


def submission_frame(
    places: Places, totals: Mapping[str, Mapping[str, Numbers]], who: Mapping[str, Mask], spans: Mapping[str, Spans],
    rng: np.random.Generator, *, end: float,
) -> pd.DataFrame:  # fmt: skip
    """Record who sent what for which period; no row: nothing was sent.

    Parameters
    ----------
    who, spans
        By kind of report: a form's code or ``"progress_report"``.
    """
    parts = []
    for kind, mask in who.items():
        ward, span = np.nonzero(mask)
        arose = np.sum(list(totals[kind].values()), axis=0)[ward, span] > 0
        state = np.select([~arose, chance(rng, len(ward), _FAULTY)], ["nothing_arose", "faulty"], "sent")
        start, last = spans[kind].starts[span], spans[kind].ends[span]
        parts.append(pd.DataFrame({"kind": kind, "ward": ward, "start": start, "last": last, "state": state}))
    sheet = pd.concat(parts, ignore_index=True)
    sheet["sent"] = np.minimum(sheet["last"] + rng.integers(0, 9, len(sheet)), end)
    columns = {
        "ward": named(sheet["ward"], places.codes),
        "kind": sheet["kind"],
        "period_start": sheet["start"],
        "period_end": sheet["last"],
        "sent_on": sheet["sent"],
        "state": sheet["state"],
    }
    return typed(ENTITIES["submission"], len(sheet), columns)


def arising(places: Places, progress: pd.DataFrame, spans: Spans) -> dict[str, Numbers]:
    """Count the rows of clearance totals by ward and month: (w, k)."""
    month = np.searchsorted(spans.ends, _days(progress["reported_on"]))
    counts = np.zeros((len(places), len(spans)))
    np.add.at(counts, (progress["ward"].cat.codes.to_numpy(), month), 1)
    return {"rows": counts}


def keys_of(progress: pd.DataFrame) -> list[dict[str, Any]]:
    """Answer which totals the given rows are, as plain values."""
    rows = progress[["project", "ward", "round", "reported_on", "step"]].astype("str").assign(round=progress["round"])
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
