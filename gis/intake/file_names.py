"""Names of files as strangers write them, made safe to write under, to show, and to hand back.

A name may climb out of a folder, end before its end, run backwards on a screen, be longer than a disk takes, or mean a
device to a system. What a reader would recognise of it is kept, for messages, and for the period that names tell of.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 200
"""Bytes of a name; systems take 255, and something may be put before and behind it."""
_NAMELESS: Final = "file"
_PARTS: Final = re.compile(r"[/\\]")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Kinds of characters nobody sees: ends, marks that turn the direction of writing, halves of characters."""
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def safe(name: str) -> str:
    """Answer a name under which a file can be written into a folder, and nowhere else.

    Parameters
    ----------
    name
        As its sender calls it; it may be anything.

    Returns
    -------
    One part of a path, at most `LONGEST` bytes, that begins and ends with something seen, with the ending of the
    original.
    """
    seen = unicodedata.normalize("NFC", "".join(" " if _unseen(each) else each for each in name))
    last = " ".join(next((part for part in reversed(_PARTS.split(seen)) if part.strip(" .")), "").split())
    if last.startswith("."):
        last = _NAMELESS + last
    last = last.rstrip(" .") or _NAMELESS
    return shortened(f"_{last}" if _DEVICES.match(last) else last, LONGEST)


def shortened(name: str, most: int) -> str:
    """Cut a name to so many bytes, and keep its ending; letters with marks take several bytes."""
    stem, point, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > most // 4:
        stem, point, ending = name, "", ""
    while len(f"{stem}{point}{ending}".encode()) > most:
        stem = stem[:-1]
    return f"{stem}{point}{ending}"


def _unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN
