"""The audit log: events are queued in the unit and appended, gap-free, as its last act before commit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update

from agent.domain.audit import AuditEvent, RecordedEvent
from agent.errors import IntegrityError
from agent.store import tables as t
from agent.store.frontier import Frontier, leaf_hash
from agent.store.repositories.base import Context, Repository, decoded


class AuditRepository(Repository):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._waiting: list[tuple[AuditEvent, bytes]] = []
        self.recorded: tuple[RecordedEvent, ...] = ()
        """What this unit appended, in order; known once it is committed or the log was read in it."""

    def append(self, event: AuditEvent) -> None:
        """Have `event` written at commit, in the same transaction as what it tells of."""
        if not self._context.writes:
            raise RuntimeError("an event cannot be written in a unit that only reads")
        self._waiting.append((event, event.canonical()))

    def flush(self) -> None:
        """Append what is waiting: lock the one-row head, number the events, move root and frontier on."""
        if not self._waiting:
            return
        query = select(t.audit_head).where(t.audit_head.c.id == 1).with_for_update()
        head = self._db.execute(query).one_or_none()
        if head is None:
            raise IntegrityError("The head of the audit log is missing.", mend="Restore it from a backup.")
        waiting, self._waiting = self._waiting, []
        try:
            frontier = Frontier.unpack(head.size, head.frontier)
        except ValueError:
            raise IntegrityError(
                "The head of the audit log is damaged.", mend="Run `ptscribe audit verify`."
            ) from None
        leaves = [leaf_hash(body) for _, body in waiting]
        rows = [
            {
                "seq": head.size + n,
                "at": event.at,
                "action": event.action,
                "actor_id": event.actor_id,
                "draft_id": event.draft_id,
                "patient_ref": event.patient_ref,
                "body": body,
                "leaf_hash": leaf,
            }
            for n, ((event, body), leaf) in enumerate(zip(waiting, leaves, strict=True), start=1)
        ]
        self._db.execute(t.audit_events.insert(), rows)
        frontier = frontier.extend(leaves)
        self._db.execute(
            update(t.audit_head)
            .where(t.audit_head.c.id == 1)
            .values(size=frontier.size, root=frontier.root, frontier=frontier.packed)
        )
        self.recorded += tuple(
            RecordedEvent(seq=row["seq"], event=event, body=body)
            for row, (event, body) in zip(rows, waiting, strict=True)
        )

    def for_draft(self, draft_id: str) -> tuple[RecordedEvent, ...]:
        """All events of a draft, in order."""
        return self._read(select(t.audit_events).where(t.audit_events.c.draft_id == draft_id))

    def all(self, after_seq: int = 0, limit: int = 1000) -> tuple[RecordedEvent, ...]:
        """Events in order from the one after `after_seq`."""
        return self._read(select(t.audit_events).where(t.audit_events.c.seq > after_seq).limit(limit))

    def count(self) -> int:
        """How many events the log holds."""
        self.flush()
        return self._db.scalar(select(func.count()).select_from(t.audit_events)) or 0

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Rows of one table that the verifier needs, as stored, without sealed columns.

        `table` is `audit_events`, `audit_head`, `drafts`, `draft_versions`, `decisions` or `signatures`.
        """
        self.flush()
        columns = VERIFIED[table]
        source = t.metadata.tables[table]
        query = select(*(source.c[name] for name in columns)).order_by(*source.primary_key)
        with self._db.execute(query, execution_options={"yield_per": 2000}) as result:
            for row in result:
                yield {name: _plain(value) for name, value in zip(columns, row, strict=True)}

    def _read(self, query: Select[Any]) -> tuple[RecordedEvent, ...]:
        self.flush()
        return tuple(
            _event(row.seq, row.body) for row in self._db.execute(query.order_by(t.audit_events.c.seq))
        )


VERIFIED: dict[str, tuple[str, ...]] = {
    "audit_events": ("seq", "at", "action", "actor_id", "draft_id", "patient_ref", "body", "leaf_hash"),
    "audit_head": ("id", "size", "root", "frontier"),
    "drafts": ("id", "patient_id", "status", "version", "displayed_hash"),
    "draft_versions": ("draft_id", "version", "author", "by", "at", "based_on", "content_hash"),
    "decisions": ("id", "draft_id", "version", "displayed_hash", "kind", "by", "role", "at"),
    "signatures": ("id", "draft_id", "version", "content_hash", "by", "at"),
}


def _plain(value: Any) -> Any:
    """Times as the text they are stored as, so that a verifier sees the same on both databases."""
    return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if isinstance(value, datetime) else value


def _event(seq: int, body: bytes) -> RecordedEvent:
    return RecordedEvent(seq=seq, event=decoded(AuditEvent, body, f"Event {seq}"), body=body)
