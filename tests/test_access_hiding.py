"""No hidden cell can be worked out: small tables are solved by trying every value a reader must think possible.

The smallest table that needs a partner, three wards and their total::

    3 + 12 + 40 = 55      3 is small, 12 is its partner, 40 and 55 stay
"""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csc_array

from gis.access import hiding as subject
from gis.access.hiding import Cells, Hiding, exposed, hide


def cells(values: list[int], lines: list[list[int]], *, threshold: int = 5, fixed: tuple[int, ...] = ()) -> Cells:
    free = np.array([place not in fixed for place in range(len(values))])
    return Cells(np.array(values, dtype="float64"), csc_array(np.array(lines, dtype="float64")), free, threshold)


def column(*parts: int, threshold: int = 5, fixed: tuple[int, ...] = ()) -> Cells:
    """Make one column with its total at the end."""
    return cells([*parts, sum(parts)], [[1] * len(parts) + [-1]], threshold=threshold, fixed=fixed)


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ((40, 12, 30), []),
        ((3, 12, 40), [0, 1]),  # alone: the next smallest goes too
        ((3, 4, 40), [0, 1]),  # two small ones protect each other: 3+4 or 4+3
        ((1, 1, 40), [0, 1, 2]),  # 1+1 is the only way to 2
        ((4, 4, 40), [0, 1, 2]),  # 4+4 is the only way to 8
        ((1, 2, 40), [0, 1, 2]),  # three together, which the total tells
        ((1, 3, 5, 6), [0, 1, 2]),  # four together
        ((1, 1, 3, 40), [0, 1, 2]),  # five together
        ((1, 2), [0, 1, 2]),  # three together is the total, and hidden itself
        ((4, 5, 40), [0, 1]),
        ((1, 5, 40), [0, 1, 2]),  # 6 with one of at least 5 is 1+5
        ((2, 5, 40), [0, 1]),
        ((0, 3, 0), [1, 3]),  # the total is small itself
        ((0, 3, 9), [1, 2]),
        ((0, 0, 0), []),
        ((4,), [0, 1]),
        ((5,), []),
    ],
)
def test_a_column_and_its_total(parts, hidden):
    assert np.flatnonzero(hide(column(*parts)).hidden).tolist() == hidden


def test_a_threshold_of_one_hides_nothing_and_of_two_hides_the_ones():
    assert not hide(column(1, 2, 40, threshold=1)).hidden.any()
    assert np.flatnonzero(hide(column(1, 3, 40, threshold=2)).hidden).tolist() == [0, 1]
    assert np.flatnonzero(hide(column(1, 1, 40, threshold=2)).hidden).tolist() == [0, 1, 2]


def test_a_cell_somebody_may_see_is_no_partner():
    assert np.flatnonzero(hide(column(3, 12, 40, fixed=(1,))).hidden).tolist() == [0, 2]
    assert not hide(column(3, 12, 40, fixed=(0, 1, 2, 3))).hidden.any()


def test_the_audit_tells_a_bad_hiding_from_a_good_one():
    table = column(3, 12, 40)
    assert exposed(table, bare(0, size=4)).tolist() == [True, False, False, False]
    assert not exposed(table, bare(0, 1, size=4)).any()


def test_what_no_single_line_gives_away_is_found_too():
    """Two squares joined by one cell: every line has two hidden cells or more, and still the joint J is fixed.

    ::

        A A . .
        A A J .      J = second row + first row - first column - second column
        . . B B
        . . B B
    """
    rows, columns = [(0, 1), (2, 3, 4), (5, 6), (7, 8)], [(0, 2), (1, 3), (4, 5, 7), (6, 8)]
    lines = [[int(place in line) for place in range(9)] for line in [*rows, *columns]]
    table = cells([9] * 9, lines)
    assert np.flatnonzero(exposed(table, bare(*range(9), size=9))).tolist() == [4]


def test_marks_become_vague_where_they_would_tell():
    four = hide(column(1, 1, 1, 1))
    assert four.hidden.all()
    assert four.vague.all()
    assert not hide(column(3, 12, 40)).vague.any()
    assert hide(column(3, 12, 40, threshold=2)).hidden.sum() == 0


def bare(*hidden: int, size: int) -> Hiding:
    """Hide these cells with marks that say which are small."""
    return Hiding(np.isin(np.arange(size), hidden), np.zeros(size, dtype=bool))


