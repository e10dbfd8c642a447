"""The published figures that shape the invented city, each with its source.

They are totals of Hà Nội. No count by ward was ever published: everything by ward is invented.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

CASES: Final = 20_000
"""Cases in four years at which the city is as large as published: 2,389 complaints within competence in the year below
are about half of a quarter of them. Everything that goes with cases grows in proportion."""

YEAR: Final = (dt.date(2024, 8, 1), dt.date(2025, 7, 31))
"""The year of the reception and petition figures (Báo Lao Động, 2025: 50.520 đơn, 31.826 lượt tiếp)."""

TURNS: Final = 31_826
"""Reception turns in `YEAR`."""

PEOPLE_PER_TURN: Final = 37_879 / 31_826
"""People received per turn in `YEAR`, crowds included."""

CASES_PER_TURN: Final = 24_001 / 31_826
"""Cases heard per turn in `YEAR`."""

REPEATED_SHARE: Final = 0.31
"""Share of cases heard more than once."""

CROWDS: Final = 354
"""Crowds received in `YEAR`."""

CROWD_SIZE: Final = 4_093 / 354
"""People per crowd in `YEAR`: 11.6."""

PETITIONS_PER_CASE: Final = 50_520 / 24_001
"""Petitions per case in `YEAR`: 2.1."""

COMPLAINTS: Final = 2_389
"""Complaints within competence to be resolved in `YEAR`."""

RESOLVED_SHARE: Final = 0.946
"""Share of them resolved by the end of `YEAR`: 2,260 of 2,389."""

PROLONGED: Final = 103
"""Cases on the list of complex and prolonged ones."""

PROLONGED_RESOLVED_SHARE: Final = 0.67
"""Share of that list resolved."""

DENUNCIATIONS: Final = 4_551 / 6
"""Denunciations received by all bodies in a month (first half of 2024, Báo Tài nguyên và Môi trường)."""

HOUSEHOLD_HECTARES: Final = 0.04
"""Hectares recovered per household (Ring Road 4)."""

REFORM: Final = dt.date(2025, 7, 1)
"""Since then there are no districts: the commune decides (NQ 1656/NQ-UBTVQH15)."""

COEFFICIENTS: Final = dt.date(2026, 1, 27)
"""Since then some projects pay for land 1.5 or 2 times (NQ 258/2025, resolution of the city council)."""

RECEPTION_DUTY: Final = dt.date(2026, 7, 1)
"""Until then a commune's head receives weekly, from then on at least two days a month (Luật 136/2025/QH15)."""
