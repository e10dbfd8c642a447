"""A complaint's place is at most a hamlet on any page, and the ward in any file, however exact the record is.

Two cases are recorded with points as exact as a house: one whose hamlet is stated, and one of which only the ward is
said to be known. Every page is opened by every role, everywhere the cases could be drawn or listed, and everything that
goes to the browser is unpacked.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gis.access import people
from gis.insight.carried import located_at
from gis.records.batch import Batch
from gis.records.entities import ENTITIES
from gis.records.store import open_store
from gis.scope import Role, Scope
from gis.screens import SCREENS
from gis.settings import Settings
from tests import city
from tests.canary import heard, unpacked
from tests.test_access_canary import sent
from tests.test_ui_shell import opened

HAMLET = "Tổ dân phố Tận Cùng"
HOUSE = (105.871347, 21.076839)
YARD = (105.813462, 21.013579)
EXACT = ("105.8713", "21.0768", "1058713", "210768", "105.8134", "105.8135", "21.0135", "21.0136", "1058135", "210136")
"""How a page, a program or a layer of the map (in steps of 0.0001 degrees) would write them."""
COARSE = ("1058710", "210770")
"""What a layer of the map writes instead of the first, whose hamlet is known."""
_CASE = {"ward": "00001", "project": "P1", "subject": "price", "received_on": "2026-08-25", "accepted_on": "2026-08-31"}
ROWS = [
    {"code": "K8", "precision": "hamlet", "hamlet": HAMLET, "longitude": HOUSE[0], "latitude": HOUSE[1], **_CASE},
    {"code": "K9", "precision": "ward", "longitude": YARD[0], "latitude": YARD[1], **_CASE},
]
PLACES: tuple[dict[str, str], ...] = (
    {},
    {"ward": "00001", "sheet": "ward-00001"},
    {"sheet": "project-P1"},
    {"case": "K8", "cases": "K8"},
)
"""What of a page is looked at: all of it, the ward opened on the map, the project, the case itself."""
AN = frozenset({"00001"})
READERS: tuple[tuple[Role, frozenset[str] | None], ...] = (
    ("viewer", AN), ("leader", AN), ("officer", AN), ("editor", AN), ("admin", frozenset()), ("viewer", None),
    ("officer", None),
)  # fmt: skip


@pytest.fixture
def exact(drawn_office: Settings) -> Settings:
    """The drawn city, and the two cases."""
    open_store(drawn_office).append(Batch({"case": city.frame("case", ROWS)}, source="exact"))
    return drawn_office


@pytest.mark.parametrize(("role", "wards"), READERS)
def test_no_page_tells_a_place_finer_than_a_hamlet_and_no_file_one_finer_than_a_ward(
    exact: Settings,
    monkeypatch: pytest.MonkeyPatch,
    offered_files: list[bytes],
    role: Role,
    wards: frozenset[str] | None,
) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", wards, role))
    told = ""
    for screen in SCREENS:
        for place in PLACES if screen.file in ("map.py", "cases.py") else PLACES[:1]:
            app = opened(screen.file, as_of="2026-09-30", **place)
            assert not app.exception, screen.file
            told += sent(app)
    assert heard(told, *EXACT) == []
    near = role in ("leader", "officer", "editor")
    assert [bool(heard(told, one)) for one in COARSE] == [near, near], "the map is listened to, and a viewer hears less"
    assert bool(heard(told, HAMLET)) == near
    assert [found for file in offered_files if (found := heard(unpacked(file), HAMLET, *EXACT, *COARSE))] == []


def test_no_field_of_a_case_holds_a_place_finer_than_a_hamlet_but_its_point() -> None:
    names = {field.name for field in ENTITIES["case"].fields}
    assert names.isdisjoint({"address", "house", "parcel", "plot", "sheet_number", "street", "location", "footprint"})
    assert {"ward", "hamlet", "precision", "longitude", "latitude"} <= names


def test_a_case_is_drawn_at_its_hamlet_or_its_ward() -> None:
    """Both sides of each rule: a point with and without a stated precision, of a ward only, and half a point."""
    rows = [
        (*HOUSE, "hamlet"), (*HOUSE, None), (*HOUSE, "ward"), (np.nan, np.nan, "hamlet"), (HOUSE[0], np.nan, None),
    ]  # fmt: skip
    cases = pd.DataFrame(rows, columns=["longitude", "latitude", "precision"]).assign(ward="00001")
    cases = cases.astype({"precision": "category", "ward": pd.CategoricalDtype(["00001", "00002"])})
    drawn = pd.DataFrame(located_at(cases, city.areas()))
    near, ward = [105.871, 21.077], [105.85, 21.05]
    assert drawn.to_numpy().tolist() == [near, near, ward, ward, ward]
