"""What therapists added to signed notes, in order; nothing of it is ever changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from agent.domain.amendment import Addendum, AddendumText
from agent.errors import Conflict, IntegrityError
from agent.store import tables as t
from agent.store.crypto import place
from agent.store.repositories.base import Repository, decoded, encoded


class AddendumRepository(Repository):
    def add(self, addendum: Addendum) -> None:
        """Raises `Conflict` unless it stands on the draft's signed version or its last addition."""
        content = addendum.content
        if (content.based_on, content.based_on_hash) != self.top(content.draft_id):
            raise Conflict(
                f"Draft {content.draft_id!r} is not signed, or something was added to it meanwhile.",
                mend="Reload it and look.",
            )
        values = {
            "draft_id": content.draft_id,
            "version": addendum.version,
            "kind": content.kind,
            "based_on": content.based_on,
            "based_on_hash": content.based_on_hash,
            "content_hash": addendum.content_hash,
            "content_sealed": self._seal(
                content.draft_id, _place(content.draft_id, addendum.version), encoded(content)
            ),
            "by": addendum.by,
            "name": addendum.name,
            "credentials": addendum.credentials,
            "at": addendum.at,
            "attestation": addendum.attestation,
        }
        key = f"{content.draft_id}.{addendum.version}"
        self._insert_for_good(t.addenda, key, values, draft_id=content.draft_id)

    def for_draft(self, draft_id: str) -> tuple[Addendum, ...]:
        """In order. Raises `NotFound` when the content was destroyed."""
        c = t.addenda.c
        rows = self._db.execute(select(t.addenda).where(c.draft_id == draft_id).order_by(c.version))
        return tuple(self._addendum(row) for row in rows)

    def drafts(self) -> list[str]:
        """Ids of all drafts that something was added to."""
        return list(self._db.scalars(select(t.addenda.c.draft_id).distinct().order_by(t.addenda.c.draft_id)))

    def top(self, draft_id: str) -> tuple[int, str] | None:
        """Version and hash that the next addition stands on; None for a draft that is not signed."""
        c, s = t.addenda.c, t.signatures.c
        last = self._db.execute(
            select(c.version, c.content_hash)
            .where(c.draft_id == draft_id)
            .order_by(c.version.desc())
            .limit(1)
        ).one_or_none()
        if last is None:
            query = select(s.version, s.content_hash).where(s.draft_id == draft_id)
            last = self._db.execute(query).one_or_none()
        return None if last is None else (last.version, last.content_hash)

    def _addendum(self, row: Row[Any]) -> Addendum:
        what = f"The addendum {row.version} of draft {row.draft_id!r}"
        sealed = self._unseal(row.draft_id, _place(row.draft_id, row.version), row.content_sealed)
        content = decoded(AddendumText, sealed, what)
        if content.digest() != row.content_hash:
            raise IntegrityError(f"{what} does not match its own hash.", mend="Run `ptscribe audit verify`.")
        return Addendum(
            content=content,
            version=row.version,
            content_hash=row.content_hash,
            by=row.by,
            name=row.name,
            credentials=row.credentials,
            at=row.at,
            attestation=row.attestation,
        )


def _place(draft_id: str, version: int) -> bytes:
    return place("addenda", f"{draft_id}.{version}", "content")
