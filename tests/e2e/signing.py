"""A provider of sign-ins on this machine, and a server that asks it who somebody is."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tests.serving import Server, _free_port

PEOPLE: Final = ("viewer", "leader", "officer", "admin", "nobody")
"""Whom the provider knows."""
PATIENCE: Final = 30
SECRETS: Final = ("shared-with-the-provider", "not-a-secret-but-long-enough-to-sign-with")
"""What is shared with the provider, and what cookies are signed with: they stand in no log."""


@contextmanager
def asking_a_provider(server: Server, port: int | None = None, **environment: str) -> Iterator[Server]:
    """Serve for people who sign in at a provider, for the length of the block; nothing leaves the machine.

    Parameters
    ----------
    server
        What serves.
    port
        Of the provider; None: any that is free.
    environment
        What else, or otherwise, the server is told.
    """
    with provider(port or _free_port()) as address:
        server.environment |= told(address, **{"LANDMAP_PUBLIC_URL": server.url} | environment)
        with server.running():
            yield server


def told(address: str, **environment: str) -> dict[str, str]:
    """Answer what a server is told of the provider at an address, and what else."""
    return {
        "LANDMAP_OIDC_METADATA_URL": address,
        "LANDMAP_OIDC_CLIENT_ID": "landmap",
        "LANDMAP_OIDC_CLIENT_SECRET": SECRETS[0],
        "LANDMAP_OIDC_PROMPT": "login",
        "LANDMAP_COOKIE_SECRET": SECRETS[1],
        **environment,
    }


@contextmanager
def provider(port: int) -> Iterator[str]:
    """A provider of OpenID Connect that knows some people."""
    known = [f"--user-claims={json.dumps({'sub': one, 'email': f'{one}@hanoi.gov.vn'})}" for one in PEOPLE]
    line = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *known]
    running = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
    try:
        _wait_for(address, running)
        yield address
    finally:
        running.terminate()
        running.wait(timeout=20)


def _wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own provider)
                return
        except OSError:
            try:
                running.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError("the provider did not come up")
