"""A picture is a plain value: it refuses what cannot be drawn, names itself, and says what it shows."""

from dataclasses import fields, replace

import pandas as pd
import pytest

from gis.maps.classes import classify
from gis.maps.picture import (
    MOST_CIRCLES,
    Circle,
    GatheredMark,
    LegendEntry,
    LegendSection,
    MapPicture,
    OutlineMark,
    ProjectMark,
    SiteMark,
    WardMark,
    filling,
    measure_section,
    ward_marks,
)

CIRCLE = Circle("c1", 21.0, 105.8, 12, "case-open", "12 vụ việc")
PROJECT = ProjectMark("P1", 21.0, 105.8, "stage-paying", "Đường Vành đai")
GATHERED = GatheredMark("00004", "stage-planning", "6 dự án")
SITE = SiteMark("S1", 21.0, 105.8, "site-ready", "Khu tái định cư")
PICTURE = MapPicture(
    language="vi",
    title="Vụ việc còn phải giải quyết",
    as_of="Số liệu đến ngày 30/09/2026",
    wards={"00004": WardMark("class-2", "12 vụ việc"), "00008": WardMark("no-data", "không có dữ liệu")},
    legend=(LegendSection("Vụ việc", (LegendEntry("class-2", "10–19", 1),)),),
    circles=(CIRCLE,),
    gathered=(GATHERED,),
    projects=(PROJECT,),
    sites=(SITE,),
)
OTHER = {
    "language": "en",
    "title": "Vụ việc quá hạn",
    "as_of": "Số liệu đến ngày 29/09/2026",
    "wards": {"00004": WardMark("class-2", "13 vụ việc"), "00008": WardMark("no-data", "không có dữ liệu")},
    "legend": (),
    "circles": (replace(CIRCLE, n=13),),
    "gathered": (replace(GATHERED, size=3),),
    "projects": (replace(PROJECT, swatch="stage-unknown"),),
    "sites": (replace(SITE, lat=21.1),),
    "outlines": (OutlineMark("00004", "new", "mới xuất hiện"),),
    "selected": frozenset({("ward", "00004")}),
    "layers": frozenset({"wards"}),
    "focus": (105.0, 20.0, 106.0, 21.0),
    "demo": True,
    "approximate_label": "Sơ đồ",
    "attribution": "Nguồn",
}


def test_every_part_of_a_picture_is_in_its_digest():
    assert set(OTHER) == {field.name for field in fields(MapPicture)}
    variants = [PICTURE, *(replace(PICTURE, **{name: value}) for name, value in OTHER.items())]
    assert len({picture.digest for picture in variants}) == len(variants)
    assert replace(PICTURE).digest == PICTURE.digest


@pytest.mark.parametrize(
    "wrong",
    [
        {"wards": {"00004": WardMark("purple", "1")}},
        {"sites": (replace(SITE, swatch="ready"),)},
        {"circles": tuple(replace(CIRCLE, id=str(at)) for at in range(MOST_CIRCLES + 1))},
    ],
)
def test_a_picture_that_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        replace(PICTURE, **wrong)


def test_the_alternative_text_says_what_is_drawn():
    assert "2 xã, phường" in PICTURE.alt
    assert "2 ký hiệu dự án" in PICTURE.alt
    assert "0 ký hiệu dự án" in replace(PICTURE, layers=frozenset({"wards"})).alt
    assert "resettlement sites: 1" in replace(PICTURE, language="en").alt


def test_wards_and_legend_come_from_the_same_classes():
    values = pd.Series({"00004": 0.0, "00008": 3.0, "00013": None}, dtype="float64")
    classes = classify(values, kind="count", too_few=pd.Series({"00008": True}))
    labels = {"00004": "0 vụ việc", "00008": "chưa đủ dữ liệu", "00013": "không có dữ liệu"}
    marks = ward_marks(classes, labels)
    assert [mark.swatch for mark in marks.values()] == ["class-0", "too-few", "no-data"]
    section = measure_section(classes, title="Vụ việc", language="vi")
    assert [(entry.swatch, entry.label, entry.n) for entry in section.entries] == [
        ("class-0", "0", 1),
        ("too-few", "chưa đủ dữ liệu", 1),
        ("no-data", "không có dữ liệu", 1),
    ]


def test_a_stage_is_told_by_how_full_its_symbol_is():
    assert [filling(swatch) for swatch in ("stage-preparing", "stage-paying", "stage-handed-over")] == [0, 75, 100]
    assert filling("site-ready") == 100


def test_a_listener_hears_how_many_wards_stand_out():
    assert "được viền" not in PICTURE.alt
    outlined = replace(PICTURE, outlines=(OutlineMark("00004", "new", "mới xuất hiện"),))
    assert "1 xã, phường có cụm vụ việc tập trung bất thường được viền" in outlined.alt
