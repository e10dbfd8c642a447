"""Refusals at the door are entered, but never so many that the trail would fill up."""

from __future__ import annotations

import asyncio

import pytest

from gis.door import turned_away
from gis.door.turned_away import MOST, SPAN, Few
from gis.records import audit
from gis.records.store import open_store
from gis.settings import Settings


def test_only_so_many_pass_within_a_span_and_the_others_are_counted() -> None:
    few = Few()
    assert [few.passing(0.0) for _ in range(MOST)] == [0] * MOST
    assert [few.passing(SPAN - 1) for _ in range(3)] == [None] * 3
    assert few.passing(SPAN) == 3
    assert few.passing(SPAN) == 0


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turned_away, "_FEW", Few())


def test_a_refusal_is_entered_of_a_stranger(office: Settings, fresh: None) -> None:
    asyncio.run(turned_away.enter("bad_sign_in", error="expired_token"))
    [entry] = audit.entries(open_store(office))
    assert (entry.who, entry.what) == (audit.STRANGER, "refused")
    assert entry.details == {"why": "bad_sign_in", "error": "expired_token"}


def test_what_was_left_out_is_told_with_the_next(
    office: Settings, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = turned_away._FEW
    for _ in range(MOST + 5):
        few.passing(0.0)
    monkeypatch.setattr(turned_away, "monotonic", lambda: SPAN)
    asyncio.run(turned_away.enter("foreign_file"))
    [entry] = audit.entries(open_store(office))
    assert entry.details == {"why": "foreign_file", "not_entered": 5}


def test_a_refusal_stays_one_where_it_cannot_be_entered(office: Settings, fresh: None) -> None:
    (office.state_dir / "landmap.db").unlink()
    asyncio.run(turned_away.enter("foreign_file"))
