"""Where LangGraph keeps its checkpoints: a file of their own beside the database, or the same PostgreSQL.

On SQLite a file of their own, so that writing a checkpoint never waits for the clinic's tables nor
holds them up. It holds ids and counters only, and losing it loses no decision: see `GraphRunner.resume`.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from agent.errors import StorageError

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

FILE = "checkpoints.db"
BUSY_SECONDS = 30
_SETUP_LOCK = 0x70747367
"""Key of PostgreSQL's advisory lock: `ptsg`."""


class Checkpoints(NamedTuple):
    saver: BaseCheckpointSaver[Any]
    close: Callable[[], None]


def open_checkpoints(url: str, home: Path) -> Checkpoints:
    """Checkpoints for the clinic whose database is at the SQLAlchemy `url`. Raises `StorageError`."""
    return open_sqlite(home / FILE) if url.startswith("sqlite") else open_postgres(url)


def open_sqlite(path: Path) -> Checkpoints:
    from langgraph.checkpoint.sqlite import SqliteSaver

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
        saver = SqliteSaver(connection, serde=_serializer())
        saver.setup()
        # A power cut may lose the last checkpoints, never a draft: nodes are idempotent and the
        # clinic's own database is synchronous=FULL. A killed process loses nothing in either mode.
        connection.execute("PRAGMA synchronous=NORMAL")
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            f"The checkpoint file {str(path)!r} cannot be used ({type(error).__name__}).",
            mend="Check PTSCRIBE_HOME, its owner and the free space. If the file is damaged, move it away: "
            "drafts and decisions are not in it.",
        ) from None
    return Checkpoints(saver, connection.close)


def open_postgres(url: str) -> Checkpoints:
    from langgraph.checkpoint.postgres import PostgresSaver
    from psycopg import Connection, Error
    from psycopg.rows import DictRow, dict_row
    from psycopg_pool import ConnectionPool, PoolTimeout
    from sqlalchemy import make_url

    conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    pool: ConnectionPool[Connection[DictRow]] = ConnectionPool(
        conninfo,
        connection_class=Connection[DictRow],
        min_size=1,
        max_size=8,
        kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
        open=False,
    )
    try:
        pool.open(wait=True, timeout=BUSY_SECONDS)
        saver = PostgresSaver(pool, serde=_serializer())
        with pool.connection() as connection:
            _take_turns(connection)
            try:
                if not _is_set_up(connection, len(saver.MIGRATIONS)):
                    saver.setup()
            finally:
                connection.execute("SELECT pg_advisory_unlock(%s)", (_SETUP_LOCK,))
    except (Error, PoolTimeout) as error:
        pool.close()
        raise StorageError(
            f"The database server does not keep checkpoints ({type(error).__name__}).",
            mend="Check PTSCRIBE_DATABASE_URL and that its user may create tables.",
        ) from None
    return Checkpoints(saver, pool.close)


def _is_set_up(connection: Any, steps: int) -> bool:
    """Whether the tables are as this LangGraph wants them; then a role works that may not make any."""
    there = connection.execute("SELECT to_regclass('checkpoint_migrations') AS name").fetchone()["name"]
    if there is None:
        return False
    last = connection.execute("SELECT max(v) AS v FROM checkpoint_migrations").fetchone()["v"]
    return last is not None and last >= steps - 1


def _serializer() -> Any:
    """Only plain values out of a checkpoint, even if LangGraph was imported before our package."""
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

    return JsonPlusSerializer(allowed_msgpack_modules=None)


def _take_turns(connection: Any) -> None:
    """LangGraph's set-up builds indexes concurrently, which would wait for ever for a waiting statement."""
    ask = "SELECT pg_try_advisory_lock(%s) AS mine"
    while not connection.execute(ask, (_SETUP_LOCK,)).fetchone()["mine"]:
        time.sleep(0.05)
