"""The Merkle tree of RFC 6962 over the log's leaf hashes: roots, and proofs that need no trust in the giver.

An inclusion proof shows that an event is in the log of a checkpoint; a consistency proof shows that a
later checkpoint's log begins with an earlier one's. Making proofs needs the leaf hashes, wherever they
are kept; checking them needs nothing else (RFC 9162, sections 2.1.3 and 2.1.4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
Leaves = Callable[[int, int], Sequence[bytes]]
"""Gives the leaf hashes with index `start` (from 0) up to but not including `end`."""


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; SHA-256 of nothing for none."""
    level = list(leaves)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        odd = [level[-1]] if len(level) % 2 else []
        level = [node_hash(level[n], level[n + 1]) for n in range(0, len(level) - 1, 2)] + odd
    return level[0]


def inclusion_proof(index: int, size: int, leaves: Leaves) -> list[bytes]:
    """Hashes from the leaf's sibling up to the root's child. Raises ValueError outside of the tree."""
    if not 0 <= index < size:
        raise ValueError(f"event {index} is not in a log of {size}")
    return _path(index, 0, size, leaves)


def consistency_proof(first: int, second: int, leaves: Leaves) -> list[bytes]:
    """Hashes that show the tree of size `first` to be a prefix of that of size `second`."""
    if not 0 < first <= second:
        raise ValueError(f"a log of {first} events cannot begin one of {second}")
    return [] if first == second else _subproof(first, 0, second, leaves, whole=True)


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _subtree(start: int, end: int, leaves: Leaves) -> bytes:
    return root_of(leaves(start, end))


def _path(index: int, start: int, end: int, leaves: Leaves) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(index, start, middle, leaves), _subtree(middle, end, leaves)]
    return [*_path(index, middle, end, leaves), _subtree(start, middle, leaves)]


def _subproof(first: int, start: int, end: int, leaves: Leaves, *, whole: bool) -> list[bytes]:
    if first == end:
        return [] if whole else [_subtree(start, end, leaves)]
    middle = start + _split(end - start)
    if first <= middle:
        return [
            *_subproof(first, start, middle, leaves, whole=whole),
            _subtree(middle, end, leaves),
        ]
    return [
        *_subproof(first, middle, end, leaves, whole=False),
        _subtree(start, middle, leaves),
    ]


def inclusion_holds(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows the leaf hash at `index` in a tree of this size and root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _hashes(leaf, *proof):
        return False
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def consistency_holds(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether `proof` shows the first tree to be a prefix of the second (RFC 9162, 2.1.4.2).

    An empty first tree proves nothing about the second, so it never holds.
    """
    if not 0 < first <= second or not _hashes(*proof):
        return False
    if first == second:
        return not proof and first_root == second_root
    if not proof:
        return False
    rest = list(proof) if first & (first - 1) else [first_root, *proof]
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = rest[0]
    for c in rest[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


def _hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
