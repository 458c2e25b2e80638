"""Appending to the audit log: the only code that writes `audit_events` and moves `audit_head`.

Every act and every access waits for this, so the statements are as few as each database allows and go
straight to the driver. What guards the log is the same on both: the one head, held by whoever appends until
the act is committed, and the fences of the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from agent.domain.audit import AuditEvent, RecordedEvent
from agent.errors import IntegrityError
from agent.store import tables as t
from agent.store.failures import our_errors
from agent.store.frontier import Frontier, leaf_hash

_COLUMNS = tuple(column.name for column in t.audit_events.columns)
_INSERT = f"INSERT INTO audit_events ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_MOVE_HEAD = "UPDATE audit_head SET size = ?, root = ?, frontier = ? WHERE id = 1"
_READ_HEAD = "SELECT size, frontier FROM audit_head WHERE id = 1"
_Head = tuple[int, bytes]
"""Size and packed frontier."""


class Appended(NamedTuple):
    """What is in the log now, and whether somebody else held its head when this transaction came for it."""

    events: tuple[RecordedEvent, ...]
    crowded: bool


def append(db: Connection, events: Sequence[AuditEvent]) -> Appended:
    """Number the events after the log's last, store them, and move its size, root and frontier on.

    Raises `IntegrityError` when the head is missing or does not fit its own size.
    """
    log = _PostgresLog if db.dialect.name == "postgresql" else _SqliteLog
    with our_errors():
        cursor = db.connection.cursor()
        try:
            return _append(log(cursor), events)
        finally:
            cursor.close()


def _append(log: _SqliteLog | _PostgresLog, events: Sequence[AuditEvent]) -> Appended:
    frontier = _frontier(log.take_head())
    recorded = tuple(
        RecordedEvent(seq=n, event=event, body=event.canonical())
        for n, event in enumerate(events, start=frontier.size + 1)
    )
    leaves = [leaf_hash(one.body) for one in recorded]
    moved = frontier.extend(leaves)
    rows = [_row(*pair) for pair in zip(recorded, leaves, strict=True)]
    log.store(rows, (moved.size, moved.root, moved.packed))
    return Appended(recorded, log.crowded)


class _SqliteLog:
    """The head is held from the unit's BEGIN IMMEDIATE on."""

    crowded = False

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def take_head(self) -> _Head | None:
        head: _Head | None = self._cursor.execute(_READ_HEAD).fetchone()
        return head

    def store(self, rows: list[tuple[Any, ...]], head: tuple[int, bytes, bytes]) -> None:
        self._cursor.executemany(_INSERT, rows)
        self._cursor.execute(_MOVE_HEAD, head)


class _PostgresLog:
    """The head's row is locked. The last event and the head go in one statement: one journey to the server
    less."""

    _TAKE_FREE = f"{_READ_HEAD} FOR UPDATE SKIP LOCKED"
    _WAIT_FOR_IT = f"{_READ_HEAD} FOR UPDATE"
    _STORE = _INSERT.replace("?", "%s")
    _STORE_LAST = f"WITH last AS ({_STORE}) {_MOVE_HEAD.replace('?', '%s')}"

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.crowded = False

    def take_head(self) -> _Head | None:
        head: _Head | None = self._cursor.execute(self._TAKE_FREE).fetchone()
        if head is None:
            self.crowded = True
            head = self._cursor.execute(self._WAIT_FOR_IT).fetchone()
        return head

    def store(self, rows: list[tuple[Any, ...]], head: tuple[int, bytes, bytes]) -> None:
        if rows[:-1]:
            self._cursor.executemany(self._STORE, rows[:-1])
        self._cursor.execute(self._STORE_LAST, rows[-1] + head)


def _frontier(head: _Head | None) -> Frontier:
    if head is None:
        raise IntegrityError("The head of the audit log is missing.", mend="Restore it from a backup.")
    try:
        return Frontier.unpack(*head)
    except ValueError:
        raise IntegrityError(
            "The head of the audit log is damaged.", mend="Run `ptscribe audit verify`."
        ) from None


def _row(recorded: RecordedEvent, leaf: bytes) -> tuple[Any, ...]:
    """As `_COLUMNS` has them."""
    event = recorded.event
    return (
        recorded.seq,
        event.at,
        event.action,
        event.actor_id,
        event.draft_id,
        event.patient_ref,
        recorded.body,
        leaf,
    )
