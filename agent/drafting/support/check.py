"""The support check on a note of our own: statements with origins, against a transcript with seconds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.note import Note, Statement, SupportVerdict
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter
from agent.drafting.support.said import Said, read_said
from agent.drafting.support.verdict import Judged, judge

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def check_support(note: Note, transcript: Transcript, encounter: Encounter | None) -> Note:
    """`note` with a verdict on each statement.

    `record` and `computed` statements are held against the record's and the dictation's numbers and
    sides; all others against what was said.
    """
    said = read_said(transcript.text)
    known = frozenset(_record_numbers(encounter)) if encounter is not None else frozenset()
    return note.model_copy(
        update={"statements": tuple(_checked(s, said, known, transcript) for s in note.statements)}
    )


def _checked(statement: Statement, said: Said, known: frozenset[str], transcript: Transcript) -> Statement:
    judged = judge(statement.text, said, known if statement.origin in ("record", "computed") else frozenset())
    if statement.origin in ("record", "computed") and statement.basis:
        reasons = tuple(r for r in judged.reasons if r in ("number", "side"))
        judged = Judged("unsupported" if reasons else "supported", reasons, judged.spans)
    spans = judged.spans or tuple((e.start, e.end) for e in statement.evidence)
    verdict = SupportVerdict(
        verdict=judged.verdict,
        reasons=judged.reasons,
        evidence=tuple(transcript.span(s, e) for s, e in spans if s < e),
    )
    return statement.model_copy(update={"support": verdict})


def _record_numbers(encounter: Encounter) -> Iterator[str]:
    """Every number that the visit record holds, as a note would write it."""
    for measure in encounter.history.last_measures:
        yield from _NUMBER.findall(f"{measure.value} {measure.date.isoformat()}")
        if isinstance(measure.value, float):
            yield f"{measure.value:g}"
    if encounter.plan_of_care is not None:
        for goal in encounter.plan_of_care.goals:
            yield from _NUMBER.findall(f"{goal.text} {goal.target}")
    if encounter.episode.surgery is not None:
        yield from _NUMBER.findall(" ".join(encounter.episode.surgery.precautions))
