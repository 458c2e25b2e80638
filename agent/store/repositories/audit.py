"""The audit log: events are queued in the unit and appended, gap-free, as its last act before commit."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Integer,
    LargeBinary,
    Select,
    Text,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from agent.domain.audit import AuditEvent, RecordedEvent, utc_stamp
from agent.errors import IntegrityError
from agent.store import tables as t
from agent.store.appending import append
from agent.store.repositories.base import Context, Repository, decoded
from agent.store.repositories.users import HASHED
from agent.store.vouching import Deeds


class Head(NamedTuple):
    """The log's size and Merkle root."""

    size: int
    root: bytes


class AuditRepository(Repository):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._waiting: list[AuditEvent] = []
        self.recorded: tuple[RecordedEvent, ...] = ()
        """What this unit appended, in order; known once it is committed or the log was read in it."""
        self.others_wait = False
        """Somebody else held the log's head when this unit came for it: more are likely to come."""

    def append(self, event: AuditEvent) -> None:
        """Have `event` written at commit, in the same transaction as what it tells of."""
        if not self._context.writes:
            raise RuntimeError("an event cannot be written in a unit that only reads")
        self._waiting.append(event)

    def flush(self) -> None:
        """Append what is waiting, and tell of what the unit did."""
        waiting, self._waiting = told(self._waiting, self._context.deeds), []
        if waiting:
            events, crowded = append(self._db, waiting)
            self.recorded += events
            self.others_wait |= crowded

    def for_draft(self, draft_id: str) -> tuple[RecordedEvent, ...]:
        """All events of a draft, in order."""
        return self._read(select(t.audit_events).where(t.audit_events.c.draft_id == draft_id))

    def all(self, after_seq: int = 0, limit: int = 1000) -> tuple[RecordedEvent, ...]:
        """Events in order from the one after `after_seq`."""
        return self._read(select(t.audit_events).where(t.audit_events.c.seq > after_seq).limit(limit))

    def search(
        self, *, actions: Collection[str] = (), holding: bytes = b"", lacking: bytes = b""
    ) -> tuple[RecordedEvent, ...]:
        """Events of the whole clinic, in order: of these actions, or whose stored bytes hold `holding` or do
        not hold `lacking` (canonical JSON, such as `"outcome":"refused"`)."""
        c, wanted = t.audit_events.c, list[ColumnElement[bool]]()
        if actions:
            wanted.append(c.action.in_(sorted(actions)))
        if holding:
            wanted.append(self._place_of(holding) > 0)
        if lacking:
            wanted.append(self._place_of(lacking) == 0)
        return self._read(select(t.audit_events).where(or_(*wanted))) if wanted else ()

    def _place_of(self, piece: bytes) -> ColumnElement[int]:
        """Where in the body these bytes begin, from 1; 0 where they do not."""
        body = t.audit_events.c.body
        if self._db.dialect.name == "postgresql":
            return func.position(literal(piece, LargeBinary).op("IN")(body))
        return func.instr(body, literal(piece, LargeBinary))

    def count(self) -> int:
        """How many events the log holds."""
        self.flush()
        return self._db.scalar(select(func.count()).select_from(t.audit_events)) or 0

    def head(self) -> Head:
        """How long the log is, and its Merkle root."""
        self.flush()
        row = self._db.execute(select(t.audit_head.c.size, t.audit_head.c.root)).one_or_none()
        if row is None:
            raise IntegrityError("The head of the audit log is missing.", mend="Restore it from a backup.")
        return Head(row.size, row.root)

    def bodies(self, after_seq: int = 0) -> Iterator[bytes]:
        """The stored bytes of all events from the one after `after_seq`, in order."""
        self.flush()
        c = t.audit_events.c
        query = select(c.body).where(c.seq > after_seq).order_by(c.seq)
        yield from self._db.execute(query, execution_options={"yield_per": 500}).scalars()

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Leaf hashes with index `start` (from 0) up to but not including `end`, for proofs."""
        self.flush()
        c = t.audit_events.c
        query = select(c.leaf_hash).where(c.seq > start, c.seq <= end).order_by(c.seq)
        return self._db.scalars(query).all()

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Rows of one table as stored, for the verifier; sealed columns stay sealed, `HIDDEN` are hashed.

        `table` is a key of `VERIFIED`; order is that of the primary key.
        """
        self.flush()
        columns, source = VERIFIED[table], t.metadata.tables[table]
        stored = (_as_stored(source.c[name]).label(name) for name in columns)
        query = select(*stored).order_by(*source.primary_key)
        with self._db.execute(query, execution_options={"yield_per": 500}) as result:
            hidden = HIDDEN.get(table, ())
            for row in result.mappings():
                yield {**row, **{name: hashlib.sha256(row[name].encode()).hexdigest() for name in hidden}}

    def _read(self, query: Select[Any]) -> tuple[RecordedEvent, ...]:
        self.flush()
        return tuple(
            _event(row.seq, row.body) for row in self._db.execute(query.order_by(t.audit_events.c.seq))
        )


