"""Units of work of one process on one SQLite file, made durable together.

A commit waits for the disk, and SQLite lets one write at a time; so while others wait for their turn, a unit
that is done leaves its work in the open transaction (each in a savepoint of its own) and the last one
commits for all. Nobody's `commit()` returns before its work is on the disk, and what a unit did stands
or falls with its events as before. When that one commit fails, it failed for everybody in it.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from agent.errors import PtscribeError, StorageError
from agent.store.turns import Turns, busy

MOST = 32
"""Units in one transaction: nobody waits for more than so many others."""
_LOOK_SECONDS = 0.01


class _Batch:
    """What will be committed together."""

    def __init__(self) -> None:
        self.units = 0
        self.done = threading.Event()
        self.error: BaseException | None = None


class Convoy:
    """Takes units in, one at a time, and commits for as many as came by then."""

    def __init__(self, begin: Callable[[], Connection], turns: Turns, *, patience: float) -> None:
        """`begin` opens a connection with a transaction that may write; `patience` is in seconds."""
        self._begin = begin
        self._turns = turns
        self._patience = patience
        self._gate = threading.Lock()
        """Held by the unit at work; all below is its own while it holds it, but for the count."""
        self._connection: Connection | None = None
        self._batch = _Batch()
        self._count = threading.Lock()
        self._waiting = 0

    def board(self) -> Connection:
        """The connection for one unit until `commit` or `leave`. Raises `StorageError` when it stays busy."""
        with self._count:
            self._waiting += 1
        try:
            if not self._gate.acquire(timeout=self._patience):
                raise busy()
        finally:
            with self._count:
                self._waiting -= 1
        try:
            connection = self._connection or self._open()
            connection.exec_driver_sql("SAVEPOINT unit")
        except BaseException as error:
            self._end(error)
            raise
        return connection

    def commit(self, after: Sequence[Callable[[Connection], None]] = ()) -> None:
        """Returns when the unit's work is on the disk; raises when it is not, and then nothing of it is.

        `after` is done on the connection once it is committed.
        """
        batch = self._batch
        try:
            self._mine.exec_driver_sql("RELEASE unit")
        except BaseException as error:
            self._end(error)
            raise
        batch.units += 1
        if after or not self._waiting or batch.units >= MOST:
            self._end(None, after)
        else:
            self._gate.release()
            self._wait_for(batch)
        if batch.error is not None:
            raise _told(batch.error)

    def leave(self) -> None:
        """The unit was not committed: its work is undone, that of the others stays."""
        if not self._batch.units:
            self._end(_Undone())
            return
        try:
            self._mine.exec_driver_sql("ROLLBACK TO unit")
            self._mine.exec_driver_sql("RELEASE unit")
        except Exception as error:  # noqa: BLE001  # SQLite gave the whole transaction up, as on a full disk
            self._end(error)
            return
        if self._waiting:
            self._gate.release()
        else:
            self._end(None)

    @property
    def _mine(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("no unit is aboard")
        return self._connection

    def _open(self) -> Connection:
        self._turns.take()
        try:
            connection = self._connection = self._begin()
        except BaseException:
            self._turns.give()
            raise
        self._batch = _Batch()
        return connection

    def _wait_for(self, batch: _Batch) -> None:
        """Until somebody committed; should those who waited have given up, this unit does it."""
        while not batch.done.wait(_LOOK_SECONDS):
            if self._gate.acquire(blocking=False):
                if batch.done.is_set():
                    self._gate.release()
                else:
                    self._end(None)

    def _end(self, error: BaseException | None, after: Sequence[Callable[[Connection], None]] = ()) -> None:
        """Commit (or with an error undo) the open transaction, wake everybody in it, and open the gate."""
        connection, batch = self._connection, self._batch
        self._connection = None
        try:
            if connection is None:
                return
            try:
                if error is None:
                    connection.commit()
            except Exception as failure:  # noqa: BLE001  # everybody aboard is told of it
                error = failure
                connection.invalidate()  # whatever state it is in, nothing of it lives on
            batch.error = error
            if error is None:
                for act in after:
                    act(connection)
        finally:
            if connection is not None:
                connection.close()  # undoes what was not committed
                self._turns.give()
            batch.done.set()
            self._gate.release()


class _Undone(Exception):
    """The only unit in a transaction was not committed."""


def _told(error: BaseException) -> BaseException:
    """The error for one of several units: each raises an object of its own."""
    if isinstance(error, PtscribeError):
        return copy.copy(error)
    return StorageError(
        f"The change could not be stored ({type(error).__name__}).",
        mend="Do it again; nothing was half-written.",
    )
