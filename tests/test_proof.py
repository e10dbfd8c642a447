"""One seed of each long proof, and the section their figures are kept in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tests import invented_panel
from tests.proof import maps, results, scores
from tests.proof.maps import Effort
from tests.proof.pieces import Pieces, made_with

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


def noted(seed: int, path: Path) -> int:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{seed} ")
    return 10 * seed


def test_a_stopped_proof_goes_on_where_it_was(tmp_path: Path) -> None:
    path, pieces = tmp_path / "judged", Pieces(tmp_path / "kept")
    assert pieces.each(noted, [1, 2], path) == [10, 20]
    assert pieces.each(noted, [1, 2, 3], path) == [10, 20, 30]
    assert path.read_text(encoding="utf-8") == "1 2 3 "
    assert Pieces().each(noted, [3], path) == [30]
    assert path.read_text(encoding="utf-8") == "1 2 3 3 "


def test_what_is_kept_answers_for_its_code_only(tmp_path: Path) -> None:
    (tmp_path / "gis/insight").mkdir(parents=True)
    (tmp_path / "gis/insight/new.py").write_text("1", encoding="utf-8")
    before = made_with(tmp_path)
    assert before == made_with(tmp_path)
    (tmp_path / "gis/insight/new.py").write_text("2", encoding="utf-8")
    assert made_with(tmp_path) != before


def test_null_outcomes_switch_the_score_off() -> None:
    assert scores.null_plain(1, origins=3)["off"]


def test_outcomes_drawn_by_age_know_nothing_else() -> None:
    some = invented_panel.panel(1, effect=3.0, months=16)
    drawn = scores.drawn_by_age(some, seed=1)
    day = pd.Timestamp(scores.LAST)
    late = some.rows["late_share"] > 0
    before, after = (one.prolonged(day).groupby(late).mean().diff().iloc[1] for one in (some, drawn))
    assert before > 0.2
    assert abs(after) < 0.1
    assert drawn.prolonged(day).notna().equals(some.prolonged(day).notna())


def test_a_case_keeps_its_lot_between_landmarks() -> None:
    some = invented_panel.panel(1, effect=0.0, months=12)
    twice = pd.concat([some.rows, some.rows], ignore_index=True)
    both = replace(some, rows=twice, became=lambda known: pd.concat([some.became(known)] * 2, ignore_index=True))
    told = scores.drawn_by_age(both, seed=1).became(pd.Timestamp(scores.LAST)).astype(str)
    assert told.iloc[: len(some.rows)].tolist() == told.iloc[len(some.rows) :].tolist()


def test_calibration_and_cover_of_what_is_right() -> None:
    some = invented_panel.panel(2, effect=0.0, months=12, cases=400)
    day = pd.Timestamp(scores.LAST)
    known = some.prolonged(day)
    told = scores.drawn_by_age(some, seed=3)
    fitted = scores.crossed.fit(some.rows[known.notna()], known.dropna(), scores.backtest.age_of(some.features))
    assert fitted
    rows = some.rows.assign(model=fitted.probabilities(some.rows), outcome=told.prolonged(day))
    rows = rows[rows["outcome"].notna()].assign(origin=lambda frame: frame["landmark"])
    slope, intercept = scores.calibrated(rows)
    assert slope == pytest.approx(1, abs=0.25)
    assert intercept == pytest.approx(0, abs=0.4)
    held = scores.covered(rows)
    assert held["inside"].mean() > 0.8
    assert held["inside"].mean() == pytest.approx(held["holds"].mean(), abs=0.1)
    assert held["evened"].mean() == pytest.approx(0.9, abs=0.1)
