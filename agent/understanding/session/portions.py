"""Portions of a time: `forty minutes, half of it exercise`, `a third manual, the other two thirds gait`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_PARTED_IN: Final = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5,
}  # fmt: skip
_ONE: Final = frozenset(["a", "one", "1", "other", "first", "last"])
_OF_TIME: Final = re.compile(
    r"^(?:of (?:it|that|those|them|which|the (?:time|session|visit|treatment|minutes|\d+(?: minutes)?))\b|"
    r"(?:was|were|on|went to|doing) )"
)
_OF_SO_MUCH: Final = re.compile(r"^of (?:the|those|these|my|her|his) (\d+)\b")
_REST: Final = frozenset(["rest", "remainder", "balance"])
_GOES_TO: Final = re.compile(r"^(?:(?:was|were|went|goes) )?(?:to|on|for|into|in|was|were)\b")
_OTHER: Final = re.compile(r"\b(?:the |and )?(?:other|remaining)(?: \d| one)?$")
_FAR: Final = 14
"""Words between a whole and the first of its portions."""
_NEXT: Final = 30
"""Words between two portions of one whole."""


@dataclass(frozen=True, slots=True)
class Portioned:
    """The `minutes` at word `at` were told by portions; (treatment, word, minutes) of each that is known."""

    at: int
    minutes: int
    given: tuple[tuple[Mention, int, int], ...]

    @property
    def all_told(self) -> bool:
        return sum(minutes for _, _, minutes in self.given) == self.minutes


@dataclass(frozen=True, slots=True)
class _Portion:
    """The words [start, end) tell of `share` of a whole."""

    start: int
    end: int
    share: Fraction | None
    """None: whatever is left of it."""
    other: bool
    """What is left of the whole when the portion before is taken."""


def portioned(
    said: Talk, services: Sequence[Mention], numbers: Sequence[Quantity], others: Collection[int] = ()
) -> list[Portioned]:
    """The times told by portions. A portion of several treatments is shared evenly, or stays open.

    `others`: words of portions of one treatment that somebody else gave.
    """
    out: list[Portioned] = []
    reached = 0
    told = [p for p in _portions(said) if p.start not in others]
    for k, first in enumerate(told):
        if first.start < reached or first.other:
            continue
        whole = _whole(said, numbers, first)
        if whole is None:
            continue
        portions = _of_one_whole(said, told, k)
        reached = portions[-1].end
        ends = [min(said.closing(a.start), b.start) for a, b in pairwise(portions)]
        ends.append(said.closing(portions[-1].start))
        given = [
            one
            for p, end in zip(portions, ends, strict=True)
            for one in _given(services, p, end, whole.minutes)
        ]
        out.append(Portioned(whole.at, whole.minutes, tuple(given)))
    return out


def _whole(said: Talk, numbers: Sequence[Quantity], first: _Portion) -> Quantity | None:
    """The time that the first of its portions is said to be of, or that was told last before it."""
    of = _OF_SO_MUCH.match(said.words(first.end, min(first.end + 4, said.closing(first.start))))
    if of is not None:
        at = first.end + 2
        return next((q for q in numbers if q.at == at), None) or Quantity(
            at, at + 1, int(of[1]), True, "short"
        )
    for k in range(bisect_left(numbers, first.start, key=lambda q: q.at) - 1, -1, -1):
        q = numbers[k]
        if first.start - q.end > _FAR or said.breaks(q.at, first.start) > 1:
            return None
        if q.spoken and q.end < first.start:
            return q
    return None


def _of_one_whole(said: Talk, told: Sequence[_Portion], first: int) -> list[_Portion]:
    """The portions told one after the other, up to all of it."""
    out = [told[first]]
    for k in range(first + 1, len(told)):
        p = told[k]
        near = said.breaks(out[-1].start, p.start) <= 1 and p.start - out[-1].start <= _NEXT
        taken = sum((o.share or Fraction(0) for o in out), Fraction(0))
        if p.share is None:
            p = replace(p, share=Fraction(1) - taken)
        if not near or taken + (p.share or Fraction(0)) > 1:
            break
        out.append(p)
    return out


def _portions(said: Talk) -> Iterator[_Portion]:
    for at, low in enumerate(said.low):
        if low in _REST and said.at(at - 1) == "the" and _GOES_TO.match(said.words(at + 1, at + 4)):
            yield _Portion(at, at + 1, None, other=True)
        parts = _PARTED_IN.get(low)
        if parts is None:
            continue
        opening = said.opening(at)
        other = _OTHER.search(said.words(max(opening, at - 3), at)) is not None
        if not other and not _OF_TIME.match(said.words(at + 1, min(at + 5, said.closing(at))) + " "):
            continue
        before = said.tokens[at - 1].number if at > opening else None
        if low == "half":
            share = Fraction(1, 2)
        elif low.endswith("s") and before is not None and before.is_integer() and 0 < before < parts:
            share = Fraction(int(before), parts)
        elif not low.endswith("s") and (said.at(at - 1) in _ONE or other):
            share = Fraction(1, parts)
        else:
            continue
        yield _Portion(at, at + 1, share, other)


def _given(
    services: Sequence[Mention], portion: _Portion, end: int, whole: int
) -> list[tuple[Mention, int, int]]:
    told: dict[str, Mention] = {}
    for k in range(bisect_right(services, portion.start, key=lambda m: m.start), len(services)):
        if services[k].start >= end:
            break
        told.setdefault(services[k].code, services[k])
    minutes = whole * (portion.share or Fraction(0)) / len(told) if told else Fraction(1, 2)
    if minutes.denominator != 1:
        return []
    return [(m, portion.start + i, int(minutes)) for i, m in enumerate(told.values())]
