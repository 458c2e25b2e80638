from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import StorageError
from compliance.audit import verify
from compliance.audit.checkpoint import SigningKey, checkpoint_note, write_atomically
from compliance.audit.verify import CannotVerify, parse_checkpoint, signed_by

PUBLISHED = json.loads(
    (Path(__file__).parents[2] / "data" / "vectors" / "c2sp-signed-note-example.json").read_text()
)
AT = "2026-11-23T09:00:00.000000Z"
KEY = SigningKey("ptscribe/test", bytes(range(32)))
NOTE = checkpoint_note(KEY, 7, b"\x01" * 32, at=AT)


def test_the_published_note_is_checked_as_published() -> None:
    text, _, tail = PUBLISHED["note"].rpartition("\n\n")
    signature = verify._signature(tail.strip())
    note = verify.Checkpoint("", 1, b"", (), text + "\n", (signature,))
    name, key_id, _ = verify.parse_vkey(PUBLISHED["vkey"])
    assert (name, key_id.hex()) == ("example.com/foo", PUBLISHED["key_id_hex"])
    assert signed_by(note, PUBLISHED["vkey"])
    changed = verify.Checkpoint("", 1, b"", (), text + ".\n", (signature,))
    assert not signed_by(changed, PUBLISHED["vkey"])


@pytest.mark.parametrize(
    ("key", "message", "signature"),
    [  # RFC 8032, section 7.1, tests 1 to 3
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ],
)
def test_ed25519_by_library_and_by_hand(key: str, message: str, signature: str) -> None:
    for holds in (verify.ed25519_holds, verify._ed25519_by_hand):
        args = bytes.fromhex(key), bytes.fromhex(message)
        assert holds(*args, bytes.fromhex(signature))
        assert not holds(*args, bytes.fromhex(signature)[:-1] + b"\x1f")
        assert not holds(args[0], args[1] + b"x", bytes.fromhex(signature))
        assert not holds(args[0], args[1], b"")
        assert not holds(b"", args[1], bytes.fromhex(signature))


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 64 * 8 - 1))
def test_ed25519_by_hand_agrees_with_the_library(message: bytes, bit: int) -> None:
    public = verify.parse_vkey(KEY.vkey)[2][1:]
    signature = KEY._private.sign(message)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert verify._ed25519_by_hand(public, message, signature)
    assert not verify._ed25519_by_hand(public, message, bytes(changed))


def test_a_checkpoint_comes_back_as_it_was_made() -> None:
    checkpoint = parse_checkpoint(NOTE)
    assert (checkpoint.origin, checkpoint.size, checkpoint.root) == ("ptscribe/test", 7, b"\x01" * 32)
    assert checkpoint.extensions == (f"at {AT}",)
    assert signed_by(checkpoint, KEY.vkey)
    assert not signed_by(checkpoint, SigningKey.generate("ptscribe/test").vkey)


@given(st.data())
def test_a_changed_note_is_refused(data: st.DataObject) -> None:
    raw = bytearray(NOTE.encode())
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    try:
        checkpoint = parse_checkpoint(raw.decode(errors="replace"))
    except CannotVerify:
        return
    assert not signed_by(checkpoint, KEY.vkey)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        "origin\n5\n\n— k AAAAAAAA\n",
        NOTE.replace("\n7\n", "\n0\n"),
        NOTE.replace("\n7\n", "\n07\n"),
        NOTE.replace("\n7\n", "\n-7\n"),
        NOTE.replace("\n7\n", "\n7.0\n"),
        NOTE.replace("\n7\n", "\n٧\n"),
        NOTE.removesuffix("\n"),
        NOTE.partition("\n\n")[0] + "\n\n",
        NOTE.replace("— ", "- "),
        NOTE[:-20] + "\n",
    ],
)
def test_what_is_no_checkpoint_is_not_read_as_one(note: str) -> None:
    with pytest.raises(CannotVerify):
        parse_checkpoint(note)


def test_an_empty_log_has_no_checkpoint() -> None:
    with pytest.raises(ValueError, match="at least one event"):
        checkpoint_note(KEY, 0, b"\x00" * 32, at=AT)


@pytest.mark.parametrize(
    "vkey", ["", "a+b", KEY.vkey.replace("+", "-"), KEY.vkey[:-4] + "AAA=", KEY.vkey.replace("+AQ", "+AA")]
)
def test_a_wrong_verifier_key_is_no_key(vkey: str) -> None:
    with pytest.raises(CannotVerify):
        signed_by(parse_checkpoint(NOTE), vkey)


def test_the_signing_key_is_made_once_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "checkpoint.key"
    key = SigningKey.open(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert SigningKey.open(path).vkey == key.vkey
    assert key.name.startswith("ptscribe/")
    assert path.read_text().strip() not in repr(key)
    path.chmod(0o644)
    with pytest.raises(StorageError, match="chmod 600"):
        SigningKey.open(path)


@pytest.mark.parametrize("text", ["", "PRIVATE+KEY+", "PRIVATE+KEY+a+00000000+AAAA", "x" * 100])
def test_a_file_without_a_signing_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "checkpoint.key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(StorageError, match="does not hold"):
        SigningKey.open(path)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "note"
    write_atomically(path, "one")
    write_atomically(path, "two", replace=False)
    assert path.read_text() == "one"
    write_atomically(path, "two")
    assert path.read_text() == "two"
    assert list(path.parent.iterdir()) == [path]
