"""Decisions of the specialist, append-only: at most one for each version of a draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from agent.domain.review import Decision
from agent.errors import Conflict, NotFound
from agent.store import tables as t
from agent.store.crypto import place
from agent.store.repositories.base import Repository, now


class DecisionRepository(Repository):
    def add(self, decision: Decision) -> None:
        """Raises `Conflict` when this version was decided before."""
        where = place("decisions", decision.id, "comment")
        values = decision.model_dump(exclude={"comment"}) | {
            "comment_sealed": self._seal(decision.draft_id, where, decision.comment.encode())
        }
        try:
            self._insert_for_good(t.decisions, decision.id, values, draft_id=decision.draft_id)
        except Conflict:
            raise Conflict(
                f"Version {decision.version} of draft {decision.draft_id!r} was decided before.",
                mend="Reload it and look.",
            ) from None

    def get(self, decision_id: str) -> Decision:
        row = self._db.execute(select(t.decisions).where(t.decisions.c.id == decision_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no decision {decision_id!r}.")
        return self._decision(row)

    def for_draft(self, draft_id: str) -> tuple[Decision, ...]:
        """All decisions on a draft, by version."""
        c = t.decisions.c
        rows = self._db.execute(select(t.decisions).where(c.draft_id == draft_id).order_by(c.version))
        return tuple(self._decision(row) for row in rows)

    def unapplied(self) -> list[Decision]:
        """Decisions the graph has not finished acting on, oldest first."""
        query = (
            select(t.decisions)
            .outerjoin(t.decisions_applied)
            .where(t.decisions_applied.c.decision_id.is_(None))
            .order_by(t.decisions.c.at, t.decisions.c.id)
        )
        return [self._decision(row) for row in self._db.execute(query)]

    def mark_applied(self, decision_id: str, *, at: datetime | None = None) -> None:
        """Note that the graph has acted on it; again is the same as once. Raises `NotFound`."""
        self.get(decision_id)
        self._insert_or_keep(t.decisions_applied, {"decision_id": decision_id, "at": at or now()})

    def _decision(self, row: Row[Any]) -> Decision:
        comment = self._unseal(row.draft_id, place("decisions", row.id, "comment"), row.comment_sealed)
        return Decision(
            id=row.id,
            draft_id=row.draft_id,
            version=row.version,
            displayed_hash=row.displayed_hash,
            kind=row.kind,
            by=row.by,
            role=row.role,
            at=row.at,
            comment=comment.decode(),
        )
