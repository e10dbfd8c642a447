"""How cases are shared among provinces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gis.records.demo import Size, shared


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
