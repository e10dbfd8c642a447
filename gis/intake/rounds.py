"""Rounds of compensation (đợt): the number of one, as offices write it in its own column or in place of a plan's code.

"Đợt 1", "đợt II", "Phương án đợt 2" name a plan only within a project and a ward, so they are no code: the number is
kept and a code is made or looked up by project, ward and number.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import pandas as pd

from gis.areas.names import fold
from gis.intake.forms import Rows
from gis.intake.frames import blank
from gis.intake.table import Cell

_ROUND: Final = re.compile(r"(?:(?:phương án|pa)\s*)?(?:đợt|round)\s*(?:số\s*|thứ\s*)?(\d{1,3}|[ivx]{1,5})")
_DIGITS: Final = {"i": 1, "v": 5, "x": 10}


def number_of(cell: Cell) -> int | None:
    """Answer the number of a round that is named; None where none is."""
    found = _ROUND.fullmatch(fold(cell)) if isinstance(cell, str) else None
    if found is None:
        return None
    return int(found[1]) if found[1].isdigit() else _roman(found[1])


def _roman(text: str) -> int:
    """Read a Roman number: a figure before a larger one is taken off."""
    figures = [_DIGITS[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(figures, [*figures[1:], 0], strict=True))


def as_number(cell: Cell) -> Cell:
    """Answer the number of a round in place of its name; any other cell as it is."""
    found = number_of(cell)
    return cell if found is None else float(found)


def apart(rows: Rows) -> Rows:
    """Take rounds that stand where codes of plans are wanted for what they are."""
    if not rows.has("code"):
        return rows
    code = rows.values["code"]
    numbers = _numbers(code)
    named = numbers.notna()
    if not named.any():
        return rows
    known = rows.values.get("round", blank(code.index))
    filled = known.where(known.notna() | ~named, numbers.map(lambda one: int(one) if pd.notna(one) else None))
    return replace(rows, values=rows.values.assign(code=code.mask(named, None), round=filled.astype(object)))


def _numbers(codes: pd.Series) -> pd.Series:
    """Answer the round that each cell names, each different cell looked at once."""
    return codes.map({code: number_of(code) for code in codes.dropna().unique()}).astype(object)


def plans(codes: pd.Series, rows: Rows, known: pd.DataFrame) -> pd.Series:
    """Put the code of the plan where its round within the project and ward of the row stood, if there is just one.

    Parameters
    ----------
    codes
        (n,) as written.
    rows
        With codes of projects and wards.
    known
        (p, …) the plans that are recorded.
    """
    numbers = _numbers(codes)
    if not numbers.notna().any() or not (rows.has("project") and rows.has("ward")):
        return codes
    named = known[["project", "ward", "round", "code"]].dropna().astype({"project": object, "ward": object})
    named = named[~named.duplicated(["project", "ward", "round"], keep=False)]
    keys = zip(named["project"], named["ward"], named["round"].astype(int), strict=True)
    book = dict(zip(keys, named["code"], strict=True))
    places = zip(rows.values["project"], rows.values["ward"], numbers, codes, strict=True)
    found = [code if pd.isna(one) else book.get((project, ward, int(one)), code) for project, ward, one, code in places]
    return pd.Series(found, codes.index, dtype=object)
