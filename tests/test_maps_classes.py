"""Every ward falls into exactly one class, and the breaks are numbers a reader can say."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.maps.classes import NO_DATA, TOO_FEW, classify

KINDS = ("count", "share", "money", "days", "hectares")


def wards(*values):
    return pd.Series(values, index=[f"{at:05d}" for at in range(len(values))], dtype="float64")


def test_no_case_is_a_class_of_its_own():
    classes = classify(wards(0, 0, 1, 3, 4, 6, 9, 14, 22, 30), kind="count")
    assert classes.breaks == (1, 5, 10, 20)
    assert classes.index.tolist() == [0, 0, 1, 1, 1, 2, 2, 3, 4, 4]
    assert classes.labels("vi") == ("0", "1–4", "5–9", "10–19", "từ 20 trở lên")
    assert classes.labels("en")[-1] == "20 or more"
    assert classes.n == (2, 3, 2, 1, 2)
    assert classes.index.dtype == "int8"


def test_a_value_on_a_break_is_in_the_higher_class():
    classes = classify(wards(0.05, 0.199, 0.2, 0.21, 0.4, 0.5), kind="share")
    assert 0.2 in classes.breaks
    below, on = classes.index.iloc[[1, 2]]
    assert on == below + 1


def test_missing_and_too_little_data_stand_apart():
    values = wards(3, np.nan, 8, np.nan)
    classes = classify(values, kind="count", too_few=pd.Series([True, True], index=["00000", "00001"]))
    assert classes.index.tolist() == [TOO_FEW, TOO_FEW, 0, NO_DATA]
    assert (classes.too_few, classes.no_data, classes.n) == (2, 1, (1,))
    assert classes.labels("vi") == ("8",)
    assert [classes.swatch(place) for place in (NO_DATA, TOO_FEW, 0)] == ["no-data", "too-few", "class-2"]


@pytest.mark.parametrize(
    ("kind", "values", "labels"),
    [
        ("count", (7, 7, 7), ("7",)),
        ("count", (0, 0), ("0",)),
        ("count", (0, 1), ("0", "1")),
        ("count", (), ()),
        ("count", (np.nan, np.nan), ()),
        ("share", (0.25,), ("25%",)),
        ("money", (2e9, 8e9, 30e9), ("dưới 5 tỷ đồng", "từ 5 đến dưới 10 tỷ đồng", "từ 10 tỷ đồng trở lên")),
        (
            "days",
            (10, 29, 30, 400),
            ("dưới 15 ngày", "từ 15 đến dưới 30 ngày", "từ 30 đến dưới 45 ngày", "từ 45 ngày trở lên"),
        ),
        ("hectares", (0.015, 0.03), ("dưới 0,02 ha", "từ 0,02 ha trở lên")),
    ],
)
def test_labels_say_each_class(kind, values, labels):
    assert classify(wards(*values), kind=kind).labels("vi") == labels


def test_a_small_change_of_the_values_leaves_the_breaks():
    values = wards(*[0] * 20, *range(1, 60), *range(1, 30))
    fewer = values.copy()
    fewer.iloc[::9] = np.maximum(fewer.iloc[::9] - 1, 0)
    assert classify(values, kind="count").breaks == classify(fewer, kind="count").breaks


def test_few_classes_still_span_the_ramp():
    classes = classify(wards(0, 0, 3), kind="count")
    assert [classes.swatch(place) for place in range(classes.count)] == ["class-0", "class-4"]
    assert classify(wards(0, 0), kind="count").swatch(0) == "class-0"


@pytest.mark.parametrize("wrong", [-1.0, np.inf])
def test_what_no_measure_can_be_is_refused(wrong):
    with pytest.raises(ValueError, match="expected finite values"):
        classify(wards(1, wrong), kind="count")


@st.composite
def measures(draw):
    kind = draw(st.sampled_from(KINDS))
    number = {
        "count": st.integers(0, 5_000),
        "share": st.floats(0, 1),
        "days": st.integers(0, 4_000),
        "money": st.floats(0, 1e14),
        "hectares": st.floats(0, 1e4),
    }[kind]
    values = draw(st.lists(st.one_of(st.just(np.nan), number), max_size=126))
    few = draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
    values = wards(*values)
    return kind, values, pd.Series(few, index=values.index, dtype=bool)


@given(measures())
def test_every_value_is_in_exactly_one_class_and_n_reconciles(measure):
    kind, values, few = measure
    before = values.copy()
    classes = classify(values, kind=kind, too_few=few)
    assert sum(classes.n) + classes.no_data + classes.too_few == len(values)
    assert classes.index.index.equals(values.index)
    assert classes.count <= 5
    assert 0 not in classes.n
    assert list(classes.breaks) == sorted(set(classes.breaks))
    bounds = (-np.inf, *classes.breaks, np.inf)
    for value, place in zip(values, classes.index, strict=True):
        if place >= 0:
            assert bounds[place] <= value < bounds[place + 1]
    assert len(set(classes.labels("vi"))) == classes.count
    assert len({classes.swatch(place) for place in range(classes.count)}) == classes.count
    pd.testing.assert_series_equal(values, before)


@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=126), st.randoms())
def test_the_order_of_wards_does_not_matter(counts, random):
    values = wards(*counts)
    order = list(values.index)
    random.shuffle(order)
    assert classify(values, kind="count").breaks == classify(values[order], kind="count").breaks


def test_the_few_that_stand_out_are_not_in_one_class_with_half_of_all() -> None:
    # 56 of 126 wards were met 9 days ago or longer, and only 6 of them more than 15: the last break is 15 and not 7
    silent = classify(wards(*[2.0] * 70, *[9.0] * 50, *[20.0] * 5, 40.0), kind="days")
    assert silent.breaks[-1] == 15.0
    assert silent.n == (70, 50, 6)
