"""Cells: what is read on a paper as what a spreadsheet reckons with.

A shown text that is a number, a percentage or a day becomes one, with the format that shows it just so; whatever else,
a mark in the place of a hidden count above all, stays the text it is. A text becomes a number only if that number is
written as the very text, so a code such as ``00097`` and a year such as ``2026`` keep their letters, and no cell holds
more than is shown.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from gis import words
from gis.words import NOTHING, Language, say

_FIGURES: Final = re.compile(r"[±+−-]?[<≥≤\d.,/:%()\s–;]*\d[<≥≤\d.,/:%()\s–;]*")


@dataclass(frozen=True)
class Cell:
    """A cell of a spreadsheet.

    Parameters
    ----------
    value
        What it holds.
    form
        How Excel shows it; empty for a text.
    """

    value: int | float | dt.date | str
    form: str = ""


def cell(text: str, language: Language) -> Cell:
    """Answer a shown text as a cell.

    Parameters
    ----------
    text
        As it is read.
    language
        How its numbers are written.
    """
    return _percentage(text, language) or _number(text, language) or _day(text) or Cell(text)


def is_number(text: str, language: Language) -> bool:
    """Whether a shown text is a number or a percentage."""
    return isinstance(cell(text, language).value, int | float)


def ungrouped(number: str, language: Language) -> str:
    """Answer a shown number without the marks between its thousands."""
    return number.replace(_marks(language)[0], "")


def reads_as_figure(text: str, language: Language) -> bool:
    """Whether a text stands in a column of figures: a number, a day, a share, or a mark in the place of one."""
    return text in ("", NOTHING, say("access.hidden", language)) or bool(_FIGURES.fullmatch(text))


def _marks(language: Language) -> tuple[str, str]:
    """Answer what stands between thousands, and before the decimals."""
    return (".", ",") if language == "vi" else (",", ".")


def _number(text: str, language: Language) -> Cell | None:
    found = _value(text, language)
    if found is None:
        return None
    value, digits = found
    return Cell(value, "#,##0" + ("." + "0" * digits if digits else ""))


def _percentage(text: str, language: Language) -> Cell | None:
    found = _value(text[:-1], language) if text.endswith("%") else None
    if found is None:
        return None
    value, digits = found
    return Cell(round(value / 100, digits + 2), "0" + ("." + "0" * digits if digits else "") + "%")


def _value(text: str, language: Language) -> tuple[int | float, int] | None:
    """Read a number and the count of its decimals, if it is written as this language writes it."""
    group, comma = _marks(language)
    plain = text.replace(group, "").replace(comma, ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return None
    digits = len(plain.partition(".")[2])
    value = float(plain) if digits else int(plain)
    return (value, digits) if words.number(value, language, digits=digits) == text else None


def _day(text: str) -> Cell | None:
    if not re.fullmatch(r"\d\d/\d\d/\d{4}", text):
        return None
    try:
        return Cell(dt.datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=dt.UTC).date(), "dd/mm/yyyy")
    except ValueError:
        return None
