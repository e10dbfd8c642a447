"""The way of one case through its registrations: to the commune, to the city, to a court."""

from __future__ import annotations

import pytest

from gis.insight import escalation
from gis.insight.situation import Situation, situation
from gis.law import rules
from tests import city

FIRST = {
    "code": "V1", "case_class": "complaint", "level": "first", "ward": "00001",
    "deciding_body": "Chủ tịch UBND phường An", "received_on": "2026-01-05", "accepted_on": "2026-01-12",
    "decided_on": "2026-03-02", "outcome": "wrong",
}  # fmt: skip
SECOND = {
    "code": "V2", "case_class": "complaint", "level": "second", "ward": "00001", "above_level": True,
    "deciding_body": "Chủ tịch UBND thành phố", "received_on": "2026-03-20", "court_on": "2026-08-01",
}  # fmt: skip
PETITIONS = [
    {"code": "D1", "case": "V1", "ward": "00001", "received_on": "2026-01-05", "channel": "in_person"},
    {"code": "D2", "case": "V2", "ward": "00001", "received_on": "2026-03-25", "channel": "forwarded"},
    {"code": "D3", "ward": "00001", "received_on": "2026-04-01"},
    {"code": "D4", "case": "K1", "ward": "00001", "received_on": "2026-04-02", "channel": "post"},
]


def now() -> Situation:
    rows = {"case": [FIRST, SECOND], "petition": PETITIONS}
    return situation(city.snapshot(rows), city.areas(), rules.current())


def test_the_way_is_told_day_by_day() -> None:
    steps = escalation.path(now(), ["V2", "V1"], ["D3"])
    lines = steps.assign(day=steps["day"].dt.strftime("%d/%m")).drop(columns="after").to_numpy().tolist()
    assert lines == [
        ["05/01", "received", "V1", "commune", "first", False],
        ["05/01", "petition", "D1", "", "in_person", False],
        ["12/01", "accepted", "V1", "commune", "", False],
        ["02/03", "decided", "V1", "commune", "wrong", False],
        ["20/03", "received", "V2", "city", "second", True],
        ["25/03", "petition", "D2", "", "forwarded", False],
        ["01/04", "petition", "D3", "", "", False],
        ["01/08", "court", "V2", "court", "", False],
    ]
    assert steps["after"].fillna(-1).tolist() == [-1, 0, 7, 49, 18, 5, 7, 122]
    assert escalation.rungs(steps) == ("commune", "city", "court")


def test_a_registration_alone_has_its_own_way() -> None:
    steps = escalation.path(now(), ["V1"])
    assert steps["step"].tolist() == ["received", "petition", "accepted", "decided"]
    assert escalation.rungs(steps) == ("commune",)


def test_what_is_not_there_is_not_told() -> None:
    steps = escalation.path(now(), ["V9"])
    assert steps.empty
    assert escalation.rungs(steps) == ()


@pytest.mark.parametrize(
    ("body", "rung"),
    [
        ("Chủ tịch UBND xã, phường", "commune"),
        ("UBND xã Cát, thành phố Vẽ", "commune"),
        ("UBND thị trấn Trâu, huyện Nam", "commune"),
        ("UBND quận, huyện (cũ)", "district"),
        ("UBND thị xã Sơn", "district"),
        ("Chủ tịch UBND thành phố", "city"),
        ("Sở Nông nghiệp và Môi trường", "city"),
        ("Thanh tra TP", "city"),
        ("Thanh tra Chính phủ", "central"),
        ("Bộ Nông nghiệp và Môi trường", "central"),
        ("Ban Tiếp công dân Trung ương", "central"),
        ("Toà án nhân dân thành phố", "court"),
        ("Cán bộ theo dõi", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_body_tells_its_rung(body: str, rung: str) -> None:
    assert escalation.rung_of(body) == rung
