"""Decisions of the specialist and signatures of the therapist."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from agent.domain.base import Model

DecisionKind = Literal["approve", "request_changes", "reject"]


class Decision(Model):
    id: str
    draft_id: str
    version: int
    displayed_hash: str
    kind: DecisionKind
    by: str
    """User id."""
    role: str
    at: datetime
    comment: str = ""


class Signature(Model):
    """A therapist's signature over exactly the content whose digest is `content_hash`."""

    id: str
    draft_id: str
    version: int
    content_hash: str
    by: str
    name: str
    credentials: str
    at: datetime
    attestation: str
