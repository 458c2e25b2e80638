"""What a clinic lays down for its checks: profiles, and the payer's edit tables that it loaded."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from agent.domain.base import Model


class SavedProfile(Model):
    """One revision of a profile, as it was saved; the newest of its name is in force."""

    name: str
    revision: int
    text: str
    text_hash: str
    """SHA-256 of `text`, which the audit event of saving names too."""
    reason: str
    by: str
    at: datetime


class LoadedEdits(Model):
    """One loading of a quarter's edits; the newest of its kind and quarter is in force."""

    kind: Literal["ptp", "mue"]
    quarter: str
    revision: int
    source: str
    """Names of the files."""
    file_hash: str
    """SHA-256 over the files as given."""
    kept: int
    """Pairs or codes that concern codes ptscribe can bill."""
    edits: str
    """`compliance.billing.edits.Edits` as JSON."""
    by: str
    at: datetime
