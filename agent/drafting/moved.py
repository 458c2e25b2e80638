"""Statements that humans wrote, led along when the transcript they point into is set right."""

from __future__ import annotations

from agent.domain.note import Note, Statement
from agent.domain.transcript import EvidenceSpan, Transcript


def moved(note: Note, before: Transcript, after: Transcript) -> Note:
    """`note` with its evidence in `after`, which differs from `before` in one place (or not at all).

    A span that lay wholly in words that are gone is dropped.
    """
    if before.text == after.text:
        return note
    return note.model_copy(update={"statements": tuple(_moved(s, before, after) for s in note.statements)})


def _moved(statement: Statement, before: Transcript, after: Transcript) -> Statement:
    spans = (_span(span, before.text, after) for span in statement.evidence)
    evidence = tuple(span for span in spans if span is not None)
    return statement.model_copy(update={"evidence": evidence, "support": None})


def _span(span: EvidenceSpan, old: str, after: Transcript) -> EvidenceSpan | None:
    new = after.text
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    shift = len(new) - len(old)
    start = span.start if span.start <= head else max(span.start + shift, head)
    end = span.end if span.end <= head else max(span.end, len(old) - tail) + shift
    return after.span(start, end) if start < end else None


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
