"""Profiles that the clinic wrote, append-only: each saving is a revision, and earlier ones stay readable."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from agent.domain.clinic_rules import SavedProfile
from agent.errors import Conflict, IntegrityError
from agent.store import tables as t
from agent.store.repositories.base import Repository


class ProfileRepository(Repository):
    def save(
        self, name: str, text: str, *, based_on: int, reason: str, by: str, at: datetime
    ) -> SavedProfile:
        """The next revision, if `based_on` still is the newest (0: there is none yet); else `Conflict`."""
        newest = self._newest(name)
        if newest != based_on:
            raise Conflict(
                f"The profile {name!r} is at revision {newest} now, not {based_on}.",
                mend="Load it again and make the change there.",
            )
        saved = SavedProfile(
            name=name,
            revision=based_on + 1,
            text=text,
            text_hash=_hash(text),
            reason=reason,
            by=by,
            at=at,
        )
        self._insert_for_good(t.profiles, f"{name}.{saved.revision}", saved.model_dump())
        return saved

    def current(self) -> tuple[SavedProfile, ...]:
        """The newest revision of each profile, by name."""
        c = t.profiles.c
        newest = select(c.name, func.max(c.revision).label("revision")).group_by(c.name).subquery()
        query = select(t.profiles).join(newest, (c.name == newest.c.name) & (c.revision == newest.c.revision))
        return tuple(_saved(row) for row in self._db.execute(query.order_by(c.name)))

    def history(self, name: str) -> tuple[SavedProfile, ...]:
        """All revisions of a profile, oldest first; empty where there is none."""
        c = t.profiles.c
        query = select(t.profiles).where(c.name == name).order_by(c.revision)
        return tuple(_saved(row) for row in self._db.execute(query))

    def _newest(self, name: str) -> int:
        c = t.profiles.c
        return self._db.scalar(select(func.max(c.revision)).where(c.name == name)) or 0


def _saved(row: Row[Any]) -> SavedProfile:
    if _hash(row.text) != row.text_hash:
        raise IntegrityError(
            f"Revision {row.revision} of the profile {row.name!r} was changed in the database.",
            mend="Restore a backup; the audit trail names the hash of what was saved.",
        )
    return SavedProfile(**row._mapping)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
