"""The pairing of minutes and treatments once more, from nothing, when the first one misses the told total.

Whatever the order of words made of it before: where the spoken minutes, each given to a treatment in spoken
order, add up to a number that was told as the total, that is the visit as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from agent.understanding.session.matching import Block, went_on
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.sums import Sum
from agent.understanding.session.talk import Talk
from agent.understanding.session.unspoken import bare_numbers, cost, possible_totals

MOST: Final = 40
"""Treatments and minutes of one visit, at most; a longer talk is not paired again."""
FAR: Final = 120
"""Words between a treatment and the minutes that may still be its own."""
DEAREST: Final = 6.0
"""What one pairing may cost on the average; above it, a sum that comes out is chance."""
MOST_TOTALS: Final = 12
"""Possible totals tried, from the end back: a visit is summed up near its end."""
OF_NOTHING: Final = 8.0
"""What it costs to leave spoken minutes without a treatment; the therapist is then asked what they were."""
_FORM: Final = {"name": 0.0, "weak": 0.3, "content": 1.5, "exercise": 2.0}


def paired_anew(
    said: Talk, treated: Sequence[Block], numbers: Sequence[Quantity], told: Sequence[Sum]
) -> list[Sum]:
    """Pairs all minutes again where no sure total was told and none comes out; the sums that hold then."""
    blocks = [b for b in treated if b.code]
    timed = [s.minutes for s in told if s.what == "timed" and s.surely]
    if timed and not (any(s.what == "total" and s.surely for s in told) and _short_of(blocks, timed[-1])):
        return list(told)
    spoken = [q for q in numbers if q.role == "activity" and q.spoken]
    if max(len(blocks), len(spoken)) > MOST:
        return list(told)
    held = [b for b in blocks if b.minutes is not None]
    open_ones = [b for b in blocks if b.minutes is None and b.named and all(o.code != b.code for o in held)]
    if not open_ones and any(s.what == "total" and s.surely for s in told):
        return list(told)
    for total in islice(possible_totals(said, told, set()), MOST_TOTALS):
        if len(held) > 1 and sum(b.minutes or 0 for b in held) == total.minutes:
            return list(told) if any(s.what == "total" for s in told) else _with(told, total)
        given = [q for q in spoken if q.at != total.at]
        free = sorted(
            [*given, *bare_numbers(said, blocks, {q.at for q in given} | {total.at})], key=lambda q: q.at
        )
        if sum(q.minutes for q in given) > total.minutes:
            continue
        found = _cheapest(said, blocks, free, frozenset(q.at for q in given), total.minutes)
        if found is None or len(found) < 2:
            continue
        for b in blocks:
            b.minutes, b.quantity = None, None
        for b, q in found:
            b.minutes, b.quantity = q.minutes, q
        return _with(told, total)
    return list(told)


def _short_of(blocks: Sequence[Block], minutes: int) -> bool:
    """Whether fewer minutes were found than the two figures, of treatment and of all, both tell."""
    return sum(b.minutes or 0 for b in blocks) < minutes


def _with(told: Sequence[Sum], total: Sum) -> list[Sum]:
    """The sums of single codes, and the one total that came out."""
    if total.what == "timed":
        return list(told)
    return sorted([*(s for s in told if s.what == "code"), replace(total, surely=True)], key=lambda s: s.at)


_Path = tuple[float, tuple[tuple[Block, Quantity], ...]]


def _cheapest(
    said: Talk,
    blocks: Sequence[Block],
    free: Sequence[Quantity],
    spoken: frozenset[int],
    total: int,
) -> list[tuple[Block, Quantity]] | None:
    """Dynamic programming over the numbers in spoken order; (next block, minutes so far) is the state."""
    ways: dict[tuple[int, int], _Path] = {(0, 0): (0.0, ())}
    for q in free:
        after: dict[tuple[int, int], _Path] = {}
        for (first, so_far), (spent, pairs) in ways.items():
            if q.at not in spoken:
                _keep(after, (first, so_far), (spent, pairs))
            if so_far + q.minutes > total:
                continue
            if q.at in spoken:
                _keep(after, (first, so_far + q.minutes), (spent + OF_NOTHING, pairs))
            for k in range(first, len(blocks)):
                price = _price(said, blocks[k], q, blocks)
                if price < 2 * DEAREST:
                    _keep(after, (k + 1, so_far + q.minutes), (spent + price, (*pairs, (blocks[k], q))))
        ways = after
    closed = [(spent, pairs) for (_, so_far), (spent, pairs) in ways.items() if so_far == total]
    if not closed:
        return None
    spent, pairs = min(closed, key=lambda way: way[0])
    return list(pairs) if spent <= DEAREST * len(pairs) else None


def _keep(ways: dict[tuple[int, int], _Path], at: tuple[int, int], way: _Path) -> None:
    if at not in ways or way[0] < ways[at][0]:
        ways[at] = way


def _price(said: Talk, b: Block, q: Quantity, blocks: Sequence[Block]) -> float:
    """What it costs to say that `q` is of `b`: told behind it, even long behind, more likely than before."""
    prices = []
    for m in b.mentions:
        behind = q.at - m.end
        if abs(behind) <= FAR and (behind >= 0 or not went_on(said, q, m.start)):
            price = cost(said, b, m.start, m.end, q.at, blocks)
            prices.append(_FORM[m.rank] + (min(price, 5.0 + 0.03 * behind) if behind >= 0 else price))
    return min(prices, default=4 * DEAREST)
