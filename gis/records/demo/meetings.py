"""Dialogues and the commitments given there.

Commitments about a whole pair (from plan dialogues and persuasion) come first, because a broken one brings cases;
dialogues and commitments about single cases follow from the cases.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from gis.records.demo.drivers import Months
from gis.records.demo.places import Places
from gis.records.demo.projects import Projects
from gis.records.demo.sheets import NEVER, Categories, Mask, Numbers, chance, codes, cut, named, pick, typed, workday
from gis.records.entities import ENTITIES

_CHAIRS: Final = {"chairman": 0.58, "party_secretary": 0.16, "other": 0.26}
_RESULTS: Final = {"agreed": 0.40, "partly": 0.33, "not_agreed": 0.27}
_PROMISES: Final = {
    "payment": 0.26,
    "resettlement": 0.18,
    "answer": 0.16,
    "review": 0.18,
    "infrastructure": 0.14,
    "decision": 0.05,
    "other": 0.03,
}
_PAIR_COMMITMENTS: Final = 0.6
_CASE_COMMITMENTS: Final = 0.3
_CONFERENCES: Final = 7
"""Dialogue conferences of a ward in four years, at most."""

_ANNOUNCED: Final = {"first": 0.06, "second": 0.6}
_HEARD_AFTER: Final = (15, 50)
_FORGOTTEN: Final = 40
"""Share of complaints under way whose dialogue is announced, for how many days after acceptance, and for how many
days one may be past before it is put off."""
_SAME_CHAIR: Final = 0.85
_MINUTED: Final = 0.85
_ABSENT_ALONE: Final = 0.07
_BROKEN: Final = 0.3
_NEVER_KEPT: Final = 0.04
_LATE: Final = (30, 730)
"""Days by which a broken promise is kept late: after two years hardly any is still open."""

_EXTENDED: Final = 0.15
_SOON: Final = 30.0


def _sheet(n: int, **columns: Any) -> pd.DataFrame:
    """Make rows of meetings; a reference that is not given is none."""
    given = {"pair": -1, "project": -1, "case": -1, "held": NEVER, "alone": False, **columns}
    return pd.DataFrame({name: np.broadcast_to(np.asarray(values), n) for name, values in given.items()})


def pair_dialogues(
    places: Places, plans: pd.DataFrame, files: pd.DataFrame, when: Months, rng: np.random.Generator, *, silent: int
) -> pd.DataFrame:
    """Hold plan dialogues, persuasion meetings and conferences; some are announced and not held.

    Returns
    -------
    (d, …) kind, pair, project, ward, case, announced, planned, held, invited, alone.
    """
    parts = (
        _plan_dialogues(plans, rng, silent=silent, end=when.ends[-1]),
        _persuasions(plans, files, rng),
        _conferences(places, when, rng, silent=silent),
    )
    return pd.concat(parts, ignore_index=True)


def _plan_dialogues(plans: pd.DataFrame, rng: np.random.Generator, *, silent: int, end: float) -> pd.DataFrame:
    """Take the dialogues of the plans, those announced and not held, and announce those of plans posted just now."""
    coming = (plans["posted"] > end - _SOON) & plans["dialogue"].isna() & (plans["ward"] != silent)
    rows = plans[plans[["dialogue", "called"]].notna().any(axis=1) | coming]
    n = len(rows)
    held, called = rows["dialogue"].to_numpy(), rows["called"].to_numpy()
    soon = np.where(np.isnan(called), workday(np.full(n, end) + rng.integers(3, 25, n)), called)
    meant = np.where(np.isnan(held), soon, held)
    announced = np.minimum(
        np.maximum(meant - rng.integers(5, 12, n), rows["posted"]),
        np.where(np.isnan(held) & np.isnan(called), end, meant),
    )
    planned = np.where(np.isnan(held), soon, np.maximum(workday(held - 7 * chance(rng, n, 0.1)), announced))
    return _sheet(
        n, kind="plan", pair=rows["pair"], project=rows["project"], ward=rows["ward"], announced=announced,
        planned=planned, held=held, invited=np.ceil(rows["households"] * rng.uniform(0.2, 1, n)),
    )  # fmt: skip


def _persuasions(plans: pd.DataFrame, files: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    asked = files[files["persuasion"].notna()].groupby("plan")["persuasion"].agg(["first", "size"])
    rows = plans.iloc[asked.index]
    held = asked["first"].to_numpy()
    return _sheet(
        len(rows), kind="persuasion", pair=rows["pair"], project=rows["project"], ward=rows["ward"],
        announced=held - rng.integers(3, 8, len(rows)), planned=held, held=held, invited=asked["size"],
    )  # fmt: skip


def _conferences(places: Places, when: Months, rng: np.random.Generator, *, silent: int) -> pd.DataFrame:
    times = rng.integers(2, _CONFERENCES + 1, len(places))
    times[silent] = 0
    ward = np.repeat(np.arange(len(places)), times)
    n = len(ward)
    planned = workday(rng.uniform(when.starts[0] + 20, when.ends[-1] + 20, n))
    held = np.where(chance(rng, n, 0.06), NEVER, planned + workday(planned + rng.integers(0, 4, n)) - planned)
    return _sheet(
        n, kind="conference", ward=ward, announced=planned - rng.integers(8, 20, n), planned=planned,
        held=cut(held, when.ends[-1]), invited=rng.integers(30, 220, n),
    )  # fmt: skip


def case_dialogues(cases: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Take the dialogues held about cases; to some nobody came although invited, which the minutes say."""
    rows = np.flatnonzero(cases["dialogue"].notna())
    about = cases.iloc[rows]
    held = about["dialogue"].to_numpy()
    announced = np.maximum(held - rng.integers(3, 8, len(rows)), about["received"].to_numpy())
    return _sheet(
        len(rows), kind="complaint", project=about["project"], ward=about["ward"], case=rows, announced=announced,
        planned=held, held=held, invited=about["people"], alone=chance(rng, len(rows), _ABSENT_ALONE),
    )  # fmt: skip


