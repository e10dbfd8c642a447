"""What became of clusters between two days: both sides of every border."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from gis.insight.early_changes import between

A, B = "00001", "00002"


def told(*, hot: bool, rate: float | None = 10.0, **more: Any) -> pd.DataFrame:
    row = {"hot": hot, "enough": True, "rate": rate, "low": 8.0, "high": 12.0, "class": "new", "n": 20.0} | more
    calm = row | {"hot": False, "class": "none"}
    return pd.DataFrame([row, calm], index=pd.Index([A, B], name="ward"))


@pytest.mark.parametrize(
    ("then", "now", "change"),
    [
        (told(hot=False), told(hot=True), "new"),
        (told(hot=True), told(hot=False), "gone"),
        (told(hot=True), told(hot=False, rate=None, enough=False), "unknown"),
        (told(hot=True), told(hot=True, rate=12.1), "stronger"),
        (told(hot=True), told(hot=True, rate=12.0), "same"),
        (told(hot=True), told(hot=True, rate=8.0), "same"),
        (told(hot=True), told(hot=True, rate=7.9), "weaker"),
        (told(hot=True), told(hot=True, rate=None, enough=False), "same"),
    ],
)
def test_a_ward_told_of_on_either_day(then: pd.DataFrame, now: pd.DataFrame, change: str) -> None:
    found = between(then, now, pd.Index([A, B]))
    assert found["change"].to_dict() == {A: change}
    assert found.at[A, "rate_then"] == 10
    assert found.at[A, "class_now"] == "new"


def test_what_is_not_asked_about_is_left_out_and_what_was_unknown_then_is_new() -> None:
    assert between(told(hot=True), told(hot=True), pd.Index([B])).empty
    assert between(told(hot=True).loc[[B]], told(hot=True), pd.Index([A, B]))["change"].to_dict() == {A: "new"}


def test_they_stand_in_the_order_of_the_changes() -> None:
    then = pd.concat([told(hot=True).loc[[A]], told(hot=False).loc[[A]].set_axis([B])])
    now = pd.concat([told(hot=False).loc[[A]], told(hot=True).loc[[A]].set_axis([B])])
    assert between(then, now, pd.Index([A, B]))["change"].to_dict() == {B: "new", A: "gone"}
    assert list(between(then, now, pd.Index([A, B])).index) == [B, A]
