"""A clinic's own copy of a protocol, as a version that never changes again."""

from __future__ import annotations

import hashlib
from datetime import datetime

from pydantic import Field

from agent.domain.base import Model


class ProtocolCopy(Model):
    """One version of the clinic's text of a protocol. An empty `body` goes back to the shipped text."""

    protocol_id: str = Field(pattern=r"^[a-z][a-z0-9_]+$")
    number: int = Field(ge=1)
    """Counts the clinic's versions of this protocol."""
    body: str
    """The YAML text as it was saved."""
    by: str
    at: datetime
    comment: str = ""
    content_hash: str
    """SHA-256 of `body` in UTF-8, as 64 hex digits; the audit event names the same."""


def body_hash(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
