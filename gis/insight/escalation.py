"""The way a case took from office to office, with its days: commune, former district, city, central bodies, court.

A case that was registered several times is followed through all its registrations and petitions. Each *step* is a day
that was recorded; the *rung* is the office's level, read from the name of the deciding body, and left blank where that
is not recorded. Turning to a higher level or to a court is a right: the way is described, never foretold, and tells
nothing of a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from gis.areas.names import fold
from gis.insight.situation import Situation

RUNGS: Final = ("commune", "district", "city", "central", "court")
"""From the lowest to the highest; a court stands beside them all and is told last."""

STEPS: Final = (
    "received", "petition", "accepted", "suspended", "resumed", "dialogue", "finding", "decided", "effective", "ended",
    "court", "executed",
)  # fmt: skip
"""What may happen, in the order in which things of one day are told."""

# Looked for in this order: the name of a lower office often ends with that of the higher one it belongs to.
_WORDS: Final = {
    "court": r"\btòa án\b",
    "commune": r"(?<!thị )\bxã\b|\bphường\b|\bthị trấn\b|\bđặc khu\b",
    "district": r"\bquận\b|\bhuyện\b|\bthị xã\b",
    "central": r"^bộ\b|\btrung ương\b|\bchính phủ\b|\bthủ tướng\b|\bquốc hội\b",
    "city": r"\bthành phố\b|\btp\b|\btỉnh\b|^sở\b",
}
_DETAILS: Final = {"received": "level", "decided": "outcome", "ended": "end_reason"}
"""Step of a case → field that tells more of it."""


def rung_of(body: str) -> str:
    """Answer the rung of a deciding body by its name; empty where the name does not tell."""
    name = fold(body)
    return next((rung for rung, words in _WORDS.items() if re.search(words, name)), "")


def path(now: Situation, cases: Collection[str], petitions: Collection[str] = ()) -> pd.DataFrame:
    """Answer the steps of a case, in the order of their days.

    Parameters
    ----------
    now
        The situation; what lies outside its scope is not told.
    cases
        Codes of all registrations of the case.
    petitions
        Codes of petitions that were registered without a case and belong to it; those of the cases come of themselves.

    Returns
    -------
    (n, 7) frame: ``day``, ``step`` (one of `STEPS`), ``code`` (of the case or petition), ``rung`` (one of `RUNGS` or
    empty), ``detail`` (level, outcome, reason of the end, or channel; empty where not recorded), ``above`` (whether the
    case was brought above the competent level) and ``after`` (Int64, days since the step before).
    """
    registered, letters = now.snapshot.rows("case"), now.snapshot.rows("petition")
    mine = registered.frame(among=registered.whose("code", cases))
    places = (letters.whose("case", mine.index), letters.whose("code", petitions))
    theirs = letters.frame(among=np.union1d(*places))
    steps = [*_of_cases(mine), *_of_petitions(theirs)]
    found = pd.DataFrame(steps, columns=["day", "step", "code", "rung", "detail", "above"])
    order = found["step"].map({step: place for place, step in enumerate(STEPS)})
    found = found.assign(order=order).sort_values(["day", "order", "code"], ignore_index=True).drop(columns="order")
    return found.assign(after=pd.to_datetime(found["day"]).diff().dt.days.astype("Int64"))


def _of_cases(cases: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    for code, case in zip(cases.index, cases.to_dict("records"), strict=True):
        rung = "" if pd.isna(case["deciding_body"]) else rung_of(case["deciding_body"])
        above = pd.notna(case["above_level"]) and bool(case["above_level"])
        for step in STEPS:
            if step != "petition" and pd.notna(case[f"{step}_on"]):
                detail = case[_DETAILS[step]] if step in _DETAILS else None
                told = "" if pd.isna(detail) else str(detail)
                yield (
                    case[f"{step}_on"],
                    step,
                    code,
                    "court" if step == "court" else rung,
                    told,
                    above and step == "received",
                )


def _of_petitions(petitions: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    for code, petition in zip(petitions.index, petitions.to_dict("records"), strict=True):
        channel = "" if pd.isna(petition["channel"]) else str(petition["channel"])
        yield petition["received_on"], "petition", code, "", channel, False


def rungs(steps: pd.DataFrame) -> tuple[str, ...]:
    """Answer the rungs a way led over, each once, in the order in which it first came there."""
    return tuple(dict.fromkeys(rung for rung in steps["rung"] if rung))
