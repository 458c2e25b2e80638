"""`The order says right knee`: the side that a paper names is not the side that is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from agent.needles import Rare
from agent.understanding.clauses import Clause

_PAPER: Final = (
    r"(?:referrals?|prescription|script|(?<!in )order(?:s| sheet| form)?|requisition|paper ?work|papers?|"
    r"chart|record|fax|sheet|slip|portal|letter|(?:the|that|this|your|her|his|my|intake|insurance) form|"
    r"(?:doctor|surgeon|physician|hospital|clinic|office)(?:'s)? (?:note|report|computer)|schedule)"
)
_SAYS: Final = (
    r"(?:says?|said|saying|reads?|has|have|had|lists?|listed|names?|named|shows?|states?|is for|was for|"
    r"is written for|came over|went out|(?:is|was) (?:printed|written|typed|made out|marked)|got)"
)
_WROTE: Final = (
    r"(?:wrote|written|typed|put|printed|marked|coded|checked|ticked|circled|got)(?: it| me| you)?(?: down)?"
)
_NAMED: Final = Rare(
    rf"\b{_PAPER}\b[^.?!;]{{0,30}}?\b{_SAYS}\b"
    r"(?:(?!\b(?:but|and|though|although|it's|it is|no)\b)[^.?!;,]){0,40}?"
    r"\b(?P<says>left|right)\b(?! (?:now|away|after|before|there|here)\b)"
    rf"|\b(?:{_WROTE}|(?:down|listed) (?:for|as)) (?:as |for )?"
    r"(?:the |my |your |her |his )?(?P<wrote>left|right)\b"
    r"(?! (?:now|away|after|before|there|here)\b)"
    r"|\b(?:sent|referred) (?:to (?:us|me) |over |in |here )*for "
    r"(?:the |your |my |her |his |a )?(?P<sent>left|right)\b"
    rf"|\b{_PAPER}\b[^.?!;]{{0,20}}, it {_SAYS} (?:the )?(?P<it>left|right)\b"
)


def names_on_paper(clause: Clause) -> list[int]:
    """The places in the clause's tokens at which a side stands that only a paper names."""
    return [at for start in _named(clause.text) if (at := _token_at(clause, start)) >= 0]


def told_of_paper(text: str) -> bool:
    """Whether words tell which side a paper names."""
    return next(_named(text), None) is not None


def _named(text: str) -> Iterator[int]:
    for found in _NAMED.finditer(text):
        yield found.start(found.lastgroup or 0)


def _token_at(clause: Clause, start: int) -> int:
    before = len(re.findall(r"\b(?:left|right)\b", clause.text[:start], re.IGNORECASE))
    sides = [i for i, t in enumerate(clause.tokens) if t.low in ("left", "right")]
    return sides[before] if before < len(sides) else -1
