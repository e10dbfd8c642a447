"""How much room a text takes, before anybody draws it: measured with the packaged typeface.

Slides are drawn by whichever program opens them, in Arial. The packaged typeface is a tenth wider, so what fits here
fits there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

import fontpkg
from PIL import ImageFont

from gis.errors import AreasError

FAMILY: Final = "Be Vietnam Pro"
POINT: Final = 25.4 / 72
"""Millimetres."""
LEADING: Final = 1.2
"""Height of a line, in sizes of the type."""
_SIZE: Final = 100
_WEIGHTS: Final = {False: 400, True: 700}


@lru_cache(maxsize=2)
def _face(bold: bool) -> Any:  # noqa: FBT001 — the key of what is kept
    try:
        faces = fontpkg.family(FAMILY).files
    except LookupError:
        raise AreasError("maps.no_font", family=FAMILY) from None
    path = next(face.path for face in faces if face.weight == _WEIGHTS[bold] and face.style == "normal")
    return ImageFont.truetype(str(path), _SIZE)


@lru_cache(maxsize=20_000)
def wide(text: str, points: float, *, bold: bool = False) -> float:
    """Answer how wide a text is, the widest of its lines, in millimetres.

    Raises
    ------
    AreasError
        The packaged typeface is not installed.
    """
    face = _face(bold)  # it knows of no more than a line
    return max(float(face.getlength(line)) for line in text.split("\n")) / _SIZE * points * POINT


def longest_word(text: str, points: float, *, bold: bool = False) -> float:
    """Answer how wide the widest word of a text is, in millimetres."""
    return max((wide(word, points, bold=bold) for word in text.split()), default=0.0)


def lines(text: str, points: float, room: float, *, bold: bool = False) -> int:
    """Answer how many lines a text takes in a room of some millimetres; a word that is too wide is broken."""
    return sum(_paragraph(part, points, room, bold) for part in text.split("\n"))


def narrowest(text: str, points: float, most: int, *, bold: bool = False) -> float:
    """Answer the least room, in millimetres, in which a text of one paragraph takes no more lines than ``most``."""
    words, space = text.split(), wide(" ", points, bold=bold)
    runs = (words[first:last] for first, last in combinations(range(len(words) + 1), 2))
    rooms = sorted(sum(wide(word, points, bold=bold) + space for word in run) for run in runs)
    return next((room for room in rooms if lines(text, points, room, bold=bold) <= most), 0.0)


def _paragraph(text: str, points: float, room: float, bold: bool) -> int:  # noqa: FBT001 — private
    count, used, space = 1, 0.0, wide(" ", points, bold=bold)
    for word in re.split(r"\s+", text.strip()):
        needed = wide(word, points, bold=bold)
        if used and used + space + needed > room:
            count, used = count + 1, 0.0
        broken = int(needed // room) if needed > room else 0
        count, used = count + broken, (used + space if used else 0.0) + needed - broken * room
    return count


def high(text: str, points: float, room: float, *, bold: bool = False) -> float:
    """Answer how high a text is in a room of some millimetres, in millimetres; 0 where there is none."""
    return lines(text, points, room, bold=bold) * points * POINT * LEADING if text else 0.0


def fitting(text: str, sizes: tuple[float, ...], room: tuple[float, float], *, bold: bool = False) -> float:
    """Answer the largest of some sizes at which a text fits into a room (width, height); the least where none does."""
    width, height = room
    return next((size for size in sizes if high(text, size, width, bold=bold) <= height), sizes[-1])


def shortened(text: str, points: float, room: tuple[float, float], *, bold: bool = False) -> str:
    """Answer a text cut between words with "…" where it does not fit into a room (width, height)."""
    width, height = room
    words, cut = text.split(" "), text
    while high(cut, points, width, bold=bold) > height and len(words) > 1:
        words.pop()
        cut = " ".join(words).rstrip(",;. ") + " …"
    return cut
