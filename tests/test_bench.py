"""The bench runs and writes its tables. What it measures is for people to read: no time is asserted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.serving import chromium


@pytest.mark.browser
def test_the_bench_writes_its_tables(tmp_path: Path) -> None:
    chromium()
    out = tmp_path / "RESULTS.md"
    places = ("--keep", str(tmp_path), "--out", str(out))
    main(
        [
            "--sizes",
            "300",
            "--clicks",
            "1",
            "--tabs",
            "1",
            "--no-rivals",
            "--screens",
            "map.py",
            "--filters",
            "subject",
            *places,
        ]
    )
    written = out.read_text(encoding="utf-8")
    assert "| map.py, subject | 300 |" in written
    assert "| 300 | 100 |" in written
    assert "map:component_instance" in written
