"""The base of all domain models: frozen, closed to unknown fields, hashed over canonical bytes."""

from __future__ import annotations

import hashlib
from typing import Any, Literal

import rfc8785
from pydantic import BaseModel, ConfigDict

Side = Literal["left", "right", "bilateral", "none"]
"""`none`: not said, or not sided (gait, the spine's midline)."""


class Model(BaseModel):
    """A frozen value: no I/O, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")

    def canonical(self) -> bytes:
        """Canonical JSON bytes (RFC 8785) of this value; equal values give equal bytes."""
        return canonical_bytes(self.model_dump(mode="json"))

    def digest(self) -> str:
        """SHA-256 of `canonical()`, as 64 hex digits."""
        return hashlib.sha256(self.canonical()).hexdigest()


def canonical_bytes(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value. Raises `rfc8785.CanonicalizationError` for what JSON cannot hold."""
    return rfc8785.dumps(value)
