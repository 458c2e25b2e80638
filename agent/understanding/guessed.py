"""A question that brings its own number: `First steps in the morning, still a seven?`

The number is the therapist's guess or memory, never a finding: a yes makes it one, any other number
takes its place, and a no alone leaves nothing that could be written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.late import late
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token, offsets

_GUESS: Final = Rare(
    r"(?:,? (?:and |so )?(?:you(?:'d| had)? (?:said|told me|called it|gave (?:it|that|me)|rated (?:it|that))|"
    r"(?:was|is) (?:it|that)|it was|that was|what|say|still|again|maybe|about|around)|,)"
    r"(?: (?:still|again|an?|about|around|maybe|at))*,? (?:10|\d)(?:/10)?$",
)
_GUESS_FIRST: Final = late(
    r"^(?:(?:and|so|okay|but|wait),? )*(?:you(?:'d| had)? (?:said|told me|called it|"
    r"gave (?:it|that|me)|rated (?:it|that)|were(?: at)?)|"
    r"(?:was|is) (?:it|that)|(?:it|that) (?:was|is)|still|i (?:had|have) (?:you at )?)"
    r"(?: (?:still|again|an?|about|around|maybe|at))* (?P<number>10|\d)(?:/10)? "
    r"(?=(?:at|with|when|while|on|during|in the|going|first thing|after|by|\w+ing)\b)",
    re.IGNORECASE,
)
"""`You said a three at night?`: the number comes first, then what it is of."""
STILL: Final = Rare(
    r"^(?:(?:and|so|it's|is it|that's|okay),? )*still (?:(?:at|an?|about) )*(?P<number>10|\d)(?:/10)?$"
)
"""`No change. – Still a four? – Yes.`: asks of nothing but the number of before."""
_NOT_THERE: Final = re.compile(
    r"\b(?:all|both|the|these|those|times|week|visit|day|number|level|step|grade)\b,? \S+$"
)
_FEWEST: Final = 2
"""Words that must be left to say what was asked about."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The number that a question brought along."""

    number: Token
    unchanged: bool = False

    def confirmed_by(self, clause: Clause) -> None:
        """`still a seven? Yes.`: what was guessed is what the patient says."""
        front = (
            [Token(w, clause.start, clause.end, low=w) for w in ("unchanged", "at")] if self.unchanged else []
        )
        clause.retokenised([*front, self.number])


def without_guess(clause: Clause) -> Guess | None:
    """Takes the guessed number off the end of a question; None where it has none."""
    first = _GUESS_FIRST.match(clause.text)
    if first is not None:
        return _told_first(clause)
    if STILL.match(clause.text):
        return Guess(next(t for t in clause.tokens if t.text[:1].isdigit()), unchanged=True)
    match = _GUESS.search(clause.text)
    if match is None or _NOT_THERE.search(clause.low):
        return None
    kept = _tokens_before(clause.tokens, match.start())
    number = next((t for t in reversed(clause.tokens) if t.is_word or t.text[:1].isdigit()), None)
    if number is None or sum(t.is_word for t in kept) < _FEWEST or any(t.text[:1].isdigit() for t in kept):
        return None
    clause.retokenised(list(kept))
    return Guess(number)


def _told_first(clause: Clause) -> Guess:
    """Leaves only what the number is of: `at night`."""
    at = next(i for i, t in enumerate(clause.tokens) if t.text[:1].isdigit())
    number = clause.tokens[at]
    clause.retokenised(list(clause.tokens[at + 1 :]))
    return Guess(number)


def _tokens_before(tokens: Sequence[Token], length: int) -> Sequence[Token]:
    """The tokens that make up the first `length` characters of their text."""
    begins = offsets(tokens)
    return [t for t, start in zip(tokens, begins, strict=True) if start + len(t.text) <= length]
