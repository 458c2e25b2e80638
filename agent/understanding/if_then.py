"""`If your foot goes numb. Then you call me.`: a condition and what follows from it, said in two breaths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_CONDITIONS: Final = frozenset(["if", "when", "once"])
_LONGEST: Final = 24


def conditions_joined(said: Iterable[Clause]) -> Iterator[Clause]:
    """The therapist's clauses; one that opens with `then` is joined to the condition right before it."""
    waiting: Clause | None = None
    for clause in said:
        if waiting is not None:
            if _follows(clause, waiting):
                comma = Token(",", waiting.end, waiting.end, glued=True, low=",")
                waiting.retokenised([*waiting.tokens, comma, *clause.tokens])
                yield waiting
                waiting = None
                continue
            yield waiting
            waiting = None
        if _only_a_condition(clause):
            waiting = clause
        else:
            yield clause
    if waiting is not None:
        yield waiting


def _only_a_condition(clause: Clause) -> bool:
    return (
        clause.speaker == "THERAPIST"
        and not clause.question
        and clause.new_sentence
        and clause.tokens[0].low in _CONDITIONS
        and len(clause.tokens) <= _LONGEST
        and not any(t.low in (",", "then") for t in clause.tokens)
    )


def _follows(clause: Clause, condition: Clause) -> bool:
    return (
        clause.speaker == "THERAPIST"
        and clause.turn == condition.turn
        and not clause.question
        and clause.tokens[0].low == "then"
        and len(clause.tokens) <= _LONGEST
    )
