"""A server of our own on a free port, and a real Chromium that must never ask anybody else for anything."""

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
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from gis.settings import ROOT

CASES = 2_000
AT_HOME = {"localhost", "127.0.0.1", None}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    """Path of the system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("LANDMAP_CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The product as a reader meets it, on this machine only."""

    def __init__(self, state: Path) -> None:
        self.environment = os.environ | {"LANDMAP_STATE_DIR": str(state), "LANDMAP_DATABASE_URL": ""}
        self.url = f"http://127.0.0.1:{free_port()}"
        self.log = state / "server.log"

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "gis", *arguments]
        return subprocess.run(line, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)

    def start(self) -> None:
        port = self.url.rsplit(":", 1)[1]
        line = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", port]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(line, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:  # noqa: S310 (our own address)
                    if json.load(answer)["status"] == "ok":
                        return
            except (urllib.error.URLError, ConnectionError):
                self.process_waits()
        raise RuntimeError(f"the server did not come up:\n{self.log.read_text()}")

    def process_waits(self) -> None:
        """Give the server a moment, or notice that it ended."""
        try:
            self.process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            return

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product with a small demo city."""
    if chromium() is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    server = Server(tmp_path_factory.mktemp("office"))
    server.command("demo", "--cases", str(CASES))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Server]:
    """The product with the imported registry of projects and nothing else."""
    if chromium() is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    server = Server(tmp_path_factory.mktemp("registry"))
    server.command("init")
    file = shared / "samples" / "land_recovery_projects_2026.csv"
    line = [sys.executable, "-m", "gis", "import", "projects", str(file)]
    done = subprocess.run(line, cwd=ROOT, env=server.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A reader's tab; the test fails when anything left the machine or a script failed."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )
    page = context.new_page()
    outside: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if left_home(request.url) else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    yield page
    context.close()
    assert outside == []
    assert failed == []


def left_home(url: str) -> bool:
    """Tell whether a request went to another machine."""
    return urlparse(url).scheme not in ("data", "blob", "about") and urlparse(url).hostname not in AT_HOME
