"""Where a change of access, a sign-in or a refusal is told: one door, so that all of them stand in one place."""

from __future__ import annotations

from typing import Any

import structlog

from gis.records.store import Store

_log = structlog.get_logger(__name__)


def record(store: Store, who: str, what: str, **details: Any) -> None:
    """Tell that somebody did something that concerns access.

    Parameters
    ----------
    store
        The store it was done to.
    who
        The person, as `gis.records.grants.person_of` writes one, or where it was done.
    what
        What was done, as a short name.
    details
        What else is needed to understand it; no record of a case or household.
    """
    _log.info("access", who=who, what=what, province=store.settings.province, **details)
