"""The numbers at which something begins or ends to be told, from the constants that run, each with its reason."""

from __future__ import annotations

from typing import Final

import pandas as pd
from markupsafe import Markup

from gis import words
from gis.insight import backtest, data_quality, early_areas, expected, hotspots, scoring, shrinkage, trends
from gis.insight.model_card import VALID
from gis.insight.reasons import LONG
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

_PART = Markup('<h3 class="links-title">{}</h3>')
_HINT = Markup('<p class="hint">{}</p>')
_SHARES: Final = ("level", "circle", "unstated", "undated", "duplicates", "stand_ins")
"""Told in per cent."""
THRESHOLDS: Final[dict[str, float]] = {
    "exposure": shrinkage.LEAST_EXPOSURE,
    "permutations": hotspots.PERMUTATIONS,
    "level": hotspots.LEVEL,
    "circle": early_areas.CIRCLE,
    "risk": early_areas.LEAST_RISK,
    "span": early_areas.SPAN,
    "months": trends.LEAST_MONTHS,
    "long": LONG,
    "fewest": expected.FEWEST,
    "enough": scoring.ENOUGH,
    "window": backtest.WINDOW,
    "valid": VALID,
    "unstated": data_quality.LEAST_STATED,
    "undated": data_quality.LEAST_DATED,
    "duplicates": data_quality.MOST_DUPLICATES,
    "stand_ins": data_quality.MOST_STAND_INS,
    "stale": data_quality.STALE,
    "stack": data_quality.STACK,
}


def table(here: Here) -> Markup:
    """Write them; what is a choice of ours and follows from nothing says so."""
    rows = pd.DataFrame(
        {
            here.say(f"method.threshold.column.{column}"): [_cell(column, name, here) for name in THRESHOLDS]
            for column in ("what", "value", "why")
        }
    )
    head = _PART.format(here.say("method.threshold.title")) + _HINT.format(here.say("method.threshold.lead"))
    return head + plain_table(rows, numbers=[1], stacked=True)


def _cell(column: str, name: str, here: Here) -> str:
    if column != "value":
        return here.say(f"method.threshold.{name}.{column}")
    value = THRESHOLDS[name]
    if name in _SHARES:
        return words.percent(value, here.language, digits=0)
    return words.number(value, here.language, digits=1)
