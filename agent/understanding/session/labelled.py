"""What time told in other words is billed as: `twenty minutes about the tub, I call that self care`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.understanding.phrases import words
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_LABELS: Final = re.compile(
    r"\b(?:(?:i'm|i|i'll|i'd|we|we'll|which|that|it|to be|be|going to be|is|are|was|gets|get|will) )*"
    r"(?:bill|bills|billing|billed|count|counting|counted|counts|call|calling|called|code|coding|coded|charge|"
    r"charging|charged|log|logging|logged|put|putting|record|goes|went|going|falls)"
    r"(?: (?:all|that|it|this|those|them|of))* (?:down )?(?:as|under|to|toward|towards|in)(?: my| the| a)?$|"
    r"\b(?:call|calling|called) (?:all )?(?:that|it|this|those)(?: my| the)?$"
)
_THAT_IS: Final = re.compile(
    r", (?:that's|that is|which is|those are|that was)(?: all)?(?: your| the| my| his| her)?$"
)
"""`The bands and the rows were twenty, that's your exercise.`"""
_DONE: Final = frozenset([",", "so", "then"])
_NAMED: Final = re.compile(r"\b(?:other|another|the|last|first|remaining|about|for|was|spent|did|were)$")
_UNITS: Final = words("treatment_rep_units") | words("session_units")
_FAR: Final = 45
"""Words from the minutes to what they are billed as."""


def labelled(
    said: Talk, services: Sequence[Mention], numbers: Sequence[Quantity]
) -> list[tuple[Mention, int, int]]:
    """(treatment, word of the minutes, minutes) of each time that the words give a name to behind it."""
    out: list[tuple[Mention, int, int]] = []
    for m in services:
        before = said.words(max(said.opening(m.start), m.start - 8), m.start) if m.named else ""
        that_is = _THAT_IS.search(before) and (m.end == said.closing(m.start) or said.at(m.end) in _DONE)
        if not that_is and not _LABELS.search(before):
            continue
        opening = max(said.opening(m.start), m.start - _FAR)
        own = [q for q in numbers if opening <= q.at and q.end <= m.start]
        own += _bare(said, max([opening, *(q.at for q in own)]), m.start)
        if not own or _behind_is_a_number(said, m):
            continue
        q = own[-1]
        if that_is and any(o.named and o.code != m.code and opening <= o.start < q.at for o in services):
            continue
        if not any(o.named and o.code != m.code and q.end <= o.start < m.start for o in services):
            out.append((m, q.at, q.minutes))
    return out


def with_labels(said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity]) -> list[Quantity]:
    """The numbers; what is billed under a name of its own is no dose inside another treatment."""
    own = {at for _, at, _ in labelled(said, [m for m in named if m.code], numbers)}
    return [replace(q, role="activity") if q.at in own and q.role == "dose" else q for q in numbers]


def _bare(said: Talk, start: int, end: int) -> list[Quantity]:
    """`the other fifteen was agility, which I bill as neuro`."""
    return [
        Quantity(i, i + 1, int(number), False, "short")
        for i in range(start + 1, end)
        if (number := said.tokens[i].number) is not None
        and number.is_integer()
        and 3 <= number <= 90
        and said.at(i + 1) not in _UNITS
        and _NAMED.search(said.at(i - 1))
    ]


def _behind_is_a_number(said: Talk, m: Mention) -> bool:
    """`I'm calling the manual twelve`: its own minutes follow."""
    return any(said.tokens[i].number is not None for i in range(m.end, min(said.closing(m.start), m.end + 4)))
