"""What the witness of the audit trail saw, read beside the trail and never held as a whole.

A line of the witness is the number of an entry and its digest. Lines stand in the order of writing, so their numbers go
up, but for a few that several processes wrote at once: whoever goes through the trail needs the next few lines only.
What stands elsewhere, because somebody moved it, is *left* to be looked at in the end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from gis.errors import StoreError, reason
from gis.records.database import OWNER_ONLY

DIGEST: Final = 64
"""Letters of a digest."""
_AHEAD: Final = 1_000
"""So much further than the entry asked of is read: more processes do not write at once."""

Seen = Mapping[int, frozenset[str]]


class Witnessed:
    """Answers what was seen of entries, asked in the order of their numbers.

    Parameters
    ----------
    lines
        Of the witness; one that is none of ours bears no witness.
    """

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._furthest = 0
        self._seen: dict[int, frozenset[str]] = {}

    def of(self, number: int) -> frozenset[str]:
        """Answer the digests that were seen of an entry, and be done with them; none where it was not seen."""
        self._read_to(number + _AHEAD)
        return self._seen.pop(number, frozenset())

    def left(self) -> Seen:
        """Answer what was seen and not asked for, or stood too far behind to be answered."""
        self._read_to(None)
        return self._seen

    def _read_to(self, number: int | None) -> None:
        while number is None or self._furthest <= number:
            line = next(self._lines, None)
            if line is None:
                return
            written, _, digest = line.decode("utf-8", errors="replace").strip().partition(" ")
            if written.isascii() and written.isdigit() and len(digest) == DIGEST:
                seen = int(written)
                self._furthest = max(self._furthest, seen)
                self._seen[seen] = self._seen.get(seen, frozenset()) | {digest}


@contextmanager
def opened(witness: Path) -> Iterator[Witnessed]:
    """Open a witness as far as it is written by now: whatever it says later is of entries that came later, too.

    Raises
    ------
    StoreError
        It cannot be read.
    """
    if not witness.exists():
        yield Witnessed(iter(()))
        return
    try:
        file = witness.open("rb")
    except OSError as error:
        raise StoreError("records.audit_witness", file=str(witness), reason=reason(error)) from error
    with file:
        yield Witnessed(_lines(file, witness.stat().st_size))


@contextmanager
def added_to(witness: Path) -> Iterator[int]:
    """Open a witness to be added to: whoever cannot does nothing that must be witnessed.

    Raises
    ------
    StoreError
        It cannot be written to.
    """
    try:
        witness.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(witness, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
    except OSError as error:
        raise StoreError("records.audit_witness", file=str(witness), reason=reason(error)) from error
    try:
        yield file
    finally:
        os.close(file)


def _lines(file: BinaryIO, size: int) -> Iterator[bytes]:
    for line in file:
        size -= len(line)
        if size < 0:
            return
        yield line
