"""The additive model: what it says beyond what it was fitted to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gis.insight import scoring
from gis.insight.features import Feature

SPEED = Feature("speed", "speed", "number", ("case.ward",))


def test_a_number_beyond_those_seen_tells_no_more_than_the_last_of_them() -> None:
    told = np.tile(np.linspace(3.40, 3.42, 40), 10)  # hardly any spread: the least step beyond it would be many of them
    outcome = (np.arange(400) % 40 > 25).astype("float64")
    model = scoring.fit(pd.DataFrame({"speed": told}), outcome, np.arange(400) % 8, [SPEED])
    low, least, most, high = model.probabilities(pd.DataFrame({"speed": [2.2, 3.40, 3.42, 4.9]}))
    assert low == least < most == high
