"""Old and new units both ways, in the drawn province and in some well-known places of the city."""

import pandas as pd
import pytest

from gis.areas import crosswalk
from gis.areas.facts import facts
from tests.areas_fixtures import drawn_facts


@pytest.mark.parametrize(
    ("old_ward", "wards"),
    [("10001", ("00001",)), ("10002", ("00002", "00001")), ("99999", ())],
)
def test_an_old_ward_leads_to_its_heirs_the_default_first(old_ward, wards):
    assert crosswalk.wards_now(old_ward, drawn_facts()) == wards


def test_a_ward_leads_back_to_what_it_was_made_of():
    before = crosswalk.wards_before("00001", drawn_facts())
    assert before["divided"].to_dict() == {"10001": False, "10002": True}
    assert set(before["district_name"]) == {"Huyện 001"}


@pytest.mark.parametrize(
    ("name", "district", "found"),
    [("Cũ 3", "", ("10003",)), ("xã CŨ 3", "H. 002", ()), ("Cũ 3", "huyện 002", ("10003",)), ("Cũ 3", "Huyện 001", ())],
)
def test_old_wards_are_found_by_name_and_district(name, district, found):
    assert crosswalk.find_old_wards(name, drawn_facts(), district=district) == found


def test_the_same_old_name_in_two_districts_answers_both():
    known = facts("01")
    assert len(crosswalk.find_old_wards("Tân Minh", known)) == 2
    assert len(crosswalk.find_old_wards("Xã Tân Minh", known, district="Sóc Sơn")) == 1


def test_boxes_alone_give_equal_parts_to_the_heirs_of_a_divided_ward():
    known = drawn_facts()
    moved = known.heirs.assign(ward=known.heirs["ward"].where(known.heirs["old_ward"] != "10003", "00002"))
    shares = crosswalk.estimated_shares(type(known)("01", "", known.wards, known.old, moved))
    # 00002: half a box of district 001, a whole one of 002.
    north = shares[shares["ward"] == "00002"].round(2)
    assert north[["district", "share"]].values.tolist() == [["002", 0.67], ["001", 0.33]]


def test_shares_add_up_and_fall_and_nothing_is_no_share():
    table = pd.DataFrame({"ward": ["a", "a", "a", "b"], "district": ["1", "2", "1", "3"], "cells": [1, 3, 1, 0]})
    shares = crosswalk.shares_from(table, amount="cells")
    assert shares.values.tolist() == [["a", "2", 0.6], ["a", "1", 0.4]]


def test_a_ward_over_several_former_districts():
    before = crosswalk.wards_before("00097", facts("01"))  # Phường Hồng Hà
    assert before["district"].nunique() == 5
