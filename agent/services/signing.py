"""The therapist's signature over exactly what was displayed."""

from __future__ import annotations

from agent.domain.draft import QueueItem
from agent.domain.review import Signature
from agent.domain.user import Actor


class Signing:
    def queue(self, actor: Actor, *, limit: int = 50, offset: int = 0) -> list[QueueItem]:
        """Approved drafts that wait for a signature, oldest first."""
        raise NotImplementedError

    def sign(self, actor: Actor, draft_id: str, *, seen_version: int, seen_hash: str) -> Signature:
        """Signs an approved draft, once and for ever. `Refused` for who is not a therapist or neither
        dictated the draft nor is the therapist of its visit record."""
        raise NotImplementedError

    def send_back(
        self, actor: Actor, draft_id: str, *, seen_version: int, seen_hash: str, comment: str
    ) -> None:
        """An approved draft goes back for changes with the therapist's comment: a new run, a new review."""
        raise NotImplementedError
