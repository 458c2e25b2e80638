"""A side told by itself before the value of a timed or counted test: `Heel raises. On the right. Twelve.`"""

from __future__ import annotations

from typing import Final

from agent.domain.base import OPPOSITE
from agent.understanding.chat import coaching
from agent.understanding.clauses import Clause
from agent.understanding.examparts import has_digit
from agent.understanding.phrases import words
from agent.understanding.places import sides_of
from agent.understanding.tokens import Token

_BESIDE: Final = words("talk_side_first") | {","}
_VALUE_OPENS: Final = words("talk_before_a_value") | {","}
_NEAR: Final = 2
_NAMES: Final = 4
"""Words of an exercise that is only named, so that a count or a time may follow."""


class SideFirst:
    """Remembers the test that was named last, and the side that was told alone behind it."""

    def __init__(self, involved: str) -> None:
        self._involved = involved
        self._named_in = -9
        self._side: Token | None = None

    def heard(self, clause: Clause) -> bool:
        """Take the clause of a therapist; True where it tells a side alone, which its value then has."""
        counted = any(m.of("exercise") for m in clause.marks) and len(clause.tokens) <= _NAMES
        if any(m.of("performance") for m in clause.marks) or (
            counted and not any(has_digit(t) for t in clause.tokens)
        ):
            self._named_in, self._side = (-9 if sides_of(clause.marks) else clause.turn), None
            return False
        if any(m.of("motion", "muscle", "test", "outcome", "intervention", "exercise") for m in clause.marks):
            self._named_in, self._side = -9, None
            return False
        if clause.turn - self._named_in > _NEAR:
            return False
        side = self._alone(clause)
        if side:
            self._side = Token(side, clause.start, clause.end, low=side)
            self._named_in = clause.turn
            return True
        if self._side is not None:
            self._put(clause, self._side)
        elif not coaching(clause) and not any(has_digit(t) for t in clause.tokens):
            self._named_in = -9
        return False

    def _alone(self, clause: Clause) -> str:
        """The side that the clause tells, and nothing else."""
        sides = sides_of(clause.marks)
        covered = {i for m in clause.marks if m.of("side") for i in range(m.start, m.end)}
        if any(i not in covered and t.low not in _BESIDE for i, t in enumerate(clause.tokens)):
            return ""
        if len(sides) == 1:
            side = next(iter(sides))
            return side if side in OPPOSITE else ""
        other = not sides and any(t.low in ("other", "opposite") for t in clause.tokens)
        last = self._side.low if self._side is not None else self._involved
        return OPPOSITE[last] if other and last in OPPOSITE else ""

    def _put(self, clause: Clause, side: Token) -> None:
        first = next((i for i, t in enumerate(clause.tokens) if has_digit(t)), -1)
        opens = first >= 0 and all(t.low in _VALUE_OPENS for t in clause.tokens[:first])
        if opens and not sides_of(clause.marks):
            clause.retokenised([side, *clause.tokens[first:]])
            clause.lead_spans.append((side.start, side.end))
            self._side = None
