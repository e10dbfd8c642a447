"""What may stand in an address: codes, days and moments, read from text that anybody may have typed.

Whatever is none reads as nothing; `gis.view` says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

Code = TypeVar("Code", bound=str)
EARLIEST: Final = dt.date(1990, 1, 1)
LATEST: Final = dt.date(2099, 12, 31)
"""Days outside these are slips of the keyboard, not days anybody asks for."""
MOST_CASES: Final = 20
"""So many cases one meeting is prepared for; more are no conversation."""

_LONGEST_PART: Final = 20
_LONGEST_CODE: Final = 60


def one_of(codes: Sequence[Code], text: str | None) -> Code | None:
    """Answer a text that is one of some codes; None: it is none."""
    return next((code for code in codes if code == text), None)


def part(text: str) -> str:
    """Read the part of a page."""
    return text if text.isidentifier() and text.isascii() and len(text) <= _LONGEST_PART else ""


def province(text: str) -> str:
    """Read the code of a province."""
    return text if re.fullmatch(r"[0-9]{2}", text) else ""


def code(text: str) -> str:
    """Read the code of a record."""
    code = text.strip()
    return code if len(code) <= _LONGEST_CODE and code.isprintable() else ""


def codes_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Read codes that were typed or stand in an address: parted by spaces, commas or semicolons, each once.

    At most `MOST_CASES` are read.
    """
    words = (word for text in texts for word in re.split(r"[\s,;]+", text))
    return tuple(dict.fromkeys(one for word in words if (one := code(word))))[:MOST_CASES]


def day(text: str) -> dt.date | None:
    """Read a day as ISO."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def moment(text: str) -> dt.datetime | None:
    """Read a moment; without a time zone it could be any of several."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and EARLIEST <= moment.date() <= LATEST else None