def case_announcements(cases: pd.DataFrame, rng: np.random.Generator, *, silent: int, end: float) -> pd.DataFrame:
    """Announce dialogues of complaints under way that had none; the day of some is over."""
    asked = cases["level"].notna() & cases["within"] & cases["accepted"].notna() & (cases["ward"] != silent)
    under_way = cases[["decided", "ended", "dialogue", "court", "suspended"]].isna().all(axis=1)
    share = cases["level"].map(_ANNOUNCED).astype(float).fillna(0).to_numpy()
    rows = np.flatnonzero(asked & under_way & chance(rng, len(cases), share))
    about = cases.iloc[rows]
    planned = workday(about["accepted"].to_numpy() + rng.integers(*_HEARD_AFTER, len(rows)))
    announced = np.maximum(planned - rng.integers(10, 20, len(rows)), about["accepted"].to_numpy())
    late = planned < end - _FORGOTTEN
    planned = np.where(late, workday(np.full(len(rows), end) + rng.integers(1, int(_SOON), len(rows))), planned)
    return _sheet(
        len(rows), kind="complaint", project=about["project"], ward=about["ward"], case=rows,
        announced=np.minimum(announced, end), planned=planned, invited=about["people"],
    )  # fmt: skip


def with_minutes(sheet: pd.DataFrame, rng: np.random.Generator, *, end: float) -> pd.DataFrame:
    """Add who was to chair, in most cases whoever did, and the minutes of most persuasion meetings."""
    n = len(sheet)
    planned = pd.Series(pick(rng, n, _CHAIRS)).astype("object")
    same = sheet["chair"].notna().to_numpy() & chance(rng, n, _SAME_CHAIR)
    minuted = sheet["kind"].eq("persuasion").to_numpy() & chance(rng, n, _MINUTED)
    written = np.where(minuted, workday(sheet["held"].to_numpy() + rng.integers(0, 4, n)), NEVER)
    return sheet.assign(planned_chair=planned.where(~same, sheet["chair"].astype("object")), minutes=cut(written, end))


def with_results(sheet: pd.DataFrame, rng: np.random.Generator, *, end: float) -> pd.DataFrame:
    """Add chair, who came, and the result; what was not announced by `end` is left out."""
    sheet = sheet[sheet["announced"] <= end].reset_index(drop=True)
    n = len(sheet)
    held, alone = sheet["held"].notna().to_numpy(), sheet["alone"].to_numpy()
    invited = sheet["invited"].to_numpy(dtype=float)
    came = np.where(alone, 0, np.maximum(rng.binomial(invited.astype(int), rng.beta(8, 3, n)), np.minimum(invited, 1)))
    minuted = np.where(alone, invited, rng.binomial((invited - came).astype(int), 0.6))
    result = pick(rng, n, _RESULTS).add_categories(["not_attended"])
    result[alone] = "not_attended"
    return sheet.assign(
        chair=pd.Series(pick(rng, n, _CHAIRS)).where(held),
        present=np.where(held, came, NEVER),
        absent=np.where(held, minuted, NEVER),
        result=pd.Series(result).where(held),
    )


def commitments(dialogues: pd.DataFrame, projects: Projects, rng: np.random.Generator, *, end: float) -> pd.DataFrame:
    """Give commitments at dialogues that agreed on something; those of late payers are broken more often.

    Returns
    -------
    (c, …) dialogue (row), pair, project, ward, case, kind, notice, due, extended, extended_to, until, kept.
    """
    share = np.where(dialogues["kind"] == "complaint", _CASE_COMMITMENTS, _PAIR_COMMITMENTS)
    rows = np.flatnonzero(dialogues["result"].isin(["agreed", "partly"]) & chance(rng, len(dialogues), share))
    given = dialogues.iloc[rows][["pair", "project", "ward", "case", "held"]].reset_index(drop=True)
    n = len(given)
    notice = workday(given["held"].to_numpy() + rng.integers(2, 12, n))
    due = workday(notice + rng.integers(25, 150, n))
    extended = np.where(chance(rng, n, _EXTENDED), workday(notice + rng.uniform(0.7, 1, n) * (due - notice)), NEVER)
    extended_to = workday(due + np.where(np.isnan(extended), NEVER, rng.integers(30, 90, n)))
    until = np.where(np.isnan(extended), due, extended_to)
    sheet = given.assign(dialogue=rows, kind=pick(rng, n, _PROMISES), notice=notice, due=due, extended=extended)
    sheet = sheet.assign(
        extended_to=extended_to, until=until, kept=_kept(notice, until, _breaks(given, projects, rng), rng)
    )
    return _recorded(sheet, end)


def _breaks(given: pd.DataFrame, projects: Projects, rng: np.random.Generator) -> Mask:
    lag = projects.sheet["pay_lag"].to_numpy()
    late = (given["project"] >= 0).to_numpy() & (lag[given["project"]] > np.median(lag))
    return chance(rng, len(given), _BROKEN * np.where(late, 1.4, 0.75))


def _kept(notice: Numbers, until: Numbers, broken: Mask, rng: np.random.Generator) -> Numbers:
    n = len(notice)
    late = np.where(chance(rng, n, _NEVER_KEPT), NEVER, until + rng.uniform(*_LATE, n))
    in_time = np.minimum(workday(notice + rng.uniform(0.2, 0.95, n) * (until - notice)), until)
    return np.where(broken, workday(late), in_time)


def _recorded(sheet: pd.DataFrame, end: float) -> pd.DataFrame:
    sheet = sheet[sheet["notice"] <= end].reset_index(drop=True)
    extended = cut(sheet["extended"].to_numpy(), end)
    known = ~np.isnan(extended)
    return sheet.assign(
        extended=extended,
        extended_to=np.where(known, sheet["extended_to"], NEVER),
        until=np.where(known, sheet["until"], sheet["due"]),
        kept=cut(sheet["kept"].to_numpy(), end),
    )


def dialogue_frame(
    sheet: pd.DataFrame, places: Places, project_codes: list[str], case_codes: pd.Series
) -> pd.DataFrame:
    """Make the declared frame."""
    number = pd.Series(np.arange(1, len(sheet) + 1)).astype("str")
    columns = {
        "code": codes("DH", len(sheet)),
        "kind": sheet["kind"],
        "ward": named(sheet["ward"], places.codes),
        "project": named(sheet["project"], project_codes),
        "case": named(sheet["case"], case_codes),
        "announced_on": sheet["announced"],
        "planned_for": sheet["planned"],
        "planned_chair": sheet["planned_chair"],
        "prompted_by": _prompts(sheet),
        "held_on": sheet["held"],
        "chair": sheet["chair"],
        "invited": sheet["invited"],
        "present": sheet["present"],
        "absent_minuted": sheet["absent"],
        "result": sheet["result"],
        "minutes_on": sheet["minutes"],
        "minutes_number": (number + "/BB-MP").where(sheet["minutes"].notna()),
    }
    return typed(ENTITIES["dialogue"], len(sheet), columns)


def _prompts(sheet: pd.DataFrame) -> Categories:
    """Let the law ask for what it asks for, and every third conference be held because of an early-dialogue area."""
    asked, conference = sheet["kind"].isin(["plan", "complaint"]), sheet["kind"].eq("conference")
    third = np.arange(len(sheet)) % 3 == 0
    places = np.asarray(np.select([asked, conference & third, conference], [0, 1, 2], -1), dtype="int64")
    found: Categories = pd.Categorical.from_codes(places, categories=pd.Index(["law", "early_area", "other"]))
    return found


def commitment_frame(
    sheet: pd.DataFrame, places: Places, projects: Projects, case_codes: pd.Series, dialogues: int
) -> pd.DataFrame:
    """Make the declared frame."""
    n = len(sheet)
    number = pd.Series(np.arange(1, n + 1)).astype("str")
    columns = {
        "code": codes("CK", n),
        "ward": named(sheet["ward"], places.codes),
        "project": named(sheet["project"], projects.codes),
        "case": named(sheet["case"], case_codes),
        "dialogue": named(sheet["dialogue"], codes("DH", dialogues)),
        "kind": sheet["kind"],
        "notice_number": number + "/TB-MP",
        "notice_on": sheet["notice"],
        "leading_body": _leading(sheet, projects),
        "due": sheet["due"],
        "extended_on": sheet["extended"],
        "extended_to": sheet["extended_to"],
        "kept_on": sheet["kept"],
        "proof": (number + "/BC-MP").where(sheet["kept"].notna()),
    }
    return typed(ENTITIES["commitment"], n, columns)


def _leading(sheet: pd.DataFrame, projects: Projects) -> Categories:
    """Let the compensating unit lead what it pays or builds, the commune everything else."""
    units = projects.sheet["compensating_unit"].to_numpy(dtype=object)[sheet["project"]]
    theirs = sheet["kind"].isin(["payment", "resettlement", "infrastructure"]) & (sheet["project"] >= 0)
    return pd.Categorical(np.where(theirs, units, "UBND xã, phường"))
