"""A server of our own on a free port, and the Chromium of the system: what every test in a real browser needs."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from gis.settings import ROOT

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_AT_HOME = {"localhost", "127.0.0.1", None}
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE = 60


def chromium() -> str:
    """Path of the system's Chromium; the test skips where there is none."""
    path = os.environ.get("LANDMAP_CHROMIUM") or next((path for name in _NAMES if (path := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    return path


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser for the length of the block; nothing of it runs on afterwards."""
    path = chromium()
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def left_home(url: str) -> bool:
    """Tell whether a request went to another machine."""
    return urlparse(url).scheme not in ("data", "blob", "about") and urlparse(url).hostname not in _AT_HOME


def rested(page: Page) -> None:
    """Wait until no script runs; the page itself tells at once, where `expect` asks once a second in the end."""
    page.locator('[data-testid="stApp"][data-test-script-state="running"]').wait_for(state="detached")


def opened(page: Page, address: str) -> None:
    """Open a page of the product and wait until all of it is there."""
    page.goto(address)
    page.locator("footer.foot").wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # a choice that is still on its way takes no focus
    rested(page)


class Server:
    """The product as a reader meets it, on this machine only.

    Parameters
    ----------
    state
        State folder; the log is written there too.
    folder
        Folder whose ``dashboard.py`` is served.
    ending
        Seconds within which it must have ended when it is asked to.
    """

    def __init__(self, state: Path, folder: Path = ROOT, *, ending: float = 20.0) -> None:
        self.folder = folder
        self.ending = ending
        self.environment = os.environ | {
            "LANDMAP_STATE_DIR": str(state),
            "LANDMAP_DATABASE_URL": "",
            "PYTHONPATH": str(ROOT),
        }
        self.url = f"http://127.0.0.1:{_free_port()}"
        self.port = int(self.url.rsplit(":", 1)[1])
        self.log = state / f"server-{self.port}.log"
        self.pid = 0

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the product on the same state."""
        line = [sys.executable, "-m", "gis", *arguments]
        return subprocess.run(line, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Serve for the length of the block."""
        line = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(self.port)]
        with self.log.open("a") as log:
            process = subprocess.Popen(line, cwd=self.folder, env=self.environment, stdout=log, stderr=log)
        self.pid = process.pid
        try:
            self._wait_for(process)
            yield self
        finally:
            process.terminate()
            process.wait(timeout=self.ending)

    def _wait_for(self, process: subprocess.Popen[bytes]) -> None:
        """Ask for its health until it answers; waiting for its end in between notices a server that gave up."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if _answers(f"{self.url}/healthz"):
                return
            try:
                process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
            break
        raise RuntimeError(f"the server did not come up:\n{self.log.read_text(encoding='utf-8')}")


def _answers(address: str) -> bool:
    """Tell whether the product answers in its own words, well or not; Streamlit alone answers HTML to anything."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 (our own server)
            return "status" in json.load(answer)
    except urllib.error.HTTPError as failing:
        with failing:
            return "status" in json.load(failing)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
