"""Named counts of several tables are hidden together, so that none of the small ones can be worked out."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from gis.access.suppression import shown
from gis.access.together import Elsewhere, hidden
from gis.scope import Scope

OFFICER = Scope.local_officer("99")


def test_a_small_count_and_what_would_tell_it_are_hidden() -> None:
    """12 = 9 + 3: the 3 is small, and the 9 would tell it."""
    found = hidden({"all": 12, "paid": 9, "left": 3}, [("all", ["paid", "left"])], threshold=5)
    assert found.names == {"paid", "left"}
    assert found.small == {"left"}


def test_what_is_left_of_a_whole_is_as_small_as_what_is_told() -> None:
    """30 households, 27 of them paid: the three others are nowhere told, and still the 27 would tell them."""
    assert hidden({"all": 30, "paid": 27}, [("all", ["paid"])], threshold=5).names == {"paid"}
    assert hidden({"all": 30, "paid": 25}, [("all", ["paid"])], threshold=5).names == set()


def test_two_tables_of_the_same_counts_do_not_tell_each_other() -> None:
    """By ward 6 + 3 + 9, by class 9 + 9: the total stands, so a second ward goes with the small one."""
    numbers = {"all": 18, "A": 6, "B": 3, "C": 9, "complaint": 9, "other": 9}
    found = hidden(numbers, [("all", ["A", "B", "C"]), ("all", ["complaint", "other"])], threshold=5)
    assert found.names == {"A", "B"}


def test_unknown_zero_and_what_is_no_part_bind_nothing() -> None:
    numbers = {"all": 6, "none": 0, "unknown": None, "more": 7}
    found = hidden(numbers, [("all", ["none"]), ("all", ["unknown"]), ("all", ["more"])], threshold=5)
    assert found.names == set()
    assert hidden({}, [], threshold=5).names == set()


def test_what_another_paper_hides_is_hidden_and_what_it_tells_protects_nothing() -> None:
    """20 stands there and 9 does not: hiding 20 here would be in vain, telling 9 here would undo that paper."""
    numbers, wholes = {"all": 20, "A": 9, "B": 11}, [("all", ["A", "B"])]
    other = Elsewhere(frozenset({"all"}), {"A": False})
    found = hidden(numbers, wholes, threshold=5, elsewhere=other)
    assert found.names == {"A", "B"}
    assert found.small == set()
    assert hidden(numbers, wholes, threshold=5).names == set()


def test_what_is_left_of_counts_told_elsewhere_is_known_and_hides_nothing() -> None:
    numbers, wholes = {"all": 12, "paid": 10, "other": 30}, [("all", ["paid"])]
    told = Elsewhere(frozenset({"all", "paid"}))
    assert hidden(numbers, wholes, threshold=5, elsewhere=told).names == set()
    assert hidden(numbers, wholes, threshold=5).names == {"paid"}


@given(st.lists(st.integers(0, 12), min_size=2, max_size=8), st.integers(1, 8))
def test_it_hides_what_the_table_of_one_row_hides(parts: list[int], threshold: int) -> None:
    numbers = {f"p{i}": n for i, n in enumerate(parts)} | {"all": sum(parts)}
    wholes = [("all", [f"p{i}" for i in range(len(parts))])]
    table = shown(
        pd.DataFrame([numbers]), OFFICER, counts=list(numbers), threshold=threshold, sums=wholes, for_file=True
    )
    found = hidden(numbers, wholes, threshold=threshold)
    assert found.names == {name for name in numbers if table.hidden.at[0, name]}
    assert {name for name, n in numbers.items() if 0 < n < threshold} <= found.names
