"""Minutes told by others: `twelve of manual and the same of gait`, `double that`, `six more than that`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from agent.needles import Rare
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_TIMES: Final = Rare(
    r"\b(?P<same>"
    r"(?:the )?same(?: (?:amount|length) of time| number of minutes| (?:amount|number|time|length|again))?|"
    r"just as (?:much|long|many)(?! as\b)|(?:an )?equal (?:time|amount)|that again|"
    r"as (?:much|long|many)(?: minutes)?(?: again)?(?! (?:as|again)\b))|"
    r"\b(?P<double>(?:double|twice) (?:that|as (?:much|long|many)))|"
    r"\b(?P<half>half (?:that|as (?:much|long|many)))",
    flags=0,
)
_AS_LONG: Final = Rare(
    r"\bas long\b|\bsame (?:length|amount) of time\b|\bsame again\b|"
    r"\bsame number of minutes\b|\bas many minutes\b",
    flags=0,
)
"""`The front a quarter of an hour, and the back just as long`: as much again of the same."""
_HOLDS_ON: Final = Rare(
    r"\b(?:hold|holds|held|holding|keep|stay|stretch|as long as (?:you|he|she|it|i|we|they))\b", flags=0
)
_ANOTHER_DAY: Final = Rare(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:tomorrow|tonight|next|week|weeks|home|visits?|time)$|"
    r"\bnext\b|\btomorrow\b|\bat home\b|\bevery\b",
    flags=0,
)
"""`Half an hour all told. Same again Monday.`"""
_SHARES: Final = {"same": Fraction(1), "double": Fraction(2), "half": Fraction(1, 2)}
_LINK: Final = re.compile(
    r"^(?:(?:of|for|on|in|with|to|doing|went|into|time|the|my|his|her|that|was|minutes|,) ?){0,4}$"
)
_HEADS: Final = re.compile(r"^(?:(?:,|got|was|took|had|for|is|gets|at|came to|about) ?){0,3}$")
_DIFFERS: Final = Rare(
    r"^(?:minutes )?(?:(?P<more>more|longer)|less|fewer|shorter)(?: minutes| time)?"
    r"(?: than (?:that|it|the|my|those)\b|(?<=longer)(?: ,|$)|(?<=shorter)(?: ,|$))(?! last)",
    flags=0,
)
_SIGNS: Final = frozenset(["same", "double", "twice", "as", "again", "equal", "half"])
_DIFFERENT: Final = frozenset(["more", "longer", "less", "fewer", "shorter"])
_FAR: Final = 30
"""Words back to the minutes that it is compared with."""
_NEAR: Final = 5
"""Words to the treatment that has as many."""


def with_compared(said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity]) -> list[Quantity]:
    """The numbers, and those that are told by comparison with the one before them."""
    starts = {m.start: m for m in named if m.code}
    ends = {m.end: m for m in named if m.code}
    out = list(numbers)
    if _DIFFERENT.intersection(said.low):
        out = _with_differences(said, out, ends)
    for at, low in enumerate(said.low):
        if low not in _SIGNS:
            continue
        found = _comparison(said, at)
        if found is None:
            continue
        share, start, end = found
        behind = bisect_left(out, start, key=_place)
        like = out[behind - 1] if behind else None
        if like is None or like.role == "other" or (behind < len(out) and out[behind].at < end):
            continue
        if start - like.at > _FAR or said.breaks(like.at, start) > 1:
            continue
        minutes = like.minutes * share
        if minutes.denominator != 1:
            continue
        long = share == 1 and like.spoken and _AS_LONG.search(said.words(start, end)) is not None
        long = long and not _HOLDS_ON.search(said.words(said.opening(at), said.closing(at)))
        of_one = _of_what_follows(said, end, starts) or _of_what_stood_before(said, start, end, ends)
        if of_one or (long and any(k in starts for k in range(like.end, end))):
            out.insert(behind, Quantity(at, end, int(minutes), True, "activity"))
        elif (
            long
            and not _ANOTHER_DAY.search(said.words(said.opening(at), said.closing(at)))
            and (not said.breaks(like.at, at) or _of_another_part(said, at))
        ):
            out[behind - 1] = replace(like, minutes=2 * like.minutes)
    return out


_PARTS: Final = Rare(
    r"\b(?:other|left|right|back|front|second|next|rest|upper|lower|inside|outside)\b", flags=0
)
_ABLE: Final = Rare(
    r"\b(?:walk\w*|sit\w*|stand\w*|tolerat\w*|driv\w*|sle[ep]\w*|last\w*|can|could|pain|hurt\w*)\b", flags=0
)


def _of_another_part(said: Talk, at: int) -> bool:
    """`… Now on your side, and your back gets just as long.`: in a sentence of its own."""
    told = said.words(said.opening(at), at)
    return (
        _PARTS.search(told) is not None
        and _ABLE.search(said.words(said.opening(at), said.closing(at))) is None
    )


def _place(q: Quantity) -> int:
    return q.at


def _comparison(said: Talk, at: int) -> tuple[Fraction, int, int] | None:
    """(how many times as much, first word, word behind)."""
    opening, closing = said.opening(at), said.closing(at)
    start = max(opening, at - 2)
    text = said.words(start, min(closing, at + 4))
    for match in _TIMES.finditer(text):
        first = start + text[: match.start()].count(" ")
        end = first + match.group().count(" ") + 1
        if first <= at < end:
            return _SHARES[str(match.lastgroup)], first, end
    return None


def _of_what_follows(said: Talk, end: int, starts: dict[int, Mention]) -> bool:
    for k in range(end, min(end + _NEAR, len(said))):
        if k in starts:
            m = starts[k]
            return (
                k > end
                and m.rank != "exercise"
                and not said.breaks(end - 1, k)
                and bool(_LINK.match(said.words(end, k)))
            )
    return False


def _of_what_stood_before(said: Talk, start: int, end: int, ends: dict[int, Mention]) -> bool:
    if end != said.closing(start) and said.at(end) not in (",", "and", "so"):
        return False
    for k in range(start, max(said.opening(start), start - _NEAR) - 1, -1):
        if k in ends:
            return ends[k].named and bool(_HEADS.match(said.words(k, start)))
    return False


def _with_differences(said: Talk, numbers: Sequence[Quantity], ends: dict[int, Mention]) -> list[Quantity]:
    """`Exercise six minutes more than that, twenty-two`: those before and the six."""
    out: list[Quantity] = []
    made: set[int] = set()
    last: Quantity | None = None
    for q in numbers:
        match = _DIFFERS.match(said.words(q.at + 1, min(said.closing(q.at), q.at + 6)))
        if match is None or last is None or q.at - last.at > _FAR or not _has_it(said, q.at, ends):
            out.append(q)
            last = q if q.role in ("activity", "short") else last
            continue
        minutes = last.minutes + (q.minutes if match.group("more") else -q.minutes)
        if minutes > 0:
            last = replace(q, minutes=minutes, role="activity", spoken=True)
            made.add(q.at)
            out.append(last)
    return [
        q for k, q in enumerate(out) if not (k and out[k - 1].at in made and _told_again(said, out[k - 1], q))
    ]


def _has_it(said: Talk, at: int, ends: dict[int, Mention]) -> bool:
    """Whether a treatment stands right before the figure."""
    for k in range(at, max(said.opening(at), at - _NEAR) - 1, -1):
        if k in ends:
            return ends[k].named and bool(_HEADS.match(said.words(k, at)))
    return False


def _told_again(said: Talk, one: Quantity, other: Quantity) -> bool:
    """`six more than that, twenty-two`: the sum that was made already."""
    near = other.at - one.at <= _FAR and not said.breaks(one.at, other.at)
    return near and one.minutes == other.minutes
