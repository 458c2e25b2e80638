"""Totals that nothing but their size proves: what was told before them, or comes after, adds up to them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from agent.needles import Rare
from agent.understanding.session.clocks import on_the_clock
from agent.understanding.session.matching import Block
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.sums import Sum
from agent.understanding.session.talk import Talk

_HAD: Final = Rare(
    r"\b(?:i|we|that|which)(?:'ve| have)? (?:only |just |really |still )*"
    r"(?:had|got|have|left us|gave us|leaves us)"
    r"(?: (?:him|her|them|you))?(?: with| for| only| just| about)*$",
    flags=0,
)
_OWN: Final = 4
"""Words that a treatment may stand before its minutes."""


def closes(s: Sum, trial: Sequence[Block], untimed: frozenset[str]) -> bool:
    """Whether a closing figure is the total of what was told before it."""
    before = [b for b in _held(trial) if b.quantity is not None and b.quantity.at < s.at]
    if len(before) < 2:
        return False
    timed = sum(b.minutes or 0 for b in before if b.code not in untimed)
    every = sum(b.minutes or 0 for b in before)
    if s.minutes in (every, timed):
        return True
    last = max(b.quantity.at for b in before if b.quantity is not None)
    waiting = any(
        b.minutes is None and last < b.start < s.at and b.code and b.code not in untimed for b in trial
    )
    return s.minutes >= every and not waiting


def opens_with(s: Sum, trial: Sequence[Block]) -> bool:
    """Whether an opening figure is the total of what is told after it: `thirty minutes: eighteen of …`."""
    held = _held(trial)
    behind = [b for b in held if b.quantity is not None and b.quantity.at > s.at]
    return len({b.code for b in behind}) > 1 and sum(b.minutes or 0 for b in behind) == s.minutes


def opening_figures(
    said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity], told: Sequence[Sum]
) -> list[Sum]:
    """Figures beside no treatment that minutes told behind them add up to; a trial shows the rest."""
    if any(s.what == "total" and s.surely for s in told):
        return []
    sums = {s.at for s in told}
    parts = [q for q in numbers if q.role in ("activity", "short") and q.at not in sums]
    out = []
    for q in [*(q for q in parts if q.spoken), *_had(said, numbers)]:
        if q.at in sums or _beside_a_name(said, named, q, parts):
            continue
        behind = [o.minutes for o in parts if o.at > q.at]
        if q.minutes in list(accumulate(behind))[1:]:
            out.append(Sum(q.at, "total", q.minutes, surely=False))
    return out


def _headed(said: Talk, at: int) -> bool:
    """Whether a bare number can be a whole: `we only had thirty.`, `today forty: …`."""
    if said.at(at + 1) == ":" and not on_the_clock(said, at):
        return True
    return at + 1 == said.closing(at) and bool(_HAD.search(said.words(max(said.opening(at), at - 8), at)))


def _had(said: Talk, numbers: Sequence[Quantity]) -> list[Quantity]:
    """`so we only had thirty`."""
    known = {q.at for q in numbers if q.spoken}
    return [
        Quantity(at, at + 1, int(token.number), False, "short")
        for at, token in enumerate(said.tokens)
        if token.number is not None
        and token.number.is_integer()
        and 8 <= token.number <= 120
        and at not in known
        and _headed(said, at)
    ]


def _beside_a_name(said: Talk, named: Sequence[Mention], q: Quantity, parts: Sequence[Quantity]) -> bool:
    following = min([said.closing(q.at), *(o.at for o in parts if o.at > q.at)])
    return any(
        m.code
        and ((0 <= q.at - m.end <= _OWN and not said.breaks(m.start, q.at)) or q.end <= m.start < following)
        for m in named
    )


def found_by_adding(numbers: Sequence[Quantity], treated: Sequence[Block], told: Sequence[Sum]) -> list[Sum]:
    """Minutes told of nothing that are all the others together: `we had forty minutes: ten of …`."""
    if any(s.what == "total" for s in told):
        return []
    held = [b for b in _held(treated) if b.quantity is not None]
    taken = {b.quantity.at for b in held if b.quantity is not None} | {s.at for s in told}
    every = sum(b.minutes or 0 for b in held)
    if len(held) < 2:
        return []
    return [
        Sum(q.at, "total", q.minutes)
        for q in numbers
        if q.spoken and q.role == "activity" and q.minutes == every and q.at not in taken
    ][:1]


def _held(treated: Sequence[Block]) -> list[Block]:
    return [b for b in treated if b.code and b.minutes is not None and b.quantity is not None]
