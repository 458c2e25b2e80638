"""Minutes that only the books prove: a bare number beside a treatment which makes the told total come out.

`Gait with the crutch and mirror, 8. Fifty-one in all.` says nowhere that the eight are minutes, but with the
27 and 16 of the other treatments they are what is missing to the 51. Such a number is taken only when the
numbers of all treatments together meet a total that was told by itself; otherwise nothing is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from agent.understanding.phrases import words
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
MOST_OPEN: Final = 6
"""Treatments without minutes that are tried, the surest first; each multiplies the work."""
MOST_TOTALS: Final = 12
"""Possible totals tried, from the end back: a visit is summed up near its end."""
DEAREST: Final = 9.0
"""A number that stands further away, or behind another treatment, proves nothing."""

_UNITS: Final = words("treatment_rep_units") | words("session_units")
_CLOSING: Final = re.compile(
    r"\b(?:total\w*|sum|al(?:l ?)?together|all told|in all|start to finish|door to door|on the clock|"
    r"clock says|adds? up|comes? (?:out )?to|came (?:out )?to|(?:session|visit|treatment) of|makes|gives|"
    r"done at|finished at|out at|so that's|should be|skilled time|treatment time)\b"
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
    at: int
    minutes: int
    cost: float


def balanced(said: Talk, treated: Sequence[Block], told: Sequence[Sum], untimed: frozenset[str]) -> list[Sum]:
    """Gives blocks without minutes the bare numbers that make a told total come out; returns the sums."""
    if not any(b.minutes is None and b.named and b.code for b in treated):
        return list(told)
    held = {b.quantity.at for b in treated if b.quantity is not None}
    for total in islice(possible_totals(said, told, held), MOST_TOTALS):
        counted = [b for b in treated if total.what == "total" or b.code not in untimed]
        missing = total.minutes - sum(b.minutes or 0 for b in counted if b.code)
        if missing < LEAST:
            if missing == 0:
                return list(told)
            continue
        found = _closing(said, counted, treated, missing, held | {s.at for s in told} | {total.at})
        if found is None:
            continue
        if not total.surely and sum(b.minutes is not None for b in counted) + len(found) < 2:
            continue
        for block, choice in found:
            block.minutes = choice.minutes
            block.quantity = Quantity(choice.at, choice.at + 1, choice.minutes, False, "short")
        kept = [s for s in told if s.what != total.what or s.surely]
        return kept if total in kept else sorted([*kept, total], key=lambda s: s.at)
    return list(told)


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
        if _CLOSING.search(said.words(start, end)) and not _counted(said, at):
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
    )


def _closing(
    said: Talk, counted: Sequence[Block], treated: Sequence[Block], missing: int, taken: set[int]
) -> list[tuple[Block, _Choice]] | None:
    """The cheapest choice of numbers for blocks without minutes that adds up to `missing`."""
    told = {b.code for b in treated if b.minutes is not None}
    options = [
        (b, choices)
        for b in counted
        if b.code and b.named and b.minutes is None and b.code not in told
        and (choices := _choices(said, b, treated, taken))
    ]  # fmt: skip
    options.sort(key=lambda o: o[1][0].cost)
    best: tuple[float, list[tuple[Block, _Choice]]] | None = None
    for cost, chosen in _sums(options[:MOST_OPEN], missing):
        if best is None or cost < best[0]:
            best = (cost, chosen)
    return None if best is None else best[1]


def _sums(
    options: Sequence[tuple[Block, Sequence[_Choice]]], missing: int
) -> Iterator[tuple[float, list[tuple[Block, _Choice]]]]:
    """Every choice, at most one number a block and a code, whose numbers add up to `missing`."""
    if missing == 0:
        yield 0.0, []
        return
    if missing < 0 or not options:
        return
    (block, choices), rest = options[0], options[1:]
    yield from _sums(rest, missing)
    for choice in choices:
        free = [
            (b, [c for c in others if c.at != choice.at])
            for b, others in rest
            if b.code != block.code
        ]  # fmt: skip
        for cost, chosen in _sums(free, missing - choice.minutes):
            yield cost + choice.cost, [(block, choice), *chosen]


def _choices(said: Talk, b: Block, treated: Sequence[Block], taken: set[int]) -> list[_Choice]:
    """Bare numbers near the names of `b` that nothing else has claimed, the nearest first."""
    out: dict[int, _Choice] = {}
    for m in b.mentions:
        if not m.named:
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
