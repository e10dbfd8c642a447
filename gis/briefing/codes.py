"""The codes that exist in a situation, for checking what a link or a command asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gis.briefing.naming import BODIES, LISTS
from gis.insight.situation import Situation
from gis.insight.wards import MEASURES
from gis.view import DEFAULT_MEASURE


def codes(situation: Situation) -> Mapping[str, Collection[str]]:
    """List the codes that exist, for checking what is asked for."""
    lists = {name: {choice.code for choice in choices} for name, choices in LISTS.items()}
    bodies = {name: situation[frame][name].cat.categories for name, frame in BODIES.items()}
    return {
        **lists,
        **bodies,
        "ward": situation.covered,
        "district": situation.areas.districts.index,
        "project": situation["project"].index,
        "measure": MEASURES,
        "rule": {"", *(rule.id for rule in situation.rules.provisions)},
    }


def first_measure(situation: Situation) -> str:
    """Answer what colours the map of a first visit: the first measure of which anything is recorded."""
    known = (code for code, measure in MEASURES.items() if situation.recorded(measure.entity))
    return next(known, DEFAULT_MEASURE)
