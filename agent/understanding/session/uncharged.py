"""Treatment that is told as not billed: `the aide stretched him ten minutes, no charge`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.needles import Rare
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_SAYS_SO: Final = Rare(
    r"\b(?:(?:not|never|isn't|isnt|wasn't|wasnt|aren't|don't|dont|didn't|didnt|won't|wont|can't|cant|cannot)"
    r"(?: (?:be|being|going to|gonna))* (?:bill\w*|charg\w+|count(?:ing|ed)?)"
    r"(?: (?:that|it|those|them|this|him|her))?(?: (?:time|part|one|bit|minutes))?"
    r"(?: for (?:that|it|those|this))?|"
    r"(?:at )?no charge|non - (?:billed|billable|chargeable)|(?:non)?unbilled|unbillable|nonbillable|"
    r"not billable|free of charge|on the house)(?= ,|$| (?:and|then|so|but|i|we|my|our|after|now|next)\b)",
    flags=0,
)
"""What is not billed was told before, so nothing that it may be of follows: `not counting the ice`."""
_REMARK: Final = 7
"""Words of a sentence that only remarks on the one before: `I don't bill that.`"""
_FAR: Final = 22


def without_uncharged(
    said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity], untimed: frozenset[str]
) -> list[Mention]:
    """The mentions; those whose minutes nobody bills stay without a code, so that their minutes go nowhere.

    A pack is told as not billed because it never is: it was given all the same.
    """
    free = [span for place in _remarks(said) if (span := _told_before(said, place, numbers)) is not None]
    return [
        replace(m, code="", name="")
        if m.code not in untimed and any(a <= m.start < b for a, b in free)
        else m
        for m in named
    ]


def _remarks(said: Talk) -> list[int]:
    """The words at which it is said that something is not billed."""
    out: list[int] = []
    opening = 0
    while opening < len(said):
        closing = said.closing(opening)
        told = said.words(opening, closing)
        out += [opening + told[: m.start()].count(" ") for m in _SAYS_SO.finditer(told)]
        opening = closing
    return out


def _told_before(said: Talk, place: int, numbers: Sequence[Quantity]) -> tuple[int, int] | None:
    """The words [start, end) that tell what is not billed: with its minutes, behind the minutes before."""
    opening = said.opening(place)
    if place - opening <= _REMARK and opening and said.at(opening) not in ("then", "next"):
        opening = max(said.opening(opening - 1), place - _FAR)
    told = [q for q in numbers if q.end <= place]
    if not told or told[-1].at < max(opening, place - _FAR):
        return None
    before = [q.end for q in told[:-1]]
    return max([opening, *before]), place
