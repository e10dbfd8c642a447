"""Filters select by the columns a frame has, say themselves, and survive the address bar."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.filters import AGES, FILTERS, Filters
from gis.words import LANGUAGES, Language

AS_OF = dt.date(2026, 9, 30)
DISTRICTS = {"D1": ("A", "B"), "D2": ("B", "C")}
CASES = pd.DataFrame(
    {
        "ward": pd.Categorical(["A", "A", "B", "C", "C"]),
        "project": pd.Categorical(["P1", None, "P1", "P2", "P2"]),
        "subject": pd.Categorical(["price", "price", "recovery", "price", None]),
        "overdue": [True, False, True, False, False],
        "age": pd.array([90, 89, 400, None, 30], dtype="Int32"),
        "key_project": pd.array([True, None, True, False, False], dtype="boolean"),
    },
    index=["k1", "k2", "k3", "k4", "k5"],
)

codes = st.lists(st.text("ABC09-_", min_size=1, max_size=6), max_size=4, unique=True).map(tuple)
any_filters = st.builds(
    Filters,
    **{each.name: codes for each in FILTERS if each.how == "codes"},
    **{each.name: st.booleans() for each in FILTERS if each.how == "flag"},
    area=st.text("ABC é", max_size=12).map(str.strip),
    age=st.sampled_from([0, *AGES]),
)


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(), ["k1", "k2", "k3", "k4", "k5"]),
        (Filters(ward=("A",)), ["k1", "k2"]),
        (Filters(ward=("A", "C")), ["k1", "k2", "k4", "k5"]),
        (Filters(district=("D1",)), ["k1", "k2", "k3"]),
        (Filters(district=("D2",), ward=("B",)), ["k3"]),
        (Filters(district=("nowhere",)), []),
        (Filters(project=("P1",)), ["k1", "k3"]),
        (Filters(subject=("price",), overdue=True), ["k1"]),
        (Filters(age=90), ["k1", "k3"]),
        (Filters(age=30), ["k1", "k2", "k3", "k5"]),
        (Filters(key_project=True), ["k1", "k3"]),
        (Filters(level=("first",)), ["k1", "k2", "k3", "k4", "k5"]),
    ],
)
def test_keep(filters: Filters, kept: list[str]) -> None:
    assert list(filters.keep(CASES, DISTRICTS).index) == kept


def test_what_does_not_apply_is_named() -> None:
    assert Filters(level=("first",), ward=("A",), kind=("housing",)).not_applied(CASES) == ("kind", "level")


@given(any_filters)
def test_keeping_twice_changes_nothing_and_never_adds(filters: Filters) -> None:
    once = filters.keep(CASES, DISTRICTS)
    assert filters.keep(once, DISTRICTS).index.equals(once.index)
    assert set(once.index) <= set(CASES.index)


@given(any_filters)
def test_the_address_bar_gives_back_the_same_choice(filters: Filters) -> None:
    query = {name: [value] if isinstance(value, str) else value for name, value in filters.to_query().items()}
    assert Filters.from_query(query) == (filters, ())


@given(st.dictionaries(st.sampled_from([each.name for each in FILTERS]), st.lists(st.text(max_size=8), max_size=3)))
def test_any_address_bar_is_read(query: dict[str, list[str]]) -> None:
    filters, bad = Filters.from_query(query)
    assert set(bad) <= set(query)
    assert filters.keep(CASES, DISTRICTS).shape[0] <= len(CASES)


@pytest.mark.parametrize(
    "query", [{"age": ["31"]}, {"age": ["-30"]}, {"age": ["٣٠"]}, {"overdue": ["yes"]}, {"overdue": []}]
)
def test_what_makes_no_sense_is_left_out_and_told(query: dict[str, list[str]]) -> None:
    assert Filters.from_query(query) == (Filters(), tuple(query))


def name(which: str, code: str) -> str:
    known = {"ward": "Phường Hồng Hà", "subject": "Giá, đơn giá bồi thường", "case_class": "Khiếu nại"}
    return known.get(which, code)


@pytest.mark.parametrize(
    ("filters", "cases", "said"),
    [
        (Filters(), None, "Toàn địa bàn, số liệu đến 30/09/2026"),
        (Filters(), 1234, "1.234 vụ việc, chưa giải quyết xong, toàn địa bàn, số liệu đến 30/09/2026"),
        (
            Filters(case_class=("complaint",), subject=("price",), overdue=True, ward=("1", "2", "3")),
            12,
            (
                "12 vụ việc khiếu nại về giá, đơn giá bồi thường, quá thời hạn giải quyết, tại 3 xã, phường, "
                "số liệu đến 30/09/2026"
            ),
        ),
        (Filters(ward=("00097",)), None, "Tại Phường Hồng Hà, số liệu đến 30/09/2026"),
        (
            Filters(age=90),
            3,
            "3 vụ việc, chưa giải quyết xong, đã chờ từ 90 ngày trở lên, toàn địa bàn, số liệu đến 30/09/2026",
        ),
    ],
)
def test_words(filters: Filters, cases: int | None, said: str) -> None:
    assert filters.say("vi", name=name, as_of=AS_OF, cases=cases) == said


def test_on_a_page_of_projects_the_sentence_begins_with_them_and_still_names_what_was_chosen_of_cases() -> None:
    said = Filters(ward=("00097",), overdue=True).say("vi", name=name, as_of=AS_OF, projects=2)
    assert said == "2 dự án, vụ việc, quá thời hạn giải quyết, tại Phường Hồng Hà, số liệu đến 30/09/2026"
    assert Filters().say("en", name=name, as_of=AS_OF, projects=0).startswith("0 projects, whole area")


@given(any_filters, st.sampled_from(LANGUAGES), st.none() | st.integers(0, 10**6))
def test_words_are_never_empty_and_every_choice_is_said(
    filters: Filters, language: Language, cases: int | None
) -> None:
    said = filters.say(language, name=lambda _, code: code, as_of=AS_OF, cases=cases)
    assert "30/09/2026" in said
    plain = replace(filters, area="").say(language, name=lambda _, code: code, as_of=AS_OF, cases=cases)
    for each in filters.chosen:
        assert (
            replace(filters, area="")
            .without(each.name)
            .say(language, name=lambda _, code: code, as_of=AS_OF, cases=cases)
            != plain
        )


def test_limited_to_existing_codes() -> None:
    asked = Filters(ward=("A", "Z"), subject=("price",))
    existing: dict[str, Any] = {"ward": {"A"}, "subject": {"price"}}
    assert asked.limited_to(existing) == (Filters(ward=("A",), subject=("price",)), (("ward", "Z"),))
