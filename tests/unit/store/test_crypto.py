from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import IntegrityError, StorageError
from agent.store.crypto import KeyRing, fingerprint, new_key, place, seal, unseal

WHERE = place("drafts", "d1", "encounter")


@given(st.binary(max_size=300))
def test_what_is_sealed_comes_back(content: bytes) -> None:
    key = new_key()
    sealed = seal(key, content, WHERE)
    assert unseal(key, sealed, WHERE) == content
    assert seal(key, content, WHERE) != sealed


@given(st.binary(min_size=1, max_size=60), st.data())
def test_any_changed_bit_is_found(content: bytes, data: st.DataObject) -> None:
    key = new_key()
    sealed = bytearray(seal(key, content, WHERE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(IntegrityError):
        unseal(key, bytes(sealed), WHERE)


@pytest.mark.parametrize(
    "elsewhere",
    [place("drafts", "d2", "encounter"), place("drafts", "d1", "label"), place("other", "d1", "encounter")],
)
def test_a_ciphertext_does_not_open_in_another_place(elsewhere: bytes) -> None:
    key = new_key()
    with pytest.raises(IntegrityError):
        unseal(key, seal(key, b"content", WHERE), elsewhere)


def test_an_error_names_the_place_and_not_the_content() -> None:
    key = new_key()
    with pytest.raises(IntegrityError, match="drafts d1 encounter") as caught:
        unseal(key, seal(key, b"Zebulon", WHERE)[:-1], WHERE)
    assert "Zebulon" not in str(caught.value)


def test_the_key_file_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    first = KeyRing.open(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    wrapped = first.wrap(new_key(), WHERE)
    assert KeyRing.open(path).unwrap(wrapped, WHERE) == first.unwrap(wrapped, WHERE)
    assert list(path.parent.iterdir()) == [path]


def test_all_that_make_the_key_at_once_get_the_same(tmp_path: Path) -> None:
    path, rings, start = tmp_path / "master.key", list[KeyRing](), threading.Barrier(8)

    def open_it() -> None:
        start.wait()
        rings.append(KeyRing.open(path))

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrapped = rings[0].wrap(new_key(), WHERE)
    assert len({ring.unwrap(wrapped, WHERE) for ring in rings}) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    KeyRing.open(path)
    path.chmod(mode)
    with pytest.raises(StorageError, match="chmod 600"):
        KeyRing.open(path)


@pytest.mark.parametrize(
    "text", ["", "secret", "ptscribe-master-key-1\n", "ptscribe-master-key-1\nAAAA\n", "\xff"]
)
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(text, "latin-1")
    path.chmod(0o600)
    with pytest.raises(StorageError):
        KeyRing.open(path)


def test_another_master_key_opens_nothing() -> None:
    wrapped = KeyRing(new_key()).wrap(new_key(), WHERE)
    with pytest.raises(StorageError, match="not the one"):
        KeyRing(new_key()).unwrap(wrapped, WHERE)


def test_a_rotated_ring_still_opens_what_the_old_key_wrapped() -> None:
    old, new, data_key = new_key(), new_key(), new_key()
    wrapped = KeyRing(old).wrap(data_key, WHERE)
    both = KeyRing(old, new)
    assert both.unwrap(wrapped, WHERE) == data_key
    assert KeyRing(new).unwrap(both.wrap(data_key, WHERE), WHERE) == data_key


def test_keys_are_not_shown() -> None:
    key = new_key()
    assert key.hex() not in repr(KeyRing(key))


def test_a_fingerprint_needs_the_key() -> None:
    assert fingerprint(b"a" * 32, "T-0001") == fingerprint(b"a" * 32, "T-0001")
    assert fingerprint(b"a" * 32, "T-0001") != fingerprint(b"b" * 32, "T-0001")
