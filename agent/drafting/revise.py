"""What a run does about statements that the recording contradicts, before any human sees the draft.

A language model may have invented them: it is asked again, and what it still says then is withdrawn from
the note. The offline engine writes from the words themselves and would only say it again: its statement
stays, and rule SUP-01 blocks approval until a human has looked.
"""

from __future__ import annotations

from agent.domain.draft import DraftContent
from agent.domain.note import Note, Section, Statement
from agent.drafting.base import DraftedNote

CONTRADICTIONS = frozenset({"number", "unit", "side", "negation", "subject"})
"""Reasons of the support check that make a statement dangerous; other doubts become findings."""


def contradicted(note: Note, only: Section | None = None) -> tuple[Statement, ...]:
    """Statements by the engine whose number, unit, side, negation or subject the recording does not carry."""
    return tuple(
        s
        for s in note.statements
        if only in (None, s.section)
        and s.origin == "dictated"
        and s.support is not None
        and s.support.verdict == "unsupported"
        and CONTRADICTIONS.intersection(s.support.reasons)
    )


def revisable(drafted: DraftedNote) -> bool:
    """Whether a language model wrote it."""
    return drafted.provenance.engine == "llm" and not drafted.provenance.fell_back


def withdraw(drafted: DraftedNote, checked: DraftContent, only: Section | None = None) -> DraftedNote:
    """The note without its contradicted statements; each becomes a question, so nothing is lost unseen."""
    gone = {s.id: s for s in contradicted(checked.note, only)}
    note = drafted.note.model_copy(
        update={"statements": tuple(s for s in drafted.note.statements if s.id not in gone)}
    )
    questions = tuple(
        f"Left out, because the recording does not say so ({_reasons(s)}): {s.text} Is it true?"
        for s in gone.values()
    )
    return drafted.model_copy(update={"note": note, "questions": (*drafted.questions, *questions)})


def objection(checked: DraftContent) -> str:
    """What to tell a language model about its own draft, so that it can write it again."""
    lines = [f"- ({_reasons(s)}) {s.text}" for s in contradicted(checked.note)]
    return (
        "The recording does not carry these statements. Correct or leave them out:\n" + "\n".join(lines)
        if lines
        else ""
    )


def _reasons(statement: Statement) -> str:
    assert statement.support is not None  # noqa: S101 - only statements with a verdict come here
    return ", ".join(sorted(CONTRADICTIONS.intersection(statement.support.reasons)))
