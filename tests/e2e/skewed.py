"""A clock that goes before or after the others: for a served product whose ``dashboard.py`` reads this first.

Whatever reads ``datetime`` from now on gets the other clock; what Streamlit and pandas stand on has read the true one.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from types import ModuleType
from typing import Any

import pandas as pd
import sqlalchemy
import streamlit

AHEAD = dt.timedelta(seconds=float(os.environ.get("LANDMAP_TEST_CLOCK", "0")))
READ_BEFORE = (pd, sqlalchemy, streamlit)


class _Alike(type(dt.datetime)):  # type: ignore[misc]
    """Calls a true moment one of its own."""

    def __instancecheck__(cls, value: Any) -> bool:
        return isinstance(value, dt.datetime)


class Skewed(dt.datetime, metaclass=_Alike):
    """Moments as always, but for the present one."""

    def __new__(cls, *told: Any, **named: Any) -> dt.datetime:  # type: ignore[misc]
        return dt.datetime(*told, **named)  # noqa: DTZ001 (what is asked for)

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
        return dt.datetime.now(tz) + AHEAD


def begin() -> None:
    """Go by the other clock from now on."""
    other = ModuleType("datetime")
    vars(other).update(vars(dt) | {"datetime": Skewed})
    sys.modules["datetime"] = other
