"""MinHash sketches of texts under the clinic's key: alike texts have alike sketches, and no text can be
read from one, nor guessed without the key.

Broder, On the resemblance and containment of documents, 1997. The share of equal places of two
sketches estimates the Jaccard likeness of the two sets, with a standard error below 0.045 at 128 places.

A sketch is looked up by its bands: two sketches that are alike in four neighbouring places share a band. Of
32 bands, texts of a likeness of 0.75 share one with a probability of 0.99999, of 0.6 with 0.988, of 0.1 with
0.003.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

PLACES = 128
BYTES = PLACES * 4
BANDS = 32


def _constants(label: bytes) -> NDArray[np.uint64]:
    digests = (hashlib.sha256(label + place.to_bytes(2)).digest()[:8] for place in range(PLACES))
    return np.array([int.from_bytes(digest) | 1 for digest in digests], dtype=np.uint64)


_FACTORS, _SUMMANDS = _constants(b"sketch factor"), _constants(b"sketch summand")


def sketch(key: bytes, members: Collection[str]) -> bytes:
    """`BYTES` bytes for a set of strings; empty for an empty set."""
    if not members:
        return b""
    hashes = np.array(
        [
            int.from_bytes(hashlib.blake2b(member.encode(), key=key, digest_size=8).digest())
            for member in members
        ],
        dtype=np.uint64,
    )
    mixed = (hashes[:, None] * _FACTORS + _SUMMANDS) >> np.uint64(32)
    least: NDArray[np.uint32] = mixed.min(axis=0).astype("<u4")
    return least.tobytes()


def bands(sketched: bytes) -> tuple[int, ...]:
    """`BANDS` signed numbers of 64 bits by which a sketch is looked up; none for an empty sketch."""
    width = BYTES // BANDS
    parts = (sketched[at : at + width] for at in range(0, len(sketched), width))
    return tuple(
        int.from_bytes(hashlib.blake2b(part, digest_size=8, salt=bytes([n])).digest(), signed=True)
        for n, part in enumerate(parts)
    )


def alike(one: bytes, others: Sequence[bytes]) -> NDArray[np.float64]:
    """The estimated likeness of one sketch to each of the others, 0 to 1."""
    mine = np.frombuffer(one, dtype="<u4")
    theirs = np.frombuffer(b"".join(others), dtype="<u4").reshape(-1, PLACES)
    share: NDArray[np.float64] = (theirs == mine).mean(axis=1)
    return share
