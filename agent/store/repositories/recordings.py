"""Recordings: sealed in parts of one mebibyte, in the database, so that a row and its audio are one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select

from agent.errors import InputError, IntegrityError, NotFound
from agent.store import tables as t
from agent.store.crypto import place, seal, unseal
from agent.store.repositories.base import Repository, new_id, now

CHUNK_BYTES = 1 << 20


class RecordingRepository(Repository):
    def add(self, patient_id: str, data: bytes, media_type: str) -> str:
        """Store a recording of a patient (see `patients.ensure`); returns its id."""
        if not data:
            raise InputError("The recording is empty.", mend="Record it again.")
        recording_id, key = new_id(), self._context.data_key(patient_id)
        chunks = -(-len(data) // CHUNK_BYTES)
        values: dict[str, Any] = {
            "id": recording_id,
            "patient_id": patient_id,
            "media_type": media_type,
            "size": len(data),
            "chunks": chunks,
            "created_at": now(),
        }
        self._db.execute(t.recordings.insert(), values)
        audio = hashlib.sha256()
        for n in range(chunks):
            part = data[n * CHUNK_BYTES : (n + 1) * CHUNK_BYTES]
            sealed = seal(key, part, _where(recording_id, n, chunks))
            chunk = {"recording_id": recording_id, "n": n, "sealed": sealed}
            self._db.execute(t.recording_chunks.insert(), chunk)
            audio.update(sealed)
        self._context.deeds.wrote("recordings", recording_id, values | {"audio": audio.hexdigest()})
        return recording_id

    def get(self, recording_id: str) -> bytes:
        """The whole recording. Raises `NotFound`, and `IntegrityError` when a part is missing or changed."""
        return b"".join(self.stream(recording_id))

    def stream(self, recording_id: str) -> Iterator[bytes]:
        """The recording in parts, in order."""
        row = self._row(recording_id)
        key = self._context.data_key(row.patient_id)
        for n in range(row.chunks):
            c = t.recording_chunks.c
            sealed = self._db.scalar(select(c.sealed).where(c.recording_id == recording_id, c.n == n))
            if sealed is None:
                raise IntegrityError(
                    f"Part {n + 1} of recording {recording_id!r} is missing.",
                    mend="Restore it from a backup.",
                )
            yield unseal(key, sealed, _where(recording_id, n, row.chunks))

    def media_type(self, recording_id: str) -> str:
        media_type: str = self._row(recording_id).media_type
        return media_type

    def size(self, recording_id: str) -> int:
        """Bytes of the recording."""
        size: int = self._row(recording_id).size
        return size

    def _row(self, recording_id: str) -> Row[Any]:
        row = self._db.execute(select(t.recordings).where(t.recordings.c.id == recording_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no recording {recording_id!r}.")
        return row


def _where(recording_id: str, n: int, of: int) -> bytes:
    """Number and count are part of the associated data: parts cannot be cut off or change places."""
    return place("recording_chunks", f"{recording_id}.{n}.{of}", "sealed")
