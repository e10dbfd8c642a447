"""Cases of which little is known, looked at on two days; expected values worked out by hand.

=====  ==========  ==========  ========
case   opened      closed      place
=====  ==========  ==========  ========
0      2026-01-01  2026-01-11  North
1      2026-01-15  (open)      North
2      2026-01-20  2026-03-01  South
3      2026-02-10  2026-06-01  South
4      2024-06-01  (open)      South
=====  ==========  ==========  ========
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from gis.insight import plain_cases
from gis.insight.circumstances import PRIOR

DAYS = [dt.date(2026, 1, 31), dt.date(2026, 2, 28)]
CASES = pd.DataFrame(
    {
        "opened": pd.to_datetime(["2026-01-01", "2026-01-15", "2026-01-20", "2026-02-10", "2024-06-01"]),
        "closed": pd.to_datetime(["2026-01-11", None, "2026-03-01", "2026-06-01", None]),
        "category": ["x", "x", "x", "y", "x"],
        "place": ["North", "North", "South", "South", "South"],
    }
)


def test_the_risk_set_are_cases_open_for_a_year_at_most() -> None:
    found = plain_cases.panel(CASES, DAYS, horizon=90)
    told = found.rows.groupby("landmark")["code"].agg(list).tolist()
    assert told == [[1, 2], [1, 2, 3]]
    assert found.rows["age"].tolist() == [16, 11, 44, 39, 18]
    assert found.out == {"long_open": 1}


def test_prolonged_are_those_not_closed_on_the_horizon() -> None:
    found = plain_cases.panel(CASES, DAYS, horizon=90)  # horizons: 1/5 and 29/5
    assert found.prolonged(pd.Timestamp("2026-05-01")).fillna(-1).tolist() == [1, 0, -1, -1, -1]
    assert found.prolonged(pd.Timestamp("2026-05-29")).tolist() == [1, 0, 1, 0, 1]
    longer = plain_cases.panel(CASES, DAYS, horizon=93)  # the second: 1/6, the day on which case 3 is closed
    assert longer.prolonged(pd.Timestamp("2026-06-01")).tolist() == [1, 0, 1, 0, 0]


def test_places_are_told_by_the_year_before() -> None:
    rows = plain_cases.panel(CASES, DAYS, horizon=90).rows.set_index(["landmark", "code"])
    first = rows.loc[pd.Timestamp("2026-01-31")]
    # in the year to 31/1 the North waited 10 + 16 days for one closing, the South 11 + 365 for none: 402 for one in all
    assert first["ward_days"].loc[1] == pytest.approx(np.log1p((26 + PRIOR * 402) / (1 + PRIOR)))
    assert first["ward_days"].loc[2] == pytest.approx(np.log1p((376 + PRIOR * 402) / PRIOR))
    # of three opened, two are open: one of two in North
    assert first["ward_open"].loc[1] == pytest.approx((1 + PRIOR * 2 / 3) / (2 + PRIOR))
    assert first["ward_open"].loc[2] == pytest.approx((1 + PRIOR * 2 / 3) / (1 + PRIOR))


def test_nothing_after_a_landmark_is_looked_at() -> None:
    day = pd.Timestamp("2026-02-28")
    late = CASES.assign(closed=CASES["closed"].mask(CASES["closed"] > day, pd.Timestamp("2027-01-01")))
    later = pd.concat([late, late.assign(opened=day + pd.Timedelta(days=1), closed=pd.NaT)], ignore_index=True)
    first, second = (plain_cases.panel(one, DAYS, horizon=90).rows for one in (CASES, later))
    pd.testing.assert_frame_equal(first, second)


def test_a_place_that_has_just_begun_is_not_quick() -> None:
    """What it closed at once must not make it look quicker than a place that closed all as fast."""
    opened = pd.to_datetime(["2026-01-01"] * 20 + ["2026-01-01"] * 4)
    closed = pd.to_datetime(["2026-01-06"] * 10 + [None] * 10 + ["2026-01-06"] * 4)
    places = ["New"] * 20 + ["Old"] * 4
    cases = pd.DataFrame({"opened": opened, "closed": closed, "category": "x", "place": places})
    cases.loc[len(cases)] = {"opened": pd.Timestamp("2026-01-20"), "closed": None, "category": "x", "place": "Old"}
    rows = plain_cases.panel(cases, DAYS[:1], horizon=90).rows.groupby("ward")["ward_days"].first()
    assert rows["New"] > rows["Old"]
