"""Opening the clinic's database: SQLite in one file, or PostgreSQL by URL, migrated to the latest tables."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError

from agent.errors import IntegrityError, StorageError
from agent.store import tables as t
from agent.store.convoy import Convoy
from agent.store.crypto import KeyRing, new_key, place
from agent.store.failures import translate_errors
from agent.store.grants import lacking
from agent.store.migrations import HEAD, migrate
from agent.store.turns import Turns
from agent.store.unit_of_work import ReadUnit, UnitOfWork, wait_for_disk

BUSY_SECONDS = 30
"""How long a SQLite unit of work waits for the writer before it."""
_MIGRATION_LOCK = 0x70747363
"""Key of PostgreSQL's advisory lock: `ptsc`."""


@dataclass(frozen=True)
class Health:
    """What `Store.ready` found."""

    database: str
    """`sqlite` or `postgresql`."""
    revision: str
    events: int


class Store:
    """One open database. Safe to share between threads; each unit of work has its own connection."""

    def __init__(self, engine: Engine, keys: KeyRing, index_key: bytes) -> None:
        self._engine = engine
        self._keys = keys
        self._index_key = index_key
        file = engine.url.database if engine.dialect.name == "sqlite" else None
        self._turns = Turns(Path(file), patience=BUSY_SECONDS) if file else None
        self._convoy = Convoy(self._writing, self._turns, patience=BUSY_SECONDS) if self._turns else None

    def unit(self) -> UnitOfWork:
        """A transaction that may write. Rolls back unless `commit()` is called inside its `with` block."""
        return UnitOfWork(self._engine, self._keys, self._index_key, self._convoy)

    @property
    def keys(self) -> KeyRing:
        """The clinic's master keys, by which this database was opened."""
        return self._keys

    def settle(self) -> None:
        """Returns when all that can be read now is on the disk (PostgreSQL; on SQLite it always is)."""
        if self._engine.dialect.name == "postgresql":
            with self._engine.connect() as connection:
                wait_for_disk(connection)

    def _writing(self) -> Connection:
        connection = self._engine.connect().execution_options(writes=True)
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    def read(self) -> ReadUnit:
        """A snapshot that only reads, and neither waits for a writer nor holds one up."""
        return ReadUnit(self._engine, self._keys, self._index_key)

    def ready(self) -> Health:
        """Ask the database. Raises `StorageError` when it does not answer or is not at this revision."""
        with self._engine.connect() as connection:
            revision = _revision(connection)
            events = connection.scalar(select(t.audit_head.c.size))
        if revision != HEAD or events is None:
            raise StorageError(
                f"The database is at revision {revision!r}, this program needs {HEAD!r}.",
                mend="Start the same release of ptscribe everywhere.",
            )
        return Health(self._engine.dialect.name, revision, events)

    def lacking(self) -> str:
        """PostgreSQL: in words, which rights on which tables the program's role lacks; else empty."""
        with self._engine.connect() as connection:
            return lacking(connection)

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()
        if self._turns is not None:
            self._turns.close()


def open_store(url: str, keys: KeyRing) -> Store:
    """Open the database at a SQLAlchemy URL, making or migrating its tables.

    Several processes may do so at once. Raises `StorageError` when it cannot be opened, was made by a
    newer release, or was written with another master key.
    """
    engine = _engine(url)
    try:
        _migrate(engine)
        index_key = _index_key(engine, keys)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, keys, index_key)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StorageError(
            "The database URL cannot be read.", mend="Correct PTSCRIBE_DATABASE_URL: scheme://user@host/name."
        ) from None
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite(parsed)
    elif parsed.get_backend_name() in ("postgresql", "postgres"):
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
        )
    else:
        raise StorageError(
            f"Databases of kind {parsed.get_backend_name()!r} are not supported.",
            mend="Use sqlite:///FILE or postgresql://user@host/name.",
        )
    translate_errors(engine)
    return engine


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise StorageError("The database needs a file.", mend="Use sqlite:///FILE.")
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageError(
            f"The database {str(path)!r} cannot be opened ({type(error).__name__}).",
            mend="Check PTSCRIBE_HOME, the folder's owner and the free space.",
        ) from None
    engine = create_engine(
        url, hide_parameters=True, pool_size=10, max_overflow=40, connect_args={"timeout": BUSY_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        _use_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        if connection.info.get("writes") is not writes:
            connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
            connection.info["writes"] = writes
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _use_wal(connection: Any) -> None:
    """Switch to WAL; SQLite does not wait for a lock here, so this does."""
    import sqlite3

    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _revision(connection: Connection) -> str:
    """The migration the database is at; empty for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def _migrate(engine: Engine) -> None:
    """Migrate in one transaction under one lock, so that processes opening at once take turns."""
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        if _revision(connection) != HEAD:
            migrate(connection)


def _index_key(engine: Engine, keys: KeyRing) -> bytes:
    """The key of record-number fingerprints; opening it also proves that the master key is the right one."""
    where = place("secrets", "index", "wrapped")
    with engine.connect() as connection:
        wrapped = connection.scalar(select(t.secrets.c.wrapped).where(t.secrets.c.name == "index"))
    if wrapped is None:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            wrapped = connection.scalar(select(t.secrets.c.wrapped).where(t.secrets.c.name == "index"))
            if wrapped is None:
                if connection.scalar(select(t.audit_head.c.size)):
                    raise IntegrityError(
                        "The database holds records, but its index key is missing.",
                        mend="Restore it from a backup and run `ptscribe audit verify`.",
                    )
                wrapped = keys.wrap(new_key(), where)
                connection.execute(t.secrets.insert().values(name="index", wrapped=wrapped))
    return keys.unwrap(wrapped, where)
