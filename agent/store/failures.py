"""Database errors in the words of `agent.errors`: what happened and what to do, without SQL or content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from agent.errors import Conflict, IntegrityError, PtscribeError, StorageError

_FREE_SPACE = "Free some disk space and do it again; nothing was half-written."
_AGAIN = "Do it again in a moment; nothing was half-written."

_SQLITE: dict[str, tuple[str, str]] = {
    "SQLITE_FULL": ("The disk, or the database's allowance, is full.", _FREE_SPACE),
    "SQLITE_IOERR": ("The disk refused to read or write the database.", _FREE_SPACE),
    "SQLITE_BUSY": ("The database stayed locked by another process.", _AGAIN),
    "SQLITE_LOCKED": ("The database stayed locked by another process.", _AGAIN),
    "SQLITE_READONLY": ("The database may only be read.", "Check the owner and mode of its file and folder."),
    "SQLITE_CANTOPEN": (
        "The database cannot be opened.",
        "Check PTSCRIBE_DATABASE_URL and PTSCRIBE_HOME, and who owns them.",
    ),
    "SQLITE_CORRUPT": ("The database file is damaged.", "Restore it from a backup."),
    "SQLITE_NOTADB": (
        "The file is not a ptscribe database.",
        "Check PTSCRIBE_DATABASE_URL and PTSCRIBE_HOME.",
    ),
    "SQLITE_TOOBIG": ("The recording is too large for the database.", "Record in shorter parts."),
}
_POSTGRES: dict[str, tuple[str, str]] = {
    "53": ("The database server is out of disk, memory or connections.", _FREE_SPACE),
    "08": ("The database server cannot be reached.", "Start it, or correct PTSCRIBE_DATABASE_URL."),
    "57": ("The database server is starting, stopping or ended the work.", _AGAIN),
    "55": ("The database stayed locked by another process.", _AGAIN),
    "28": (
        "The database server refused the login.",
        "Correct the user and password in PTSCRIBE_DATABASE_URL.",
    ),
    "3D": ("The database does not exist.", "Create it, or correct PTSCRIBE_DATABASE_URL."),
    "58": ("The database server's disk refused to read or write.", _FREE_SPACE),
    "XX": ("The database server reports damaged data.", "Restore it from a backup."),
    "25": ("This unit of work may only read.", "Use `store.unit()` for writing."),
    "25P02": ("An earlier step of this unit of work failed.", _AGAIN),
    "42501": (
        "The database user lacks a right.",
        "As the tables' owner, run `ptscribe grant-role` with its name; again after each upgrade.",
    ),
}


_TAKEN = {
    "SQLITE_CONSTRAINT_PRIMARYKEY",
    "SQLITE_CONSTRAINT_UNIQUE",
    "SQLITE_CONSTRAINT_FOREIGNKEY",
    "SQLITE_CONSTRAINT_TRIGGER",
    "23000",
    "23503",
    "23505",
}
"""Not among them: NOT NULL and CHECK, which only a defect of ours violates."""


def translated(error: BaseException) -> PtscribeError | None:
    """The error to raise in place of a driver's; None where the cause is a defect of ours."""
    text, name = str(error), getattr(error, "sqlite_errorname", "") or ""
    state = getattr(error, "sqlstate", "") or ""
    if "append-only" in text:
        return IntegrityError("The log of what was done only grows; a change to it was refused.")
    if name in _TAKEN or state in _TAKEN:
        return Conflict("The record exists already, or refers to one that does not.", mend="Reload and look.")
    if state in ("40001", "40P01"):
        return Conflict("Somebody else acted at the same moment; nothing was changed.", mend=_AGAIN)
    found = next(
        (words for code, words in _SQLITE.items() if name == code or name.startswith(f"{code}_")), None
    )
    found = found or _POSTGRES.get(state) or _POSTGRES.get(state[:2])
    if found is None and type(error).__module__.startswith("psycopg") and not state:
        found = _POSTGRES["08"]
    return StorageError(found[0], mend=found[1]) if found else None


@contextmanager
def our_errors() -> Iterator[None]:
    """Around what is asked of a driver directly: its errors as `PtscribeError`s."""
    try:
        yield
    except Exception as error:
        ours = translated(error)
        if ours is None:
            raise
        raise ours from None


def translate_errors(engine: Engine) -> None:
    """Make `engine` raise `PtscribeError`s."""

    @event.listens_for(engine, "handle_error")
    def _raise_ours(context: ExceptionContext) -> None:
        ours = translated(context.original_exception)
        if ours is not None:
            raise ours from None
