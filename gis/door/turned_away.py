"""Refusals at the door, of whom nothing that counts says who they are: entered in the audit trail, so many an hour.

Anybody can knock as often as they like, and the trail is never made shorter. So of many refusals within an hour the
first are entered, and the next entry says how many were not; every one is in the log.
"""

from __future__ import annotations

from collections import deque
from threading import Lock
from time import monotonic
from typing import Any, Final

import structlog
from starlette.concurrency import run_in_threadpool

from gis import settings
from gis.errors import LandmapError
from gis.records import audit
from gis.records.store import open_store

MOST: Final = 200
"""So many are entered within `SPAN`."""
SPAN: Final = 3600.0
"""Seconds."""

_log = structlog.get_logger(__name__)


class Few:
    """Lets so many pass within a span, and counts the others."""

    def __init__(self) -> None:
        self._passed: deque[float] = deque(maxlen=MOST)
        self._left_out, self._lock = 0, Lock()

    def passing(self, now: float) -> int | None:
        """Answer how many were left out before one that may pass; None where it may not."""
        with self._lock:
            if len(self._passed) == MOST and now - self._passed[0] < SPAN:
                self._left_out += 1
                return None
            self._passed.append(now)
            left_out, self._left_out = self._left_out, 0
            return left_out


_FEW: Final = Few()


async def enter(why: str, **details: Any) -> None:
    """Enter a refusal; whatever comes of that, it stays one.

    Parameters
    ----------
    why
        Short name of the reason.
    details
        What was refused: nothing that a stranger may write at will.
    """
    _log.warning("refused", why=why, **details)
    left_out = _FEW.passing(monotonic())
    if left_out is not None:
        await run_in_threadpool(_record, {"why": why, "not_entered": left_out or None, **details})


def _record(details: dict[str, Any]) -> None:
    try:
        audit.record(open_store(settings.current()), audit.STRANGER, "refused", **details)
    except LandmapError as error:  # the refusal stands in the log; the next page says what is wrong with the database
        _log.warning("not_entered", kind=type(error).__name__, detail=str(error))
