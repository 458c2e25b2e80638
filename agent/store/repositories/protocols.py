"""The clinic's copies of protocols, append-only. They hold no PHI and stand in clear."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, func, select

from agent.domain.protocol_copy import ProtocolCopy, body_hash
from agent.errors import Conflict, IntegrityError
from agent.store import tables as t
from agent.store.repositories.base import Repository


class ProtocolRepository(Repository):
    def add(self, copy: ProtocolCopy) -> None:
        """Raises `Conflict` unless `copy.number` is the next one of its protocol."""
        newest = self._db.scalar(
            select(func.max(t.protocol_copies.c.number)).where(
                t.protocol_copies.c.protocol_id == copy.protocol_id
            )
        )
        if copy.number != (newest or 0) + 1:
            raise Conflict(
                f"The protocol {copy.protocol_id!r} was changed meanwhile: it is at version {newest or 0}.",
                mend="Reload it and make the change again.",
            )
        self._insert_for_good(t.protocol_copies, f"{copy.protocol_id}.{copy.number}", copy.model_dump())

    def history(self, protocol_id: str) -> tuple[ProtocolCopy, ...]:
        """All versions of one protocol's copy, oldest first."""
        c = t.protocol_copies.c
        rows = self._db.execute(
            select(t.protocol_copies).where(c.protocol_id == protocol_id).order_by(c.number)
        )
        return tuple(_copy(row) for row in rows)

    def current(self) -> dict[str, ProtocolCopy]:
        """The newest version of each protocol that the clinic ever changed, by protocol id."""
        rows = self._db.execute(select(t.protocol_copies).order_by(t.protocol_copies.c.number))
        return {row.protocol_id: _copy(row) for row in rows}


def _copy(row: Row[Any]) -> ProtocolCopy:
    copy = ProtocolCopy(**row._mapping)
    if body_hash(copy.body) != copy.content_hash:
        raise IntegrityError(
            f"Version {copy.number} of the protocol {copy.protocol_id!r} is not the text that was saved.",
            mend="Restore a backup; the trail names the hash of what was saved.",
        )
    return copy
