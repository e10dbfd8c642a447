"""The view lives in the address bar: it comes back as it was, and nonsense is told and left out."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.address import EARLIEST, LATEST
from gis.filters import Filters
from gis.period import CALENDARS, KINDS
from gis.view import Outlook, Sheet, View
from gis.words import LANGUAGES
from tests.test_filters import any_filters

moments = st.builds(dt.datetime.combine, st.dates(EARLIEST, LATEST), st.times(timezones=st.just(dt.UTC)))
views = st.builds(
    View,
    filters=any_filters,
    as_of=st.none() | st.dates(EARLIEST, LATEST),
    known_on=st.none()
    | st.builds(dt.datetime.combine, st.dates(EARLIEST, LATEST), st.times(timezones=st.just(dt.UTC))),
    measure=st.sampled_from(["open_cases", "overdue_share", "paid_share"]),
    sheet=st.none() | st.builds(Sheet, st.sampled_from(["ward", "project"]), st.text("A0-9", min_size=1, max_size=8)),
    period=st.sampled_from(KINDS),
    calendar=st.sampled_from(CALENDARS),
    part=st.sampled_from(["", "dialogues", "receptions"]),
    language=st.sampled_from(LANGUAGES),
    outlook=st.builds(
        Outlook,
        st.none() | st.dates(EARLIEST, LATEST),
        st.lists(st.text("0123456789", min_size=1, max_size=5), max_size=60, unique=True).map(tuple),
    ),
    province=st.sampled_from(["", "01", "79"]),
)


def lists(view: View) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else value for name, value in view.to_query().items()}


@given(views)
def test_the_address_bar_gives_back_the_same_view(view: View) -> None:
    asked = View.from_query(lists(view))
    assert asked.view == view
    assert asked.problems == ()


@given(views, views)
def test_different_views_have_different_addresses(one: View, other: View) -> None:
    assert (one == other) == (one.to_query() == other.to_query())


@given(st.dictionaries(st.text(max_size=10), st.lists(st.text(max_size=10), max_size=3), max_size=5))
def test_any_address_bar_is_read(query: dict[str, list[str]]) -> None:
    asked = View.from_query(query)
    assert View.from_query(lists(asked.view)).view == asked.view


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"as_of": ["30/09/2026"]}, "as_of"),
        ({"as_of": ["2026-02-30"]}, "as_of"),
        ({"as_of": ["0001-01-01"]}, "as_of"),
        ({"known_on": ["2026-09-30"]}, "known_on"),
        ({"known_on": ["2026-09-30T12:00:00"]}, "known_on"),
        ({"known_on": ["0001-01-01T00:00:00Z"]}, "known_on"),
        ({"known_on": ["Tháng 9/2026"]}, "known_on"),
        ({"sheet": ["house-12"]}, "sheet"),
        ({"sheet": ["ward-"]}, "sheet"),
        ({"lang": ["fr"]}, "lang"),
        ({"part": ["<b>"]}, "part"),
        ({"part": ["a" * 21]}, "part"),
        ({"period": ["fortnight"]}, "period"),
        ({"calendar": ["lunar"]}, "calendar"),
        ({"age": ["x"]}, "age"),
        ({"against": ["hôm qua"]}, "against"),
        ({"plan": ["."]}, "plan"),
        ({"province": ["1"]}, "province"),
        ({"province": ["Hà Nội"]}, "province"),
    ],
)
def test_what_cannot_be_read_is_told(query: dict[str, list[str]], told: str) -> None:
    asked = View.from_query(query)
    assert asked.view == View()
    assert [problem.values["name"] for problem in asked.problems] == [told]
    assert all(told in problem.say(language) for problem in asked.problems for language in LANGUAGES)


def test_a_page_that_does_not_exist_is_told() -> None:
    asked = View.from_query({"page": ["khong-co"]})
    assert asked.view == View()
    assert "khong-co" in asked.problems[0].say("vi")


def test_codes_nobody_knows_are_told_and_left_out() -> None:
    view = View(Filters(ward=("00004", "99999")), sheet=Sheet("ward", "99999"), measure="fortune")
    asked = view.known({"ward": {"00004"}, "project": set(), "measure": {"open_cases"}})
    assert asked.view == View(Filters(ward=("00004",)))
    assert [problem.values["value"] for problem in asked.problems] == ["99999", "99999", "fortune"]
    assert "99999" in asked.problems[0].say("vi")


def test_a_view_of_another_province_keeps_nothing_of_this_one() -> None:
    here = View(Filters(ward=("00004",)), as_of=dt.date(2026, 9, 30), sheet=Sheet("ward", "00004"), case="K1")
    there = replace(here, language="en", measure="paid_share", period="quarter", province="01").elsewhere("79")
    assert there == View(language="en", measure="paid_share", period="quarter", province="79")
    assert View.from_query(lists(there)).view == there


def test_a_view_without_a_day_has_none_to_show() -> None:
    with pytest.raises(ValueError, match="day"):
        _ = View().day
    assert View().on(dt.date(2026, 9, 30)).day == dt.date(2026, 9, 30)
