"""What leaves the building goes through the gate and into the audit trail first: what cannot be entered stays here.

An entry tells who took which file, when, of what choice of filters and day, in which format, how many rows, and two
digests: of what a briefing says, and of the bytes that left, so that a paper found elsewhere can be told.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from gis.access import gate
from gis.access.gate import AGGREGATES, Leave
from gis.errors import RequestError
from gis.records import audit
from gis.records.audit import Who
from gis.records.store import Store
from gis.scope import Scope
from gis.view import View

_LETTERS = 16


class Content(bytes):
    """The bytes of a file that knows how much it tells.

    Parameters
    ----------
    content
        The bytes.
    rows
        How many rows of tables it holds.
    digest
        Of what it says, where that has a name of its own.
    """

    rows: int
    digest: str

    def __new__(cls, content: bytes, *, rows: int = 0, digest: str = "") -> Content:
        """Make it of its bytes."""
        made = super().__new__(cls, content)
        made.rows, made.digest = rows, digest
        return made


@dataclass(frozen=True)
class Export:
    """Something that is to leave.

    Parameters
    ----------
    store
        Whose trail it goes into.
    reader, who
        What they may see who take it; who they are.
    file
        Name of the file.
    view
        What of the records it tells of; None: of all.
    leave
        What was asked for.
    via
        The way out.
    """

    store: Store
    reader: Scope
    who: Who
    file: str
    view: View | None = None
    leave: Leave = AGGREGATES
    via: Literal["page", "command"] = "page"

    def check(self, *, still: bool = True) -> None:
        """Let it through or not; a refusal is entered too.

        Parameters
        ----------
        still
            Whether whoever asks may still see what they saw.

        Raises
        ------
        RequestError
            As for `gis.access.gate.check`, or they may not any more.
        StoreError
            The refusal could not be entered.
        """
        try:
            if not still:
                raise RequestError("access.entrance.lost")  # noqa: TRY301 (entered like the others)
            gate.check(self.reader, self.leave)
        except RequestError as error:
            self.refused(error)
            raise

    def refused(self, error: RequestError) -> None:
        """Enter that it was refused, and why.

        Raises
        ------
        StoreError
            It could not be entered.
        """
        audit.record(self.store, self.who, "refused", why=error.phrase.key, **self._told())

    def entered(self, content: bytes) -> bytes:
        """Enter the file that was made, and answer it.

        Raises
        ------
        StoreError
            It could not be entered: it must not leave.
        """
        rows, digest = getattr(content, "rows", 0), getattr(content, "digest", "")
        whole = hashlib.sha256(content).hexdigest()[:_LETTERS]
        audit.record(self.store, self.who, "export", rows=rows, digest=digest, bytes=whole, **self._told())
        return content

    def _told(self) -> dict[str, object]:
        leave = self.leave
        told: dict[str, object] = {"file": self.file, "format": self.file.rsplit(".", 1)[-1], "via": self.via}
        if self.view:
            told["filters"] = urlencode(self.view.to_query(), doseq=True)
        told |= {"reason": leave.reason, "mark": leave.mark if leave.mark != "none" else ""}
        return told | ({"case_level": True} if leave.case_level else {})
