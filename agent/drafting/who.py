"""Findings about who was recorded: another patient than the record's, or speakers with each other's label."""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.finding import Finding
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter
from agent.drafting.another_patient import is_of_record, named_patients
from agent.drafting.speakers import look_swapped

ANOTHER_PATIENT, SWAPPED = "WHO-01", "WHO-02"
RULE_IDS = frozenset({ANOTHER_PATIENT, SWAPPED})


def who_was_recorded(transcript: Transcript, encounter: Encounter) -> Iterator[Finding]:
    """At most one finding of each of the two kinds."""
    if not encounter.patient.name.startswith("("):  # no record, nothing to be at odds with
        yield from _another_patient(transcript, encounter)
    if look_swapped(transcript):
        yield Finding(
            rule_id=SWAPPED,
            severity="warn",
            title="The speakers' labels look swapped",
            detail="Who is labelled patient asks and says “your”; who is labelled therapist says “my”.",
            why="What was reported and what was examined would stand in each other's section, or be lost.",
            suggestion="Swap the speakers (one click at the transcript), and the note is drafted again.",
        )


def _another_patient(transcript: Transcript, encounter: Encounter) -> Iterator[Finding]:
    others = [n for n in named_patients(transcript.text) if not is_of_record(n.name, encounter)]
    if not others:
        return
    sure = any(named.sure for named in others)
    yield Finding(
        rule_id=ANOTHER_PATIENT,
        severity="block" if sure else "warn",
        title="The recording names another patient than the record",
        detail="Somebody who is not the patient of this record is named as the one who is treated."
        if sure
        else "The recording opens with a first name that is not in the record.",
        why="A note in another patient's chart harms both, and discloses one to the other.",
        evidence=tuple(transcript.span(named.start, named.end) for named in others[:4]),
        suggestion="Listen to the place. If it is another patient's visit, reject the draft and attach the "
        "recording to the right visit.",
    )
