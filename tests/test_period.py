"""Reporting periods on hand-worked days, both sides of every border."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.period import CALENDARS, KINDS, Calendar, PeriodKind, compared


def day(text: str) -> dt.date:
    number, month, year = (int(part) for part in text.split("."))
    return dt.date(2000 + year, month, number)


@pytest.mark.parametrize(
    ("kind", "calendar", "as_of", "now", "before", "last_year"),
    [
        ("month", "plain", "2026-09-30", "1.9.26–30.9.26", "1.8.26–31.8.26", "1.9.25–30.9.25"),
        ("month", "plain", "2026-09-10", "1.9.26–10.9.26", "1.8.26–10.8.26", "1.9.25–10.9.25"),
        ("month", "plain", "2024-02-29", "1.2.24–29.2.24", "1.1.24–31.1.24", "1.2.23–28.2.23"),
        ("month", "plain", "2026-03-30", "1.3.26–30.3.26", "1.2.26–28.2.26", "1.3.25–30.3.25"),
        ("quarter", "plain", "2026-09-30", "1.7.26–30.9.26", "1.4.26–30.6.26", "1.7.25–30.9.25"),
        ("half", "plain", "2026-07-01", "1.7.26–1.7.26", "1.1.26–1.1.26", "1.7.25–1.7.25"),
        ("nine_months", "plain", "2026-09-30", "1.1.26–30.9.26", "1.4.25–31.12.25", "1.1.25–30.9.25"),
        ("nine_months", "plain", "2026-11-23", "1.1.26–30.9.26", "1.4.25–31.12.25", "1.1.25–30.9.25"),
        ("twelve_months", "plain", "2026-09-30", "1.10.25–30.9.26", "1.10.24–30.9.25", "1.10.24–30.9.25"),
        ("year", "plain", "2026-01-01", "1.1.26–1.1.26", "1.1.25–1.1.25", "1.1.25–1.1.25"),
        ("month", "inspectorate", "2026-09-14", "15.8.26–14.9.26", "15.7.26–14.8.26", "15.8.25–14.9.25"),
        ("month", "inspectorate", "2026-09-15", "15.9.26–15.9.26", "15.8.26–15.8.26", "15.9.25–15.9.25"),
        ("quarter", "inspectorate", "2026-03-14", "15.12.25–14.3.26", "15.9.25–14.12.25", "15.12.24–14.3.25"),
        ("year", "inspectorate", "2026-12-14", "15.12.25–14.12.26", "15.12.24–14.12.25", "15.12.24–14.12.25"),
        ("year", "inspectorate", "2026-12-15", "15.12.26–15.12.26", "15.12.25–15.12.25", "15.12.25–15.12.25"),
    ],
)
def test_periods(kind: PeriodKind, calendar: Calendar, as_of: str, now: str, before: str, last_year: str) -> None:
    found = compared(kind, dt.date.fromisoformat(as_of), calendar=calendar)
    assert [found.now.start, found.now.end] == [day(text) for text in now.split("–")]
    assert [found.before.start, found.before.end] == [day(text) for text in before.split("–")]
    assert [found.last_year.start, found.last_year.end] == [day(text) for text in last_year.split("–")]


def test_a_party_month_begins_where_the_setting_says() -> None:
    found = compared("month", dt.date(2026, 9, 21), calendar="party", party_day=21)
    assert (found.now.start, found.now.end) == (dt.date(2026, 9, 21), dt.date(2026, 9, 21))
    assert compared("month", dt.date(2026, 9, 20), calendar="party", party_day=21).now.start == dt.date(2026, 8, 21)
    plain = compared("month", dt.date(2026, 9, 20))
    assert compared("month", dt.date(2026, 9, 20), calendar="party", party_day=1) == plain


@given(
    st.sampled_from(KINDS),
    st.sampled_from(CALENDARS),
    st.dates(dt.date(1991, 1, 1), dt.date(2098, 1, 1)),
    st.integers(1, 28),
)
def test_rules_of_every_period(kind: PeriodKind, calendar: Calendar, as_of: dt.date, party_day: int) -> None:
    found = compared(kind, as_of, calendar=calendar, party_day=party_day)
    assert found.now.start <= found.now.end <= as_of
    assert found.now.end == as_of or kind == "nine_months"
    assert found.before.start <= found.before.end < found.now.start
    assert found.last_year.end < found.now.start
    for earlier in (found.before, found.last_year):
        assert abs(earlier.days - found.now.days) <= 3 or earlier.days < found.now.days