def possible(table: Cells, hiding: Hiding, reach: int) -> list[set[int]]:
    """Answer, by trying them all, which values each hidden cell can have for a reader; the tests' own attacker."""
    places = np.flatnonzero(hiding.hidden)
    ranges = []
    for value, vague in zip(table.values[places].astype(int), hiding.vague[places], strict=True):
        if vague:
            ranges.append(range(1, reach))
        elif value < table.threshold:
            ranges.append(range(1, table.threshold))
        else:
            ranges.append(range(table.threshold, reach))
    lines, sums = table.lines.toarray()[:, places], table.lines.toarray()[:, places] @ table.values[places]
    tries = np.array(list(product(*ranges)), dtype="float64")
    fits = tries[(np.abs(tries @ lines.T - sums) < 0.5).all(axis=1)]
    return [set(fits[:, number].astype(int)) for number in range(len(places))]


SMALL_COUNT = st.integers(min_value=0, max_value=6)


@settings(deadline=None, max_examples=60)
@given(st.lists(SMALL_COUNT, min_size=1, max_size=4), st.sampled_from([2, 3, 4]))
def test_no_hidden_part_can_be_worked_out_from_the_rest_and_the_total(parts, threshold):
    table = column(*parts, threshold=threshold)
    hiding = hide(table)
    assume(0 < hiding.hidden.sum() <= 5)
    assert all(len(values) > 1 for values in possible(table, hiding, sum(parts) + 5))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(min_value=0, max_value=4), min_size=4, max_size=4))
def test_no_hidden_cell_can_be_worked_out_from_rows_and_columns(inner):
    one, two, three, four = inner
    values = [one, two, one + two, three, four, three + four, one + three, two + four, sum(inner)]
    grid = np.arange(9).reshape(3, 3)
    lines = [[1 if p in line[:2] else -1 if p == line[2] else 0 for p in range(9)] for line in [*grid, *grid.T]]
    table = cells(values, lines, threshold=3)
    hiding = hide(table)
    assume(0 < hiding.hidden.sum() <= 5)
    assert all(len(found) > 1 for found in possible(table, hiding, sum(inner) + 4))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(min_value=0, max_value=30), max_size=8), st.integers(min_value=1, max_value=6))
def test_small_is_hidden_zero_is_not_and_nothing_is_exposed(parts, threshold):
    table = column(*parts, threshold=threshold)
    hiding = hide(table)
    assert hiding.hidden[table.small].all()
    assert not hiding.hidden[table.values == 0].any()
    assert not exposed(table, hiding).any()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(min_value=0, max_value=8), max_size=6), st.integers(min_value=1, max_value=6))
def test_hidden_parts_of_a_visible_total_are_not_small_together(parts, threshold):
    hidden = hide(column(*parts, threshold=threshold)).hidden
    together = sum(part for part, gone in zip(parts, hidden, strict=False) if gone)
    assert hidden[-1] or not 0 < together < threshold


def test_parts_of_a_count_are_not_small_together_either():
    """In two rows of three kinds of cases one and two of ten are hidden: seven join them, and so does a row below.

    ::

        1 + 2 +  7 = 10
        9 + 8 + 20 = 37
    """
    rows = np.array([[1, 2, 7, 10], [9, 8, 20, 37]])
    values, places = np.vstack([rows, rows.sum(axis=0)]), np.arange(12).reshape(3, 4)
    lines = [[-1 if place == line[-1] else int(place in line) for place in range(12)] for line in [*places, *places.T]]
    hidden = hide(cells([int(value) for value in values.ravel()], lines)).hidden.reshape(3, 4)
    assert hidden[0].tolist() == [True, True, True, False]
    assert hidden[1].tolist() == [True, True, True, False]
    assert not hidden[2].any()


def test_an_attacker_that_always_fails_would_be_no_test():
    table = column(3, 12, 40)
    assert possible(table, bare(0, size=4), 60) == [{3}]


