"""Content at rest: AES-256-GCM under one data key per patient, each wrapped by the clinic's master key.

Associated data names table, row and column, so that a ciphertext moved elsewhere does not open.
Deleting a patient's wrapped key shreds everything sealed under it (NIST SP 800-88, cryptographic erase).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from agent.errors import IntegrityError, StorageError

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"
_FILE_MARK = "ptscribe-master-key-1"


def place(table: str, row: str, column: str) -> bytes:
    """Associated data that ties a ciphertext to where it is stored."""
    return "\x00".join(("ptscribe", table, row, column)).encode()


def seal(key: bytes, content: bytes, where: bytes) -> bytes:
    """Format byte, random nonce, ciphertext and tag."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, content, where)


def unseal(key: bytes, sealed: bytes, where: bytes) -> bytes:
    """What `seal` was given. Raises `IntegrityError` when anything of it was changed or moved."""
    if sealed[:1] != _FORMAT:
        raise IntegrityError(f"Stored content has an unknown format: {_named(where)}.", mend=_MEND)
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :], where)
    except InvalidTag:
        raise IntegrityError(f"Stored content was changed: {_named(where)}.", mend=_MEND) from None


_MEND = "Restore it from a backup and run `ptscribe audit verify`."


def _named(where: bytes) -> str:
    return " ".join(where.decode().split("\x00")[1:])


def fingerprint(key: bytes, text: str) -> bytes:
    """Keyed hash by which a record number is found again without being stored (HMAC-SHA-256)."""
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


class KeyRing:
    """The clinic's master keys: the last one wraps, all of them unwrap (so a key can be rotated)."""

    def __init__(self, *keys: bytes) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise StorageError("A master key must be 32 bytes.", mend="Restore the key file from its backup.")
        self._keys = {_key_id(key): key for key in keys}
        self._current = _key_id(keys[-1])

    def __repr__(self) -> str:
        return f"KeyRing({len(self._keys)} keys)"

    @property
    def fingerprint(self) -> str:
        """Names the key that wraps, and tells nothing of it: 16 hex digits of a hash over 256 random bits."""
        return self._current.hex()

    def __len__(self) -> int:
        return len(self._keys)

    @classmethod
    def open(cls, key_file: Path) -> KeyRing:
        """Read the key file; make it, with mode 0600, when there is none yet.

        Raises `StorageError` when others may read it or when it does not hold keys.
        """
        try:
            if not key_file.exists():
                _make(key_file)
            mode = stat.S_IMODE(key_file.stat().st_mode)
            text = key_file.read_text("ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(
                f"The master key {str(key_file)!r} cannot be read or made ({type(error).__name__}).",
                mend="Check the folder's owner and the free space.",
            ) from None
        if os.name == "posix" and mode & 0o077:
            raise StorageError(
                f"The master key {str(key_file)!r} can be read by other users (mode {mode:04o}).",
                mend=f"Run: chmod 600 {key_file}",
            )
        return cls(*_parsed(text, key_file))

    def wrap(self, key: bytes, where: bytes) -> bytes:
        """`key` sealed under the current master key, preceded by that key's id."""
        return self._current + seal(self._keys[self._current], key, where)

    def unwrap(self, wrapped: bytes, where: bytes) -> bytes:
        """Raises `StorageError` when the ring lacks the master key it was wrapped with."""
        master = self._keys.get(wrapped[:8])
        if master is None:
            raise StorageError(
                "The master key is not the one that this database was written with.",
                mend="Set PTSCRIBE_MASTER_KEY_FILE to the clinic's own key file, or restore it.",
            )
        return unseal(master, wrapped[8:], where)


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"ptscribe key id" + key).digest()[:8]


def _parsed(text: str, key_file: Path) -> list[bytes]:
    lines = text.split("\n")
    try:
        keys = [base64.b64decode(line, validate=True) for line in lines[1:] if line]
    except binascii.Error:
        keys = []
    if lines[0] != _FILE_MARK or not keys:
        raise StorageError(
            f"{str(key_file)!r} does not hold a ptscribe master key.",
            mend="Restore it from its backup; without it the stored content cannot be read.",
        )
    return keys


def _make(key_file: Path) -> None:
    """Write a new key beside its place and link it there, so that of two processes one wins whole."""
    key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = key_file.with_name(f".{key_file.name}.{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(f"{_FILE_MARK}\n{base64.b64encode(new_key()).decode()}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, key_file)
        except FileExistsError:
            return
    finally:
        temporary.unlink()
