"""How humans answered findings. Append-only: a later answer to the same finding stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from agent.domain.finding import Resolution
from agent.store import tables as t
from agent.store.crypto import place
from agent.store.repositories.base import Repository, no_draft


class ResolutionRepository(Repository):
    def add(self, draft_id: str, version: int, resolution: Resolution, by: str, at: datetime) -> None:
        where = _where(draft_id, version, resolution.finding_id)
        values = {
            "draft_id": draft_id,
            "version": version,
            "finding_id": resolution.finding_id,
            "kind": resolution.kind,
            "by": by,
            "at": at,
            "reason_sealed": self._seal(draft_id, where, resolution.reason.encode()),
        }
        key = f"{draft_id}.{version}.{resolution.finding_id}"
        self._insert_for_good(t.resolutions, key, values, draft_id=draft_id)

    def for_draft(self, draft_id: str, version: int | None = None) -> dict[str, Resolution]:
        """By finding id, for one version (default: the current one).

        Finding ids are unique within a version only, so an answer never counts for another version's finding.
        """
        if version is None:
            version = self._db.scalar(select(t.drafts.c.version).where(t.drafts.c.id == draft_id))
            if version is None:
                raise no_draft(draft_id)
        c = t.resolutions.c
        rows = self._db.execute(
            select(t.resolutions).where(c.draft_id == draft_id, c.version == version).order_by(c.n)
        )
        return {
            row.finding_id: Resolution(
                finding_id=row.finding_id,
                kind=row.kind,
                reason=self._unseal(
                    draft_id, _where(draft_id, version, row.finding_id), row.reason_sealed
                ).decode(),
            )
            for row in rows
        }


def _where(draft_id: str, version: int, finding_id: str) -> bytes:
    return place("resolutions", f"{draft_id}.{version}.{finding_id}", "reason")
