"""The map on screen: constant base, small messages, nothing from outside, and data that stays data."""

import base64
import json
import re
import zlib
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import _get_feature_group_string, _get_header, _get_map_string, generate_js_hash

from gis.maps.layers import base_map, feature_group, pack, payload
from gis.maps.picture import (
    Circle,
    GatheredMark,
    LegendEntry,
    LegendSection,
    MapPicture,
    ProjectMark,
    SiteMark,
    WardMark,
)

HANOI = (20.53, 105.24, 21.42, 106.06)
URL = "../../geo/wards.0123456789ab.json"
SAFE = str.maketrans(":/.,[]", "&<>_{}")
HOSTILE = "</script><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}{{'feature'}}\"'\\`${1}\u2028_paid"


ROAD = {
    "type": "MultiLineString",
    "coordinates": (((105.8, 21.0), (105.8001, 21.0002), (105.7998, 21.0002)), ((105.7, 20.9), (105.7005, 20.9005))),
}


def picture(**parts):
    plain = {"language": "vi", "title": "Vụ việc", "as_of": "Số liệu đến ngày 30/09/2026", "wards": {}}
    return MapPicture(**(plain | parts))


def script(drawn):
    """The string that streamlit-folium sends to the browser for a picture."""
    return _get_feature_group_string(feature_group(drawn, URL), base_map(HANOI))


def unpacked(text):
    packed = re.search(r'"picture": "([^"]+)"', text).group(1)
    return json.loads(zlib.decompress(base64.b85decode(packed.translate(SAFE))))


def test_the_base_is_always_the_same_and_asks_for_nothing_outside():
    base = base_map(HANOI)
    text = _get_map_string(base)
    assert text == _get_map_string(base_map(HANOI))
    assert '"bounds": [[20.53, 105.24], [21.42, 106.06]]' in text
    links = [address for _, address in (*base.default_js, *base.default_css)]
    assert all(address.startswith("../../assets/") for address in links)
    assert "http" not in text + _get_header(base_map(HANOI)).replace("http-equiv", "")


def test_the_office_may_have_its_own_tiles():
    base = base_map(HANOI, tiles_url="https://tiles.office/{z}/{x}/{y}.png", tiles_attribution="Sở")
    assert "https://tiles.office/{z}/{x}/{y}.png" in _get_map_string(base)


@pytest.mark.parametrize(
    "holding",
    [
        lambda word: {"title": f"not{word}"},
        lambda word: {"wards": {"00004": WardMark("class-1", f"12{word}")}},
        lambda word: {"circles": (Circle(f"c{word}", 21.0, 105.8, 3, "case-open", "3"),)},
        lambda word: {"selected": frozenset({("ward", f"w{word}")})},
    ],
)
def test_no_map_stays_on_screen_when_only_a_token_differs(holding):
    """streamlit-folium compares maps after dropping every ``_token``; our messages differ nevertheless."""
    first, second = script(picture(**holding("_paid"))), script(picture(**holding("_due")))
    assert first != second
    assert generate_js_hash(first) != generate_js_hash(second)


def test_pairwise_different_pictures_have_different_messages():
    filters = [f"{kind}_{late}" for kind in ("khieu_nai", "kien_nghi", "phan_anh") for late in ("due", "paid", "all")]
    messages = {name: script(picture(title=name)) for name in filters}
    pairs = list(combinations(filters, 2))
    assert len(pairs) == 36
    assert [pair for pair in pairs if generate_js_hash(messages[pair[0]]) == generate_js_hash(messages[pair[1]])] == []
    assert generate_js_hash("a_due") == generate_js_hash("a_paid"), "the trap this test guards against is gone"


def test_a_picture_arrives_whole():
    drawn = picture(
        wards={"00004": WardMark("class-1", "12 vụ việc")},
        circles=(Circle("c1", 21.00004, 105.8, 3, "case-overdue", "3 vụ việc\nquá hạn"),),
        gathered=(GatheredMark("00004", "stage-planning", "6 dự án", 2),),
        projects=(ProjectMark("P1", 21.0, 105.8, "stage-paying", "Dự án", 3, ROAD),),
        sites=(SiteMark("S1", 21.0, 105.8, "site-ready", "Khu"),),
        legend=(LegendSection("Vụ việc", (LegendEntry("class-1", "1–4", 1),)),),
        demo=True,
    )
    got = unpacked(script(drawn))
    assert got == json.loads(json.dumps(payload(drawn)))
    assert got["circles"] == [["c1"], [210000], [1058000], ["case-overdue"], ["3 vụ việc\nquá hạn"], [3]]
    assert got["gathered"] == [["00004"], ["stage-planning"], ["6 dự án"], [50], [2]]
    *project, (road,) = got["projects"]
    assert project == [["P1"], [210000], [1058000], ["stage-paying"], ["Dự án"], [75], [3]]
    assert road == {"type": "MultiLineString", "coordinates": [[1058000, 210000, 1, 2, -3, 0], [1057000, 209000, 5, 5]]}
    assert got["demo"] == "DỮ LIỆU MÔ PHỎNG"
    assert got["legend"] == [["Vụ việc", [["area", "class-1", 100, "1–4", 1]]]]


