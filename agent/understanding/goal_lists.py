"""`Goals, eight weeks. Flexion one fifteen. TUG under fourteen.`: what is listed behind it is aimed at.

Without a colon each item is a sentence of its own, and would stand in the note as measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agent.late import late
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_OPENS: Final = late(
    r"^(?:(?:and|so|okay|then|now|our|the|your|her|his|my|new|short|long|term|functional|measurable|"
    r"\d+[ -]weeks?)\b[ ,-]*)*goals?"
    r"(?:[ ,]+(?:are|for|in|over|by|at|within|of|the|her|him|you|next|about|set|then|now|today|"
    r"\d+|weeks?|months?|visits?|days?|discharge)\b)*[ ,.:]*$",
)
_MEASURED: Final = frozenset(
    ["is", "are", "was", "were", "has", "had", "today", "now", "currently", "measured", "met", "unmet",
     "reached", "achieved", "partly", "partially", "minutes", "minute", "units", "total", "still", "baseline"]
)  # fmt: skip
"""What stands in the report of a measure, of a goal's fate or of time, and in no aim."""
_LONGEST: Final = 12


def with_goal_lists(said: Sequence[Clause]) -> None:
    """Write `goal:` before each measure listed behind the word goals, up to what is none."""
    turn = -1
    for clause in said:
        if clause.speaker != "PATIENT" and clause.heading_name not in _HEADINGS and _OPENS.match(clause.low):
            turn = clause.turn
        elif clause.turn == turn and clause.new_sentence and _aims(clause):
            first = clause.tokens[0]
            goal = [Token(w, first.start, first.start, glued=w == ":", low=w) for w in ("goal", ":")]
            clause.retokenised([*goal, *clause.tokens])
        elif clause.new_sentence:
            turn = -1


_HEADINGS: Final = frozenset(["goals", "short term goals", "long term goals"])


def _aims(clause: Clause) -> bool:
    words = {t.low for t in clause.tokens}
    numbers = sum(t.number is not None for t in clause.tokens)
    return (
        numbers > 0
        and len(clause.tokens) <= _LONGEST
        and not words & _MEASURED
        and not clause.question
        and not any(
            m.of("intervention", "exercise", "goal", "symptom", "vital", "palpation", "education")
            for m in clause.marks
        )
    )
