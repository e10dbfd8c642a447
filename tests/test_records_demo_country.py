"""How cases are shared among provinces, and what is not known of some."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.areas.geodesy import square_metres
from gis.records.demo import Size, shared
from gis.records.demo.places import places
from tests import city


def test_shares_go_by_wards_and_add_up() -> None:
    found = shared(1000, {"01": 126, "79": 168, "04": 56})
    assert {code: size.cases for code, size in found.items()} == {"01": 360, "79": 480, "04": 160}
    assert found["01"] == Size(360, 30_000, 400)
    assert (found["04"].households, found["04"].projects) == (13_333, 178)


def test_what_is_left_over_goes_where_most_of_a_case_is_missing() -> None:
    assert {code: size.cases for code, size in shared(10, {"a": 1, "b": 1, "c": 1}).items()} == {"a": 4, "b": 3, "c": 3}


@given(st.integers(0, 10**7), st.dictionaries(st.text(min_size=1, max_size=2), st.integers(1, 400), min_size=1))
def test_no_case_is_lost_and_none_is_doubled(cases: int, wards: dict[str, int]) -> None:
    found = shared(cases, wards)
    assert sum(size.cases for size in found.values()) == cases
    exact = {code: cases * n / sum(wards.values()) for code, n in wards.items()}
    assert all(abs(found[code].cases - exact[code]) < 1 for code in wards)


def test_a_ward_without_an_official_area_is_measured() -> None:
    """Two communes of Quảng Trị have none; their hamlets follow what is drawn."""
    known = city.areas()
    wards = known.wards.assign(km2=[None, *known.wards["km2"].iloc[1:]]).astype({"km2": "float64"})
    found = places(replace(known, wards=wards), np.random.default_rng(1))
    assert found.km2[0] == pytest.approx(square_metres(known.wards, crs=known.metres).iloc[0] / 1e6)
    assert np.isfinite(found.km2).all()
    assert (found.hamlet_ward == 0).sum() >= 4
