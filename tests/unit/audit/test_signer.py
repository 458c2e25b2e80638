from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.errors import IntegrityError, StorageError
from compliance.audit.checkpoint import SigningKey
from compliance.audit.merkle import leaf_hash, root_of
from compliance.audit.signer import LogState, Signer
from compliance.audit.verify import read_witness, signed_by

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
LOG = [f"event {n}".encode() for n in range(40)]


def _state(bodies: list[bytes], *, root: bytes | None = None) -> LogState:
    def after(seq: int) -> Iterable[bytes]:
        return iter(bodies[seq:])

    return LogState(len(bodies), root or root_of([leaf_hash(one) for one in bodies]), after)


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return SigningKey.open(tmp_path / "keys" / "checkpoint.key")


@pytest.fixture
def signer(tmp_path: Path, key: SigningKey) -> Signer:
    return Signer(key, tmp_path / "keys" / "signer.json", (tmp_path / "witness",))


def test_a_growing_log_is_signed_and_witnessed(signer: Signer, tmp_path: Path, key: SigningKey) -> None:
    assert signer.last() is None
    for size in (1, 2, 7, 8, 40):
        signed = signer.sign(_state(LOG[:size]), at=AT)
        assert signed.checkpoint.size == size
        assert signed_by(signed.checkpoint, key.vkey)
        assert signed.witnesses[0].read_text() == signed.note
        last = signer.last()
        assert last is not None
        assert last.root == root_of([leaf_hash(one) for one in LOG[:size]])
    assert [one.size for one in read_witness(tmp_path / "witness")] == [1, 2, 7, 8, 40]


def test_a_log_without_news_gets_no_new_checkpoint(signer: Signer, tmp_path: Path) -> None:
    first = signer.sign(_state(LOG[:5]), at=AT)
    assert signer.sign(_state(LOG[:5])).note == first.note
    assert len(list((tmp_path / "witness").iterdir())) == 1


@pytest.mark.parametrize(
    "rewritten",
    [
        pytest.param(LOG[:9], id="cut off"),
        pytest.param([*LOG[:9], b"other", *LOG[10:20]], id="rewritten"),
        pytest.param(LOG[1:21], id="first removed"),
        pytest.param([*LOG[:9], b"other"], id="same size, other end"),
        pytest.param([], id="emptied"),
    ],
)
def test_a_log_that_forgot_something_is_not_signed(
    signer: Signer, tmp_path: Path, rewritten: list[bytes]
) -> None:
    signer.sign(_state(LOG[:10]), at=AT)
    with pytest.raises(IntegrityError):
        signer.sign(_state(rewritten))
    assert [one.size for one in read_witness(tmp_path / "witness")] == [10]
    signer.sign(_state(LOG[:20]))


def test_a_head_that_is_not_the_events_is_not_signed(signer: Signer) -> None:
    with pytest.raises(IntegrityError, match="head is wrong"):
        signer.sign(_state(LOG[:3], root=b"\x00" * 32))


def test_an_empty_log_is_not_signed(signer: Signer) -> None:
    with pytest.raises(IntegrityError, match="empty"):
        signer.sign(_state([]))


@pytest.mark.parametrize("damage", ["gone", "cut", "other key", "edited edge"])
def test_a_signer_without_its_memory_does_not_start_anew(
    signer: Signer, tmp_path: Path, damage: str, key: SigningKey
) -> None:
    signer.sign(_state(LOG[:6]), at=AT)
    memory = tmp_path / "keys" / "signer.json"
    if damage == "gone":
        memory.unlink()
    elif damage == "cut":
        memory.write_text(memory.read_text()[:50])
    elif damage == "edited edge":
        memory.write_text(memory.read_text().replace('"edge": ["', '"edge": ["AAAA'))
    else:
        signer = Signer(SigningKey.generate(key.name), memory, (tmp_path / "witness",))
    with pytest.raises(IntegrityError):
        signer.sign(_state(LOG[:8]))


def test_a_witness_that_fails_is_told_and_filled_up_later(tmp_path: Path, key: SigningKey) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    bad.write_text("a file where a folder should be")
    signer = Signer(key, tmp_path / "signer.json", (bad, good))
    signed = signer.sign(_state(LOG[:3]), at=AT)
    assert (len(signed.witnesses), len(signed.failures)) == (1, 1)
    bad.unlink()
    signer.sign(_state(LOG[:9]), at=AT)
    assert [one.size for one in read_witness(bad)] == [3, 9]


def test_nothing_is_remembered_that_nobody_witnessed(tmp_path: Path, key: SigningKey) -> None:
    folder = tmp_path / "witness"
    folder.write_text("")
    signer = Signer(key, tmp_path / "signer.json", (folder,))
    with pytest.raises(StorageError, match="no event was lost"):
        signer.sign(_state(LOG[:3]))
    assert signer.last() is None
    folder.unlink()
    assert signer.sign(_state(LOG[:3])).checkpoint.size == 3


def test_a_new_key_takes_over_by_a_double_signature(signer: Signer, tmp_path: Path, key: SigningKey) -> None:
    signer.sign(_state(LOG[:4]), at=AT)
    successor = SigningKey.generate(key.name)
    handed = signer.rotate(successor, _state(LOG[:6]), at=AT)
    assert signed_by(handed.checkpoint, key.vkey)
    assert signed_by(handed.checkpoint, successor.vkey)
    later = signer.sign(_state(LOG[:8]), at=AT)
    assert signed_by(later.checkpoint, successor.vkey)
    assert not signed_by(later.checkpoint, key.vkey)
    with pytest.raises(IntegrityError):
        Signer(key, tmp_path / "keys" / "signer.json", (tmp_path / "witness",)).sign(_state(LOG[:9]))
    with pytest.raises(ValueError, match="name"):
        signer.rotate(SigningKey.generate("another/log"), _state(LOG[:9]))


def test_file_names_tell_nothing_but_size_and_root(signer: Signer, tmp_path: Path) -> None:
    signer.sign(_state(LOG[:3]), at=AT)
    (name,) = os.listdir(tmp_path / "witness")  # noqa: PTH208  # names, not paths
    assert name.startswith("000000000003-")
    assert name.endswith(".note")
