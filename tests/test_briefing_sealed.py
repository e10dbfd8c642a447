"""The same content is the same bytes, whoever packed it, when and in which order."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

from gis.briefing.sealed import sealed

HANOI = dt.timezone(dt.timedelta(hours=7))
WHEN = dt.datetime(2026, 10, 3, 8, 0, 6, tzinfo=HANOI)
CORE = (
    '<cp:coreProperties><dcterms:created xsi:type="dcterms:W3CDTF">2013-01-27T09:14:16Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{}</dcterms:modified><dc:title>A</dc:title></cp:coreProperties>'
)


def packed(members: dict[str, str], date: tuple[int, ...] = (2020, 1, 1, 0, 0, 0), mode: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            member = zipfile.ZipInfo(name, date)  # type: ignore[arg-type]
            member.external_attr = mode
            archive.writestr(member, text)
    return out.getvalue()


def test_order_dates_and_attributes_of_the_packing_leave_no_trace() -> None:
    one = packed({"b.xml": "b", "[Content_Types].xml": "t", "docProps/core.xml": CORE.format("2020-01-01T00:00:00Z")})
    other = packed(
        {"docProps/core.xml": CORE.format("2021-02-03T04:05:06Z"), "b.xml": "b", "[Content_Types].xml": "t"},
        (2021, 2, 3, 4, 5, 6),
        0o777 << 16,
    )
    assert one != other
    assert sealed(one, WHEN) == sealed(other, WHEN) == sealed(sealed(one, WHEN), WHEN)


def test_the_members_say_the_moment_and_what_they_said_before() -> None:
    archive = zipfile.ZipFile(io.BytesIO(sealed(packed({"z": "ấ", "[Content_Types].xml": "t", "a": ""}), WHEN)))
    assert archive.namelist() == ["[Content_Types].xml", "a", "z"]
    assert archive.read("z").decode() == "ấ"
    assert {member.date_time for member in archive.infolist()} == {(2026, 10, 3, 1, 0, 6)}
    assert archive.testzip() is None


def test_the_document_was_made_and_changed_at_that_moment() -> None:
    made = sealed(packed({"docProps/core.xml": CORE.format(""), "x": CORE.format("")}), WHEN)
    archive = zipfile.ZipFile(io.BytesIO(made))
    core = archive.read("docProps/core.xml").decode()
    assert core == CORE.format("2026-10-03T01:00:06Z").replace("2013-01-27T09:14:16Z", "2026-10-03T01:00:06Z")
    assert archive.read("x").decode() == CORE.format("")


def test_the_same_moment_elsewhere_is_the_same_and_another_is_another() -> None:
    content = packed({"a": "a"})
    assert sealed(content, WHEN) == sealed(content, WHEN.astimezone(dt.UTC))
    assert sealed(content, WHEN) != sealed(content, WHEN + dt.timedelta(minutes=1))


def test_a_moment_before_there_were_archives_is_written_as_the_first() -> None:
    made = sealed(packed({"a": "a"}), dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
    assert zipfile.ZipFile(io.BytesIO(made)).infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        sealed(packed({"a": "a"}), dt.datetime(2026, 10, 3))  # noqa: DTZ001
