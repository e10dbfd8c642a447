"""An office of the drawn city in which one ward has a wave of cases: what pages about clusters are tried on.

Every ward has some hundred affected households and two cases a month for two years; Phường An has thirty more since
01/8/2026. So An is told of, as new, and nothing else is (worked out in `tests.test_insight_early_areas`). A circle of
the scan holds at most a quarter of all households, so the other wards have ten more each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gis.answers import hotspots
from gis.answers.hotspots import Question
from gis.records import results
from gis.records.batch import Batch
from gis.records.results import Result
from gis.records.store import open_store
from gis.settings import Settings
from tests import city, keeping
from tests.test_insight_early_areas import homes, wave

AN, BINH, CAT, DONG = "00001", "00002", "00003", "00004"


def record(office: Settings, **more: list[dict[str, Any]]) -> Settings:
    """Record the wave, and more rows, in an office that has the drawn city."""
    if more:
        _record(office, more)
    else:
        keeping.bring(office, "wave", lambda: _record(office, {}))
    return office


def _record(office: Settings, more: Mapping[str, list[dict[str, Any]]]) -> None:
    files = [row for row in homes(110) if row["ward"] != AN or int(row["code"].rsplit("-", 1)[1]) < 100]
    rows = {"household_file": files, "case": wave(), **more}
    frames = {entity: city.frame(entity, entries) for entity, entries in rows.items()}
    open_store(office).append(Batch(frames, source="wave"))


_ANSWERS: dict[str, dict[str, Any]] = {}
"""What was worked out already in this process; the same records give the same answer."""


def answer(office: Settings, asked: Question) -> None:
    """Let an answer be kept in an office; it is worked out once for all tests."""
    store = open_store(office)
    if asked.key not in _ANSWERS:
        told = hotspots.work_out(store, asked)
        assert told is not None
        _ANSWERS[asked.key] = told.to_json()
        return
    about: dict[str, Any] = {"version": asked.version, "as_of": asked.day, "scope": asked.scope.extent}
    results.keep(store, Result(asked.name, _ANSWERS[asked.key], **about))
