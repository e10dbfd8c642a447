"""Coming days as a calendar file (iCalendar, RFC 5545) that the diaries of an office read.

Every entry is a whole day and marked confidential. It says what, where and for which project, by code; it names no
person, no case and no number of people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

MIME: Final = "text/calendar"
_WIDTH: Final = 75
"""Octets a line may have; a longer one goes on after a line break and a space."""
_PRODUCT: Final = "-//land-clearance-dialogue-map//VI"
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True)
class Entry:
    """One day in a calendar.

    Parameters
    ----------
    code
        Of the record; the same in every file, so that a diary replaces the entry and does not double it.
    day
        The day.
    summary, location, description
        What is read.
    """

    code: str
    day: dt.date
    summary: str
    location: str
    description: str


def written(entries: Iterable[Entry], *, name: str, stamp: dt.date) -> bytes:
    """Write a calendar.

    Parameters
    ----------
    entries
        The days.
    name
        What a diary calls the calendar.
    stamp
        Day up to which it tells; the same day and entries give the same bytes.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_text(name)}"]
    for entry in entries:
        lines += _entry(entry, stamp)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line)).encode()


def _entry(entry: Entry, stamp: dt.date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.code)}@land-clearance-dialogue-map"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(entry.summary)}"
    yield f"LOCATION:{_text(entry.location)}"
    yield f"DESCRIPTION:{_text(entry.description)}"
    yield "CLASS:CONFIDENTIAL"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Write text so that no sign in it is taken for the end of a value or of a line."""
    return text.translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """Cut a line into parts of at most 75 octets, never inside a letter."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _WIDTH:
            yield part
            part = " "
        part += letter
    yield part
