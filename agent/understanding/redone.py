"""A measurement taken once more at once: `flexion 51. Fists closed, let me redo it. 48. Strike the 51.`

What is measured anew takes the place of what was called before. A measurement repeated after treatment is
another one: only where nothing but talk stands between the two does the later one stand alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_AGAIN: Final = Rare(
    r"\b(?:let me|let's|i'll|i'm going to|i want to|we'll|gonna) (?:just )?(?:"
    r"re-?do|re-?test|repeat|"
    r"(?:do|try|take|test|check|measure|get|run) (?:it|that|this|that one|this one)(?: one)?"
    r" (?:again|over|once more|one more time))\b",
)
_LATER: Final = re.compile(r"\b(?:after|later|next|before you|end of|every|home|tomorrow|end|when|week)\b")
_KEEPS: Final = re.compile(
    r"^(?:so )?(?:i'll|i will|we'll|let's|i'm|we're)(?: going to| gonna)? (?:go with|"
    r"going with|take|use|keep|count|stay with|call it|write(?: down)?)(?: the| that| it)? ?"
    r"(?P<value>\d\S*)?(?: \w+)?$"
)
_STRIKES: Final = Rare(
    r"^(?:so |and |please )?(?:strike|scratch|forget|ignore|drop|toss|cross out|throw out|erase|not|"
    r"never mind) (?:the|that)(?: first)? (?P<value>\d\S*)(?: (?:degrees|kg|lb|cm|mm|seconds|meters))?$"
)
_VALUE: Final = re.compile(r"^-?\d[\d.]*(?:%|[+-]|[+-]?/\d+)?$")
_BESIDE: Final = frozenset(
    ["okay", "so", "that's", "it's", "now", "better", "degrees", "kg", "lb", "cm", "mm", "seconds", "meters"]
)
"""Words that a value called out may have beside it."""
_FARTHEST: Final = 4
"""Clauses between the value and the announcement, and between that and the new value."""

_FEW: Final = 6
"""Words that may tell how it is measured this time."""


class Redone:
    """The last value that was called, and whether it is being measured anew."""

    def __init__(self) -> None:
        self._measured: tuple[Clause, int] | None = None
        self._anew = False
        self._since = 0
        self._old = ""
        self._new: Token | None = None

    def takes(self, clause: Clause) -> bool:
        """Whether the clause only told the new value, or that it stands; the old one is then put right."""
        if clause.speaker != "THERAPIST" or clause.question:
            return False
        self._since += 1
        if self._since > _FARTHEST or any(m.of("intervention") for m in clause.marks):
            self._measured, self._anew = None, False
        if self._struck(clause) or self._kept(clause):
            return True
        if self._anew:
            return self._measured_anew(clause)
        return self._called(clause)

    def _called(self, clause: Clause) -> bool:
        """Keep its value in mind; whether the clause only announced that this is measured once more."""
        values = _values(clause)
        again = _AGAIN.search(clause.low)
        if len(values) == 1 and clause.marks:
            self._measured, self._since = (clause, values[0]), 0
        elif values:
            self._measured = None
        if again is None or self._measured is None or _LATER.search(clause.low):
            return False
        self._anew, self._since = True, 0
        if self._measured[0] is clause:
            _without_announcement(clause, again.start())
            return False
        return not values and len(clause.low[: again.start()].split()) <= _FEW

    def _measured_anew(self, clause: Clause) -> bool:
        values = _values(clause)
        if self._measured is None or not values:
            return False
        self._anew = False
        beside = [t for i, t in enumerate(clause.tokens) if t.is_word and i not in values]
        if len(values) != 1 or any(t.low not in _BESIDE for t in beside):
            self._measured = None
            return self._called(clause)
        last, at = self._measured
        self._old, self._new = last.tokens[at].text, clause.tokens[values[0]]
        tokens = list(last.tokens)
        tokens[at] = replace(self._new, glued=tokens[at].glued)
        last.retokenised(tokens)
        last.lead_spans.append((clause.start, clause.end))
        self._since = 0
        return True

    def _struck(self, clause: Clause) -> bool:
        match = _STRIKES.match(clause.low)
        return match is not None and match.group("value") == self._old

    def _kept(self, clause: Clause) -> bool:
        if self._new is None:
            return False
        match = _KEEPS.match(clause.low)
        return match is not None and match.group("value") == self._new.low


def _values(clause: Clause) -> list[int]:
    return [i for i, t in enumerate(clause.tokens) if _VALUE.match(t.text)]


def _without_announcement(clause: Clause, start: int) -> None:
    """`strength 3+, hmm, let me retest in neutral`: the value's clause ends before the announcement."""
    before = len(clause.text[:start].split())
    kept: list[Token] = []
    for token in clause.tokens:
        if token.is_word and sum(t.is_word for t in kept) >= before:
            break
        kept.append(token)
    while kept and not kept[-1].is_word:
        kept.pop()
    if kept:
        clause.retokenised(kept)
