"""One seed of each long proof, and the section their figures are kept in."""

from __future__ import annotations

from pathlib import Path

from tests.proof import maps, results
from tests.proof.maps import Effort

QUICK = Effort(replicates=99)
"""Not fewer permutations: a cluster of few wards could not be told of then, and a test for none could not fail."""


def test_a_null_map_has_no_hot_ward() -> None:
    assert not maps.hot(maps.shuffled(maps.plain(), seed=1), QUICK, seed=1).any()


def test_a_planted_ward_is_told_of_two_months_later() -> None:
    ward = maps.plain().exposure.iloc[:, -1].rank().eq(80).idxmax()
    told = maps.hot(maps.shuffled(maps.plain(), seed=1, spot=(ward,), months=2, risk=6.0), QUICK, seed=1)
    assert told[ward]
    assert told.sum() == 1


def test_a_month_that_has_not_come_is_not_seen() -> None:
    counts = maps.until(maps.plain(), 20)
    assert counts.received.columns[-1] == maps.plain().received.columns[20]
    assert len(counts.days) == 21


def test_a_proof_replaces_itself_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    path.write_text("# Costs\n\nText.\n", encoding="utf-8")
    results.put(path, "Clusters", "old")
    results.put(path, "Risk", "other")
    results.put(path, "Clusters", "new")
    assert results.split(path.read_text(encoding="utf-8")) == (
        "# Costs\n\nText.\n",
        {"Clusters": "new", "Risk": "other"},
    )
    assert path.read_text(encoding="utf-8").count(results.HEAD) == 1
    assert results.section(path).startswith(f"\n{results.HEAD}\n")
    assert results.section(tmp_path / "none.md") == ""
