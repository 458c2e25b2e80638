"""A question behind what a therapist does or finds: `Look up, 35, does that hurt?` tells the 35 too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from agent.late import late
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES, marks

_TAIL: Final = late(
    r"(?:and |but |okay |or )?(?:(?:does|did|do|is|are|was) (?:that|this|it|you|there)\b|"
    r"(?:any|anything|(?:you )?feel (?:that|it|anything|okay)|you (?:get|notice) (?:that|it|any)|how(?:'s|"
    r" is| does| about)?|where|tell me|"
    r"that (?:hurt|sore)|"
    r"(?:painful|sore|tender|hurt|pain|okay|ok|better|worse|pinch\w*|dizz\w+)$)\b)"
)
_LONGEST_TAIL: Final = 12


def tails_apart(said: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses, those of a therapist that end with a question in two: what is told, and what is asked."""
    for clause in said:
        at = _tail(clause) if clause.speaker == "THERAPIST" and clause.question else 0
        if not at:
            yield clause
            continue
        yield clause.other(clause.tokens[: at - 1])
        yield clause.other(clause.tokens[at:], question=True, new_sentence=False)


def _tail(clause: Clause) -> int:
    """Where the question begins, behind a comma and a value or the name of a measure; 0 for none."""
    tokens = clause.tokens
    for at in range(len(tokens) - 1, max(1, len(tokens) - _LONGEST_TAIL), -1):
        if tokens[at - 1].low != "," or not _TAIL.match(" ".join(t.low for t in tokens[at:])):
            continue
        front = tokens[: at - 1]
        named = any(m.of(*MEASURES) for m in marks(front))
        if named or any(t.number is not None or t.text[:1].isdigit() for t in front):
            return at if not _TAIL.match(" ".join(t.low for t in front)) else 0
    return 0
