"""What is true of an invented city, so that a method that looks for it can be judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from gis.records.demo import answers, published
from gis.records.demo.drivers import ARRIVALS, DURATION, Months
from gis.records.demo.places import Places
from gis.records.demo.planted import Hotspot
from gis.records.demo.sheets import Numbers, date


def truth(
    places: Places, when: Months, affected: Numbers, cases: pd.DataFrame, planted: Sequence[Hotspot], silent: int
) -> dict[str, Any]:
    """Tell what was planted, with what came of it.

    Parameters
    ----------
    affected
        (w, m) affected households by ward and month.
    cases
        The sheet of finished cases.

    Returns
    -------
    Plain values, fit for JSON. A hotspot's ``relative_risk`` is what was planted, against wards outside any
    hotspot; ``measured_risk`` is what came of it against all other wards of its months, in cases per affected household
    and month.
    """
    counts = np.zeros(affected.shape)
    np.add.at(counts, (cases["ward"].to_numpy(), when.containing(cases["received"].to_numpy())), 1)
    return {
        "demo": True,
        "period": {"from": _text(when.starts[0]), "to": _text(when.ends[-1])},
        "hotspots": [_hotspot(places, when, affected, counts, spot) for spot in planted],
        "silent_ward": {
            "ward": places.codes[silent],
            "households": int(affected[silent, -1]),
            "cases": int(counts[silent].sum()),
        },
        "coefficients": {
            "arrivals": dict(ARRIVALS),
            "duration": dict(DURATION),
            "duration_factor_complex": answers.COMPLEX,
            "duration_factor_since_reform": answers.AFTER_REFORM,
            "duration_sigma": answers.SIGMA,
            "median_days": dict(answers.MEDIAN_DAYS),
        },
        "closing_drive": {
            "from": published.YEAR[0].isoformat(),
            "to": published.YEAR[1].isoformat(),
            "resolved_share": published.RESOLVED_SHARE,
        },
    }


def _hotspot(places: Places, when: Months, affected: Numbers, counts: Numbers, spot: Hotspot) -> Mapping[str, Any]:
    inside, span = np.isin(np.arange(len(places)), spot.wards), slice(spot.first, spot.last + 1)
    here, there = (counts[mask, span].sum() for mask in (inside, ~inside))
    homes, others = (affected[mask, span].sum() for mask in (inside, ~inside))
    usual = there / max(others, 1.0)
    return {
        "wards": [places.codes[ward] for ward in spot.wards],
        "from": _text(when.starts[spot.first]),
        "to": _text(when.ends[spot.last]),
        "relative_risk": spot.risk,
        "measured_risk": round(float(here / homes / usual), 2) if homes and usual else None,
        "cases": int(here),
        "subject": spot.theme,
    }


def _text(day: float) -> str:
    return date(day).isoformat()
