"""The base of all domain models: frozen, closed to unknown fields, hashed over canonical bytes."""

from __future__ import annotations

import hashlib
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from agent.domain.canonical import canonical_bytes

Side = Literal["left", "right", "bilateral", "none"]
"""`none`: not said, or not sided (gait, the spine's midline)."""

OPPOSITE: Final[dict[str, Side]] = {"left": "right", "right": "left"}
"""The other side of each that has one."""


class Model(BaseModel):
    """A frozen value: no I/O, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")

    def canonical(self) -> bytes:
        """Canonical JSON bytes (RFC 8785) of this value; equal values give equal bytes."""
        return canonical_bytes(self.model_dump(mode="json"))

    def digest(self) -> str:
        """SHA-256 of `canonical()`, as 64 hex digits."""
        return hashlib.sha256(self.canonical()).hexdigest()
