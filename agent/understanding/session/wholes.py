"""Totals told by a question or a remark: `what does that make? Fifty-three`, `forty of gait, no more`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_ASKS_TOTAL: Final = re.compile(
    r"\bwhat(?:'s| does| do| is| did)(?: all)? (?:that|it|this|we|the|those|they)"
    r"(?: all)? (?:make|come to|add up to|total|bring|put|give|get|got|have|sum)\b|"
    r"\bhow (?:long|much|many minutes)"
    r"(?: \w+){0,4} (?:al(?:l ?)?together|in all|in total|make|come to)\b|^(?:and |so |the )?total\??$"
)


def answers(said: Talk, at: int) -> bool:
    """`What does that make? Fifty-three.`"""
    opening = said.opening(at)
    if (
        at != opening
        or not at
        or said.sentence[at - 1] not in said.asked
        or said.turn[at] != said.turn[at - 1]
    ):
        return False
    return _ASKS_TOTAL.search(said.words(said.opening(at - 1), at)) is not None


_NOTHING_ELSE: Final = re.compile(r"^(?:of|for|on) (?:(?!\d)[\w-]+ ){1,5}, (?:and )?nothing else$")


def is_all_there_was(said: Talk, q: Quantity, numbers: Sequence[Quantity], named: Sequence[Mention]) -> bool:
    """`Forty minutes of aquatic therapy, nothing else.`"""
    if not q.spoken or not _NOTHING_ELSE.match(said.words(q.end, said.closing(q.at))):
        return False
    others = any(o is not q and o.role in ("activity", "short") for o in numbers)
    return not others and len({m.code for m in named if m.named and m.code}) == 1


def all_before(at: int, numbers: Sequence[Quantity]) -> int:
    """What the minutes told of treatments before `at` add up to; 0 where there are not two of them."""
    before = [q.minutes for q in numbers if q.at < at and q.role in ("activity", "short")]
    return sum(before) if len(before) > 1 else 0
