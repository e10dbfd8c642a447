"""Spellings of one place, and places that must stay apart."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.areas.facts import facts
from gis.areas.names import fold, kind_of, match_ward
from tests.areas_fixtures import drawn_facts

NAMES = sorted({*facts("01").wards["full_name"], *facts("01").former["name"], *facts("01").districts["name"]})


@pytest.mark.parametrize(
    "spelling",
    ["Yên Hòa", "Yên Hoà", "YÊN  HOÀ ", " yên hòa.", unicodedata.normalize("NFD", "Yên Hòa"), "Yên\u00a0Hòa"],
)
def test_spellings_of_one_name_fold_to_one(spelling):
    assert fold(spelling) == "yên hòa"


@pytest.mark.parametrize(
    ("text", "kind", "bare"),
    [
        ("Phường Yên Hoà", "phường", "yên hòa"),
        ("P. Yên Hòa", "phường", "yên hòa"),
        ("P.Yên Hòa", "phường", "yên hòa"),
        ("Xã Thuỵ An", "xã", "thụy an"),
        ("TT. Phùng", "thị trấn", "phùng"),
        ("Thị xã Sơn Tây", "thị xã", "sơn tây"),
        ("Quận Ba Đình", "quận", "ba đình"),
        ("Q. 1", "", "q. 1"),
        ("Phường 12", "", "phường 12"),
        ("Quan Hoa", "", "quan hoa"),
        ("Phương Liên", "", "phương liên"),
        ("Xã", "", "xã"),
        ("", "", ""),
    ],
)
def test_the_word_for_the_kind_comes_off(text, kind, bare):
    assert (kind_of(text), fold(text, bare=True)) == (kind, bare)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Phú Lương", "Phù Lưỡng"), ("Hòa", "Hóa"), ("Quý", "Quy"), ("Đồng", "Dong"), ("Láng", "Lang")],
)
def test_different_names_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("new_style", "old_style"),
    [("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("hoàng", "hòang"), ("quý", "qúy"), ("giả", "gỉa"), ("toàn", "tòan")],
)
def test_the_tone_mark_settles_on_one_letter(new_style, old_style):
    assert fold(new_style) == fold(old_style)


def test_official_names_are_already_settled():
    assert [name for name in NAMES if fold(name) != unicodedata.normalize("NFC", name).lower()] == []


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(["NFC", "NFD"]), st.sampled_from([str.upper, str.lower, str.title]))
def test_folding_forgets_form_and_case_and_is_done_once(name, form, case):
    folded = fold(case(unicodedata.normalize(form, name)))
    assert folded == fold(name) == fold(folded)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("00004", "00004"),
        ("4", "00004"),
        ("Phường Yên Hòa", "00004"),
        ("p. yên hoà", "00004"),
        ("Yên Hoà", "00004"),
        ("Yen Hoa", "00004"),
        ("PHUONG YEN HOA", "00004"),
        ("Xã Bắc", "00002"),
    ],
)
def test_a_ward_is_found_by_code_or_name(text, code):
    found = match_ward(text, drawn_facts())
    assert found
    assert found.code == code


@pytest.mark.parametrize("text", ["99999", "5", "123456", "", "Hải Phòng"])
def test_what_is_no_ward_is_not_found(text):
    assert not match_ward(text, drawn_facts())


@pytest.mark.parametrize("text", ["Xã Yên Hòa", "Yên Hoa", "Yên Ho"])
def test_what_is_not_certain_is_proposed(text):
    found = match_ward(text, drawn_facts())
    assert not found
    assert found.candidates[0] == "00004"


def test_every_ward_of_the_city_is_found_by_its_own_names():
    city = facts("01")
    for spelling in ("full_name", "name"):
        assert [match_ward(name, city).code for name in city.wards[spelling]] == list(city.wards.index)
