"""The tree against published vectors, against RFC 6962's recursive definition, and against mutated proofs."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.store.frontier import Frontier
from compliance.audit import merkle
from compliance.audit.verify import Tree

VECTORS = Path(__file__).parents[2] / "data" / "vectors"
PROOFS: list[dict[str, Any]] = json.loads((VECTORS / "merkle-proofs.json").read_text())
TREE: dict[str, Any] = json.loads((VECTORS / "rfc6962-tree-vectors.json").read_text())


def _bytes(value: str | None) -> bytes:
    return base64.b64decode(value or "")


def _holds(vector: dict[str, Any]) -> bool:
    proof = [_bytes(one) for one in vector["proof"] or []]
    if "leafIdx" in vector:
        return merkle.inclusion_holds(
            vector["leafIdx"], vector["treeSize"], _bytes(vector["leafHash"]), proof, _bytes(vector["root"])
        )
    return merkle.consistency_holds(
        vector["size1"], vector["size2"], _bytes(vector["root1"]), _bytes(vector["root2"]), proof
    )


@pytest.mark.parametrize("vector", PROOFS, ids=lambda vector: vector["name"])
def test_published_proofs(vector: dict[str, Any]) -> None:
    assert _holds(vector) is not vector["wantErr"]


def test_the_published_proofs_are_all_there() -> None:
    assert (len(PROOFS), sum(vector["wantErr"] for vector in PROOFS)) == (196, 184)


def test_published_roots() -> None:
    leaves = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in TREE["leaf_inputs_hex"]]
    for size, root in enumerate(TREE["root_hash_by_size_hex"]):
        assert merkle.root_of(leaves[:size]).hex() == root
        assert Frontier().extend(leaves[:size]).root.hex() == root
        tree = Tree()
        for leaf in leaves[:size]:
            tree.append(leaf)
        assert tree.root.hex() == root


def test_published_hashes_of_all_subtrees() -> None:
    leaves, told = [merkle.leaf_hash(bytes([n])) for n in range(130)], hashlib.sha256()
    for end in range(131):
        for start in range(end + 1):
            if start % (1 << max(0, end - start - 1).bit_length()) == 0:
                told.update(f"[{start}, {end}) {merkle.root_of(leaves[start:end]).hex()}\n".encode())
    assert told.hexdigest() == TREE["accumulated_subtree_hash"]["want"]


def _defined(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word, over leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + _defined(leaves[:k]) + _defined(leaves[k:])).digest()


@given(st.lists(st.binary(max_size=8), max_size=70), st.integers(0, 70))
def test_three_ways_to_a_root_agree_with_the_definition(entries: list[bytes], cut: int) -> None:
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    root, tree = _defined(leaves), Tree()
    for leaf in leaves:
        tree.append(leaf)
    frontier = Frontier().extend(leaves[:cut])
    stored = Frontier.unpack(frontier.size, frontier.packed).extend(leaves[cut:])
    assert merkle.root_of(leaves) == stored.root == tree.root == root
    assert b"".join(tree.edge) == stored.packed


def test_a_frontier_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="size 3"):
        Frontier.unpack(3, b"\x00" * 32)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 31, 33, 64, 65])
def test_every_proof_of_a_tree_holds_and_no_neighbours(size: int) -> None:
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(size)]
    roots = [merkle.root_of(leaves[:n]) for n in range(size + 1)]
    for index in range(size):
        proof = merkle.inclusion_proof(index, size, _of(leaves))
        assert merkle.inclusion_holds(index, size, leaves[index], proof, roots[size])
        assert not merkle.inclusion_holds((index + 1) % (size + 1), size, leaves[index], proof, roots[size])
        assert not merkle.inclusion_holds(index, size, leaves[index], proof, roots[size - 1])
    for first in range(1, size + 1):
        proof = merkle.consistency_proof(first, size, _of(leaves))
        assert merkle.consistency_holds(first, size, roots[first], roots[size], proof)
        assert not merkle.consistency_holds(first, size, roots[first - 1], roots[size], proof)
        assert not merkle.consistency_holds(0, size, roots[0], roots[size], proof)


def _of(leaves: list[bytes]) -> merkle.Leaves:
    return lambda start, end: leaves[start:end]


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_proof_for_what_is_not_in_the_log(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a log"):
        merkle.inclusion_proof(index, size, _of([]))


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3), (0, 0)])
def test_there_is_no_proof_from_an_empty_or_longer_log(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="cannot begin"):
        merkle.consistency_proof(first, second, _of([]))


def test_no_mutated_proof_is_accepted() -> None:
    """The roots stay true, all else may change. `TEST_MUTATIONS=100000` is the nightly number."""
    rng, accepted = random.Random(20261123), 0
    for _ in range(MUTATIONS):
        size = rng.randint(2, 300)
        leaves = [merkle.leaf_hash(rng.randbytes(8)) for _ in range(size)]
        root = merkle.root_of(leaves)
        if rng.random() < 0.5:
            index = rng.randrange(size)
            proof = merkle.inclusion_proof(index, size, _of(leaves))
            leaf, bad_index, bad_size, bad = _mutated(rng, leaves[index], index, size, proof)
            # What an inclusion proof shows is the tree's shape, not its size: a true statement may hold.
            true = bad == proof and leaf == leaves[index] and bad_index == index
            accepted += merkle.inclusion_holds(bad_index, bad_size, leaf, bad, root) and not true
        else:
            first = rng.randint(1, size - 1)
            proof = merkle.consistency_proof(first, size, _of(leaves))
            old, bad_first, bad_size, bad = _mutated(rng, merkle.root_of(leaves[:first]), first, size, proof)
            true = bad == proof and old == merkle.root_of(leaves[:first])
            accepted += merkle.consistency_holds(bad_first, bad_size, old, root, bad) and not true
    assert accepted == 0


MUTATIONS = int(os.environ.get("TEST_MUTATIONS", "2000"))


def _mutated(
    rng: random.Random, value: bytes, number: int, size: int, proof: list[bytes]
) -> tuple[bytes, int, int, list[bytes]]:
    bad = list(proof)
    kind = rng.choice(["bit", "value", "drop", "add", "swap", "number", "repeat"])
    if kind == "bit" and bad:
        at = rng.randrange(len(bad))
        bad[at] = _flipped(rng, bad[at])
    elif kind == "drop" and bad:
        del bad[rng.randrange(len(bad))]
    elif kind == "add":
        bad.insert(rng.randint(0, len(bad)), rng.randbytes(32))
    elif kind == "repeat" and bad:
        bad.insert(rng.randrange(len(bad)), rng.choice(bad))
    elif kind == "swap" and len(bad) > 1:
        rng.shuffle(bad)
    elif kind == "number":
        number = max(0, number + rng.choice([-2, -1, 1, 2]))
    else:
        value = _flipped(rng, value)
    return value, number, size, bad


def _flipped(rng: random.Random, value: bytes) -> bytes:
    changed = bytearray(value)
    bit = rng.randrange(len(changed) * 8)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
