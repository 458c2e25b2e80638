"""Numbers that may be minutes though nothing says so: beside a treatment, or where a visit is summed up.

`Gait with the crutch and mirror, 8. Fifty-one in all.` says nowhere that the eight are minutes. Which
of them hold is for the books to prove (`anew.py`); here is only what may be tried, and how likely each is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from agent.needles import Rare
from agent.understanding.phrases import words
from agent.understanding.session.bare import OF_A_DAY
from agent.understanding.session.clocks import on_the_clock
from agent.understanding.session.matching import Block
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.sums import Sum
from agent.understanding.session.talk import Talk

LEAST: Final = 5
MOST: Final = 90
REACH: Final = 30
"""Words between a treatment and a bare number that may still be its minutes."""
CHOICES: Final = 4
"""Numbers tried for one treatment, the nearest first."""
DEAREST: Final = 9.0
"""A number that stands further away, or behind another treatment, proves nothing."""

_UNITS: Final = words("treatment_rep_units") | words("session_units")
_CLOSING: Final = Rare(
    r"\b(?:total\w*|sum|al(?:l ?)?together|all told|in all|start to finish|door to door|on the clock|"
    r"clock says|adds? up|comes? (?:out )?to|came (?:out )?to|(?:session|visit|treatment) of|makes|gives|"
    r"done at|(?:nice|round|even|closes? (?:it|us|that) out)|"
    r"finished at|out at|so that's|should be|skilled time|treatment time)\b",
    flags=0,
)
NEAR_CLOSING: Final = 5
"""Words between such wording and the number it makes a total."""
_NOT_BEFORE: Final = frozenset(
    ["grade", "level", "stage", "week", "visit", "age", "x", "to", "phase", "number", "by", "step", "past",
     "minus"]
)  # fmt: skip
_FORWARD: Final = re.compile(
    r"^(?:, )?(?:minutes? |more )*(?:of|on|for(?! a total)|in|doing|to|went to)\b"
    r"(?! (?:that|those|it|them)\b)"
)


@dataclass(frozen=True, slots=True)
class _Choice:
    """A number that may be a total, and what taking it for one costs."""

    at: int
    minutes: int
    cost: float


def possible_totals(said: Talk, told: Sequence[Sum], held: set[int]) -> Iterator[Sum]:
    """What may be the total, the surest first: those told as such, then numbers in a closing sentence."""
    sure = [s for s in told if s.what in ("total", "timed") and s.surely]
    yield from sorted(sure, key=lambda s: (s.what != "timed", -s.at))
    if any(s.what == "total" for s in sure):
        return
    yield from (s for s in reversed(told) if s.what in ("total", "timed") and not s.surely)
    for at in range(len(said) - 1, -1, -1):
        number = said.tokens[at].number
        if number is None or not number.is_integer() or not 8 <= number <= 180 or at in held:
            continue
        start, end = max(said.opening(at), at - NEAR_CLOSING), min(said.closing(at), at + NEAR_CLOSING)
        another = next((k for k in range(at + 1, end) if said.tokens[k].number is not None), end)
        if _CLOSING.search(said.words(start, end)) is None or _counted(said, at):
            continue
        if another == end or _CLOSING.search(said.words(start, at + 1)):
            yield Sum(at, "total", int(number), surely=False)


def _counted(said: Talk, at: int) -> bool:
    """Whether the number counts something else than minutes."""
    following = said.at(at + 1) if at + 1 < len(said) and said.breaks(at, at + 1) == 0 else ""
    before = said.at(at - 1) if at and said.breaks(at - 1, at) == 0 else ""
    return (
        following in _UNITS
        or following.startswith(("x", "/", "%"))
        or before in _NOT_BEFORE
        or "/" in before
        or not said.tokens[at].text.isdigit()
        or on_the_clock(said, at)
        or OF_A_DAY.match(said.words(at + 1, at + 5)) is not None
    )


def _choices(said: Talk, b: Block, treated: Sequence[Block], taken: set[int]) -> list[_Choice]:
    """Bare numbers near the names of `b` that nothing else has claimed, the nearest first."""
    out: dict[int, _Choice] = {}
    for m in b.mentions:
        if m.rank == "exercise":
            continue
        near = [o for o in treated if o.start < m.end + REACH and o.end > m.start - REACH]
        for at in range(max(0, m.start - REACH), min(len(said), m.end + REACH)):
            number = said.tokens[at].number
            if m.start <= at < m.end or number is None or at in taken or not number.is_integer():
                continue
            if not LEAST <= number <= MOST or _counted(said, at):
                continue
            price = cost(said, b, m.start, m.end, at, near)
            if price <= DEAREST and (at not in out or price < out[at].cost):
                out[at] = _Choice(at, int(number), price)
    return sorted(out.values(), key=lambda c: c.cost)[:CHOICES]


def bare_numbers(said: Talk, blocks: Sequence[Block], taken: set[int]) -> list[Quantity]:
    """The bare numbers near named treatments that nothing else has claimed."""
    found = {c.at: c.minutes for b in blocks for c in _choices(said, b, blocks, taken)}
    return [Quantity(at, at + 1, minutes, False, "short") for at, minutes in sorted(found.items())]


def cost(said: Talk, b: Block, start: int, end: int, at: int, treated: Sequence[Block]) -> float:
    """How unlikely it is that the number at `at` is of the words [start, end) of `b`."""
    low, high = (end, at) if at >= end else (at + 1, start)
    between = high - low
    price = (
        0.5 * min(between, 8)
        + 0.1 * max(0, between - 8)
        + 4.0 * abs(said.breaks(min(at, start), max(at, end - 1)))
    )
    ahead = any(at < m.start <= at + 8 and not said.breaks(at, m.start) for o in treated for m in o.mentions)
    forward = ahead and _FORWARD.search(said.words(at + 1, min(said.closing(at), at + 5))) is not None
    price += 0.5 * (at < start) + 6.0 * (forward and at >= end)
    for other in treated:
        if other is not b:
            price += 3.0 * sum(1 for m in other.mentions if m.named and low <= m.start < high)
    return price
