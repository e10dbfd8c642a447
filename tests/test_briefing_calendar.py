"""The calendar file: what RFC 5545 asks of it, and what must never stand in it."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from gis.briefing.calendar import Entry, written

DAY = dt.date(2026, 2, 28)
STAMP = dt.date(2026, 2, 1)


def lines(*entries: Entry, name: str = "Lịch") -> list[str]:
    return written(entries, name=name, stamp=STAMP).decode().split("\r\n")


def test_an_entry_is_a_whole_day_and_ends_on_the_next() -> None:
    found = lines(Entry("D1", DAY, "Đối thoại: Phường An", "Phường An", "P1\nD1"))
    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-2:] == ["END:VCALENDAR", ""]
    assert "UID:D1@land-clearance-dialogue-map" in found
    assert "DTSTAMP:20260201T000000Z" in found
    assert "DTSTART;VALUE=DATE:20260228" in found
    assert "DTEND;VALUE=DATE:20260301" in found
    assert "DESCRIPTION:P1\\nD1" in found
    assert found.count("BEGIN:VEVENT") == found.count("END:VEVENT") == 1
    assert "CLASS:CONFIDENTIAL" in found


def test_signs_of_the_format_are_written_as_text() -> None:
    assert "SUMMARY:a\\, b\\; c\\\\d" in lines(Entry("D1", DAY, "a, b; c\\d", "", ""))
    assert not any(line.startswith("ATTENDEE") for line in lines(Entry("D1", DAY, "x\r\nATTENDEE:y", "", "")))


def test_an_empty_calendar_is_one() -> None:
    assert lines() == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//land-clearance-dialogue-map//VI", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", "X-WR-CALNAME:Lịch", "END:VCALENDAR", "",
    ]  # fmt: skip


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300))
def test_long_lines_are_folded_between_letters_and_come_back_whole(text: str) -> None:
    found = lines(Entry("D1", DAY, text, "", ""))
    assert all(len(line.encode()) <= 75 for line in found)
    unfolded = "\r\n".join(found).replace("\r\n ", "").split("\r\n")
    said = next(line for line in unfolded if line.startswith("SUMMARY:"))
    plain = said.removeprefix("SUMMARY:")
    assert plain.replace("\\\\", "\0").replace("\\,", ",").replace("\\;", ";").replace("\0", "\\") == text


def test_the_same_days_give_the_same_bytes() -> None:
    entry = Entry("D1", DAY, "x", "y", "z")
    assert written([entry], name="n", stamp=STAMP) == written([entry], name="n", stamp=STAMP)
