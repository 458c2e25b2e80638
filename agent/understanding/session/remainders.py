"""Minutes told as a part of minutes told before: what is left is the other treatment's.

`Exercise and manual together were thirty-eight minutes, manual was thirteen of that`: exercise was the rest.
`Exercise thirty minutes, ten of that balance`: of exercise twenty are left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.understanding.session.matching import Block
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.sums import Sum
from agent.understanding.session.talk import Talk

_OF_IT: Final = re.compile(r"^(?:minutes )?of (?:that|those|them|it|which|these)\b")
_GOES_ON: Final = frozenset(["then", "next", "finally", "lastly", "afterwards", "after"])
_FAR: Final = 25
"""Words between a whole and its part."""


@dataclass(frozen=True, slots=True)
class Shared:
    """`minutes` told at word `at` of the treatments `mentions` together."""

    at: int
    minutes: int
    mentions: tuple[Mention, ...]


def with_remainders(
    said: Talk, treated: Sequence[Block], shared: Sequence[Shared], told: Sequence[Sum]
) -> None:
    """Gives what is left of a whole to the treatment that it was told of, where the totals allow it."""
    sums = {s.at for s in told}
    for part in [b for b in treated if b.minutes is not None and b.quantity is not None]:
        q = part.quantity
        if q is None or not _OF_IT.match(said.words(q.at + 1, q.at + 5)):
            continue
        if any(q.at - _FAR <= s < q.at for s in sums) or _left_of_shared(treated, shared, part, q):
            continue
        _left_of_one(said, treated, part, q, told)


def _left_of_shared(treated: Sequence[Block], shared: Sequence[Shared], part: Block, q: Quantity) -> bool:
    for whole in shared:
        if not 0 < q.at - whole.at <= _FAR or q.minutes >= whole.minutes:
            continue
        if part.code not in {m.code for m in whole.mentions} or len(whole.mentions) != 2:
            continue
        other = next(m for m in whole.mentions if m.code != part.code)
        block = next((b for b in treated if other in b.mentions), None)
        if block is not None and block.minutes is None:
            block.minutes = whole.minutes - q.minutes
            block.quantity = Quantity(whole.at, whole.at + 1, block.minutes, False, "short")
            return True
    return False


def _left_of_one(said: Talk, treated: Sequence[Block], part: Block, q: Quantity, told: Sequence[Sum]) -> None:
    before = [
        b
        for b in treated
        if b.minutes is not None and b.quantity is not None and 0 < q.at - b.quantity.at <= _FAR
    ]
    whole = max(before, key=lambda b: b.quantity.at if b.quantity is not None else -1, default=None)
    if (
        whole is None
        or whole.quantity is None
        or whole.code == part.code
        or (whole.minutes or 0) <= q.minutes
    ):
        return
    between = said.low[whole.quantity.at : q.at]
    if said.breaks(whole.quantity.at, q.at) or said.turn[whole.quantity.at] != said.turn[q.at]:
        return
    if any(w in _GOES_ON for w in between):
        return  # `manual 17 minutes, next the exercise, 16 of those`: minutes of its own
    every = sum(b.minutes or 0 for b in treated)
    if any(s.what != "code" and s.minutes == every for s in told):
        return  # the total counts both in full
    whole.minutes = (whole.minutes or 0) - q.minutes
