"""``python -m tests.bench``: measure, and write ``RESULTS.md``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser

from gis.settings import ROOT
from gis.ui.menu import SCREENS
from tests import postgres
from tests.bench import busy, page, report
from tests.bench.clicks import CLICKS, NEWCOMERS, TABS, Clicks, crowded, measured
from tests.bench.findings import Findings
from tests.bench.office import Office, country, opened, peak_memory
from tests.bench.tab import CLUSTER
from tests.proof.results import section
from tests.serving import launched

RESULTS: Final = Path(__file__).with_name("RESULTS.md")
RIVALS: Final = {
    "markers": (100_000, "folium, 10⁴ markers in a cluster"),
    "fast_cluster": (100_000, "FastMarkerCluster, 10⁵ points"),
    "points": (100_000, "pydeck, 10⁵ points"),
}
"""Page of ``stage/`` → size of the city it is shown with, and what it is."""
PARTS: Final = (
    "clicks", "busy", "growth", "ledger", "explained", "scopes", "trail", "law", "briefings", "early", "imports",
)  # fmt: skip
"""What can be measured alone; growth tells of clicks as well, and measures them."""
_BATCHES: Final = (100, 1_000, 10_000)
_RIVAL_CLICKS: Final = 3
_EARLY: Final = {
    "local": ("Gi* and local Moran: wards × permutations", 1),
    "prospective": ("scan over 24 months, clusters that go on: wards × maps", 10),
    "retrospective": ("scan over 24 months, all clusters: wards × maps", 30),
    "backtest": ("backtest with its landmarks and the challenger: cases × origins", 60),
    "scores": ("scores put together by ward and project: open cases", 1),
}
"""What is measured of early dialogues → in words, and the seconds to hold."""
_EARLY_CITY: Final = 20_000
"""Cases of the city for which that is promised."""
_LARGEST_FILE: Final = 100_000
"""Cases of the largest city whose cases are also brought in as one file: more than any office sends at once."""
_EXPLAINED: Final = "01,04,19,31,46,48,79,92"
_EXPLAINED_CITY: Final = 40_000
"""Provinces and cases of the store on a server whose statements are explained."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, measure, write."""
    asked = _asked(arguments)
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="landmap-bench-"))
    found = Findings()
    try:
        with launched() as browser:
            head = report.machine(browser.version, os.cpu_count())
            if "early" in asked.parts:
                _early(found, opened(folder, min(_EARLY_CITY, max(asked.sizes))))
            for cases in asked.sizes:
                _one_size(found, browser, opened(folder, cases), asked)
            if asked.country and "growth" in asked.parts:
                _country(found, browser, country(folder, asked.country), asked)
        if "explained" in asked.parts:
            _explained(found, min(_EXPLAINED_CITY, max(asked.sizes)))
        if "growth" in asked.parts:
            found.growth.draw(asked.out.with_name("growth.svg"))
        _write(asked, head, found)
    finally:
        if not asked.keep:
            shutil.rmtree(folder)


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000], help="numbers of cases")
    parser.add_argument("--country", type=int, default=0, help="cases of one more store, of all provinces; 0: none")
    parser.add_argument("--clicks", type=int, default=CLICKS, help="clicks a page")
    parser.add_argument("--tabs", type=int, default=TABS, help="pages open at once when memory is measured")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure; the rest stays")
    parser.add_argument("--screens", nargs="+", default=[screen.file for screen in SCREENS], help="pages to click on")
    parser.add_argument("--filters", nargs="+", default=["subject", "ward"], help="filters to click on")
    parser.add_argument("--rivals", action=argparse.BooleanOptionalAction, default=True, help="measure others beside")
    parser.add_argument("--keep", type=Path, help="folder for the cities, kept for the next run")
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args(arguments)


def _command(asked: argparse.Namespace) -> str:
    """Answer the command that measures the same again."""
    line = f"python -m tests.bench --sizes {' '.join(map(str, asked.sizes))}"
    line += f" --country {asked.country}" if asked.country else ""
    return line + (f" --parts {' '.join(asked.parts)}" if len(asked.parts) < len(PARTS) else "")


def _one_size(found: Findings, browser: Browser, office: Office, asked: argparse.Namespace) -> None:
    measures = {
        "ledger": _ledger, "scopes": _scopes, "trail": _trail, "law": _law, "briefings": _briefings,
        "imports": _imports,
    }  # fmt: skip
    for part, measure in measures.items():
        if part in asked.parts and (part != "imports" or office.cases <= _LARGEST_FILE):
            _tell(f"{office.cases:,} cases: {part}")
            measure(found, office)
    if {"clicks", "growth"} & set(asked.parts):
        _clicks(found, browser, office, asked)
    if "busy" in asked.parts:
        _busy(found, browser, office, asked.clicks)
    if "growth" in asked.parts:
        _growth(found, office, *_middling(found))


