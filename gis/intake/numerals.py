"""Figures as people type them: ``1.234,5`` and ``1,234.5``, ``4,96`` and ``4.96``.

Point and comma change roles between Vietnamese and English. One figure often tells which is which ("0.96", "4,5",
"1.234,5"); where it does not ("1.234"), the other figures of its column do; where they do not either, nobody can know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_FIGURE: Final = re.compile(r"[+-]?\d[\d.,]*")
_SPACES: Final = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))")
_GROUP: Final = 3
_UNCERTAIN: Final = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


@dataclass(frozen=True)
class Marks:
    """Which decimal marks a column is certain to use: a part of ``".,"``; both in a column of two hands."""

    decimal: str = ""


def marks_of(texts: Iterable[str]) -> Marks:
    """Gather the decimal marks that the figures of a column show beyond doubt."""
    shown = {mark for text in texts if (mark := _shown(_clean(text)))}
    return Marks("".join(sorted(shown)))


def readings(text: str, marks: Marks) -> tuple[float, ...]:
    """Answer what a figure may mean: one number when it is certain, two when not, none when it is no figure.

    Parameters
    ----------
    text
        The figure without its unit.
    marks
        What its column shows.
    """
    figure = _clean(text)
    if not _FIGURE.fullmatch(figure):
        return ()
    if _UNCERTAIN.fullmatch(figure) and len(marks.decimal) != 1:
        mark = "." if "." in figure else ","
        return float(figure.replace(mark, ".")), float(figure.replace(mark, ""))
    certain = marks.decimal if _UNCERTAIN.fullmatch(figure) else _shown(figure)
    return _value(figure, certain)


def _clean(text: str) -> str:
    return _SPACES.sub("", text.strip())


def _shown(figure: str) -> str:
    """Answer the decimal mark a single figure shows; empty when it shows none."""
    points, commas = figure.count("."), figure.count(",")
    if not _FIGURE.fullmatch(figure) or not points + commas or _UNCERTAIN.fullmatch(figure):
        return ""
    if points and commas:
        return "." if figure.rfind(".") > figure.rfind(",") else ","
    if points + commas > 1:
        return "," if points else "."
    return "." if points else ","


def _value(figure: str, decimal: str) -> tuple[float, ...]:
    thousands = {".": ",", ",": "."}.get(decimal, "")
    whole, _, part = figure.partition(decimal) if decimal else (figure, "", "")
    groups = whole.lstrip("+-").split(thousands) if thousands else [whole.lstrip("+-")]
    well_grouped = len(groups[0]) <= _GROUP and all(len(group) == _GROUP for group in groups[1:])
    if not (len(groups) == 1 or well_grouped) or not all(map(str.isdigit, groups)) or (part and not part.isdigit()):
        return ()
    return (float(f"{'-' if figure.startswith('-') else ''}{''.join(groups)}.{part or '0'}"),)
