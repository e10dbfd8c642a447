"""The database behind the store: opening it, making its tables, and saying plainly what is wrong with it.

SQLite is a file beside nothing else; it is never made by merely looking at it. Whatever goes wrong with a database, its
file, its disk or its version becomes a `StoreError` that says what to do.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, column, create_engine, event, inspect, make_url, select, table, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from gis.errors import SettingsError, StoreError
from gis.records import advice, views
from gis.settings import Settings

PATIENCE: Final = 30.0
"""Seconds to wait for another program that is writing; an import of 100,000 rows takes less."""

OWNER_ONLY: Final = 0o600
"""Mode of the database file and its cache: nobody but the account that runs the program."""

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 7_364_209
"""Any number, the same in every process: who holds it on PostgreSQL is the one that writes."""

_CONNECTING: Final = 10
"""Seconds to wait for a server to answer at all."""
_SOON: Final = 2
"""As `_CONNECTING`, where there is another way than to wait."""
_MARK: Final = table("alembic_version", column("version_num"))
"""Where Alembic writes the revision of the tables. Asked by itself it makes such a table anew each time, and what is
kept of statements would fill with as many as there are questions."""
_WRITTEN: Final[Counter[URL]] = Counter()
"""How often this process wrote to each database."""


@dataclass(frozen=True)
class Database:
    """A database and the way to it.

    Parameters
    ----------
    url
        Its address.
    patience
        Seconds to wait for another program that is writing.
    read_only
        Whether nothing may be written.
    hasty
        Whether it is soon given up where it does not answer, since there is another way: a replica.
    """

    url: URL
    patience: float = PATIENCE
    read_only: bool = False
    hasty: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Database:
        """Answer the database the settings name.

        Raises
        ------
        SettingsError
            The address is not one, or the driver it needs is not installed.
        """
        url = _address(settings.database, "records.address")
        if url.get_backend_name() == "sqlite" and (url.database or ":memory:") == ":memory:":
            raise SettingsError("records.address", reason="sqlite://")
        return cls(url)

    @classmethod
    def replica_of(cls, settings: Settings) -> Database | None:
        """Answer the replica the settings name; None where they name none.

        Raises
        ------
        SettingsError
            The address is not one of a server, or the database itself is a file, which nothing follows.
        """
        if not settings.database_read_url:
            return None
        url = _address(settings.database_read_url, "records.replica_address")
        if "sqlite" in {url.get_backend_name(), cls.of(settings).url.get_backend_name()}:
            raise SettingsError("records.replica_of_file")
        return cls(url, read_only=True, hasty=True)

    @property
    def path(self) -> Path | None:
        """The file, of SQLite; None of a server."""
        return Path(self.url.database or "").absolute() if self.url.get_backend_name() == "sqlite" else None

    @property
    def where(self) -> str:
        """Where it is, for people; without a password."""
        return str(self.path or self.url.render_as_string(hide_password=True))

    @property
    def written(self) -> int:
        """How often this process has written to it: another number tells that there is something to be seen."""
        return _WRITTEN[self.url]

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's way to it; one for the whole process."""
        return _engine(self)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read from one unchanging state of the database, whatever others write meanwhile.

        Raises
        ------
        StoreError
            The database is missing, damaged, unreachable or of another version.
        """
        with self._connection() as connection:
            self.check(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write all or nothing, one writer at a time.

        Raises
        ------
        StoreError
            As for `reading`, or the database is locked, read-only or its disk is full.
        """
        with self._connection(writes=True) as connection:
            self.check(connection)
            yield connection
        _WRITTEN[self.url] += 1

    @contextmanager
    def _connection(self, *, writes: bool = False) -> Iterator[Connection]:
        if self.path and not self.path.exists():
            raise StoreError("records.missing", where=self.where)
        options = self._on_server(writes=writes) if self.path is None else _on_file(writes=writes)
        with self.telling(), self.engine.connect().execution_options(**options) as connection, connection.begin():
            if self.path is None and writes:
                # the lock is waited for like the file of SQLite, and whoever waited sees all that was written before
                connection.execute(text(f"SET LOCAL lock_timeout = {round(1000 * self.patience)}"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection

    def _on_server(self, *, writes: bool) -> dict[str, Any]:
        isolation = "READ COMMITTED" if writes else "REPEATABLE READ"
        return {"isolation_level": isolation, "postgresql_readonly": self.read_only or not writes}

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what a database reports into advice.

        Raises
        ------
        StoreError
            In place of what the database reported.
        """
        try:
            yield
        except DBAPIError as error:
            raise self._advice(error) from error

    def _advice(self, error: DBAPIError) -> Exception:
        found = advice.advice(error)
        return StoreError(f"records.{found}", where=self.where, reason=advice.reason(error)) if found else error

    def revision(self, connection: Connection) -> str | None:
        """Answer the revision of the tables; None where there are none."""
        if not inspect(connection).has_table(_MARK.name):
            return None
        found: str | None = connection.execute(select(_MARK.c.version_num)).scalar()
        return found

    def check(self, connection: Connection) -> None:
        """Refuse tables of another version.

        Raises
        ------
        StoreError
            There are no tables, or they are older or newer than this program.
        """
        found, known = self.revision(connection), head()
        if found is None:
            raise StoreError("records.empty_file", where=self.where)
        if found != known:
            raise StoreError(
                "records.older" if found in revisions() else "records.newer", where=self.where, found=found, known=known
            )

    def found(self) -> str | None:
        """Answer the revision of the tables that are there, of whatever version; None where there are none.

        Raises
        ------
        StoreError
            The database is missing, damaged or unreachable.
        """
        with self._connection() as connection:
            return self.revision(connection)

    def exists(self) -> bool:
        """Answer whether there are tables of ours.

        Raises
        ------
        StoreError
            There is something, but it cannot be read.
        """
        return (self.path is None or self.path.exists()) and self.found() is not None

    def create(self) -> None:
        """Make the tables, or bring older ones to this version; what is recorded stays.

        Raises
        ------
        StoreError
            The place cannot be written to, or the tables are newer than this program.
        """
        if self.path:
            self._make_file(self.path)
        with self._connection(writes=True) as connection:
            if self.revision(connection) not in (None, *revisions()):
                self.check(connection)
            _with_postgis(connection, self.where)
            views.drop(connection)
            upgrade(connection, "head")
            views.make(connection)

    def _make_file(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
        except OSError as error:
            raise StoreError("records.closed", where=self.where) from error
        # Write-ahead logging lets many read while one writes; the file remembers it.
        with self.telling(), self.engine.connect().execution_options(begin="") as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")


@cache
def _engine(database: Database) -> Engine:
    if database.path is None:
        return create_engine(database.url, pool_pre_ping=True, connect_args=_waits(database))
    mode = "ro" if database.read_only else "rw"
    address = f"file:{quote(str(database.path))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        # No implicit transactions: `_begin` says when one starts and of which kind.
        return sqlite3.connect(
            address, uri=True, timeout=database.patience, isolation_level=None, check_same_thread=False
        )

    # Without a pool a file that was moved away or restored is noticed at once; opening costs next to nothing.
    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _address(text: str, amiss: str) -> URL:
    """Answer an address; what is amiss with it is said by a phrase."""
    try:
        url = make_url(text)
        url.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsError(amiss, reason=str(error)) from error
    return url


def _waits(database: Database) -> dict[str, int | str]:
    """Answer for how long a server is waited for, where its address does not say so."""
    waits: dict[str, int | str] = {"connect_timeout": _SOON if database.hasty else _CONNECTING}
    if database.hasty:
        # neither a network that went dead nor a table that the replica itself holds may keep a page waiting
        waits |= {"tcp_user_timeout": 1_000 * _SOON, "options": f"-c lock_timeout={1_000 * _SOON}"}
    return {name: value for name, value in waits.items() if name not in database.url.query}


def _on_file(*, writes: bool) -> dict[str, Any]:
    return {"begin": "BEGIN IMMEDIATE" if writes else "BEGIN"}


def _with_postgis(connection: Connection, where: str) -> None:
    """See to it that a server knows geometry."""
    if connection.dialect.name != "postgresql":
        return
    if connection.execute(text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")).first() is None:
        try:
            connection.execute(text("CREATE EXTENSION postgis"))
        except DBAPIError as error:
            raise StoreError("records.postgis", where=where, reason=advice.reason(error)) from error


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    if begin := connection.get_execution_options()["begin"]:
        connection.exec_driver_sql(begin)


def upgrade(connection: Connection, revision: str) -> None:
    """Bring the tables to a revision."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@cache
def revisions() -> tuple[str, ...]:
    """Answer all revisions this program knows, the newest first."""
    return tuple(script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions())


def head() -> str:
    """Answer the revision this program works with."""
    return revisions()[0]