def _clicks(found: Findings, browser: Browser, office: Office, asked: argparse.Namespace) -> None:
    empty = {}
    for which in asked.filters:
        _tell(f"{office.cases:,} cases: empty page, {which}")
        with office.stage("empty") as server:
            empty[which] = measured(browser, server, which=which, clicks=asked.clicks)
    _product(found, browser, office, asked, empty)
    if asked.rivals:
        _rivals(found, browser, office, empty[asked.filters[0]])


def _product(
    found: Findings, browser: Browser, office: Office, asked: argparse.Namespace, empty: dict[str, Clicks]
) -> None:
    with office.product() as server:
        for screen, which in _journeys(asked.screens, asked.filters):
            _tell(f"{office.cases:,} cases: {screen.file}, {which}")
            came = NEWCOMERS if screen is SCREENS[0] else 1
            clicks = measured(browser, server, path=screen.path, which=which, clicks=asked.clicks, newcomers=came)
            found.clicks.append(report.click_row(f"{screen.file}, {which}", office.cases, clicks, empty[which]))
            if screen is SCREENS[0] and which == asked.filters[0]:
                found.carried = report.parts(clicks)
                row = [office.cases, round(clicks.first_page), sum(clicks.geometry), len(clicks.geometry)]
                found.pages.append(row)
        after = report.megabytes(peak_memory(server))
    with office.product() as server:  # one of its own: what clicks before left behind is told beside
        found.pages[-1] += [report.megabytes(crowded(browser, server, asked.tabs)), after]


def _busy(found: Findings, browser: Browser, office: Office, clicks: int) -> None:
    with office.product() as server:
        _tell(f"{office.cases:,} cases: clicks while an atlas is bound")
        row = busy.measured(browser, server, clicks).row
        found.busy.append([office.cases, *row, report.megabytes(peak_memory(server))])


def _middling(found: Findings) -> tuple[float, float]:
    """Answer the seconds of a click on the map page and of a first page, of the size measured last."""
    size, first_page, *_ = found.pages[-1]
    click = next(row for row in found.clicks if row[0].startswith(SCREENS[0].file) and row[1] == size)
    return click[2] / 1_000, first_page / 1_000


def _growth(found: Findings, office: Office, click: float, first_page: float) -> None:
    _tell(f"{office.cases:,} cases: what grows")
    took = {"click": click, "first_page": first_page} | _by_itself(office.folder, module="growth")
    found.growth.add(office.cases, took, provinces=office.provinces)


def _country(found: Findings, browser: Browser, office: Office, asked: argparse.Namespace) -> None:
    with office.product() as server:
        clicks = measured(browser, server, which=asked.filters[0], clicks=asked.clicks, newcomers=NEWCOMERS)
    _growth(found, office, clicks.ms / 1_000, clicks.first_page / 1_000)


def _explained(found: Findings, cases: int) -> None:
    if not postgres.installed():
        return
    _tell(f"{cases:,} cases of several provinces: statements explained")
    with _server("--province", _EXPLAINED, "--cases", str(cases)) as (folder, address):
        for row in _by_itself(folder, module="explain", address=address):
            names = [", ".join(f"`{name}`" for name in row[how]) or "–" for how in ("indexes", "whole")]
            told = [row[name] for name in ("rows", "aside", "ms")]
            found.explained.append([row["what"], row["statements"], *names, *told])


def _journeys(screens: Sequence[str], filters: Sequence[str]) -> Iterator[tuple[Any, str]]:
    """Every screen with the first filter, which leaves the city whole, and the map also with the others.

    Clusters of other subjects are other answers, each worked out for some seconds; there a choice of wards is measured.
    """
    yield from ((screen, _first(screen.file, filters)) for screen in SCREENS if screen.file in screens)
    yield from ((SCREENS[0], which) for which in filters[1:])


def _first(file: str, filters: Sequence[str]) -> str:
    return "ward" if file == "hotspots.py" and "ward" in filters else filters[0]


def _rivals(found: Findings, browser: Browser, office: Office, empty: Clicks) -> None:
    for stage, (cases, name) in RIVALS.items():
        if cases != office.cases or (stage != "points" and not CLUSTER.exists()):
            continue
        _tell(f"{office.cases:,} cases: {name}")
        with office.stage(stage) as server:
            clicks = measured(browser, server, clicks=_RIVAL_CLICKS, abroad=True)
        found.rivals.append(report.click_row(name, office.cases, clicks, empty))


