"""Sign-in: what must be set, what is refused, and that local mode serves this machine only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from gis import settings
from gis.access.signing_in import check_listening, configured, is_here, secrets, state
from gis.errors import SettingsError
from gis.records.grants import CITY, give
from gis.records.store import open_store
from gis.settings import ROOT, Settings

SSO = "https://sso.hanoi.gov.vn/.well-known/openid-configuration"
SET = {
    "oidc_metadata_url": SSO,
    "oidc_client_id": "landmap",
    "oidc_client_secret": SecretStr("shared"),
    "cookie_secret": SecretStr("k" * 32),
    "public_url": "https://bando.hanoi.gov.vn/ban-do/",
}


def set_up(**change: object) -> Settings:
    return Settings(**SET | change)  # type: ignore[arg-type]


def test_without_a_provider_nobody_signs_in() -> None:
    assert not configured(Settings())
    assert secrets(Settings()) is None


def test_streamlit_is_told_what_is_set() -> None:
    told = secrets(set_up())
    assert told is not None
    assert told["auth"] == {
        "redirect_uri": "https://bando.hanoi.gov.vn/ban-do/oauth2callback",
        "cookie_secret": "k" * 32,
        "client_id": "landmap",
        "client_secret": "shared",
        "server_metadata_url": SSO,
        "client_kwargs": {"scope": "openid email", "prompt": "select_account"},
    }


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"oidc_client_id": ""}, "LANDMAP_OIDC_CLIENT_ID"),
        ({"oidc_client_secret": SecretStr("")}, "LANDMAP_OIDC_CLIENT_SECRET"),
        ({"cookie_secret": SecretStr("k" * 31)}, "LANDMAP_COOKIE_SECRET"),
        ({"oidc_metadata_url": "http://sso.hanoi.gov.vn/x"}, "LANDMAP_OIDC_METADATA_URL"),
        ({"public_url": "http://bando.hanoi.gov.vn"}, "LANDMAP_PUBLIC_URL"),
    ],
)
def test_what_is_missing_or_in_the_clear_is_named(change: dict[str, object], named: str) -> None:
    with pytest.raises(SettingsError) as refused:
        secrets(set_up(**change))
    assert named in refused.value.say("vi")
    assert named in refused.value.say("en")


def test_on_this_machine_a_provider_needs_no_encryption() -> None:
    assert secrets(set_up(oidc_metadata_url="http://localhost:9400/x", public_url="http://127.0.0.1:8501"))


def test_no_secret_is_ever_written_out() -> None:
    written = repr(set_up()) + str(set_up()) + set_up().model_dump_json()
    assert "shared" not in written
    assert "kkk" not in written


def test_a_secret_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "landmap_cookie_secret").write_text("f" * 40 + "\n", encoding="utf-8")
    monkeypatch.setenv("LANDMAP_SECRETS_DIR", str(tmp_path))
    settings.current.cache_clear()
    assert settings.current().cookie_secret.get_secret_value() == "f" * 40
    monkeypatch.setenv("LANDMAP_COOKIE_SECRET", "e" * 40)
    settings.current.cache_clear()
    assert settings.current().cookie_secret.get_secret_value() == "e" * 40
    settings.current.cache_clear()


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),  # noqa: S104 (told, not used)
        ("::", False),
        ("", False),
        ("10.0.0.7", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
    ],
)
def test_which_hosts_are_this_machine(host: str, *, here: bool) -> None:
    assert is_here(host) is here


@pytest.mark.parametrize("address", ["0.0.0.0", "10.0.0.7", "", None, "unix:///run/landmap.sock"])  # noqa: S104 (told, not used)
def test_local_mode_listens_to_nobody_else(address: str | None) -> None:
    with pytest.raises(SettingsError, match="README"):
        check_listening(Settings(), address)
    check_listening(set_up(), address)


def test_local_mode_listens_to_its_machine() -> None:
    check_listening(Settings(), "127.0.0.1")


@pytest.mark.parametrize(
    ("address", "provider", "said"),
    [
        ("0.0.0.0", "", "No sign-in is set up"),  # noqa: S104 (told, not used)
        ("127.0.0.1", SSO, "LANDMAP_OIDC_CLIENT_ID"),
    ],
)
def test_the_server_does_not_even_start(address: str, provider: str, said: str, tmp_path: Path) -> None:
    line = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.address", address, "--server.port", "0"]
    known = os.environ | {"LANDMAP_STATE_DIR": str(tmp_path), "LANDMAP_OIDC_METADATA_URL": provider}
    done = subprocess.run(line, cwd=ROOT, env=known, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_open_page_hears_of_a_changed_role_only_where_people_sign_in(office: Settings) -> None:
    local = open_store(office)
    signed = open_store(office.model_copy(update={"oidc_metadata_url": SSO}))
    before = state(local, local.marker()), state(signed, signed.marker())
    give(local, "an@x.vn", "viewer", CITY, by="test")
    after = state(local, local.marker()), state(signed, signed.marker())
    assert before[0] == after[0]
    assert before[1] != after[1]
