"""Patients: an opaque id, a keyed fingerprint of the record number, and the wrapped data key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Select, select, text, update

from agent.domain.audit import utc_stamp
from agent.domain.visit import Patient
from agent.errors import NotFound
from agent.store import tables as t
from agent.store.crypto import fingerprint, new_key, place
from agent.store.repositories.base import Repository, new_id, now
from agent.store.repositories.marks import MarkRepository


class PatientRepository(Repository):
    def ensure(self, patient: Patient) -> str:
        """Id of the patient with this record number, made with a new data key when not seen before.

        Raises `NotFound` when the patient's content was destroyed: that record takes nothing new.
        """
        mark = self._fingerprint(patient.mrn)
        patient_id = self._db.scalar(_by_fingerprint(mark))
        if patient_id is None:
            patient_id = new_id()
            wrapped = self._context.keys.wrap(new_key(), place("patients", patient_id, "wrapped_key"))
            values = {"id": patient_id, "fingerprint": mark, "wrapped_key": wrapped, "created_at": now()}
            if self._insert_or_keep(t.patients, values):
                del values["wrapped_key"]  # it is wrapped anew when the master key is rotated
                self._context.deeds.wrote("patients", patient_id, values)
                self._context.deeds.key("key.made", patient_id)
            else:
                patient_id = self._db.scalars(_by_fingerprint(mark)).one()
        self._context.data_key(patient_id)
        return patient_id

    def find(self, mrn: str) -> str | None:
        """Id of the patient with this record number, or None."""
        return self._db.scalar(_by_fingerprint(self._fingerprint(mrn)))

    def shred(self, patient_id: str, *, at: datetime | None = None) -> None:
        """Destroy the patient's data key: nothing sealed under it can ever be read again.

        Copies of the key in backups must be destroyed with them. Raises `NotFound`.
        """
        if self._db.dialect.name == "sqlite":
            self._db.execute(text("PRAGMA secure_delete=ON"))
            self._context.after_commit.append(_empty_the_wal)
        shredded_at = at or now()
        done = self._db.execute(
            update(t.patients)
            .where(t.patients.c.id == patient_id, t.patients.c.wrapped_key.is_not(None))
            .values(wrapped_key=None, shredded_at=shredded_at)
        )
        if done.rowcount != 1:
            raise NotFound(f"There is no patient {patient_id!r} with content to destroy.")
        self._context.deeds.key("key.destroyed", patient_id, shredded_at=utc_stamp(shredded_at))
        MarkRepository(self._context).forget(patient_id)
        self._context.forget_key(patient_id)

    def _fingerprint(self, mrn: str) -> bytes:
        return fingerprint(self._context.index_key, "".join(mrn.split()).upper())


def _by_fingerprint(mark: bytes) -> Select[str]:
    return select(t.patients.c.id).where(t.patients.c.fingerprint == mark)


def _empty_the_wal(connection: Connection) -> None:
    """The write-ahead log still holds the page with the old key."""
    connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
