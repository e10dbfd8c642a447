"""The clearance table by project as it stands on the paper of a period: the official columns, a page wide at a time.

Thirty columns are too many for any paper, so they stand in four tables of the same rows: what is to be recovered, up to
the approved plan, payment and hand-over, and what is left to settle. Each has the totals.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from gis import words
from gis.briefing import progress_columns
from gis.briefing.monthly_projects import REST
from gis.briefing.monthly_words import Teller
from gis.briefing.paper_table import Table
from gis.briefing.progress_columns import DERIVED, KINDS

PARTS: Final = {
    "recovery": ("investor", "wards", "recover_area", "households", "organisations", "graves"),
    "plans": (
        "notified", "inventoried", "plans", "drafted", "approved_hectares", "approved", "approved_sum",
        "planned_payment",
    ),
    "paid": (
        "paid", "paid_sum", "deposited", "decided", "handed_over_hectares", "handed_over", "handed_over_share",
        "planned_handover",
    ),
    "left": (
        "not_agreeing", "not_taking", "paid_not_handed_over", "late", "late_sum", "resettlement_need", "lots_drawn",
        "planned_finish",
    ),
}  # fmt: skip
"""Table → its columns after the project's name; together they are those of `gis.briefing.progress_columns.KINDS`."""
_MOST_WARDS: Final = 2


def tables(teller: Teller) -> Iterator[Table]:
    """Answer the tables by project; none where no project is chosen."""
    listed = teller.counted.projects
    if listed is not None:
        yield from (_table(part, names, listed, teller) for part, names in PARTS.items())


def _table(part: str, names: tuple[str, ...], listed: pd.DataFrame, teller: Teller) -> Table:
    rows = zip(listed.index, listed.to_dict("records"), strict=True)
    say = teller.reading.say
    return Table(
        title=say("monthly.projects.title", part=say(f"monthly.projects.part_{part}")),
        headings=(say("projects.column.project"), *(say(f"projects.column.{name}") for name in names)),
        rows=tuple(
            (_name(code, row, teller), *(_cell(code, row, name, teller) for name in names)) for code, row in rows
        ),
        total=(say("briefing.total"), *(_total(name, teller) for name in names)),
        note=say("monthly.projects.note"),
        texts=(0, *(place for place, name in enumerate(names, start=1) if KINDS[name] == "text")),
    )


def _name(code: Any, row: dict[Any, Any], teller: Teller) -> str:
    if code == REST:
        return teller.reading.say("monthly.projects.rest", n=int(row["projects"]))
    return teller.reading.name("project", str(code))


def _cell(code: Any, row: dict[Any, Any], name: str, teller: Teller) -> str:
    value, counted = row[name], teller.counted
    if KINDS[name] == "text":
        return _text(value, name, teller)
    if f"project.{code}.{name}" in counted.numbers:
        return counted.seen[f"project.{code}.{name}"]
    known = counted.seen.tells(*(f"project.{code}.{need}" for need in DERIVED.get(name, ())))
    return progress_columns.written(value, name, teller.reading.language) if known else words.NOTHING


def _text(value: Any, name: str, teller: Teller) -> str:
    if name == "wards":
        return _wards(value, teller) if isinstance(value, tuple) else words.NOTHING
    return words.NOTHING if pd.isna(value) else str(value)


def _wards(codes: tuple[str, ...], teller: Teller) -> str:
    names = ", ".join(teller.reading.name("ward", code) for code in codes[:_MOST_WARDS])
    left = len(codes) - _MOST_WARDS
    return teller.reading.say("projects.table.wards_more", names=names, n=left) if left > 0 else names


def _total(name: str, teller: Teller) -> str:
    """Write a total, as the table of totals does; texts and days have none."""
    counted, month = teller.counted, teller.months["now"]
    if f"now.progress.{name}" in counted.numbers:
        return counted.seen[f"now.progress.{name}"]
    if KINDS[name] in ("text", "day") or month is None or month.progress is None:
        return ""
    known = counted.seen.tells(*(f"now.progress.{need}" for need in DERIVED.get(name, ())))
    language = teller.reading.language
    return progress_columns.written(month.progress[name], name, language) if known else words.NOTHING
