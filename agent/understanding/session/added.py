"""Minutes told as more of the same, by two people, or as the sum of what was told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from agent.understanding.session.matching import Block
from agent.understanding.session.mentions import Mention
from agent.understanding.session.phrased import with_each
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_SUMS_UP = re.compile(r"\b(?:so|that's|which is|which makes|makes|making|total|totals?)(?: \w+)?$")


def without_running_sums(said: Talk, treated: Sequence[Block]) -> None:
    """`Eight of soft tissue, seven of joint mobs, so fifteen of manual`: the fifteen are not minutes more."""
    so_far: dict[str, list[int]] = {}
    for b in treated:
        if b.minutes is None or not b.code:
            continue
        before = so_far.setdefault(b.code, [])
        at = b.quantity.at if b.quantity is not None else b.start
        told_as_sum = _SUMS_UP.search(said.words(max(said.opening(at), at - 3), at)) is not None
        if before and (len(before) >= 2 or told_as_sum) and sum(before) == b.minutes:
            b.minutes, b.quantity = None, None
        else:
            before.append(b.minutes)


def summed(said: Talk, numbers: Sequence[Quantity], named: Sequence[Mention]) -> list[Quantity]:
    """The numbers, with the minutes of one treatment by two people added up at the therapist's number."""
    added = {id(mine): theirs.minutes for mine, theirs in with_each(said, numbers, named)}
    return [replace(q, minutes=q.minutes + added[id(q)]) if id(q) in added else q for q in numbers]


def with_another(
    said: Talk, treated: Sequence[Block], free: Sequence[Quantity], named: Sequence[Mention]
) -> None:
    """`manual was five minutes at first and another seven at the end`: twelve, if nothing else is named."""
    held = {b.quantity.at: b for b in treated if b.quantity is not None and b.code}
    for one, other in pairwise(free):
        b = held.get(one.at)
        more = said.at(other.at - 1) == "another" or said.at(other.at + 1) == "more"
        if b is None or b.minutes is None or other.at in held or not more:
            continue
        if said.breaks(one.at, other.at) == 0 and not any(one.at < m.start < other.at + 3 for m in named):
            between = said.words(one.end, other.at)
            if _EACH_TIME.fullmatch(between):  # `six minutes, then five, then another four`
                b.minutes += sum(int(number) for number in re.findall(r"\d+", between))
            b.minutes += other.minutes
            b.extra.append(other)


_EACH_TIME = re.compile(r"(?:(?:,|and|then|plus|another|\d+(?: minutes)?) ?)*")
