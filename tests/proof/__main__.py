"""``python -m tests.proof``: prove the methods at length, and write what came of it into the bench's results."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from tests.bench.__main__ import RESULTS
from tests.proof import clusters, results
from tests.proof.maps import Effort


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, prove, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("--maps", type=int, default=200, help="null maps of either kind")
    parser.add_argument("--cities", type=int, default=20, help="demo cities")
    parser.add_argument("--replicates", type=int, default=999, help="maps a scan is held against")
    parser.add_argument("--out", type=Path, default=RESULTS)
    asked = parser.parse_args(arguments)
    results.put(asked.out, "Clusters", _clusters(asked.maps, asked.cities, Effort(replicates=asked.replicates)))


def _clusters(number: int, cities: int, effort: Effort) -> str:
    began = time.perf_counter()
    nulls = [_false("even households", clusters.null(range(number), effort), number)]
    _tell("null maps")
    nulls.append(_false("households and totals of a demo city", clusters.null_of_city(range(number), effort), number))
    _tell("shuffled cases of a demo city")
    found = clusters.planted(range(1, cities + 1), effort)
    _tell("planted hotspots")
    told = clusters.elsewhere(range(1, cities + 1), effort)
    minutes = (time.perf_counter() - began) / 60
    head = f"{effort.permutations:,} permutations, {effort.replicates} maps a scan; {minutes:.0f} minutes."
    return "\n\n".join([head, *nulls, _power(found), _elsewhere(told)])


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


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
