"""Log-in sessions by the hash of their token; the token itself is never stored."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from agent.store import tables as t
from agent.store.repositories.base import Repository, now


class SessionRepository(Repository):
    def add(self, token_hash: str, user_id: str, at: datetime) -> None:
        values = {"token_hash": token_hash, "user_id": user_id, "started_at": at}
        self._db.execute(t.sessions.insert().values(**values, seen_at=at))
        self._context.deeds.wrote("sessions", token_hash[:16], values)

    def touch(self, token_hash: str, at: datetime, *, idle_minutes: float = 15) -> str | None:
        """The session's user id, and its idle time starts anew; None when it ended or was idle too long."""
        s = t.sessions.c
        user_id: str | None = self._db.scalar(
            update(t.sessions)
            .where(
                s.token_hash == token_hash,
                s.ended_at.is_(None),
                s.seen_at >= at - timedelta(minutes=idle_minutes),
            )
            .values(seen_at=at)
            .returning(s.user_id)
        )
        return user_id

    def end(self, token_hash: str, *, at: datetime | None = None) -> None:
        """End a session; ending it again, or one that never was, changes nothing."""
        s = t.sessions.c
        self._db.execute(
            update(t.sessions)
            .where(s.token_hash == token_hash, s.ended_at.is_(None))
            .values(ended_at=at or now())
        )
