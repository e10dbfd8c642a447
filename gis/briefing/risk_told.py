"""The risk of places as it leaves the building: without small counts, and without what would tell one.

Of each place open cases are those looked at and others, and overdue and others; where one part is small, so is what the
other leaves of the whole, so further counts are hidden (`gis.access.suppression`). The totals over all places count as
known, hence a place with too few cases, of which nothing is told, takes part. What is expected of a hidden number is
hidden with it. Expected numbers and their intervals are worked out from probabilities, never from how many of the cases
were prolonged: of five or more cases they tell no count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from gis import settings
from gis.access import people
from gis.access.suppression import shown
from gis.insight.risk import PLACES

_SUMS: Final = (("open", ("overdue", "in_time")), ("open", ("n", "aside")))
_DAYS: Final = ("contact", "no_contact")
"""Reasons that are days and no counts."""
_EXPECTED: Final = ("expected", "low", "high")

Counts = dict[str, int]
Hidden = dict[str, int | None]


def for_file(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Answer the risk of a day (`gis.answers.risks.answered`) as it may stand in a file; what is hidden is None."""
    places = {f"{which}s": _lines(answer[f"{which}s"]) for which in PLACES}
    return {**answer, "out": each_hidden(answer["out"]), **places}


def _lines(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    told = hidden({line["code"]: _counts(line) for line in lines})
    return [
        _line(line, told[line["code"]]) if line["enough"] else {"code": line["code"], "enough": False} for line in lines
    ]


def _counts(line: Mapping[str, Any]) -> Counts:
    """Answer the counts that are told of a place, and what those looked at and overdue leave of its open cases."""
    reasons = {one["kind"]: one["n"] for one in line["reasons"] if one["kind"] not in _DAYS}
    parts = {"overdue": line["overdue"], "in_time": line["open"] - line["overdue"], "aside": line["open"] - line["n"]}
    duties = {f"duty_{kind}": n for kind, n in line["duties"].items()}
    return {"open": line["open"], "n": line["n"], **reasons, **parts, **duties}


def _line(line: Mapping[str, Any], told: Hidden) -> dict[str, Any]:
    expected = {name: None if told["n"] is None else line[name] for name in _EXPECTED}
    reasons = [_reason(one, told) for one in line["reasons"]]
    duties = {kind: told[f"duty_{kind}"] for kind in sorted(line["duties"])}
    parts = {"reasons": reasons, "duties": duties, "next_due": line["next_due"]}
    return {"code": line["code"], "enough": True, "n": told["n"], **expected, **parts}


def _reason(one: Mapping[str, Any], told: Hidden) -> dict[str, Any]:
    n = one["n"] if one["kind"] in _DAYS else told[one["kind"]]
    return {"kind": one["kind"], "n": n, "of": told["open"] if one["kind"] == "overdue" else None}


def hidden(counts: dict[str, Counts]) -> dict[str, Hidden]:
    """Hide small counts of places, with what would tell them; the totals over all places count as known."""
    if not counts:
        return {}
    table = pd.DataFrame.from_dict(counts, orient="index").astype("Int64")
    chosen = settings.current()
    told = shown(
        table,
        people.who(chosen),
        counts=tuple(table.columns),
        threshold=chosen.suppress_below,
        sums=[(whole, parts) for whole, parts in _SUMS if {whole, *parts} <= {*table}],
        for_file=True,
    )
    return {
        str(code): {str(name): None if pd.isna(n) else int(n) for name, n in row.items()}
        for code, row in told.values.to_dict("index").items()
    }


def each_hidden(counts: Counts) -> Hidden:
    """Hide small ones of counts whose sum is known."""
    return {name: one["n"] for name, one in hidden({name: {"n": n} for name, n in counts.items()}).items()}
