"""The growing edge of the RFC 6962 Merkle tree over the audit log.

Keeps one hash for each full subtree at the right edge: 32 bytes for each 1 bit of the size. That is all
that an append needs, and the root follows from it. Reading proofs is `compliance.audit.merkle`'s part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(body: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256 of 0x00 and the entry."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256 of 0x01 and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """`size` leaves, and the hashes of the full subtrees they form, largest first."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Frontier:
        """The frontier whose `packed` form was stored. Raises ValueError when the two do not fit."""
        if len(packed) != HASH_BYTES * size.bit_count():
            raise ValueError(f"a frontier of size {size} cannot be {len(packed)} bytes long")
        return cls(size, tuple(packed[i : i + HASH_BYTES] for i in range(0, len(packed), HASH_BYTES)))

    @property
    def packed(self) -> bytes:
        return b"".join(self.hashes)

    @property
    def root(self) -> bytes:
        """Root over all `size` leaves; SHA-256 of nothing for none."""
        if not self.hashes:
            return EMPTY_ROOT
        *rest, root = self.hashes
        for left in reversed(rest):
            root = node_hash(left, root)
        return root

    def extend(self, leaves: Iterable[bytes]) -> Frontier:
        """The frontier after these leaf hashes."""
        size, hashes = self.size, list(self.hashes)
        for leaf in leaves:
            hashes.append(leaf)
            full = size
            while full & 1:
                right = hashes.pop()
                hashes[-1] = node_hash(hashes[-1], right)
                full >>= 1
            size += 1
        return Frontier(size, tuple(hashes))
