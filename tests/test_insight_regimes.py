"""By which law the records of a project are judged, on three records of two projects."""

from __future__ import annotations

import pandas as pd

from gis.insight.regimes import governed


def test_a_record_goes_by_its_project() -> None:
    projects = pd.DataFrame({"regime": ["2024-08-01", None]}, index=["P1", "P2"])
    records = pd.DataFrame({"project": pd.Categorical(["P2", "P1", None, "P9"])}, index=["a", "b", "c", "d"])
    found = governed(records, projects)
    assert found["regime"].notna().tolist() == [False, True, False, False]
    assert found.at["b", "regime"] == "2024-08-01"
    assert "regime" not in records
