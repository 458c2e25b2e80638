"""Setting a transcript right: speakers that were confused, corrections that the recording does not bear out.

The words of a version never change under it. What a human sets right becomes the transcript of the next
run, which reads, drafts and checks everything anew; what humans wrote in the note stays.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.domain.review import Decision
from agent.domain.transcript import Segment, Transcript
from agent.domain.user import Actor
from agent.errors import InputError
from agent.graph.events import event
from agent.graph.sources import CHANGED, ChangedTranscript, transcript_of
from agent.services.base import Service, as_seen, in_review
from agent.services.deciding import Deciding

if TYPE_CHECKING:
    from agent.graph.runner import GraphRunner
    from agent.store.engine import Store
    from agent.store.unit_of_work import UnitOfWork


class TranscriptChanges(Service):
    """For who may decide; each call names the version and hash that were displayed, else `Conflict`."""

    def __init__(self, store: Store, runner: GraphRunner, submit: Callable[[str], None]) -> None:
        super().__init__(store)
        self._deciding = Deciding(store, runner, submit)

    def swap_speakers(
        self, actor: Actor, draft_id: str, segment: int | None = None, *, seen_version: int, seen_hash: str
    ) -> Decision:
        """Therapist and patient exchanged, throughout or in one segment (by index); drafted anew.

        Raises `InputError` where no speakers were told apart.
        """
        from agent.transcription.speakers import flip

        def swapped(transcript: Transcript) -> Transcript:
            if segment is None:
                return flip(transcript)
            turn = flip(transcript.model_copy(update={"segments": (_segment(transcript, segment),)}))
            return _with_segment(transcript, segment, turn.segments[0])

        what = "turn" if segment is not None else "speakers"
        comment = f"The {'speaker of one turn was' if segment is not None else 'speakers were'} exchanged."
        return self._set_right(actor, draft_id, what, comment, swapped, seen_version, seen_hash)

    def undo_correction(
        self,
        actor: Actor,
        draft_id: str,
        segment: int,
        correction: int,
        *,
        seen_version: int,
        seen_hash: str,
    ) -> Decision:
        """What the engine heard instead of one correction, both by index; drafted anew.

        Raises `InputError` where there is no such correction.
        """
        from agent.transcription.revision import undo

        def undone(transcript: Transcript) -> Transcript:
            of = _segment(transcript, segment)
            if not 0 <= correction < len(of.corrections):
                raise InputError("The transcript has no such correction.", mend="Reload the draft.")
            return _with_segment(transcript, segment, undo(of, of.corrections[correction]))

        comment = "A correction of the transcript was taken back."
        return self._set_right(actor, draft_id, "correction", comment, undone, seen_version, seen_hash)

    def _set_right(
        self,
        actor: Actor,
        draft_id: str,
        what: str,
        comment: str,
        change: Callable[[Transcript], Transcript],
        seen_version: int,
        seen_hash: str,
    ) -> Decision:
        role = self._allow(actor, "decide", "transcript", draft_id)
        with self._store.read() as uow:
            record = in_review(as_seen(uow, draft_id, seen_version, seen_hash))
            content = uow.drafts.content(draft_id, seen_version)
            answers = uow.resolutions.for_draft(draft_id, seen_version)
            run = uow.drafts.run_of(draft_id, seen_version)
            before = transcript_of(uow, draft_id, run)
        after = change(before)
        if after == before:
            raise InputError("No speakers were told apart here.", mend="There is nothing to exchange.")
        decision = Decision(
            id=secrets.token_hex(8),
            draft_id=draft_id,
            version=seen_version,
            displayed_hash=seen_hash,
            kind="request_changes",
            by=actor.user_id,
            role=role,
            at=datetime.now(UTC),
            comment=comment,
        )

        def keep(unit: UnitOfWork) -> None:
            changed = ChangedTranscript(decision_id=decision.id, transcript=after)
            unit.work.put(draft_id, run, CHANGED, changed)
            unit.audit.append(
                event(
                    "transcript.changed",
                    actor,
                    role=role,
                    record=record,
                    version=seen_version,
                    at=decision.at,
                    details={"what": what, "run": run, "decision_id": decision.id},
                )
            )

        self._deciding.stand(actor, record, decision, content, answers, also=keep)
        return decision


def _segment(transcript: Transcript, index: int) -> Segment:
    if not 0 <= index < len(transcript.segments):
        raise InputError("The transcript has no such passage.", mend="Reload the draft.")
    return transcript.segments[index]


def _with_segment(transcript: Transcript, index: int, segment: Segment) -> Transcript:
    segments = (*transcript.segments[:index], segment, *transcript.segments[index + 1 :])
    return Transcript(segments=segments, duration=transcript.duration, engine=transcript.engine)
