"""What can go wrong, as a small tree; each error says what, where and what to do in the reader's language.

::

    LandmapError            anything this product foresees; shown as advice, never as a traceback
    ├── SettingsError       a setting (LANDMAP_…) cannot be used
    ├── AreasError          ward boundaries are missing, unreadable or refused
    ├── LawError            the rules of law contradict themselves
    ├── StoreError          the database is missing, damaged, locked, of another version, or of the wrong kind
    ├── IntakeError         a file cannot be read at all
    └── RequestError        what was asked for does not exist (a page, a ward, a date before any record)

An error is made from the key of a phrase (`gis.words`) and what fills it. A surprise is *not* a LandmapError: it still
crashes, is logged, and the door shows a general apology.

A *finding* is something wrong with one row of a file. Findings are gathered, never raised one by one.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from gis.words import DEFAULT, Language, Phrase


@dataclass(frozen=True)
class Finding:
    """Something a person should look at in a file that came in.

    Parameters
    ----------
    code
        Stable short name, such as ``"duplicate_row"``; for programs.
    what
        What is wrong and what would be right, to be said in the reader's language.
    row
        Row of the file as its reader sees it (the header is row 1); 0 when it is about the whole file.
    column
        Header of the column as it stands in the file; empty when it is about the row.
    value
        The value found, as text; never one of a column that was dropped for privacy.
    refused
        Whether the row stays out (True) or goes in and is only pointed at (False).
    """

    code: str
    what: Phrase
    row: int = 0
    column: str = ""
    value: str = ""
    refused: bool = False

    def to_dict(self, language: Language = DEFAULT) -> dict[str, Any]:
        """Answer the finding as plain values, for JSON and tables."""
        return {
            "code": self.code,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "refused": self.refused,
            "message": self.what.say(language),
        }


class LandmapError(Exception):
    """Anything this product foresees.

    Parameters
    ----------
    key
        Key of the phrase that says what, where and what to do.
    findings
        What was gathered before giving up, if anything.
    values
        What fills the phrase.
    """

    def __init__(self, key: str, /, *, findings: Sequence[Finding] = (), **values: Any) -> None:
        self.phrase = Phrase(key, values)
        self.findings = tuple(findings)
        super().__init__(self.say("en"))

    def say(self, language: Language = DEFAULT) -> str:
        """Say it in one language."""
        return self.phrase.say(language)


class SettingsError(LandmapError):
    """A setting cannot be used."""


class AreasError(LandmapError):
    """Ward boundaries are missing, unreadable or refused."""


class LawError(LandmapError):
    """The rules of law contradict themselves or name unknown milestones."""


class StoreError(LandmapError):
    """The database is missing, damaged, locked, of another version, or of the wrong kind."""


class IntakeError(LandmapError):
    """A file cannot be read at all."""


class RequestError(LandmapError):
    """What was asked for does not exist."""


_REASONS: Final = {
    errno.ENOENT: "missing",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "denied",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "missing",
    errno.EEXIST: "there",
    errno.ENOSPC: "full",
    errno.ENAMETOOLONG: "long",
    errno.EBUSY: "busy",
}


def reason(error: OSError) -> Phrase | str:
    """Say why a file or folder could not be used; what the machine says of a reason that is not among ours."""
    known = _REASONS.get(error.errno or 0)
    return Phrase(f"errors.reason.{known}") if known else error.strerror or str(error)
