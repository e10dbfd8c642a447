"""The areas for an early dialogue in words: what page and paper say of a list, its worth and its method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from gis import words
from gis.access.suppression import Shown, shown
from gis.answers.risks import Expected
from gis.briefing import agreed, duty_words
from gis.briefing.reading import Reading
from gis.briefing.tables import ColumnKind
from gis.filters import PLACES
from gis.insight import early_list, expected
from gis.insight.early_told import Told
from gis.insight.reasons import Reason
from gis.view import SheetKind

COUNTS: Final = ("n", "at_risk")
DERIVED: Final = dict.fromkeys(("rate", "low", "high", "rate_within"), ("n",)) | dict.fromkeys(
    ("expected", "expected_low", "expected_high", "expected_within"), ("at_risk",)
)
"""What would tell a hidden count."""
KINDS: Final[dict[str, ColumnKind]] = {
    "class": "lines",
    "n": "count",
    "rate": "number",
    "rate_within": "text",
    "expected": "number",
    "expected_within": "text",
    "reasons": "lines",
    "next_day": "day",
    "last_dialogue": "day",
    "body": "lines",
}
MOST_PROJECTS: Final = 60
"""So many projects stand in a list; the file of the table has all of them."""
_BY_WARD: Final = ("class",)
"""What is told of wards only."""
_UNCOUNTED: Final = ("contact", "no_contact")
"""Reasons that count days, not people, cases or promises."""


def listed_by(table: pd.DataFrame) -> SheetKind:
    """Answer whether a list is of wards or of projects."""
    return "project" if table.index.name == "project" else "ward"


def hidden(table: pd.DataFrame, reading: Reading) -> Shown:
    """Answer the list in words, as the reader may see it, on screen or on a paper."""
    desk, exact = reading.desk, not reading.hides
    return shown(
        in_words(table, reading, exact=exact),
        desk.reader,
        counts=COUNTS,
        threshold=desk.suppress_below,
        derived=DERIVED,
        for_file=desk.leaves,
        beside=beside(table, reading),
    )


def beside(table: pd.DataFrame, reading: Reading) -> Shown | None:
    """Answer the ward table of the same choice, whose open cases are the ``n`` of a list of wards that leaves.

    None on the screen, and for a list of projects: no other paper has a table of their cases.
    """
    if not reading.desk.leaves or listed_by(table) != "ward":
        return None
    other, names = agreed.of(reading).table, {"open_cases": "n"}
    values, hides, small = (
        frame[["open_cases"]].rename(columns=names) for frame in (other.values, other.hidden, other.small)
    )
    return Shown(values, hides, small, other.threshold)


def in_words(table: pd.DataFrame, reading: Reading, *, exact: bool) -> pd.DataFrame:
    """Answer the list with every text a reader sees in the place of its codes.

    Parameters
    ----------
    table
        Of `gis.insight.early_list.of_wards`.
    reading
        Who reads.
    exact
        Whether small numbers may stand in the reasons.
    """
    rows = table.to_dict("records")
    threshold = 0 if exact else reading.desk.suppress_below
    said: dict[str, list[str | None]] = {
        "rate_within": [_within(row["low"], row["high"], 1, reading) for row in rows],
        "expected_within": [_within(row["expected_low"], row["expected_high"], 0, reading) for row in rows],
        "reasons": ["\n".join(_reason(one, threshold, reading) for one in row["reasons"]) or None for row in rows],
    }
    if listed_by(table) == "ward":
        said["class"] = [class_words(row, reading) for row in rows]
    texts = pd.DataFrame(said, index=table.index, dtype="object")
    counted = table[list(COUNTS)].round().astype("Int64")
    return pd.concat([table.drop(columns=[*COUNTS, *said], errors="ignore"), counted, texts], axis=1)


def class_words(row: Any, reading: Reading) -> str:
    """Say a ward's class, and why it is muted where it is told of on poor data.

    Parameters
    ----------
    row
        With ``class``, ``hot``, ``muted`` and ``why_muted``.
    reading
        Who reads.
    """
    said = reading.say(f"hotspots.class.{'unknown' if pd.isna(row['class']) else row['class']}")
    if not (row["hot"] and row["muted"]):
        return said
    why = ", ".join(reading.say(f"hotspots.muted.{code}") for code in row["why_muted"])
    return reading.say("hotspots.list.muted", what=said, why=why)


def _within(low: float, high: float, digits: int, reading: Reading) -> str | None:
    if pd.isna(low) or pd.isna(high):
        return None
    ends = (words.number(end, reading.language, digits=digits) for end in (low, high))
    return "–".join(ends)


def _reason(one: Reason, threshold: int, reading: Reading) -> str:
    small = one.kind not in _UNCOUNTED and 0 < one.n < threshold
    return reading.say(f"sheet.why.{one.kind}", n=f"<{threshold}" if small else one.n)


def next_rule(row: Any, reading: Reading) -> str:
    """Answer the id of the rule that a row's next day follows from; empty where no rule of law sets it."""
    known = pd.notna(row["next_day"])
    return duty_words.rule_of({"kind": row["next_kind"], "what": row["next_what"]}, reading) if known else ""


def ordered(values: pd.DataFrame) -> pd.DataFrame:
    """Put the list in the order of what may be seen: a place in it would tell a hidden count."""
    if listed_by(values) == "ward":
        return early_list.ranked(values)
    return values.sort_values(["expected", "rate"], ascending=False, kind="stable", na_position="last")


def headings(reading: Reading, place: SheetKind = "ward") -> dict[str, str]:
    """Answer what stands above each column of `KINDS` that a list of wards or projects has."""
    names = [name for name in KINDS if place == "ward" or name not in _BY_WARD]
    return {name: reading.say(f"hotspots.list.{name}", share=share(reading)) for name in names}


def share(reading: Reading) -> str:
    """Say how much of what happens the ranges hold."""
    return words.percent(expected.LEVEL, reading.language, digits=0)


def worth(risk: Expected | None, reading: Reading) -> Iterator[str]:
    """Say what it is worth; this stands on the page whatever lies open."""
    yield reading.say("hotspots.verdict")
    if not reading.desk.reader.everything:
        yield reading.say("hotspots.scope")
    yield _risk_said(risk, reading)
    if reading.demo and (risk is None or risk.proof != "demo"):
        yield reading.say("cli.risk.proof.demo")


def how_read(table: pd.DataFrame, told: Told, reading: Reading) -> Iterator[str]:
    """Say what has no class, over which wards clusters are worked out, and how."""
    unknown = int((~table["enough"].astype(bool)).sum())
    if unknown:
        yield reading.say("hotspots.unknown", n=unknown)
    if any(getattr(reading.view.filters, name) for name in PLACES):
        yield reading.say("hotspots.whole")
    yield reading.say(
        "hotspots.method",
        first=told.first,
        permutations=told.permutations,
        replicates=told.replicates,
        seed=str(told.seed),
        level=words.percent(early_list.LEVEL, reading.language, digits=0),
    )


def _risk_said(risk: Expected | None, reading: Reading) -> str:
    if risk is None:
        return reading.say("hotspots.risk.missing")
    return f"{reading.say('hotspots.risk.about', days=risk.horizon)} {reading.say(f'cli.risk.proof.{risk.proof}')}"
