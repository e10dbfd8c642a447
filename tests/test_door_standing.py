"""Whether a machine is set up to serve: each look is shown what is right and what is wrong."""

from __future__ import annotations

import configparser
import datetime as dt
import http.server
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import config

from gis.door import standing
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.settings import ROOT, Settings
from gis.words import say
from tests import city

SIGNED = {
    "oidc_metadata_url": "https://sso.hanoi.gov.vn/.well-known/openid-configuration",
    "oidc_client_id": "landmap",
    "oidc_client_secret": "shared-with-the-provider",
    "cookie_secret": "not-a-secret-but-long-enough-to-sign-with",
}
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Options of Streamlit as a server of this checkout has them, to be changed."""
    given = {"server.address": "127.0.0.1", "server.baseUrlPath": "", "server.headless": True}
    given |= {"server.enableStaticServing": False, "client.showErrorDetails": "none"}
    real = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: given[name] if name in given else real(name))
    monkeypatch.delenv(standing.TRUSTED, raising=False)
    return given


def look(name: str, settings: Settings) -> tuple[bool, str]:
    """Look, and answer whether it is in order, and the key of what was said; it can be said in both languages."""
    ok, phrase = standing.LOOKS[name](settings)
    assert all(phrase.say(language) for language in ("vi", "en"))
    return ok, phrase.key.removeprefix("cli.serving.")


def test_every_look_has_a_name_on_screen() -> None:
    assert all(say(f"cli.doctor.{name}", language) for name in standing.LOOKS for language in ("vi", "en"))


def test_listening(options: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert look("listening", Settings()) == (True, "local")
    assert look("listening", Settings(**SIGNED)) == (True, "signed")
    assert look("listening", Settings(**SIGNED | {"cookie_secret": "short"}))[0] is False
    options["server.address"] = "0.0.0.0"  # noqa: S104 (looked at, never listened to)
    assert look("listening", Settings()) == (False, "access.provider.open")
    assert look("listening", Settings(**SIGNED)) == (False, "open")
    monkeypatch.setenv(standing.TRUSTED, "10.0.0.2")
    assert look("listening", Settings(**SIGNED)) == (True, "signed")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("server.enableXsrfProtection", False),
        ("server.enableCORS", False),
        ("server.enableStaticServing", True),
        ("server.headless", False),
        ("client.showErrorDetails", "full"),
    ],
)
def test_settings_of_the_server(options: dict[str, Any], name: str, value: object) -> None:
    assert look("forms", Settings()) == (True, "forms")
    options[name] = value
    ok, phrase = standing.forms(Settings())
    assert not ok
    assert name in phrase.say("vi")


@pytest.mark.parametrize(
    ("trusted", "ok"),
    [
        ("127.0.0.1,::1", True),
        ("10.0.0.2", True),
        ("10.0.0.0/24", True),
        ("*", False),
        ("10.0.0.0/8", False),
        ("nginx", False),
    ],
)
def test_proxies_that_are_believed(
    options: dict[str, Any], monkeypatch: pytest.MonkeyPatch, trusted: str, *, ok: bool
) -> None:
    monkeypatch.setenv(standing.TRUSTED, trusted)
    assert look("proxy", Settings()) == (ok, "no_proxy" if ok else "trusting")


@pytest.mark.usefixtures("options")
def test_the_path_of_the_public_address_is_the_servers() -> None:
    assert look("proxy", Settings(public_url="https://bando.hanoi.gov.vn/ban-do")) == (False, "prefix")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"strict-transport-security"}, (True, "tls")),
        ({"content-type"}, (False, "no_tls")),
        (ConnectionRefusedError(111, "refused"), (True, "silent")),
    ],
)
@pytest.mark.usefixtures("options")
def test_whether_tls_is_told(monkeypatch: pytest.MonkeyPatch, told: Any, found: tuple[bool, str]) -> None:
    def asked(address: str) -> set[str]:
        assert address == "https://bando.hanoi.gov.vn/healthz"
        if isinstance(told, Exception):
            raise told
        return told

    monkeypatch.setattr(standing, "_asked", asked)
    assert look("proxy", Settings(public_url="https://bando.hanoi.gov.vn/")) == found


class _Failing(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(503)
        self.send_header("Strict-Transport-Security", "max-age=1")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def failing() -> Iterator[str]:
    with http.server.HTTPServer(("127.0.0.1", 0), _Failing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/healthz"
        server.shutdown()
        thread.join()


def test_a_server_that_is_not_well_tells_its_headers_too(failing: str) -> None:
    assert "strict-transport-security" in standing._asked(failing)


def test_the_state_folder(tmp_path: Path) -> None:
    chosen = Settings(state_dir=tmp_path / "new", database_url="")
    assert look("folder", chosen) == (True, "folder")
    open_store(chosen).create()
    assert look("folder", chosen) == (True, "folder"), "a database is made for its owner only"
    (tmp_path / "new" / "landmap.db").chmod(0o644)
    assert look("folder", chosen) == (False, "seen")
    (tmp_path / "file").touch()
    assert look("folder", Settings(state_dir=tmp_path / "file")) == (False, "shut")


def test_files_of_secrets(tmp_path: Path) -> None:
    assert look("secrets", Settings()) == (True, "secrets")
    file = tmp_path / "landmap_cookie_secret"
    file.write_text("x")
    for mode, ok in ((0o600, True), (0o440, True), (0o400, True), (0o644, False), (0o660, False)):
        file.chmod(mode)
        assert look("secrets", Settings(secrets_dir=tmp_path))[0] is ok, oct(mode)
    assert "landmap_cookie_secret" in standing.secrets(Settings(secrets_dir=tmp_path))[1].say("en")


def test_a_clock_that_is_behind_what_was_recorded(office: Settings) -> None:
    assert look("clock", office) == (True, "clock")
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    open_store(office).append(Batch(city.frames(), source="later"), recorded_at=tomorrow)
    assert look("clock", office) == (False, "behind")


def block(language: str) -> str:
    """The one example of a kind in the README."""
    [text] = re.findall(rf"```{language}\n(# /etc.*?)```", README, re.DOTALL)
    return str(text)


def test_the_unit_in_the_readme_names_settings_that_exist() -> None:
    unit = configparser.ConfigParser(strict=False, delimiters="=", interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(block("ini"))
    assert {"Unit", "Service", "Install"} == set(unit.sections())
    names = re.findall(r"^Environment=(\w+)=", block("ini"), re.MULTILINE)
    known = {f"LANDMAP_{name.upper()}" for name in Settings.model_fields}
    known |= {option.env_var for option in config.get_config_options().values()}
    assert [name for name in names if name not in known] == []
    credentials = re.findall(r"^LoadCredential=landmap_(\w+):", block("ini"), re.MULTILINE)
    assert credentials
    assert set(credentials) <= set(Settings.model_fields)


def test_the_unit_for_each_port_comes_of_the_one_in_the_readme(tmp_path: Path) -> None:
    [line] = re.findall(r"^sed .*$", README, re.MULTILINE)
    (tmp_path / "landmap.service").write_text(block("ini"), encoding="utf-8")
    subprocess.run(["sh", "-c", line], cwd=tmp_path, check=True)
    made = (tmp_path / "landmap@.service").read_text(encoding="utf-8")
    assert made.splitlines().count("ExecStart=/opt/landmap/.venv/bin/streamlit run dashboard.py --server.port %i") == 1
    assert len(made.splitlines()) == len(block("ini").splitlines())


def test_systemd_understands_the_unit_in_the_readme(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd on this machine")
    unit = tmp_path / "landmap.service"
    here = re.sub(r"/opt/landmap/\.venv/bin/\w+", "/bin/true", block("ini"))
    unit.write_text(here.replace("User=landmap\n", "").replace("/opt/landmap", "/"), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "landmap.service" in line]
    assert complaints == []
