"""What repositories share: the unit's connection, its keys, sealing, and statements both databases know."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from agent.domain.base import Model
from agent.errors import IntegrityError, NotFound
from agent.store import tables as t
from agent.store.crypto import KeyRing, place, seal, unseal
from agent.store.vouching import Deeds

SOURCES = ("transcript", "facts")
"""Run values that versions rest on."""

AnyModel = TypeVar("AnyModel", bound=Model)


class Context:
    """One transaction: its connection and the data keys it has opened so far."""

    def __init__(self, connection: Connection, keys: KeyRing, index_key: bytes, *, writes: bool) -> None:
        self._connection: Connection | None = connection
        self.writes = writes
        self.keys = keys
        self.index_key = index_key
        self.deeds = Deeds()
        self.after_commit: list[Callable[[Connection], None]] = []
        self._data_keys: dict[str, bytes] = {}
        self._patients: dict[str, str] = {}

    @property
    def connection(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("this unit of work has ended")
        return self._connection

    def end(self) -> None:
        self._connection = None
        self._data_keys.clear()

    def patient_of(self, draft_id: str) -> str:
        if draft_id not in self._patients:
            found = self.connection.scalar(select(t.drafts.c.patient_id).where(t.drafts.c.id == draft_id))
            if found is None:
                raise no_draft(draft_id)
            self._patients[draft_id] = found
        return self._patients[draft_id]

    def remember(self, draft_id: str, patient_id: str) -> None:
        """Whose a draft is that is about to be inserted."""
        self._patients[draft_id] = patient_id

    def data_key(self, patient_id: str) -> bytes:
        """The patient's data key. Raises `NotFound` when it was destroyed."""
        if patient_id not in self._data_keys:
            row = self.connection.execute(
                select(t.patients.c.wrapped_key).where(t.patients.c.id == patient_id)
            ).one_or_none()
            if row is None:
                raise NotFound(f"There is no patient {patient_id!r}.")
            self._data_keys[patient_id] = self.unwrapped(patient_id, row.wrapped_key)
        return self._data_keys[patient_id]

    def unwrapped(self, patient_id: str, wrapped: bytes | None) -> bytes:
        if wrapped is None:
            raise NotFound(f"The content of patient {patient_id!r} was destroyed with its key.")
        return self.keys.unwrap(wrapped, place("patients", patient_id, "wrapped_key"))

    def forget_key(self, patient_id: str) -> None:
        self._data_keys.pop(patient_id, None)


class Repository:
    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def _db(self) -> Connection:
        return self._context.connection

    def _seal(self, draft_id: str, where: bytes, content: bytes) -> bytes:
        return seal(self._context.data_key(self._context.patient_of(draft_id)), content, where)

    def _unseal(self, draft_id: str, where: bytes, sealed: bytes) -> bytes:
        return unseal(self._context.data_key(self._context.patient_of(draft_id)), sealed, where)

    def _insert_for_good(self, table: Table, key: str, values: dict[str, Any], *, draft_id: str = "") -> None:
        """Insert a row that never changes again, and have the unit's events vouch for it."""
        self._db.execute(table.insert(), values)
        self._context.deeds.wrote(table.name, key, values, draft_id=draft_id)

    def _insert_or_keep(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert; when the row exists, leave it. True when it was inserted."""
        key = next(iter(table.primary_key))
        if self._db.dialect.name == "postgresql":
            pg = postgresql.insert(table).values(**values).on_conflict_do_nothing().returning(key)
            return self._db.execute(pg).one_or_none() is not None
        lite = sqlite.insert(table).values(**values).on_conflict_do_nothing().returning(key)
        return self._db.execute(lite).one_or_none() is not None

    def _insert_or_update(self, table: Table, values: Mapping[str, Any]) -> None:
        """Insert; when the primary key exists, put the new values in its row."""
        keys = [column.name for column in table.primary_key]
        others = {name: value for name, value in values.items() if name not in keys}
        if self._db.dialect.name == "postgresql":
            pg = postgresql.insert(table).values(**values)
            self._db.execute(pg.on_conflict_do_update(index_elements=keys, set_=others))
            return
        lite = sqlite.insert(table).values(**values)
        self._db.execute(lite.on_conflict_do_update(index_elements=keys, set_=others))


def decoded(kind: type[AnyModel], content: bytes, what: str) -> AnyModel:
    """A model out of stored JSON. Raises `IntegrityError` without quoting the content."""
    try:
        return kind.model_validate_json(content)
    except ValidationError:
        raise IntegrityError(
            f"{what} is stored in a form that this release cannot read.",
            mend="Use the release that wrote it, or restore a backup.",
        ) from None


def encoded(value: Model) -> bytes:
    return value.model_dump_json().encode()


def new_id() -> str:
    """A random id of 64 bits, as 16 hex digits."""
    return secrets.token_hex(8)


def now() -> datetime:
    return datetime.now(UTC)


def no_draft(draft_id: str) -> NotFound:
    return NotFound(f"There is no draft {draft_id!r}.", mend="List drafts with `ptscribe queue`.")
