"""Who sees which counts of a table of four wards, two of each old district.

::

    ward   old district   open   overdue   rate
    Ba          X           12         6   0.50
    Bốn         X            3         1   0.33
    Năm         Y           40         –      –
    Sáu         Y            0         0      –
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.access.suppression import TOTAL, Shown, as_it_stands, shown
from gis.scope import Role, Scope
from gis.words import percent

TABLE = pd.DataFrame(
    {
        "ward": ["00003", "00004", "00005", "00006"],
        "district": ["X", "X", "Y", "Y"],
        "name": ["Ba", "Bốn", "Năm", "Sáu"],
        "open": pd.array([12, 3, 40, 0], dtype="Int64"),
        "overdue": pd.array([6, 1, None, 0], dtype="Int64"),
        "rate": [0.5, 1 / 3, np.nan, np.nan],
    },
    index=["a", "b", "c", "d"],
)
VIEWER = Scope("01", None, "viewer")
OFFICER = Scope.local_officer("01")


def look(scope: Scope, *, for_file: bool = False, within: str | None = None, threshold: int = 5) -> Shown:
    return shown(
        TABLE,
        scope,
        counts=["open", "overdue"],
        threshold=threshold,
        within=within,
        derived={"rate": ["overdue", "open"]},
        for_file=for_file,
    )


def test_a_viewer_sees_no_small_count_nor_what_gives_it_away():
    seen = look(VIEWER)
    assert seen.hidden["open"].tolist() == [True, True, False, False]
    assert seen.small["open"].tolist() == [False, True, False, False]
    assert seen.hidden["overdue"].tolist() == [True, True, False, False]
    assert seen.hidden["rate"].tolist() == [True, True, False, False]
    assert seen.values["open"].isna().tolist() == [True, True, False, False]


def test_hidden_unknown_and_zero_are_three_things():
    seen = look(VIEWER).display("vi", formats={"rate": percent})
    assert seen["open"].tolist() == ["ẩn", "<5", "40", "0"]
    assert seen["overdue"].tolist() == ["ẩn", "<5", "–", "0"]
    assert seen["rate"].tolist() == ["ẩn", "ẩn", "–", "–"]
    assert look(VIEWER).display("en")["open"].tolist() == ["hidden", "<5", "40", "0"]


@pytest.mark.parametrize("role", ["leader", "officer", "editor"])
def test_exact_on_screen_in_their_own_areas(role: Role):
    seen = look(Scope("01", None, role))
    assert not seen.any_hidden
    assert seen.values["open"].tolist() == [12, 3, 40, 0]
    assert seen.values["rate"].equals(TABLE["rate"])
    assert seen.totals.values["open"].tolist() == [55]


@pytest.mark.parametrize("role", ["viewer", "leader", "officer", "editor", "admin"])
def test_in_a_file_nobody_sees_them(role: Role):
    pd.testing.assert_frame_equal(look(Scope("01", None, role), for_file=True).hidden, look(VIEWER).hidden)


def test_the_role_of_admin_alone_opens_nothing():
    assert look(Scope("01", None, "admin")).any_hidden


def test_a_leader_sees_his_own_ward_and_the_others_stay_hidden():
    own = look(Scope("01", frozenset({"00003"}), "leader"))
    assert own.hidden["open"].tolist() == [False, True, True, False]
    other = look(Scope("01", frozenset({"00004"}), "leader"))
    assert not other.hidden["open"].any()


def test_the_ward_may_stand_in_the_index_and_without_one_nothing_is_own():
    leader = Scope("01", frozenset({"00004"}), "leader")
    by_index = shown(TABLE.set_index("ward"), leader, counts=["open"], threshold=5)
    assert not by_index.hidden.any(axis=None)
    without = shown(TABLE.drop(columns="ward"), leader, counts=["open"], threshold=5)
    assert without.hidden["open"].tolist() == [True, True, False, False]


def test_totals_of_groups_are_looked_at_with_the_same_eyes():
    totals = look(VIEWER, within="district").totals
    assert totals.values.index.tolist() == ["X", "Y", TOTAL]
    assert totals.display("vi")["open"].tolist() == ["15", "40", "55"]
    assert totals.display("vi")["overdue"].tolist() == ["7", "0", "7"]


def test_a_group_with_one_small_ward_hides_its_total_too():
    table = pd.DataFrame({"group": ["X", "X", "Y", "Y", "Z"], "open": [3, 0, 20, 8, 50]})
    seen = shown(table, VIEWER, counts=["open"], threshold=5, within="group")
    assert seen.display("vi")["open"].tolist() == ["<5", "0", "20", "ẩn", "50"]
    assert seen.totals.display("vi")["open"].tolist() == ["<5", "ẩn", "50", "81"]


def test_rows_without_a_group_are_a_group_of_their_own():
    table = pd.DataFrame({"group": ["X", "X", None], "open": [3, 9, 20]})
    seen = shown(table, VIEWER, counts=["open"], threshold=5, within="group")
    assert seen.hidden["open"].tolist() == [True, True, False]
    assert len(seen.totals.values) == 3


def test_parts_of_a_count_do_not_give_each_other_away():
    table = pd.DataFrame({"complaint": [30, 41], "proposal": [2, 17], "cases": [32, 58]})
    parts = ["complaint", "proposal"]
    seen = shown(table, VIEWER, counts=[*parts, "cases"], threshold=5, sums={"cases": parts})
    assert seen.hidden["proposal"].tolist() == [True, True]
    assert seen.hidden["complaint"].tolist() == [True, True]
    assert seen.hidden["cases"].tolist() == [False, False]


def test_nothing_else_is_touched():
    before = TABLE.copy()
    seen = look(VIEWER)
    pd.testing.assert_frame_equal(TABLE, before)
    assert seen.values["name"].tolist() == TABLE["name"].tolist()
    assert list(seen.values.columns) == list(TABLE.columns)
    assert seen.values.index.equals(TABLE.index)


@pytest.mark.parametrize("threshold", [0, 1])
def test_a_threshold_of_one_hides_nothing(threshold):
    assert not look(VIEWER, threshold=threshold).any_hidden


def test_where_the_mark_would_say_the_count_all_hidden_cells_look_alike():
    seen = shown(pd.DataFrame({"open": [1, 3, 40]}), VIEWER, counts=["open"], threshold=2)
    assert seen.display("vi")["open"].tolist() == ["ẩn", "ẩn", "40"]


def test_a_table_without_rows_is_shown_empty():
    seen = shown(TABLE.iloc[:0], VIEWER, counts=["open"], threshold=5)
    assert seen.values.empty
    assert not seen.any_hidden
    assert seen.totals.display("vi")["open"].tolist() == ["–"]


def test_the_footnote_names_the_threshold():
    assert "dưới 5" in look(VIEWER).note("vi")
    assert "under 5" in look(VIEWER).note("en")


COUNT = st.none() | st.integers(min_value=0, max_value=12)
ROWS = st.lists(st.tuples(st.sampled_from("XYZ"), COUNT, COUNT), min_size=1, max_size=8)


@settings(deadline=None, max_examples=60)
@given(ROWS, st.booleans())
def test_small_hidden_zero_and_unknown_kept_and_every_visible_count_true(rows, grouped):
    table = pd.DataFrame(rows, columns=["group", "open", "closed"]).astype({"open": "Int64", "closed": "Int64"})
    table["cases"] = table["open"] + table["closed"]
    counts = ["open", "closed", "cases"]
    seen = shown(
        table,
        VIEWER,
        counts=counts,
        threshold=5,
        within="group" if grouped else None,
        sums={"cases": ["open", "closed"]},
    )
    for name in counts:
        true, values, hidden = table[name], seen.values[name], seen.hidden[name]
        assert hidden[true.between(1, 4).fillna(value=False).astype(bool)].all()
        assert not hidden[true.isna() | true.eq(0).fillna(value=False)].any()
        assert values[~hidden].equals(true[~hidden])
        assert values[hidden].isna().all()
        assert not (values.dropna().between(1, 4)).any()


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_a_total_minus_the_rest_is_never_one_hidden_count(rows):
    table = pd.DataFrame(rows, columns=["group", "open", "closed"]).astype({"open": "Int64", "closed": "Int64"})
    seen = shown(table, VIEWER, counts=["open", "closed"], threshold=5, within="group")
    for name in ("open", "closed"):
        for group, mine in seen.hidden[name].groupby(table["group"]):
            assert mine.sum() + seen.totals.hidden.loc[group, name] != 1
        assert seen.totals.hidden[name].sum() != 1


def test_a_table_that_hides_nothing_reads_as_one_looked_at_that_hides_nothing():
    table = pd.DataFrame({"open": [3, 0, 40], "overdue": [1, 0, 7]}, index=["a", "b", "c"])
    looked = shown(table, Scope("99", None, "viewer"), counts=("open", "overdue"), threshold=1)
    plain = as_it_stands(table, ("open", "overdue"))
    assert not plain.any_hidden
    assert plain.display().equals(looked.display())
    assert plain.totals is not None
    assert looked.totals is not None
    assert plain.totals.display().equals(looked.totals.display())
    assert plain.totals.display().loc[TOTAL].tolist() == ["43", "8"]
