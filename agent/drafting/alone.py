"""A draft of a transcript by itself: nothing stored, no graph, the same parts in the same order."""

from __future__ import annotations

from datetime import date

from agent.domain.draft import DraftContent
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.base import DraftRequest, NoteDrafter
from agent.errors import InputError
from agent.memory import forgetting


def unrecorded_visit() -> Encounter:
    """Stands in where a transcript comes without a visit record: it claims no diagnosis, side or plan."""
    return Encounter.model_validate(
        {
            "patient": {"name": "(no visit record)", "date_of_birth": date(1900, 1, 1), "mrn": "(none)"},
            "therapist": {"name": "(no visit record)", "credentials": "(none)"},
            "visit": {"date": date.today(), "number": 1, "note_type": "daily"},
        }
    )


@forgetting()
def draft_alone(transcript: Transcript, encounter: Encounter | None, drafter: NoteDrafter) -> DraftContent:
    """Note, plan, claim lines and findings. Raises `InputError` for a transcript with no words."""
    from agent.drafting.assemble import draft_content
    from agent.drafting.check import check
    from agent.drafting.foreign import corrected
    from agent.exercises.planner import draft_plan
    from agent.understanding import understand

    if not any(character.isalnum() for character in transcript.text):
        raise InputError("The transcript holds no words.", mend="Dictate again, or choose another file.")
    record = encounter or unrecorded_visit()
    transcript = corrected(transcript, encounter)
    facts = understand(transcript, record)
    drafted = drafter.draft(DraftRequest(transcript=transcript, facts=facts, encounter=record))
    content = draft_content(drafted, draft_plan(facts, record), transcript, facts, record)
    return check(content, transcript, facts, record)


@forgetting()
def check_alone(content: DraftContent, transcript: Transcript, encounter: Encounter) -> DraftContent:
    """`content` checked against a transcript and a record, as after any human edit.

    Where no transcript is at hand, the rules read the note's own statements in its place.
    """
    from agent.drafting.check import check
    from agent.understanding import understand

    if not any(character.isalnum() for character in transcript.text):
        own = content.note.statements
        transcript = Transcript(segments=tuple(Segment(text=s.text) for s in own))
        # Places in a recording that is not at hand mean nothing in the words that stand in for it.
        bare = tuple(s.model_copy(update={"evidence": (), "fact_ids": (), "support": None}) for s in own)
        note = content.note.model_copy(update={"statements": bare})
        content = content.model_copy(update={"note": note})
    if not transcript.segments:
        raise InputError(
            "The note holds no statement.", mend="Give a draft with its note, and what was said."
        )
    return check(content, transcript, understand(transcript, encounter), encounter)
