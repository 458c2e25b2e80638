"""Where finished pieces wait until the whole recording is done, so that a crash costs one piece."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from agent.domain.base import Model
from agent.domain.transcript import SpeechEngineInfo
from agent.transcription.heard import Heard
from agent.transcription.pieces import Piece


class HeardPiece(Model):
    """The words of one piece; none where the engine heard none."""

    heard: tuple[Heard, ...] = ()


class PieceStore(Protocol):
    """Keeps small values under opaque keys. What it keeps is PHI: it must not lie in clear on a disk."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...


class EncryptedFolder:
    """Pieces as AES-256-GCM files. `key` is 32 bytes; the file's name is bound into the seal."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._cipher = AESGCM(key)

    def get(self, key: str) -> bytes | None:
        """None also for a file cut short or sealed under another key: the piece is heard again."""
        try:
            sealed = (self._folder / key).read_bytes()
            return self._cipher.decrypt(sealed[:12], sealed[12:], key.encode())
        except (FileNotFoundError, InvalidTag, ValueError):
            return None

    def put(self, key: str, value: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        nonce = os.urandom(12)
        part = self._folder / f"{key}.part"
        part.write_bytes(nonce + self._cipher.encrypt(nonce, value, key.encode()))
        part.replace(self._folder / key)

    def clear(self) -> None:
        """Forget everything: call when the transcript is safely stored."""
        if self._folder.is_dir():
            for file in self._folder.iterdir():
                file.unlink(missing_ok=True)
            self._folder.rmdir()


def piece_key(engine: SpeechEngineInfo, piece: Piece) -> str:
    """Opaque name of a piece's result: same engine, options, place and samples, same name."""
    digest = hashlib.sha256(engine.canonical())
    digest.update(f"{piece.start:.3f}".encode())
    digest.update(piece.samples.tobytes())
    return digest.hexdigest()