VERIFIED: dict[str, tuple[str, ...]] = {
    name: tuple(column.name for column in t.metadata.tables[name].columns if column.name not in unneeded)
    for name, unneeded in {
        "audit_events": (),
        "audit_head": (),
        "patients": ("wrapped_key",),
        "recordings": (),
        "recording_chunks": (),
        "drafts": ("run", "failure", "updated_at"),
        "draft_versions": (),
        "run_values": (),
        "decisions": (),
        "signatures": (),
        "resolutions": ("n",),
        "addenda": (),
        "emergency_access": (),
        "emergency_endings": (),
        "profiles": (),
        "edit_tables": (),
        "protocol_copies": (),
        "template_answers": (),
        "users": (),
        "sessions": ("seen_at", "ended_at"),
    }.items()
}
"""What a verifier reads: all that is vouched for, and what follows from it."""
HIDDEN = {"users": HASHED}
"""Columns of which it reads the SHA-256 (hex) of the text."""


def told(waiting: Sequence[AuditEvent], deeds: Deeds) -> list[AuditEvent]:
    """The unit's events, vouching for what it wrote: each record by the first event of its draft.

    A patient's key that was made or destroyed has an event beside them. A deed that no event tells of gets
    one of its own: nothing is written that the log does not know.
    """
    if not deeds:
        return list(waiting)
    events = [*waiting, *_of_keys(waiting, deeds)]
    known = {event.draft_id for event in events}
    touched = dict.fromkeys([one.draft_id for one in deeds.records if one.draft_id] + list(deeds.statuses))
    for draft_id in [draft_id for draft_id in touched if draft_id not in known] or ([] if events else [""]):
        events.append(
            AuditEvent(
                at=utc_stamp(),
                action="record.stored",
                actor_id="system",
                actor_role="system",
                client="system",
                draft_id=draft_id,
            )
        )
    first = {event.draft_id: n for n, event in reversed(list(enumerate(events)))} | {"": 0}
    added: dict[int, dict[str, Any]] = {}
    for one in deeds.records:
        n = first[one.draft_id]
        fields = added.setdefault(n, {})
        fields.setdefault("commitments", dict(events[n].commitments))[one.name] = one.digest
    for draft_id, status in deeds.statuses.items():
        n = first[draft_id]
        added.setdefault(n, {})["details"] = events[n].details | {"draft_status": status}
    for n, fields in added.items():
        events[n] = events[n].model_copy(update=fields)
    deeds.clear()
    return events


def _of_keys(waiting: Sequence[AuditEvent], deeds: Deeds) -> Iterator[AuditEvent]:
    """An event for each key, by whoever did what the unit's first event tells of."""
    act = waiting[0] if waiting else None
    for action, patient_id, details in deeds.keys:
        yield AuditEvent(
            at=act.at if act else utc_stamp(),
            action=action,
            actor_id=act.actor_id if act else "system",
            actor_role=act.actor_role if act else "system",
            client=act.client if act else "system",
            request_id=act.request_id if act else "",
            purpose=act.purpose if act else "TREAT",
            patient_ref=patient_id,
            details=details,
        )


def _as_stored(column: Column[Any]) -> ColumnElement[Any]:
    """Times as their text, truth as 0 or 1: so a verifier sees the same on both databases."""
    if isinstance(column.type, Boolean):
        return cast(column, Integer)
    return type_coerce(column, Text) if isinstance(column.type, t.Stamp) else column


def _event(seq: int, body: bytes) -> RecordedEvent:
    return RecordedEvent(seq=seq, event=decoded(AuditEvent, body, f"Event {seq}"), body=body)
