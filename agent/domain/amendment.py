"""What is added to a signed note: an addendum, a correction or a late entry, never an edit.

The original stays as it was signed; each addition is a further version with a reason, a time of entry and
a signature of its own (Medicare Program Integrity Manual, Pub 100-08, ch. 3 §3.3.2.5).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from agent.domain.base import Model

AddendumKind = Literal["addendum", "correction", "late_entry"]
KINDS: dict[AddendumKind, str] = {
    "addendum": "Addendum",
    "correction": "Correction",
    "late_entry": "Late entry",
}


class AddendumText(Model):
    """What the therapist signs; its `digest()` is the signed hash.

    It names the text it stands on by version and hash, so additions cannot be moved or put in another
    order, and carries a random salt, so that the hash of a short text tells nothing.
    """

    draft_id: str
    based_on: int
    """The version it adds to: the signed one, or the addition before it."""
    based_on_hash: str
    kind: AddendumKind
    text: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    date_of_service: date
    salt: str


class Addendum(Model):
    """A signed addition: version `content.based_on + 1` of its draft. `at` is the time of entry."""

    content: AddendumText
    version: int
    content_hash: str
    by: str
    name: str
    credentials: str
    at: datetime
    attestation: str

    @property
    def days_late(self) -> int:
        """Whole days from the date of service to the entry (UTC)."""
        return (self.at.date() - self.content.date_of_service).days
