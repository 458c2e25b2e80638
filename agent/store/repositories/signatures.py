"""Signatures: one for each draft, over exactly the approved content."""

from __future__ import annotations

from sqlalchemy import select

from agent.domain.review import Signature
from agent.errors import Conflict
from agent.store import tables as t
from agent.store.repositories.base import Repository


class SignatureRepository(Repository):
    def add(self, signature: Signature) -> None:
        """Raises `Conflict` when the draft is signed, is not approved, or is not what was signed."""
        d = t.drafts.c
        fits = self._db.scalar(
            select(d.id).where(
                d.id == signature.draft_id,
                d.status.in_(("approved", "signed")),
                d.version == signature.version,
                d.displayed_hash == signature.content_hash,
            )
        )
        if fits is None:
            raise Conflict(
                f"Draft {signature.draft_id!r} is not approved, or is not the text that was shown.",
                mend="Reload it and look.",
            )
        try:
            self._insert_for_good(
                t.signatures, signature.id, signature.model_dump(), draft_id=signature.draft_id
            )
        except Conflict:
            raise Conflict(
                f"Draft {signature.draft_id!r} is signed already.", mend="Reload it and look."
            ) from None

    def for_draft(self, draft_id: str) -> Signature | None:
        row = self._db.execute(select(t.signatures).where(t.signatures.c.draft_id == draft_id)).one_or_none()
        return None if row is None else Signature(**row._mapping)
