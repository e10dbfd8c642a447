"""The real nginx before the product, with the configuration of the README and a certificate of its own.

Before several processes of it, too: then with what the README puts beside and in the place of ``proxy_pass``.
"""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from gis.settings import ROOT
from tests.serving import _free_port

MISSING = "nginx is not installed: apt-get install nginx-light"
OUTSIDE = "127.0.0.2"
"""From where nginx speaks to the product, so that another program of this machine is a stranger to it."""
_PATIENCE = 20
_PASS = re.compile(r"^ *proxy_pass .*\n", re.MULTILINE)
_WHOLE = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    proxy_bind {outside};
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{server}
}}
"""


@dataclass(frozen=True)
class Proxy:
    """nginx as it runs.

    Parameters
    ----------
    url
        Where it is asked.
    certificate
        File of the certificate it shows.
    """

    url: str
    certificate: Path

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))


def program() -> str:
    """Path of nginx; the test skips where there is none."""
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if path is None or shutil.which("openssl") is None:
        pytest.skip(MISSING)
    return path


@contextmanager
def before(own: int, *ports: int) -> Iterator[Proxy]:
    """Run nginx on a port of its own before the product on others; nothing of it is left afterwards."""
    path, folder = program(), Path(tempfile.mkdtemp(prefix="landmap-nginx-"))
    try:
        _certificate(folder)
        (folder / "nginx.conf").write_text(configuration(folder, own, *ports), encoding="utf-8")
        line = [path, "-p", folder, "-c", folder / "nginx.conf"]
        with (folder / "started").open("w") as started:
            running = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=started)
        made = Proxy(f"https://localhost:{own}", folder / "bando.pem")
        try:
            _wait_for(made, running, folder)
            yield made
        finally:
            running.terminate()
            running.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def configuration(folder: Path, own: int, *ports: int) -> str:
    """Write the examples of the README with the ports and files of the test; each of them is found in it once."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    processes, instead, server = re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)
    if len(ports) > 1:
        assert len(_PASS.findall(server)) == 1
        server = processes + _PASS.sub(lambda _: instead, server)
    for example, here in {
        "listen 443 ssl;": f"listen 127.0.0.1:{own} ssl;",
        "bando.example.gov.vn": "localhost",
        "/etc/ssl/certs/bando.pem": f"{folder}/bando.pem",
        "/etc/ssl/private/bando.key": f"{folder}/bando.key",
    }.items():
        assert server.count(example) == 1, example
        server = server.replace(example, here)
    for example, port in zip(("8501", "8502", "8503"), ports, strict=len(ports) > 1):
        assert example in server
        server = server.replace(example, str(port))
    return _WHOLE.format(folder=folder, server=server, outside=OUTSIDE)


def _certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", folder / "bando.key", "-out", folder / "bando.pem"],
        check=True, capture_output=True,
    )  # fmt: skip


def _wait_for(made: Proxy, running: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(made.url, timeout=5, context=made.context()):  # noqa: S310 (our own)
                return
        except urllib.error.HTTPError as answered:
            answered.close()
            return
        except OSError:
            try:
                running.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError("nginx did not come up:\n" + (folder / "started").read_text() + _errors(folder))


def _errors(folder: Path) -> str:
    file = folder / "error.log"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def free_port() -> int:
    return _free_port()
