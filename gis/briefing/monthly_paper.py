"""The paper of a reporting period: what happened in sentences, the official tables, and an annex of all wards.

Its counts stand in several places at once, so all of them are looked at together (`gis.briefing.monthly_counts`).
"""

from __future__ import annotations

from dataclasses import replace

from gis.access.together import Elsewhere
from gis.briefing import changes, monthly_counts, monthly_words
from gis.briefing.changes import Earlier
from gis.briefing.content import Briefing
from gis.briefing.framing import Asked, chosen_place, framed
from gis.briefing.monthly_counts import Month
from gis.briefing.monthly_tables import tables
from gis.briefing.monthly_words import Teller
from gis.briefing.reading import Reading

_SCREEN = "map.py"


def monthly(reading: Reading, asked: Asked) -> Briefing:
    """Build the paper of the reporting period of a view, whichever it is."""
    closed = replace(reading, view=reading.view.at_rest().opening(None))
    earlier, months = _months(closed)
    teller = Teller(monthly_counts.counted(months, closed, _beside(closed)), months, closed)
    place = chosen_place(closed)
    made = framed("monthly", closed, asked, place=place, shown=closed.view, screen=_SCREEN, mapped=False)
    return replace(
        made,
        title=closed.say(f"monthly.title.{closed.period.kind}"),
        filters=monthly_counts.caption(teller.counted, closed),
        paragraphs=monthly_words.paragraphs(teller),
        tables=tables(teller),
        basis=changes.basis(earlier, closed),
    )


def _months(closed: Reading) -> tuple[Earlier[Month], dict[str, Month | None]]:
    earlier = changes.earlier(closed, monthly_counts.month)
    before, last_year = (then.told if then else None for then in earlier)
    now = monthly_counts.month(closed.selection, closed.period)
    return earlier, {"now": now, "before": before, "last_year": last_year}


def _beside(closed: Reading) -> Elsewhere | None:
    """Answer what the paper of all wards tells of the chosen ones: whoever holds both must not find out more."""
    everywhere = closed.view.filters.without("ward", "district")
    if everywhere == closed.view.filters:
        return None
    whole = replace(closed, view=replace(closed.view, filters=everywhere))
    asked = ("report counts", whole.period)  # a set is written for all wards, one after the other
    if asked not in whole.selection.answers:
        found = monthly_counts.counted(_months(whole)[1], whole)
        whole.selection.answers[asked] = monthly_counts.annex(found, whole)
    beside: Elsewhere = whole.selection.answers[asked]
    return beside
