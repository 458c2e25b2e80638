"""Notes as files."""

from __future__ import annotations

from agent.domain.user import Actor


class Export:
    """The current version of a draft, with its signature where there is one; each export is recorded."""

    def pdf(self, actor: Actor, draft_id: str) -> bytes:
        raise NotImplementedError

    def markdown(self, actor: Actor, draft_id: str) -> str:
        raise NotImplementedError
