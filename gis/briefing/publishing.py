"""Showing layers to maps of others: as they stand, as they were reported, and again whenever something was recorded.

What such maps see is kept in the database (`gis.records.reader`), so it does not change by itself. Whoever records or
withdraws something on screen or by command shows the layers anew right after. Between the two, and wherever that
failed, the database itself says that they are not current.
"""

from __future__ import annotations

import structlog

from gis import areas
from gis.access import people
from gis.briefing.layers import Layers, layers
from gis.errors import LandmapError
from gis.insight.situation import situation
from gis.law import rules
from gis.records import reader
from gis.records.closings import Closing
from gis.records.horizon import today
from gis.records.ledger import Ledger, open_ledger
from gis.records.store import open_store
from gis.settings import Settings

_log = structlog.get_logger(__name__)


def seen(chosen: Settings, ledger: Ledger, closing: Closing | None = None) -> Layers:
    """Answer the layers of the last day recorded, or of a closed period as it was reported.

    Parameters
    ----------
    chosen
        For whom, from which number on, in which language.
    ledger
        The history.
    closing
        The closed period; None: what stands now.
    """
    scope = people.who(chosen)
    day = closing.as_of if closing else ledger.last_event() or today()
    snapshot = ledger.snapshot(day, scope, known_on=closing.known_on if closing else None)
    now = situation(snapshot, areas.load(chosen), rules.current(), crowd_size=chosen.crowd_size)
    return layers(now, scope, threshold=chosen.suppress_below, language=chosen.language)


def show(chosen: Settings, ledger: Ledger | None = None) -> None:
    """Show the layers as they stand, in place of those shown before.

    Raises
    ------
    RequestError, StoreError
        As for `gis.records.reader.publish`.
    """
    store = open_store(chosen)
    ledger = ledger or open_ledger(store, chosen)
    marker = ledger.marker
    reader.publish(store, seen(chosen, ledger), marker)


def keep_up(chosen: Settings, ledger: Ledger | None = None) -> bool:
    """Show the layers anew where layers are shown and no longer current; what was recorded never fails by it.

    Parameters
    ----------
    chosen
        The office.
    ledger
        The history, where a process holds it already; it is brought up first.

    Returns
    -------
    Whether what is shown is current, or nothing is shown at all.
    """
    store = open_store(chosen)
    try:
        if reader.current(store) is not False:
            return True
        if ledger:
            ledger.refresh()
        show(chosen, ledger)
    except LandmapError as error:
        _log.warning("layers not shown anew", phrase=error.phrase.key, detail=str(error))
        return False
    return True
