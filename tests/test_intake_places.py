"""Which ward is meant: by code, by name, by both, and by names of before 1/7/2025."""

from __future__ import annotations

import pytest

from gis.areas.facts import facts
from gis.intake.places import Place, ward_finder

HANOI = facts("01")
find = ward_finder(HANOI)


def answer(place: Place) -> tuple[str, str]:
    """Answer the ward's name and what is wrong."""
    return (
        str(HANOI.wards.at[place.code, "full_name"]) if place.code else "",
        place.trouble.code if place.trouble else "",
    )


@pytest.mark.parametrize(
    ("code", "name", "found"),
    [
        ("00070", "", ("Phường Hoàn Kiếm", "")),
        ("", "P. Hoàn Kiếm", ("Phường Hoàn Kiếm", "")),
        ("", "Phường Hàng Bạc", ("Phường Hoàn Kiếm", "old_ward")),
        ("", "Hàng Bạc", ("Phường Hoàn Kiếm", "old_ward")),
        ("00061", "", ("Phường Hoàn Kiếm", "old_ward")),
        ("00061", "Phường Hàng Bạc", ("Phường Hoàn Kiếm", "old_ward")),
        ("00070", "Phường Hàng Bạc", ("Phường Hoàn Kiếm", "")),
        ("00097", "Phường Hàng Bạc", ("", "ward_mismatch")),
        ("", "Phường Quảng An", ("", "old_ward_divided")),
        ("", "Phường Yên Sở", ("Phường Yên Sở", "")),
        ("", "Yên Sở", ("Phường Yên Sở", "")),
        ("", "Xã Yên Sở", ("Xã Dương Hòa", "old_ward")),
        ("", "Xã Yên Sở, huyện Hoài Đức", ("Xã Dương Hòa", "old_ward")),
        ("", "Xã Yên Sở (Hoài Đức, Hà Nội)", ("Xã Dương Hòa", "old_ward")),
        ("", "xã Yên Sở huyện Hoài Đức", ("Xã Dương Hòa", "old_ward")),
        ("", "Xyzq Wkj", ("", "unknown_ward")),
        ("", "Quận Hoàn Kiếm", ("", "old_ward_divided")),
        ("99999", "", ("", "unknown_ward")),
        ("", "", ("", "")),
    ],
)
def test_a_ward_in_many_writings(code: str, name: str, found: tuple[str, str]) -> None:
    assert answer(find(code, name)) == found


def test_an_old_name_of_two_districts_needs_its_district() -> None:
    assert answer(find("", "Xã Kim Chung"))[1] == "old_ward_divided"
    both = {place.trouble.what.say("vi") for place in (find("", "Xã Kim Chung", "Đông Anh"), find("", "Xã Kim Chung"))}  # type: ignore[union-attr]
    assert len(both) == 2


def test_candidates_are_named_with_their_codes() -> None:
    trouble = find("", "Phường Quảng An").trouble
    assert trouble is not None
    assert "(00103)" in trouble.what.say("vi")
    assert "(00097)" in trouble.what.say("vi")


def test_without_knowledge_of_old_wards_an_old_name_is_unknown() -> None:
    class Drawn:
        wards = HANOI.wards
        province = "99"

    assert ward_finder(Drawn())("", "Phường Hàng Bạc").code == ""
    assert ward_finder(Drawn(), HANOI)("", "Phường Hàng Bạc").code == "00070"
