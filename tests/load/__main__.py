"""``python -m tests.load``: let crowds come to one server and to several, and write ``RESULTS.md``.

The servers are real ones, on one PostgreSQL; the readers are of the same machine and share its processors with them, so
what they cost is told beside. Everything listens on loopback, and ends with the program.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import product
from pathlib import Path
from typing import Final

from tests import postgres
from tests.load.crowd import PAGES, Seen, crowd
from tests.load.reader import Reader
from tests.serving import Server

_ENDING: Final = 300.0
"""Seconds in which a server ends that was asked for more than it can do: it says first what it was asked."""
RESULTS: Final = Path(__file__).with_name("RESULTS.md")
_HEAD: Final = (
    "servers", "readers", "clicks", "no answer", "page p50", "click p50", "click p95", "kB a click", "clicks a second",
    "processor of servers", "of readers", "MB a reader",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, measure, write."""
    asked = _asked(arguments)
    if not postgres.installed():
        sys.exit(postgres.MISSING)
    with tempfile.TemporaryDirectory(prefix="landmap-load-") as folder, database(Path(folder), asked.cases) as address:
        rows = list[list[str]]()
        for n, readers in product(asked.servers, asked.readers):
            rows.append(_row(n, readers, _measured(Path(folder), address, n, readers, asked.seconds)))
            sys.stderr.write(f"{'; '.join(map(' '.join, zip(rows[-1], _HEAD, strict=True)))}\n")
            asked.out.write_text(_page(asked, rows), encoding="utf-8")  # whoever stops it keeps what was measured


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--readers", type=int, nargs="+", default=[50, 200], help="readers at once")
    parser.add_argument("--servers", type=int, nargs="+", default=[1, 2, 3], help="processes of the app")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each crowd clicks")
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args(arguments)


@contextmanager
def database(folder: Path, cases: int) -> Iterator[str]:
    """Serve a demo city from a PostgreSQL of our own; answers its address."""
    with postgres.serving() as cluster:
        address = cluster.address(cluster.database())
        made = subprocess.run(
            [sys.executable, "-m", "gis", "demo", "--cases", str(cases)],
            env=_environment(folder, address), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(made.stderr)
        yield address


def _environment(folder: Path, address: str) -> dict[str, str]:
    return os.environ | {"LANDMAP_STATE_DIR": str(folder), "LANDMAP_DATABASE_URL": address}


def _measured(folder: Path, address: str, servers: int, readers: int, seconds: float) -> tuple[Seen, float]:
    """Let a crowd come to servers that are warm; answer what it saw, and the share of a processor it took itself."""
    with ExitStack() as stack:
        running = [stack.enter_context(server(folder / str(n), address)) for n in range(servers)]
        urls, pids = [one.url for one in running], [one.pid for one in running]
        asyncio.run(_warmed(urls))
        begun, busy = time.perf_counter(), time.process_time()
        seen = asyncio.run(crowd(urls, readers, seconds, pids=pids))
        return seen, (time.process_time() - busy) / (time.perf_counter() - begun)


@contextmanager
def server(folder: Path, address: str) -> Iterator[Server]:
    folder.mkdir(exist_ok=True)
    server = Server(folder, ending=_ENDING)
    server.environment |= _environment(folder, address)
    with server.running():
        yield server


async def _warmed(urls: Sequence[str]) -> None:
    """Open every page once on each server: what a process loads once is no crowd's doing."""
    for url in urls:
        for path in dict.fromkeys(PAGES):
            reader = Reader(url, path)
            await reader.open()
            await reader.close()


def _row(servers: int, readers: int, found: tuple[Seen, float]) -> list[str]:
    seen, own = found
    before, after = seen.memory
    page = sorted(seen.opened)[len(seen.opened) // 2] if seen.opened else float("nan")
    return [
        str(servers),
        str(readers),
        str(len(seen.clicked)),
        str(len(seen.failures)),
        f"{page:.2f} s",
        f"{seen.clicks(50):.2f} s",
        f"{seen.clicks(95):.2f} s",
        f"{sum(seen.sizes) / len(seen.sizes) / 1000:.1f}",
        f"{len(seen.clicked) / seen.passed:.1f}",
        f"{seen.busy / seen.passed:.2f}",
        f"{own:.2f}",
        f"{(after - before) / readers / 1e6:.1f}",
    ]


def _page(asked: argparse.Namespace, rows: Sequence[Sequence[str]]) -> str:
    lines = [_HEAD, ["---:"] * len(_HEAD), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return _TEXT.format(cases=asked.cases, seconds=asked.seconds, processors=os.cpu_count(), table=table)


_TEXT: Final = """# How many readers at once

Written by `make load`: {processors} processors, a demo city of {cases:,} cases in one PostgreSQL. Readers open a page
(half of them the map), think ten seconds on average, choose other subjects or wards and wait until the page has said
all; they click for {seconds:.0f} s. They are of the same machine and speak the protocol of a browser without drawing:
what they and the servers took is told as processors used on average. Memory is what all servers hold when the crowd
leaves, beyond what they held warm before it came, by reader.

{table}
"""


if __name__ == "__main__":
    main()