def test_a_shape_goes_over_in_steps():
    field = {"type": "Polygon", "coordinates": (((1.0, 2.0), (1.0001, 2.0), (1.0001, 2.0001), (1.0, 2.0)),)}
    drawn = picture(projects=(ProjectMark("P1", 2.0, 1.0, "stage-paying", "Dự án", 1, field),))
    steps = payload(drawn)["projects"][-1][0]["coordinates"]
    assert steps == [[10_000, 20_000, 1, 0, 0, 1, -1, -1]]


def test_hidden_layers_are_not_sent():
    drawn = picture(
        wards={"00004": WardMark("class-1", "12")},
        sites=(SiteMark("S1", 21.0, 105.8, "site-ready", "Khu"),),
        gathered=(GatheredMark("00004", "stage-planning", "6 dự án"),),
        layers=frozenset(),
    )
    got = payload(drawn)
    assert (got["wards"], got["sites"], got["gathered"], got["circles"]) == (None, [], [], [])


def test_hostile_names_never_become_part_of_the_script():
    drawn = picture(
        title=HOSTILE,
        wards={"00004": WardMark("class-1", HOSTILE)},
        projects=(ProjectMark(HOSTILE, 21.0, 105.8, "stage-paying", HOSTILE),),
    )
    text = script(drawn)
    assert not re.search(r"onerror|alert|</|7\*7|49", text)
    assert unpacked(text)["title"] == HOSTILE
    assert unpacked(text)["wards"][2] == [HOSTILE]


@given(st.text(max_size=300))
def test_packed_letters_mean_nothing_to_anybody_on_the_way(text):
    packed = pack({"text": text})
    assert not set("&<>_{}\"'\\ \n") & set(packed)
    assert json.loads(zlib.decompress(base64.b85decode(packed.translate(SAFE)))) == {"text": text}


def test_a_place_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match=r"NaN|nan"):
        script(picture(sites=(SiteMark("S1", float("nan"), 105.8, "site-ready", "Khu"),)))


NAMES = [f"Phường {first}{at}" for first in ("Ba", "Hà", "Tây", "Yên", "Long", "Đông") for at in range(21)]
KINDS = ("Xây dựng tuyến đường", "Khu đô thị mới", "Trường tiểu học", "Đấu giá đất", "Cụm công nghiệp")
STATES = ("case-open", "case-soon", "case-overdue")
STAGES = ("stage-preparing", "stage-inventory", "stage-planning", "stage-paying", "stage-handed-over")


def circle(at, cases, dice):
    n = 1 + int(cases * dice.gamma(0.8) / 250)
    words = f"{NAMES[at % 126]}, tổ dân phố {at % 15}\n{n} vụ việc\nTrong đó {n // 9} vụ việc quá thời hạn"
    return Circle(f"{at:05d}", *dice.uniform((20.6, 105.3), (21.3, 106.0)), n, STATES[dice.integers(3)], words)


def project(at, dice):
    one, two = dice.integers(126, size=2)
    words = f"{KINDS[dice.integers(5)]} {NAMES[one]} – {NAMES[two]}\nĐang chi trả {at}/{at * 3} hộ"
    place = dice.uniform((20.6, 105.3), (21.3, 106.0))
    return ProjectMark(f"DA-{dice.integers(99_999):05d}", *place, STAGES[dice.integers(5)], words)


def city(*, cases):
    """A full city: 126 wards, 250 circles, 300 projects with names of ordinary length."""
    dice = np.random.default_rng(0)
    wards = [f"{at:05d}" for at in range(126)]
    return picture(
        wards={ward: WardMark(f"class-{dice.integers(5)}", f"{dice.integers(cases)} vụ việc") for ward in wards},
        circles=tuple(circle(at, cases, dice) for at in range(250)),
        projects=tuple(project(at, dice) for at in range(300)),
        demo=True,
    )


def test_a_full_city_fits_into_twenty_kilobytes_however_many_cases():
    small, large = len(script(city(cases=20_000))), len(script(city(cases=1_000_000)))
    assert large < 20_000
    assert large - small < 2_000


def test_selecting_changes_nothing_but_the_message():
    drawn = picture(wards={"00004": WardMark("class-1", "12")})
    chosen = replace(drawn, selected=frozenset({("ward", "00004")}))
    assert unpacked(script(chosen))["selected"] == [["ward", "00004"]]
    assert script(chosen) != script(drawn)


def test_a_ward_without_a_value_says_why():
    drawn = picture(
        wards={"1": WardMark("no-data", "–"), "2": WardMark("too-few", "–"), "3": WardMark("no-data", "chưa báo cáo")}
    )
    assert payload(drawn)["wards"][2] == ["không có dữ liệu", "chưa đủ dữ liệu", "chưa báo cáo"]
