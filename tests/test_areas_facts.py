"""What the package knows of Hà Nội, against the published counts; and of a province of islands."""

import pytest

from gis.areas.facts import all_provinces, all_wards, facts
from gis.errors import AreasError


def test_the_city_is_as_published():
    city = facts("01")
    assert city.name == "Thành phố Hà Nội"
    assert city.wards["kind"].value_counts().to_dict() == {"xã": 75, "phường": 51}
    assert len(city.former) == 526
    assert len(city.districts) == 30
    assert city.districts.at["001", "name"] == "Quận Ba Đình"
    assert round(city.wards["km2"].sum()) == 3360


def test_codes_are_the_official_ones():
    assert facts("01").wards.at["00004", "full_name"] == "Phường Ba Đình"
    assert all_wards() >= set(facts("01").wards.index)
    assert len(all_wards()) == 3321


def test_every_old_ward_has_heirs_and_every_ward_sources():
    city = facts("01")
    assert set(city.heirs["ward"]) == set(city.wards.index)
    assert city.heirs.groupby("old_ward")["default"].sum().eq(1).all()
    assert city.heirs.groupby("old_ward")["divided"].nunique().eq(1).all()
    assert city.heirs.loc[city.heirs["divided"], "old_ward"].nunique() == 199


def test_an_island_district_without_wards_is_an_old_ward_of_its_own():
    former = facts("48").former
    assert former.loc[former["name"] == "Huyện Hoàng Sa"].index.tolist() == ["498"]


def test_an_unknown_province_is_refused_with_advice():
    with pytest.raises(AreasError, match="LANDMAP_PROVINCE"):
        facts("99")


def test_the_country_has_34_provinces_and_3321_wards():
    wards = all_provinces()
    assert (len(wards), sum(wards.values())) == (34, 3321)
    assert wards["01"] == 126