def _ledger(found: Findings, office: Office) -> None:
    shutil.rmtree(office.folder / "landmap.db.ledger", ignore_errors=True)
    found.ledger.append(["SQLite", office.cases, *_started_twice(office.folder)])
    if office.cases <= _LARGEST_FILE and postgres.installed():
        found.ledger.append(["PostgreSQL", office.cases, *_on_a_server(office.cases)])
    with tempfile.TemporaryDirectory(dir=office.folder) as copy:
        shutil.copy(office.folder / "landmap.db", copy)
        for rows in (rows for rows in _BATCHES if rows < office.cases):
            took = _by_itself(Path(copy), str(rows))
            found.batches.append([office.cases, rows, took["append"], took["refresh"]])


def _started_twice(folder: Path, address: str = "") -> list[Any]:
    """Load the ledger without a cache, then with the one that leaves; the times, and the memory of the second."""
    rebuilt, cached = (_by_itself(folder, address=address) for _ in range(2))
    times = [rebuilt["load"], cached["load"], cached["other_day"], cached["situation"]]
    return [*times, report.megabytes(cached["memory"])]


def _on_a_server(cases: int) -> list[Any]:
    with _server("--cases", str(cases)) as (folder, address):
        return _started_twice(folder, address)


@contextmanager
def _server(*demo: str) -> Iterator[tuple[Path, str]]:
    """Serve a demo city from a PostgreSQL of our own; answers a state folder and the address."""
    with tempfile.TemporaryDirectory() as folder, postgres.serving() as cluster:
        address = cluster.address(cluster.database())
        line = [sys.executable, "-m", "gis", "demo", *demo]
        subprocess.run(line, cwd=ROOT, env=_environment(Path(folder), address), capture_output=True, check=True)
        yield Path(folder), address


def _scopes(found: Findings, office: Office) -> None:
    for took in _by_itself(office.folder, module="scopes"):
        times = [took[name] for name in ("snapshot", "snapshot_more", "click", "click_more")]
        found.scopes.append([office.cases, took["role"], took["scope"], took["rows"], *times])


def _trail(found: Findings, office: Office) -> None:
    took = _by_itself(office.folder, str(office.cases), module="trail")
    each = 1_000_000 * took["seconds"] / took["entries"]
    found.trail.append([took["entries"], took["seconds"], round(each), report.megabytes(took["memory"])])


def _law(found: Findings, office: Office) -> None:
    for took in _by_itself(office.folder, module="law"):
        per_100_000 = 100_000 * took["seconds"] / took["rows"] if took["rows"] else None
        found.law.append([office.cases, took["what"], took["rows"], took["clocks"], took["seconds"], per_100_000])


def _briefings(found: Findings, office: Office) -> None:
    alone = _by_itself(office.folder, "atlas", module="briefings")
    for took in [*_by_itself(office.folder, module="briefings"), *alone]:
        times = [took[name] for name in ("passed", "processor", "hold")]
        found.briefings.append([office.cases, took["what"], took["size"], *times, report.megabytes(took["memory"])])


def _early(found: Findings, office: Office) -> None:
    _tell(f"{office.cases:,} cases: early dialogues")
    for took in _by_itself(office.folder, module="early"):
        what, most = _EARLY[took["what"]]
        found.early.append([what, took["n"], took["of"], took["processor"], took["passed"], most])


def _imports(found: Findings, office: Office) -> None:
    with tempfile.TemporaryDirectory(dir=office.folder) as folder:
        files = _by_itself(office.folder, "make", folder, module="intake")
        for kind, file in files:
            took = _by_itself(office.folder, "import", kind, file, module="intake")
            times = [took[name] for name in ("read", "check", "record", "again")]
            what = f"{kind}, {Path(file).suffix.removeprefix('.')}"
            found.imports.append([took["rows"], what, *times, report.megabytes(took["memory"])])


def _by_itself(folder: Path, *arguments: str, module: str = "ledger", address: str = "") -> Any:
    line = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    done = subprocess.run(
        line, cwd=ROOT, env=_environment(folder, address), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(line)}:\n{done.stderr}")
    return json.loads(done.stdout)


def _environment(folder: Path, address: str) -> dict[str, str]:
    return os.environ | {"LANDMAP_STATE_DIR": str(folder), "LANDMAP_DATABASE_URL": address}


def _write(asked: argparse.Namespace, head: str, found: Findings) -> None:
    """Write what was measured, and leave what was not, and the proofs, as they stand."""
    old = asked.out.read_text(encoding="utf-8") if asked.out.exists() else ""
    proofs = section(asked.out)
    by = f"{dt.datetime.now().astimezone():%Y-%m-%d %H:%M %z} by `{_command(asked)}`"
    asked.out.write_text(
        page.renewed(old.removesuffix(proofs), found.tables(), by=by, head=head) + proofs, encoding="utf-8"
    )


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
