"""Codes of records that have none, made from what recognises a record and is not about a person.

The same facts make the same code in every file, so that next month's list finds its records again. Rows of the same
facts are numbered in the order of the list; whether they are one record written twice is told by everything else in
them, the columns about persons included, which are compared and never stored.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from gis.areas.names import fold
from gis.errors import Finding
from gis.intake.forms import Coding, Rows
from gis.intake.frames import blank
from gis.intake.personal import MADE, is_personal_cell
from gis.words import Phrase


def coded(rows: Rows, coding: Coding) -> tuple[Rows, pd.Series, list[Finding]]:
    """Give a code to every row that has none.

    Returns
    -------
    The rows; (n,) which of them got a code; the rows that repeat another in everything.
    """
    rows = coding.apart(rows)
    own = rows.values.get("code", blank(rows.values.index))
    without = own.isna()
    if not without.any():
        return rows, without, []
    bare = rows.values[without]
    facts = _facts(bare, coding)
    first = _first_alike(bare, rows)
    repeated = first.notna()
    number = facts[~repeated].groupby(facts[~repeated]).cumcount()
    made = [_code(coding.prefix, fact, at) for fact, at in zip(facts[~repeated], number, strict=True)]
    codes = own.copy()
    codes[facts.index[~repeated]] = made
    findings = [_repeat(int(str(row)), int(at)) for row, at in first[repeated].items()]
    return replace(rows, values=rows.values.assign(code=codes)), without & ~codes.isna(), findings


def _facts(values: pd.DataFrame, coding: Coding) -> pd.Series:
    parts = []
    for group in coding.identity:
        names = [name for name in ((group,) if isinstance(group, str) else group) if name in values]
        parts.append(values[names].bfill(axis="columns").iloc[:, 0] if names else blank(values.index))
    texts = [part.map({one: _plain(one) for one in part.dropna().unique()}).astype(object) for part in parts]
    texts = [text.where(text.notna(), "") for text in texts]
    return pd.Series(["|".join(row) for row in zip(*texts, strict=True)], values.index, dtype=object)


def _plain(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return fold(value) if isinstance(value, str) else f"{value:g}"


def _code(prefix: str, facts: str, number: int) -> str:
    digest = hashlib.sha256(f"{prefix}|{facts}".encode()).hexdigest().upper()
    made = (f"{prefix}-{digest[at : at + MADE]}" for at in range(len(digest) - MADE))
    # what reads like a telephone number would be refused wherever it is written again
    return next(code for code in made if not is_personal_cell(code)) + (f"-{number + 1}" if number else "")


def _first_alike(values: pd.DataFrame, rows: Rows) -> pd.Series:
    """Answer for each row the earlier row that says the same of the same people; NaN where there is none."""
    whole = values.drop(columns="code", errors="ignore")
    if len(rows.people):
        whole = whole.assign(people=rows.people.reindex(whole.index))
    keys = pd.util.hash_pandas_object(whole.astype("str"), index=False)
    firsts = pd.Series(keys.index, keys.index).groupby(keys).transform("first")
    return firsts.where(firsts != firsts.index)


def _repeat(row: int, first: int) -> Finding:
    return Finding("duplicate_row", Phrase("intake.finding.same_row", {"first": str(first)}), row, refused=True)


def repeats(rows: Rows) -> Iterator[Finding]:
    """Name the rows whose code stands in an earlier row already."""
    codes = rows.values["code"]
    first = pd.Series(codes.index, codes.index).groupby(codes).transform("first")
    for row, at in first[first != first.index].dropna().astype("int64").items():
        yield _same_code(rows, int(str(row)), at)


def _same_code(rows: Rows, row: int, first: int) -> Finding:
    this, other = rows.written.loc[row], rows.written.loc[first]
    different = [name for name in rows.written.columns if this[name] != other[name]]
    if not different:
        return _repeat(row, first)
    columns = "; ".join(f"{rows.heading(name)}: {other[name] or '–'} → {this[name] or '–'}" for name in different)
    what = Phrase("intake.finding.same_code", {"first": str(first), "differences": columns})
    return rows.finding("same_code", row, "code", what, refused=True)
