"""Pages of the queue, and the trail of who was shown which patients' names."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent.domain.draft import DraftStatus, QueueItem
from agent.domain.user import Actor, Role
from agent.domain.visit import NoteType
from agent.graph.events import event

if TYPE_CHECKING:
    from agent.store.engine import Store

AGAIN_AFTER = 600.0
"""Seconds after which showing the same page to the same user is recorded again: a page in the browser
asks for its list at every click."""


class Listing:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._shown: dict[tuple[str, tuple[str, ...]], float] = {}
        self._lock = threading.Lock()

    def page(
        self,
        actor: Actor,
        role: Role,
        statuses: Sequence[DraftStatus],
        *,
        limit: int,
        offset: int,
        note_type: NoteType | None = None,
    ) -> list[QueueItem]:
        """A page of drafts, oldest first; recorded as `queue.viewed` with the drafts it shows."""
        with self._store.read() as uow:
            items = uow.drafts.queue(statuses, limit=limit, offset=offset, note_type=note_type)
        ids = tuple(item.id for item in items)
        if ids and self._is_new(actor.user_id, ids):
            details: dict[str, str | int] = {"count": len(ids), "drafts": " ".join(ids)}
            with self._store.unit() as unit:
                unit.audit.append(event("queue.viewed", actor, role=role, details=details))
                unit.commit()
            with self._lock:  # only now: had the event failed, the next showing must be recorded
                self._shown.setdefault((actor.user_id, ids), time.monotonic())
        return items

    def _is_new(self, user_id: str, ids: tuple[str, ...]) -> bool:
        now = time.monotonic()
        with self._lock:
            self._shown = {key: at for key, at in self._shown.items() if now - at < AGAIN_AFTER}
            return (user_id, ids) not in self._shown
