"""A PostgreSQL server for the tests: made in a folder of its own, on a free port, and gone when they end.

It never runs as root and never touches a server that is there already. What is written need not outlast the machine,
so nothing waits for the disk; but it outlasts the server, which some tests stop at once.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
POSTGIS = Path("/usr/share/postgresql/15/extension/postgis.control")
MISSING = "PostgreSQL 15 with PostGIS is not installed: apt-get install postgresql postgresql-15-postgis-3"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
}
OWNER = "keeper"


def installed() -> bool:
    return (PROGRAMS / "initdb").exists() and POSTGIS.exists()


def account() -> dict[str, str | int]:
    """Who runs the server: an unprivileged account where the tests run as root, as PostgreSQL demands."""
    if os.geteuid() != 0:
        return {}
    found = [one for one in pwd.getpwall() if one.pw_name in ("postgres", "nobody")]
    chosen = max(found, key=lambda one: one.pw_name)
    return {"user": chosen.pw_uid, "group": chosen.pw_gid}


class Cluster:
    """One server with its databases."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.password = folder, secrets.token_urlsafe(12)
        self.port = 0
        self._numbers = itertools.count(1)

    def make(self) -> None:
        key = self.folder / "password"
        key.write_text(self.password)
        if owner := account():
            for path in (self.folder, key):
                os.chown(path, int(owner["user"]), int(owner["group"]))
        self._run("initdb", "--username", OWNER, "--auth=password", f"--pwfile={key}", "--no-sync", "--locale=C.UTF-8")

    def start(self) -> None:
        """Begin to serve; a second time on the same port."""
        self.port = self.port or _free_port()
        told = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        places = f"-p {self.port} -k {self.folder}"
        self._run("pg_ctl", "start", "-w", "-l", str(self.folder / "log"), "-o", f"{places} {told}")

    def stop(self) -> None:
        """End, without waiting for anybody who is connected."""
        self._run("pg_ctl", "stop", "-m", "immediate")

    def _run(self, program: str, *line: str) -> None:
        subprocess.run(
            [PROGRAMS / program, "--pgdata", self.folder / "data", *line],
            cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            extra_groups=[] if os.geteuid() == 0 else None, **account(),
        )  # fmt: skip

    def address(self, database: str, *, user: str = OWNER) -> str:
        """Where a database is, for LANDMAP_DATABASE_URL."""
        return f"postgresql+psycopg://{user}:{self.password}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres", *, user: str = OWNER) -> psycopg.Connection:
        """A way to a database that is not the product's."""
        return psycopg.connect(self.address(database, user=user).replace("+psycopg", ""), autocommit=True)

    def database(self, *, like: str = "template1", tablespace: str = "pg_default") -> str:
        """Make a database as another is, on a disk that the server knows, and answer its name."""
        name = f"d{next(self._numbers)}"
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} TABLESPACE {}").format(
            *map(sql.Identifier, (name, like, tablespace))
        )
        with self.connect() as connection:
            connection.execute(made)
        return name

    def drop(self, *names: str) -> None:
        """Remove databases, whoever is connected to them."""
        with self.connect() as connection:
            for name in names:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextlib.contextmanager
    def standby(self) -> Iterator[Cluster]:
        """A server that follows this one, as long as it is needed."""
        with _folder("landmap-standby-") as folder:
            following = Cluster(folder)
            following.password = self.password
            if owner := account():
                os.chown(folder, int(owner["user"]), int(owner["group"]))
            way = self.address("postgres").replace("+psycopg", "")
            following._run("pg_basebackup", "--dbname", way, "-R", "--checkpoint=fast", "--no-sync")
            with following.up():
                yield following

    @contextlib.contextmanager
    def up(self) -> Iterator[Cluster]:
        """Serve for the length of the block."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def pause(self) -> None:
        """Let a server that follows another one stand still, as one that lags behind."""
        with self.connect() as connection:
            connection.execute("SELECT pg_wal_replay_pause()")
            while self._one(connection, "SELECT pg_get_wal_replay_pause_state()") != "paused":
                connection.execute("SELECT pg_sleep(0.01)")

    def resume(self, leader: Cluster) -> None:
        """Let it go on, until it has what the other one has now."""
        with leader.connect() as connection:
            wanted = self._one(connection, "SELECT pg_current_wal_lsn()")
        with self.connect() as connection:
            connection.execute("SELECT pg_wal_replay_resume()")
            while not self._one(connection, f"SELECT pg_last_wal_replay_lsn() >= '{wanted}'"):
                connection.execute("SELECT pg_sleep(0.01)")

    @staticmethod
    def _one(connection: psycopg.Connection, question: str) -> object:
        found = connection.execute(question).fetchone()  # type: ignore[arg-type]
        return found and found[0]

    @contextlib.contextmanager
    def account(self, name: str) -> Iterator[str]:
        """An account without any rights, with the password of all."""
        with self.connect() as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{self.password}'")
            yield name
            connection.execute(f"DROP ROLE {name}")


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextlib.contextmanager
def serving() -> Iterator[Cluster]:
    """A server as long as it is needed."""
    with _folder("landmap-postgres-") as folder:
        cluster = Cluster(folder)
        cluster.make()
        with cluster.up():
            yield cluster


@contextlib.contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
