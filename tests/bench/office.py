"""An office to measure in: a demo city of a given size, and servers upon it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gis.areas.facts import all_provinces
from gis.settings import ROOT
from tests.bench.stage.cast import CHOICE
from tests.serving import Server

_STAGE: Final = Path(__file__).with_name("stage")


@dataclass(frozen=True)
class Office:
    """A demo city.

    Parameters
    ----------
    folder
        Its state folder.
    cases
        How many cases it has.
    provinces
        How many provinces its store holds; the first is served.
    """

    folder: Path
    cases: int
    provinces: int = 1

    @contextmanager
    def product(self) -> Iterator[Server]:
        """Serve the product itself."""
        with Server(self.folder).running() as server:
            yield server

    @contextmanager
    def stage(self, page: str) -> Iterator[Server]:
        """Serve the product's shell around one page of ``stage/``."""
        folder = self.folder / "stage"
        folder.mkdir(exist_ok=True)
        shutil.copy(_STAGE / "dashboard.py", folder)
        shutil.copytree(ROOT / ".streamlit", folder / ".streamlit", dirs_exist_ok=True)
        server = Server(self.folder, folder)
        server.environment[CHOICE] = page
        with server.running():
            yield server


def opened(folder: Path, cases: int) -> Office:
    """Answer a demo city of that size, made now unless the folder has it already.

    Raises
    ------
    RuntimeError
        It could not be made.
    """
    state = folder / str(cases)
    state.mkdir(parents=True, exist_ok=True)
    done = Server(state).command("demo", "--cases", str(cases), "--if-missing")
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Office(state, cases)


def country(folder: Path, cases: int) -> Office:
    """Answer a store of all provinces, with so many cases together, made now unless the folder has it already.

    Raises
    ------
    RuntimeError
        It could not be made.
    """
    state = folder / f"country-{cases}"
    state.mkdir(parents=True, exist_ok=True)
    done = Server(state).command("demo", "--province", "all", "--cases", str(cases), "--if-missing")
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Office(state, cases, len(all_provinces()))


def peak_memory(server: Server) -> int | None:
    """Answer the most memory a server ever held, in bytes; None where the system does not tell (Linux does)."""
    port = server.url.rsplit(":", 1)[1]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"--server.port\0{port}\0".encode() in (process / "cmdline").read_bytes():
                lines = (process / "status").read_text().splitlines()
                return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
        except OSError:  # it ended while we looked
            continue
    return None
