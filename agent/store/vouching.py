"""What a unit of work wrote for good, so that its audit events can vouch for it.

Every record is named in the log by the digest of its row as stored, sealed columns included (a user's, which
changes, anew at each change): whoever edits, removes or slips in a row later is found by
`compliance.audit.verify` without any key. Ciphertext carries a random nonce, so digests tell nothing about
content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from agent.domain.audit import utc_stamp
from agent.domain.canonical import canonical_bytes


class Vouched(NamedTuple):
    """A record to vouch for; `draft_id` is empty for what belongs to no draft."""

    draft_id: str
    name: str
    digest: str


class Deeds:
    """What one unit of work did to records, until its events take it up."""

    def __init__(self) -> None:
        self.records: list[Vouched] = []
        self.statuses: dict[str, str] = {}
        """Draft to the status that the unit gave it last."""
        self.keys: list[tuple[str, str, dict[str, str | int]]] = []
        """`key.made` or `key.destroyed`, whose key it was, and what its event has to tell besides."""

    def wrote(self, table: str, key: str, values: Mapping[str, Any], *, draft_id: str = "") -> None:
        self.records.append(Vouched(draft_id, f"{table}/{key}", record_digest(table, values)))

    def moved(self, draft_id: str, status: str) -> None:
        self.statuses[draft_id] = status

    def key(self, action: str, patient_id: str, **details: str | int) -> None:
        self.keys.append((action, patient_id, details))

    def __bool__(self) -> bool:
        return bool(self.records or self.statuses or self.keys)

    def clear(self) -> None:
        self.records, self.statuses, self.keys = [], {}, []


def record_digest(table: str, values: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON `[table, {column: value}]`, 64 hex digits.

    Bytes stand as the hex of their SHA-256, times as the text they are stored as, truth as 0 or 1.
    """
    plain = {name: _plain(value) for name, value in values.items()}
    name = str(table)  # a table's own name is of a class of its own
    return hashlib.sha256(canonical_bytes([name, plain])).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, bool):
        return int(value)
    return utc_stamp(value) if isinstance(value, datetime) else value
