"""Checkpoints: the log's size and root as a signed note (C2SP `signed-note`, `tlog-checkpoint`; Ed25519).

    ptscribe/<log id>            the origin, also the key's name; never a person's or a patient's
    1234                         how many events
    <root, base64>
    at 2026-11-23T09:00:00.000000Z
    rotate <vkey>                only where a new key takes over; signed by both

The algorithm byte in front of keys and signatures stays, so that another can take Ed25519's place.
Reading and checking checkpoints is `compliance.audit.verify`'s part, which stands alone.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import stat
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.errors import StorageError
from compliance.audit.verify import Checkpoint

ED25519 = b"\x01"
_PREFIX = "PRIVATE+KEY+"


class SigningKey:
    """A named Ed25519 key, written as C2SP's `PRIVATE+KEY+name+id+key`."""

    def __init__(self, name: str, seed: bytes) -> None:
        self.name = name
        self._seed = seed
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        self._public = ED25519 + public
        self._id = hashlib.sha256(name.encode() + b"\n" + self._public).digest()[:4]

    def __repr__(self) -> str:
        return f"SigningKey({self.vkey!r})"

    @property
    def vkey(self) -> str:
        """The verifier key that auditors pin: `name+id+key`."""
        return f"{self.name}+{self._id.hex()}+{base64.b64encode(self._public).decode()}"

    @classmethod
    def generate(cls, name: str) -> SigningKey:
        if not name or "+" in name or any(c.isspace() for c in name):
            raise ValueError("a key's name has neither spaces nor a plus sign")
        return cls(name, secrets.token_bytes(32))

    @classmethod
    def open(cls, path: Path) -> SigningKey:
        """Read a key file; make one, with mode 0600 and a random log id, when there is none.

        Raises `StorageError` when others can read it or when it holds no key.
        """
        try:
            if not path.exists():
                made = cls.generate(f"ptscribe/{secrets.token_hex(8)}")
                write_atomically(path, made.private + "\n", mode=0o600, replace=False)
            mode, text = stat.S_IMODE(path.stat().st_mode), path.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(
                f"The checkpoint key {str(path)!r} cannot be read or made ({type(error).__name__}).",
                mend="Check the folder's owner and the free space.",
            ) from None
        if os.name == "posix" and mode & 0o077:
            raise StorageError(
                f"The checkpoint key {str(path)!r} can be read by other users (mode {mode:04o}).",
                mend=f"Run: chmod 600 {path}",
            )
        try:
            name, _, encoded = text.removeprefix(_PREFIX).split("+", 2)
            key = cls(name, base64.b64decode(encoded, validate=True)[1:])
            if key.private != text:
                raise ValueError
        except ValueError:
            raise StorageError(
                f"{str(path)!r} does not hold a checkpoint key.", mend="Restore it from its backup."
            ) from None
        return key

    @property
    def private(self) -> str:
        """The secret form; for the key file only."""
        return f"{_PREFIX}{self.name}+{self._id.hex()}+{base64.b64encode(ED25519 + self._seed).decode()}"

    def signature_line(self, text: str) -> str:
        raw = self._id + self._private.sign(text.encode())
        return f"— {self.name} {base64.b64encode(raw).decode()}\n"


def checkpoint_note(
    key: SigningKey, size: int, root: bytes, *, at: str, successor: SigningKey | None = None
) -> str:
    """The signed note of a log's state. Raises ValueError for an empty log: that is nothing to vouch for."""
    if size < 1 or len(root) != 32:
        raise ValueError("a checkpoint covers at least one event")
    lines = [key.name, str(size), base64.b64encode(root).decode(), f"at {at}"]
    if successor is not None:
        lines.append(f"rotate {successor.vkey}")
    text = "\n".join(lines) + "\n"
    signatures = key.signature_line(text) + (successor.signature_line(text) if successor else "")
    return f"{text}\n{signatures}"


def note_of(checkpoint: Checkpoint) -> str:
    """The signed note that was read as `checkpoint`, byte for byte."""
    signatures = (f"— {name} {base64.b64encode(raw).decode()}\n" for name, raw in checkpoint.signatures)
    return f"{checkpoint.text}\n{''.join(signatures)}"


def write_atomically(path: Path, text: str, *, mode: int = 0o644, replace: bool = True) -> None:
    """Write beside, flush to the disk, and rename: after a crash there is all of the file or none.

    With `replace=False` an existing file stays as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if replace:
            temporary.replace(path)
        else:
            try:
                os.link(temporary, path)
            except FileExistsError:
                return
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        temporary.unlink(missing_ok=True)
