"""From a recording and a visit record to a draft at work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.domain.user import Actor
from agent.domain.visit import Encounter
from agent.errors import AudioError, Conflict, StorageError
from agent.graph.decided import open_run
from agent.graph.events import event
from agent.graph.sources import WISH, Wish
from agent.services.base import Service, days_after_service

if TYPE_CHECKING:
    from agent.store.engine import Store
    from agent.transcription.audio import AudioInfo

MEDIA_TYPES = {
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "aac": "audio/aac",
    "mp4": "audio/mp4",
    "matroska": "audio/webm",
}


class Intake(Service):
    def __init__(
        self, store: Store, submit: Callable[[str], None], *, max_minutes: float = 120, max_mb: float = 200
    ) -> None:
        super().__init__(store)
        self._submit = submit
        self._max_minutes = max_minutes
        self._max_mb = max_mb

    def submit(self, actor: Actor, *, audio: bytes, encounter: Encounter) -> str:
        """Draft id. The recording is decoded and checked first (`AudioError`); then recording, draft and
        event are stored together, and the worker is told.

        Raises `InputError` for a payer without a profile, `StorageError` when it cannot be stored.
        """
        from compliance.profiles import profile_for

        role = self._allow(actor, "dictate", "submit")
        profile_for(encounter)  # a visit whose draft could never be checked is refused before it is stored
        info = self._probe(audio)
        now = datetime.now(UTC)
        with self._store.unit() as uow:
            patient_id = uow.patients.ensure(encounter.patient)
            recording_id = uow.recordings.add(patient_id, audio, _media_type(info.container))
            draft_id = uow.drafts.add(encounter, recording_id=recording_id, created_by=actor.user_id, at=now)
            details: dict[str, str | int] = {
                "recording_id": recording_id,
                "bytes": len(audio),
                "seconds": round(info.duration),
                "container": info.container,
                "codec": info.codec,
            }
            record = uow.drafts.get(draft_id)
            details["days_after_service"] = days_after_service(record, now)
            details["labelled_late"] = int(bool(encounter.visit.amends))
            uow.audit.append(
                event("draft.dictated", actor, role=role, record=record, at=now, details=details)
            )
            uow.commit()
        self._submit(draft_id)
        return draft_id

    def retry(self, actor: Actor, draft_id: str) -> None:
        """Starts a new run of a draft whose processing failed; `Conflict` in any other status."""
        role = self._allow(actor, "edit", "retry", draft_id)
        with self._store.unit() as uow:
            record = uow.drafts.get(draft_id)
            if record.status != "failed":
                raise Conflict(
                    f"Draft {draft_id!r} is {record.status.replace('_', ' ')}; only a failed one is retried.",
                    mend="Reload it.",
                )
            uow.drafts.move(draft_id, frm={"failed"}, to="processing")
            run = open_run(uow, draft_id, uow.work.get(draft_id, record.run, WISH, Wish))
            uow.audit.append(event("draft.retried", actor, role=role, record=record, details={"run": run}))
            uow.commit()
        self._submit(draft_id)

    def _probe(self, audio: bytes) -> AudioInfo:
        from agent.transcription.audio import in_memory, probe

        if not audio:
            raise AudioError("The recording is empty.", mend="Record it again.")
        try:
            with in_memory(audio) as path:
                return probe(path, max_minutes=self._max_minutes, max_bytes=int(self._max_mb * 2**20))
        except OSError as error:
            raise StorageError(
                f"The recording cannot be looked at here ({type(error).__name__}).",
                mend="Free memory and disk space and send it again; nothing was stored.",
            ) from None


def _media_type(container: str) -> str:
    """What a browser is told that the recording is; `container` is FFmpeg's demuxer name."""
    return MEDIA_TYPES.get(container, "application/octet-stream")
