"""``python -m tests.proof``: prove the methods at length, and write what came of it into the bench's results."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pandas as pd

from gis.insight import backtest
from tests.bench.__main__ import RESULTS
from tests.proof import clusters, results, scores
from tests.proof.maps import Effort
from tests.proof.pieces import Pieces


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, prove, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("--maps", type=int, default=200, help="null maps of either kind")
    parser.add_argument("--cities", type=int, default=20, help="demo cities")
    parser.add_argument("--replicates", type=int, default=999, help="maps a scan is held against")
    parser.add_argument("--nulls", type=int, default=40, help="draws of null outcomes of either kind")
    parser.add_argument("--scored", type=int, default=8, help="demo cities whose score is held against what happened")
    parser.add_argument("--table", type=Path, help="a table of real cases to try the score on too")
    parser.add_argument("--only", choices=("clusters", "risk"), help="one of the two")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--kept", type=Path, help="a folder for what is done, from which a stopped proof goes on")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    asked = parser.parse_args(arguments)
    pieces = Pieces(asked.kept, asked.jobs)
    if asked.only != "risk":
        effort = Effort(replicates=asked.replicates)
        results.put(asked.out, "Clusters", _clusters(asked.maps, asked.cities, effort, pieces))
    if asked.only != "clusters":
        results.put(asked.out, "Risk", _risk(asked.nulls, asked.scored, pieces))
    if asked.table:
        results.put(asked.out, "Risk on real closures", _real(asked.table))


def _clusters(number: int, cities: int, effort: Effort, pieces: Pieces) -> str:
    judged = {
        "even households": pieces.each(clusters.null, range(number), effort),
        "households and totals of a demo city": pieces.each(clusters.null_of_city, range(number), effort),
    }
    _tell("null maps")
    found = list(chain(*pieces.each(clusters.planted, range(1, cities + 1), effort)))
    _tell("planted hotspots")
    told = pieces.each(clusters.elsewhere, range(1, cities + 1), effort)
    head = f"{effort.permutations:,} permutations, {effort.replicates} maps a scan."
    nulls = (_false(name, pd.DataFrame(rows), number) for name, rows in judged.items())
    return "\n\n".join([head, *nulls, _power(pd.DataFrame(found)), _elsewhere(pd.DataFrame(told))])


def _false(name: str, table: pd.DataFrame, number: int) -> str:
    share = (table["hot"] > 0).mean()
    return (
        f"False alarms, {name}: {share:.1%} of {number} null maps have at least one ward told of "
        f"(to hold: at most {clusters.MOST_FALSE:.0%})."
    )


def _power(table: pd.DataFrame) -> str:
    lines = ["| wards | risk | planted | found in 3 months | found in 6 | median month |", "|---|---|---|---|---|---|"]
    groups = [*table.groupby(["wards", "risk"]), (("all", ""), table)]
    for (wards, risk), part in groups:
        soon, ever = (part["month"] <= clusters.SOON).mean(), part["month"].notna().mean()
        lines.append(f"| {wards} | {risk} | {len(part)} | {soon:.0%} | {ever:.0%} | {part['month'].median():.0f} |")
    return f"Planted hotspots (to hold: at least {clusters.LEAST_FOUND:.0%} found, in 3 months):\n\n" + "\n".join(lines)


def _elsewhere(table: pd.DataFrame) -> str:
    planted, found, other = (int(table[name].sum()) for name in ("planted", "found", "elsewhere"))
    return (
        f"On the last day of {len(table)} demo cities, {found} of {planted} wards inside a hotspot that is still going "
        f"on are told of, and {other} others, where late payment and broken promises bring more cases too."
    )


def _risk(nulls: int, cities: int, pieces: Pieces) -> str:
    plain = pieces.each(scores.null_plain, range(1, nulls + 1))
    _tell("null outcomes of an invented panel")
    rows = pd.concat(pieces.each(scores.tried, range(1, cities + 1)), ignore_index=True)
    _tell("scores of demo cities")
    city = pieces.each(scores.null, range(1, nulls + 1))
    off = [
        _off("an invented panel of three features", pd.DataFrame(plain)),
        _off("the features of a demo city", pd.DataFrame(city)),
    ]
    head = f"{backtest.ORIGINS} origins, {scores.HORIZON} days, cities of 20,000 cases."
    return "\n\n".join([head, *off, _calibration(rows)])


def _off(name: str, table: pd.DataFrame) -> str:
    return (
        f"Null outcomes, {name}: the model switches itself off in {int(table['off'].sum())} of {len(table)} draws "
        f"(to hold: at least {scores.LEAST_OFF:.0%})."
    )


def _calibration(rows: pd.DataFrame) -> str:
    lines = [
        "| city | cases | prolonged | skill over age | slope | intercept | wards | within 90 % | ought to | evened |",
        "|" + "---|" * 10,
    ]
    inside = {city: scores.covered(mine) for city, mine in rows.groupby("city")}
    groups = [
        *((str(city), mine, inside[city]) for city, mine in rows.groupby("city")),
        ("all", rows, pd.concat(inside)),
    ]
    for name, mine, held in groups:
        slope, intercept = scores.calibrated(mine)
        brier = {rule: ((mine[rule] - mine["outcome"]) ** 2).mean() for rule in ("model", "age")}
        lines.append(
            f"| {name} | {len(mine):,} | {mine['outcome'].mean():.1%} | {1 - brier['model'] / brier['age']:.1%} "
            f"| {slope:.2f} | {intercept:.2f} | {len(held):,} | {held['inside'].mean():.1%} "
            f"| {held['holds'].mean():.1%} | {held['evened'].mean():.1%} |"
        )
    to_hold = "to hold, all together: slope {:.1f}–{:.1f}, {:.0%}–{:.0%} evened".format(*scores.SLOPES, *scores.COVERED)
    tried = "intervals of the second six origins, their width from the first; evened: without what whole numbers add"
    return f"Calibration ({to_hold}; {tried}):\n\n" + "\n".join(lines)


def _real(table: Path) -> str:
    began = time.perf_counter()
    found, rows = scores.real(table)
    taken, tried, skill = time.perf_counter() - began, found.tried, found.skill["age"]
    verdict = "is better" if found.beats_age else "switches itself off"
    rules = found.measured.items()
    lines = (f"| {rule} | {one.brier:.4f} | {one.log_score:.4f} | {one.pr_auc:.4f} |" for rule, one in rules)
    return (
        f"`{table.name}`: {rows:,} cases; {len(tried):,} of them at {tried['origin'].nunique()} origins, of which "
        f"{tried['outcome'].mean():.1%} were not closed {scores.HORIZON} days later; {taken:.0f} s.\n\n"
        f"Skill over the age alone {skill.value:.1%} ({skill.low:.1%} to {skill.high:.1%}): the model {verdict}. "
        "History was rebuilt from days of events and proves nothing yet; told as found.\n\n"
        "| rule | Brier | log score | PR-AUC |\n|---|---|---|---|\n"
    ) + "\n".join(lines)


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
