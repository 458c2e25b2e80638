"""Totals told by a question or a remark: `what does that make? Fifty-three`, `forty of gait, no more`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.needles import Rare
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


def adds_up(said: Talk, q: Quantity, numbers: Sequence[Quantity]) -> bool:
    """Whether what closes talk without sentences is the sum of two or more minutes told before it."""
    if said.turn[q.at] not in said.unpunctuated or said.at(q.end) in _OF_SOMETHING:
        return False
    before = _of_treatments(q.at, numbers)
    return len(before) > 1 and sum(before) == q.minutes


_OF_SOMETHING: Final = frozenset(["of", "on", "for", "in", "with", "each", "apiece", "doing", "and", "more"])


def is_sum_of_last(at: int, minutes: int, numbers: Sequence[Quantity]) -> bool:
    """Whether the last two or more minutes told of treatments before `at` add up to `minutes`."""
    before = _of_treatments(at, numbers)
    return any(sum(before[k:]) == minutes for k in range(len(before) - 1))


def _of_treatments(at: int, numbers: Sequence[Quantity]) -> list[int]:
    return [q.minutes for q in numbers if q.at < at and q.role in ("activity", "short")]


_ADDS: Final = re.compile(r"^(?:minutes )?(?:with|counting|including) ")


def adds_to(said: Talk, first: int, at: int, end: int) -> bool:
    """`Forty-two of treatment, forty-six with the measuring`: the second, at `at`, holds more."""
    return not said.breaks(first, at) and _ADDS.match(said.words(end, end + 3)) is not None


_COMES_TO: Final = Rare(
    r"\b(?:comes|came|adds|added|works|worked)(?: out| up)? to(?: about)?$|\bmakes$|\bso that's$"
)
_OF_HANDS: Final = re.compile(r"^(?:minutes )?(?:of )?hands (?:- )?on\b(?! (?:work|therapy|techniques?))")
_HANDS: Final = Rare(
    r"^(?:(?:so|and|the|total|my|all) )*hands (?:- )?on(?: (?:time|part))?"
    r"(?: (?:was|is|were|came to|comes to|ran|makes))?(?: about)?$",
    flags=0,
)
_LEADS: Final = 12
"""Words that lead up to a number."""


_WHOLE_BEHIND: Final = re.compile(
    r"^(?:minutes )?(?:(?:of )?hands (?:- )?on (?:time )?)?, (?:and )?(\d+)(?: minutes)? "
    r"(?:total|in (?:all|total)|al(?:l ?)?together|all told|overall|with|counting|including)\b"
)


def is_time_of_hands(said: Talk, at: int, end: int, minutes: int, numbers: Sequence[Quantity]) -> bool:
    """`Comes to 37 minutes of hands on`, `Hands-on was 37 minutes`: time with the patient, and no treatment.

    Without `comes to` only where it is the sum of what was told before and no whole holds it beside as many
    others, or where the whole told right behind it has no room for it beside the treatment told last, or is
    what the treatments make without it.
    """
    left = said.words(max(said.opening(at), at - _LEADS), at)
    behind = _OF_HANDS.match(said.words(end, end + 6)) is not None
    if behind and _COMES_TO.search(left):
        return True
    if not behind and not _HANDS.search(left):
        return False
    if is_sum_of_last(at, minutes, numbers):
        return not any(token.number == 2 * minutes for token in said.tokens[end:])
    whole = _WHOLE_BEHIND.match(said.words(end, said.closing(at)))
    before = _of_treatments(at, numbers)
    if whole is None or len(before) < 2:
        return False
    told = int(whole[1])
    adds_up_without = any(sum(before[k:]) == told for k in range(len(before) - 1))
    return minutes <= told < minutes + before[-1] or adds_up_without


_WITH_ONE: Final = re.compile(
    r"^(?:minutes )?of (?:those|them|that|which|it|these) (?:(?:was|were|is|all|spent|billable|my) )*"
    r"(?:one on one|one to one|1 on 1|1 to 1|one - on - one|face to face|timed(?! up\b)|billable)"
    r"(?! (?:with (?!me\b)|of|on|for)\b)"
)
"""`Fifty minutes here, forty of it one on one`: what counts, and no part spent on something."""


def is_time_with_one(right: str) -> bool:
    """Whether the words behind the figure make it the time with the therapist of what was told before."""
    return _WITH_ONE.match(right) is not None


_HAD_HERE: Final = Rare(
    r"\b(?:(?:i|we)(?:'ve|'d| have| had)? (?:had|kept|saw|seen|treated) (?:him|her|them|you)"
    r"(?: (?:in )?(?:here|with me|on my table))?(?: today)? for|"
    r"(?:he|she|they|you|patient)(?: was| were|'s been|'ve been| has been| have been)"
    r"(?: (?:in )?here| all)? (?:with me|mine)(?: today| for)*)"
    r"(?: about| just| exactly| a full)*$",
    flags=0,
)
_ENDS_SO: Final = re.compile(r"^(?:minutes )?(?:today|in all|(?:in )?total|al(?:l ?)?together|exactly)?$")
_LEAST_VISIT: Final = 8


def is_time_with_the_therapist(said: Talk, at: int, end: int, minutes: int) -> bool:
    """`I had her here for forty.`, `She was with me forty-four.`: nothing behind says what else it is."""
    if minutes < _LEAST_VISIT or said.tokens[at].number is None:
        return False
    closing = said.closing(at)
    if said.turn[at] in said.unpunctuated and end < closing:
        return False
    left = said.words(max(said.opening(at), at - _LEADS), at)
    return _HAD_HERE.search(left) is not None and _ENDS_SO.match(said.words(end, closing)) is not None