def test_a_row_that_tells_all_by_its_marks_is_helped_by_vague_ones_and_not_by_hiding_far_away():
    """Below three is small: two small ones make four at most, a large and a small one four at least.

    ::

        4 = 2 + 2 = 3 + 1       a partner in the columns would be hidden in vain
        90 = 45 + 45 = 50 + 40
    """
    rows = [[4, 2, 2, 3, 1], *([[90, 45, 45, 50, 40]] * 12)]
    hiding = hide(wide(np.array(rows), threshold=3))
    away = hiding.hidden.reshape(-1, 5)[1:-1]
    assert hiding.hidden[:5].all()
    assert hiding.vague[:5].any()
    assert away.any(axis=1).sum() <= 2  # not one row after another


def wide(rows: np.ndarray[Any, Any], *, threshold: int = 5) -> Cells:
    """Make a table of rows (whole, part, rest, part, rest) with the totals of its columns in the last row."""
    values = np.vstack([rows, rows.sum(axis=0)])
    places = np.arange(values.size).reshape(values.shape)
    lines = np.zeros((values.shape[1] + 2 * len(values), values.size))
    for line, column in enumerate(places.T):
        lines[line, column] = [1] * len(rows) + [-1]
    for line, row in enumerate(places, start=values.shape[1]):
        lines[line, row[:3]] = lines[line + len(values), row[[0, 3, 4]]] = [-1, 1, 1]
    return Cells(values.ravel().astype("float64"), csc_array(lines), np.ones(values.size, dtype=bool), threshold)


def some_rows(n: int, *, seed: int, mean: float) -> np.ndarray[Any, Any]:
    random = np.random.default_rng(seed)
    whole = random.geometric(1 / mean, n)
    one, two = random.binomial(whole, 0.6), random.binomial(whole, 0.3)
    return np.column_stack([whole, one, whole - one, two, whole - two])


def told(table: Cells, hiding: Hiding) -> set[int]:
    """Answer the hidden cells with one possible value, each asked by itself of the whole table; slow and plain."""
    places = np.flatnonzero(hiding.hidden)
    truth, lines = table.values[places], table.lines[:, places]
    small, vague, most = truth < table.threshold, hiding.vague[places], truth.sum() + table.threshold
    low = np.where(small | vague, 1, table.threshold)
    high = np.where(small & ~vague, table.threshold - 1, most)
    known = {"A_eq": lines, "b_eq": lines @ truth, "bounds": np.column_stack([low, high])}
    asked = np.eye(len(places))
    ends = [[abs(linprog(sign * ask, **known).fun) for sign in (1, -1)] for ask in asked]
    return {
        int(place)
        for place, (least, most) in zip(places, ends, strict=True)
        if np.floor(most + 1e-6) - np.ceil(least - 1e-6) < 1
    }


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 12), st.integers(0, 10_000), st.sampled_from([2, 4, 9]), st.integers(2, 6))
def test_what_is_asked_in_parts_protects_as_if_asked_of_the_whole(n, seed, mean, threshold):
    table = wide(some_rows(n, seed=seed, mean=mean), threshold=threshold)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subject, "_PART", 6)
        patch.setattr(subject, "_SHORT", 4)
        hiding = hide(table)
    assert told(table, hiding) == set()


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 8), st.integers(0, 10_000), st.floats(0.2, 1.0))
def test_the_audit_in_parts_finds_what_the_slow_one_finds(n, seed, share):
    table = wide(some_rows(n, seed=seed, mean=9))
    hidden = (np.random.default_rng(seed).random(len(table.values)) < share) & (table.values > 0)
    hiding = Hiding(hidden, np.zeros(len(hidden), dtype=bool))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subject, "_PART", 6)
        patch.setattr(subject, "_SHORT", 4)
        found = set(np.flatnonzero(exposed(table, hiding)).tolist())
    slow = told(table, hiding)
    assert found <= slow
    assert bool(found) == bool(slow)


def programmes(n: int) -> list[int]:
    """Answer how many cells each programme held that was solved for a table of so many rows."""
    sizes = []

    def counted(direction: Any, **known: Any) -> Any:
        sizes.append(len(direction))
        return linprog(direction, **known)

    table = wide(some_rows(n, seed=1, mean=20))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subject, "linprog", counted)
        patch.setattr(subject, "_PART", 50)
        hide(table)
    return sizes


def test_a_longer_table_needs_more_programmes_in_proportion_and_not_larger_ones():
    short, long = programmes(200), programmes(800)
    assert len(short) > 10
    assert len(long) <= 5 * len(short)
    assert np.quantile(long, 0.95) <= 2 * 50
    assert sum(long) <= 6 * sum(short)
