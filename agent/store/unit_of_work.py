"""One transaction per use case: repositories on one connection, all or nothing."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from agent.store.convoy import Convoy
from agent.store.crypto import KeyRing
from agent.store.grants import grant_program_role
from agent.store.repositories.addenda import AddendumRepository
from agent.store.repositories.audit import AuditRepository
from agent.store.repositories.base import Context
from agent.store.repositories.decisions import DecisionRepository
from agent.store.repositories.drafts import DraftRepository
from agent.store.repositories.edit_tables import EditTableRepository
from agent.store.repositories.emergencies import EmergencyRepository
from agent.store.repositories.marks import MarkRepository
from agent.store.repositories.patients import PatientRepository
from agent.store.repositories.profiles import ProfileRepository
from agent.store.repositories.protocols import ProtocolRepository
from agent.store.repositories.recordings import RecordingRepository
from agent.store.repositories.resolutions import ResolutionRepository
from agent.store.repositories.runs import (
    FactsRepository,
    RunLogRepository,
    TranscriptRepository,
    WorkRepository,
)
from agent.store.repositories.sessions import SessionRepository
from agent.store.repositories.signatures import SignatureRepository
from agent.store.repositories.template_answers import TemplateAnswerRepository
from agent.store.repositories.users import UserRepository


class ReadUnit:
    """A consistent snapshot. Entering begins it, leaving ends it; writing in it is refused."""

    _writes = False

    def __init__(self, engine: Engine, keys: KeyRing, index_key: bytes) -> None:
        self._engine = engine
        self._keys = keys
        self._index_key = index_key

    def __enter__(self) -> Self:
        connection = self._engine.connect()
        try:
            self._connection = self._begun(connection)
        except BaseException:
            connection.close()
            raise
        self._entered(self._connection)
        return self

    def _entered(self, connection: Connection) -> None:
        self._connection = connection
        self._context = Context(connection, self._keys, self._index_key, writes=self._writes)
        self._open_repositories(self._context)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.end()
        self._connection.close()

    def _begun(self, connection: Connection) -> Connection:
        if connection.dialect.name == "postgresql":
            level = "READ COMMITTED" if self._writes else "REPEATABLE READ"
            connection = connection.execution_options(
                isolation_level=level, postgresql_readonly=not self._writes
            )
        else:
            connection = connection.execution_options(writes=self._writes)
        connection.begin()
        return connection

    def _open_repositories(self, context: Context) -> None:
        self.patients = PatientRepository(context)
        self.drafts = DraftRepository(context)
        self.recordings = RecordingRepository(context)
        self.transcripts = TranscriptRepository(context)
        self.facts = FactsRepository(context)
        self.work = WorkRepository(context)
        self.runlog = RunLogRepository(context)
        self.decisions = DecisionRepository(context)
        self.signatures = SignatureRepository(context)
        self.resolutions = ResolutionRepository(context)
        self.addenda = AddendumRepository(context)
        self.emergencies = EmergencyRepository(context)
        self.protocols = ProtocolRepository(context)
        self.template_answers = TemplateAnswerRepository(context)
        self.marks = MarkRepository(context)
        self.profiles = ProfileRepository(context)
        self.edit_tables = EditTableRepository(context)
        self.users = UserRepository(context)
        self.sessions = SessionRepository(context)
        self.audit = AuditRepository(context)


class UnitOfWork(ReadUnit):
    """A transaction that may write, and is undone unless committed.

    SQLite units begin with BEGIN IMMEDIATE, one at a time; those of one process that come close together are
    committed together (`Convoy`). On PostgreSQL rows are locked as they are written. Audit events are
    appended last, at `commit()`, so that the one log head is held shortly and never waits for anything
    else (no deadlocks); an event that cannot be written undoes the whole unit.
    """

    _writes = True

    def __init__(self, engine: Engine, keys: KeyRing, index_key: bytes, convoy: Convoy | None) -> None:
        super().__init__(engine, keys, index_key)
        self._convoy = convoy
        self._aboard = False

    def __enter__(self) -> Self:
        if self._convoy is None:
            return super().__enter__()
        self._entered(self._convoy.board())
        self._aboard = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._convoy is None:
            super().__exit__(kind, error, trace)
            return
        self._context.end()
        if self._aboard:
            self._aboard = False
            self._convoy.leave()

    def let_work(self, role: str) -> None:
        """PostgreSQL: what the program needs, to a role that exists. Raises `InputError` on SQLite."""
        grant_program_role(self._connection, role)

    def commit(self) -> None:
        """Append the unit's events and make all of it durable. Nothing can be done in the unit afterwards."""
        if self._convoy is None:
            self._commit_alone()
            return
        self.audit.flush()
        self._aboard = False
        try:
            self._convoy.commit(self._context.after_commit)
        finally:
            self._context.end()

    def _commit_alone(self) -> None:
        """PostgreSQL: where others want the head of the log, it is given back before the disk is waited for.

        Its write-ahead log is written in order, so whatever rests on this unit is on the disk after it;
        and several units wait for the disk at once instead of one after the other.
        """
        self.audit.flush()
        if self.audit.others_wait or not self.audit.recorded:
            self._connection.exec_driver_sql(f"SET LOCAL synchronous_commit = off; COMMIT; {_WAIT}")
        self._connection.commit()
        self._context.end()
        for act in self._context.after_commit:
            act(self._connection)


_WAIT = "SELECT pg_logical_emit_message(true, 'ptscribe', '')"
"""Writes a few bytes to the write-ahead log; once its own transaction is on the disk, all before it is."""


def wait_for_disk(connection: Connection) -> None:
    """PostgreSQL: returns when all that was committed before is as durable as the server's settings say."""
    connection.exec_driver_sql(_WAIT)
    connection.commit()
