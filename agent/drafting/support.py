"""Support check (first version): statements with evidence are supported."""

from __future__ import annotations

from agent.domain.note import Note, SupportVerdict
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter


def check_support(note: Note, transcript: Transcript, encounter: Encounter | None) -> Note:
    """`note` with a verdict on each statement."""
    return note.model_copy(
        update={
            "statements": tuple(
                s.model_copy(update={"support": SupportVerdict(verdict="supported", evidence=s.evidence)})
                for s in note.statements
            )
        }
    )
