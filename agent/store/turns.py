"""Taking turns at writing a SQLite file.

SQLite lets one write at a time, and makes the others look again after ever longer naps. Waiting for a lock
of our own first, between threads and between processes, costs less and is fairer. It protects nothing:
SQLite's lock does that, also against programs that do not know this one.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from agent.errors import StorageError

try:
    import fcntl
except ImportError:  # Windows: processes take turns by SQLite's naps
    fcntl = None  # type: ignore[assignment]

_SHORTEST, _LONGEST = 0.0005, 0.004


class Turns:
    """A lock between all threads and processes that write one file."""

    def __init__(self, database: Path, *, patience: float) -> None:
        self._path = database.with_name(f"{database.name}-turn")
        self._patience = patience
        self._threads = threading.Lock()
        self._handle = -1

    def take(self) -> None:
        """Wait for the turn. Raises `StorageError` when patience (seconds) runs out."""
        deadline = time.monotonic() + self._patience
        if not self._threads.acquire(timeout=self._patience):
            raise busy()
        try:
            self._take_file(deadline)
        except BaseException:
            self._threads.release()
            raise

    def give(self) -> None:
        if fcntl is not None and self._handle >= 0:
            fcntl.flock(self._handle, fcntl.LOCK_UN)
        self._threads.release()

    def close(self) -> None:
        """Close the lock's file; a later `take` opens it again."""
        with self._threads:
            if self._handle >= 0:
                os.close(self._handle)
                self._handle = -1

    def _take_file(self, deadline: float) -> None:
        if fcntl is None:
            return
        if self._handle < 0:
            try:
                self._handle = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            except OSError:
                return  # a folder that may only be read: SQLite will say so
        nap = _SHORTEST
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise busy() from None
                time.sleep(nap)
                nap = min(nap * 1.5, _LONGEST)


def busy() -> StorageError:
    return StorageError(
        "The database stayed busy with another change.",
        mend="Do it again in a moment; nothing was half-written.",
    )
