"""`I never miss a pill.` – `That is not true.`: a denial that another at once calls untrue.

What is denied and what is told instead cannot both stand, and it is the therapist who asks on. The denial
becomes a question to the therapist and no statement; what is told of it afterwards stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_NOT_SO: Final = re.compile(
    r"^(?:[\w']+, )?(?:no,? )?(?:(?:that|it)(?:'s| is| isn't| is not)(?: just|"
    r" simply)? (?:not )?(?:so|true|right|quite so|how it "
    r"was)|yes,? (?:you|he|she) (?:did|have|has)|(?:don't|do not) (?:lie|fib)|tell (?:her|him|them) about\b)",
    re.IGNORECASE,
)
_AGREES: Final = re.compile(r"^(?:[\w']+, )?(?:(?:that|it)(?:'s| is) (?:so|true|right))", re.IGNORECASE)
_DENIES: Final = re.compile(
    r"^(?:(?:well|oh|fine|good|okay|and|so),? )*(?:no|none|never|not|nothing|denies|"
    r"(?:i|it|there) (?:do|does|did|have|has|had|am|is|was|can|could) not|"
    r"i (?:don't|didn't|haven't|never))\b",
    re.IGNORECASE,
)


def by_another(clause: Clause, before: Clause) -> bool:
    """Whether a clause calls untrue what another than the therapist said in the turn before."""
    return (
        before.speaker == "PATIENT"
        and clause.turn - before.turn == 1
        and _NOT_SO.match(clause.text) is not None
        and _AGREES.match(clause.text) is None
    )


def dispute_denials(kept: Iterable[Clause], by: Clause) -> None:
    """Mark the denials of the turn before `by`."""
    for c in kept:
        if c.speaker == "PATIENT" and by.turn - c.turn == 1 and _DENIES.match(c.text):
            c.disputed = True


def what_is_so(clause: Clause) -> list[Token]:
    """What stands behind `That's not true,`: what the other tells instead."""
    at = next((i for i, t in enumerate(clause.tokens) if t.text in (",", ";")), len(clause.tokens))
    rest = clause.tokens[at + 1 :]
    return rest if sum(t.is_word for t in rest) >= _FEWEST else []


_FEWEST: Final = 3
