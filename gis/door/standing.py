"""Whether this machine is set up to be served from: what ``python -m gis doctor`` looks at besides the records.

Each look answers whether it is in order, and a phrase that says what was found or what to do. They read the settings of
Streamlit as a server started here would (``.streamlit/config.toml`` and ``STREAMLIT_…``).
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import stat
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from gis.access import signing_in
from gis.errors import LandmapError, reason
from gis.records.store import open_store
from gis.settings import Settings
from gis.words import Phrase

Found = tuple[bool, Phrase]

TRUSTED: Final = "FORWARDED_ALLOW_IPS"
"""Variable by which the server knows its proxies."""
_BY_DEFAULT: Final = "127.0.0.1,::1"
_EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 (told, not used)  # nosec B104
_PATIENCE: Final = 5
"""Seconds that the product's own address has to answer."""
_FAST: Final = dt.timedelta(minutes=2)
"""So much the clock of the database's machine may go before this one."""
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_STRANGERS: Final = stat.S_IWGRP | stat.S_IRWXO
"""What nobody may do with a secret; systemd shows the one account it lets read as a group."""


def listening(settings: Settings) -> Found:
    """Look at where the server listens, and whether whoever comes is known."""
    address = st.get_option("server.address")
    try:
        signing_in.check_listening(settings, address)
        signing_in.secrets(settings)
    except LandmapError as error:
        return False, error.phrase
    if not signing_in.is_here(address or "") and not (st.get_option("server.sslCertFile") or os.environ.get(TRUSTED)):
        return False, Phrase("cli.serving.open", {"address": address or _EVERYWHERE, "name": TRUSTED})
    kind = "signed" if signing_in.configured(settings) else "local"
    return True, Phrase(f"cli.serving.{kind}", {"address": address})


def forms(_: Settings) -> Found:
    """Look at the protection against forged requests, and whether errors stay inside."""
    wanted = {
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.enableStaticServing": False,
        "server.headless": True,
        "client.showErrorDetails": "none",
    }
    wrong = [name for name, value in wanted.items() if st.get_option(name) != value]
    found = {"names": ", ".join(wrong), "n": st.get_option("server.maxUploadSize")}
    return not wrong, Phrase(f"cli.serving.{'unsafe' if wrong else 'forms'}", found)


def proxy(settings: Settings) -> Found:
    """Look at the proxy: which one is believed, and whether TLS that ends there is told here.

    Where the public address is one of TLS, it is asked for its health. A server that saw TLS answers with HSTS; one
    that does not answer may not run yet, which is no fault of how it is set up.
    """
    trusted = os.environ.get(TRUSTED, _BY_DEFAULT)
    if wrong := [one for one in trusted.split(",") if not _narrow(one.strip())]:
        return False, Phrase("cli.serving.trusting", {"name": TRUSTED, "who": ", ".join(wrong)})
    if urlsplit(settings.public_url).scheme != "https":
        return True, Phrase("cli.serving.no_proxy", {"address": settings.public_url})
    path, below = urlsplit(settings.public_url).path.strip("/"), str(st.get_option("server.baseUrlPath")).strip("/")
    if path != below:
        return False, Phrase("cli.serving.prefix", {"path": path, "below": below})
    try:
        told = _asked(f"{settings.public_url.rstrip('/')}/healthz")
    except OSError as error:
        return True, Phrase("cli.serving.silent", {"address": settings.public_url, "reason": reason(error)})
    found = "strict-transport-security" in told
    return found, Phrase(f"cli.serving.{'tls' if found else 'no_tls'}", {"address": settings.public_url})


def _narrow(trusted: str) -> bool:
    """Answer whether a proxy that is believed is one machine, or a small network at most."""
    try:
        return ipaddress.ip_network(trusted, strict=False).num_addresses <= 256  # noqa: PLR2004 (a small network)
    except ValueError:
        return False


def _asked(address: str) -> set[str]:
    """Ask, and answer the names of the headers that came back."""
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:  # noqa: S310 (our own)  # nosec B310
            return {name.lower() for name in answer.headers}
    except urllib.error.HTTPError as failing:
        with failing:
            return {name.lower() for name in failing.headers}


def folder(settings: Settings) -> Found:
    """Look at whether the state folder can be written to, and nobody else reads the records in it."""
    place = settings.state_dir
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return False, Phrase("cli.serving.shut", {"folder": str(place), "reason": reason(error)})
    seen = [file.name for file in sorted(place.glob("*.db")) if os.name == "posix" and file.stat().st_mode & _OTHERS]
    key = "seen" if seen else "folder"
    return not seen, Phrase(f"cli.serving.{key}", {"folder": str(place), "files": ", ".join(seen)})


def secrets(settings: Settings) -> Found:
    """Look at whether the files of the secrets can be read by their owner only."""
    place = settings.secrets_dir
    files = sorted(file for file in place.glob("landmap_*") if file.is_file()) if place else []
    seen = [file.name for file in files if os.name == "posix" and file.stat().st_mode & _STRANGERS]
    if seen:
        return False, Phrase("cli.serving.secrets_seen", {"folder": str(place), "files": ", ".join(seen)})
    return True, Phrase("cli.serving.secrets", {"n": len(files)})


def clock(settings: Settings) -> Found:
    """Look at whether the clock is not behind what was recorded, or the product itself."""
    now = dt.datetime.now(dt.UTC)
    store = open_store(settings)
    latest = store.latest() if store.health()["current"] else None
    made = dt.datetime.fromtimestamp(Path(__file__).stat().st_mtime, dt.UTC)
    newest = max(latest or made, made)
    right = newest <= now + _FAST
    return right, Phrase(f"cli.serving.{'clock' if right else 'behind'}", {"now": f"{now:%Y-%m-%d %H:%M} UTC"})


LOOKS: Final[Mapping[str, Callable[[Settings], Found]]] = {
    "listening": listening,
    "forms": forms,
    "proxy": proxy,
    "folder": folder,
    "secrets": secrets,
    "clock": clock,
}
"""Name of each look, as part of the key of a phrase."""
