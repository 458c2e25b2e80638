"""Values told without a side beside those of the other side.

`Squeeze. 22 lb. Left hand, 51`: where the right is treated, the 22 are of the right.
"""

from __future__ import annotations

import re

from agent.domain.base import OPPOSITE
from agent.understanding.clauses import Clause
from agent.understanding.places import sides_of
from agent.understanding.tokens import Token

COMPARES = re.compile(
    r"^(?:(?:and|but|so|up|down|still|that|it|you|he|she),? )*(?:was|were|had|used to|from|"
    r"last (?:time|week|visit|month)|(?:the |our )?goals?\b|(?:we|i)(?:'re| are|'d| would| want)\b).*\d",
    re.IGNORECASE,
)
"""`You had 28 a week ago`, `we're after 40`: said of the value before, and no end of what is measured."""


class Contrast:
    """Goes through the values of an examination in order. `involved`: the side of the record, or empty."""

    def __init__(self, involved: str) -> None:
        self._involved = involved if involved in OPPOSITE else ""
        self._turn = -1
        self._unsided: list[Clause] = []

    def told(self, made: Clause, side: str, *, of_the_trunk: bool = False) -> None:
        """Keep a value without a side: of the involved one, once the other's is told in the same turn."""
        if made.turn != self._turn:
            self._unsided, self._turn = [], made.turn
        if not self._involved:
            return
        within = sides_of(made.marks) & set(OPPOSITE)
        if not side and self._involved not in within and not of_the_trunk:
            self._unsided.append(made)
            side = next(iter(within), "")
        if side == OPPOSITE[self._involved]:
            for clause in self._unsided:
                _with_side(clause, self._involved)
            self._unsided = []


def _with_side(clause: Clause, side: str) -> None:
    """Put a side in front of what was measured."""
    first = clause.tokens[0]
    clause.retokenised([Token(side, first.start, first.end, low=side), *clause.tokens])
