"""The payer's quarterly edits as the clinic loaded them, append-only: loading again adds a revision."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from agent.domain.clinic_rules import LoadedEdits
from agent.store import tables as t
from agent.store.repositories.base import Repository


class EditTableRepository(Repository):
    def add(
        self,
        kind: str,
        quarter: str,
        *,
        edits: str,
        source: str,
        file_hash: str,
        kept: int,
        by: str,
        at: datetime,
    ) -> LoadedEdits:
        """Stores a loading of this quarter; it takes the place of an earlier one."""
        c = t.edit_tables.c
        newest = self._db.scalar(select(func.max(c.revision)).where(c.kind == kind, c.quarter == quarter))
        loaded = LoadedEdits.model_validate(
            {
                "kind": kind,
                "quarter": quarter,
                "revision": (newest or 0) + 1,
                "source": source,
                "file_hash": file_hash,
                "kept": kept,
                "edits": edits,
                "by": by,
                "at": at,
            }
        )
        key = f"{kind}.{quarter}.{loaded.revision}"
        self._insert_for_good(t.edit_tables, key, loaded.model_dump())
        return loaded

    def for_quarter(self, kind: str, quarter: str) -> LoadedEdits | None:
        """What is in force on that quarter's days; else of the newest quarter before it; else None."""
        c = t.edit_tables.c
        query = (
            select(t.edit_tables)
            .where(c.kind == kind, c.quarter <= quarter)
            .order_by(c.quarter.desc(), c.revision.desc())
            .limit(1)
        )
        row = self._db.execute(query).one_or_none()
        return None if row is None else LoadedEdits(**row._mapping)

    def all(self) -> tuple[LoadedEdits, ...]:
        """Every loading, by kind and quarter."""
        c = t.edit_tables.c
        query = select(t.edit_tables).order_by(c.kind, c.quarter, c.revision)
        return tuple(LoadedEdits(**row._mapping) for row in self._db.execute(query))
