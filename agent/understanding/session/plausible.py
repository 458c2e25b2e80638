"""Minutes that cannot be of treatment: told far from any, or more than the totals that were told allow.

What a patient does for how long (walks, stands, sits) is said in the words of exercise too. A minute too few
becomes a question to the therapist; a minute too many becomes a false claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agent.understanding.phrases import lexicon
from agent.understanding.session.matching import Block
from agent.understanding.session.sums import Sum
from agent.understanding.session.talk import Talk

_LOOSE: Final = 12
"""Words that minutes may stand away from named treatment in speech without sentences."""


def without_implausible(
    said: Talk, treated: Sequence[Block], told: Sequence[Sum], untimed: frozenset[str]
) -> None:
    """Takes the minutes from blocks that name no service where they cannot be of treatment."""
    _outside_of_treatment(said, treated, told, behind=not _add_up(treated, told, untimed))
    packs = lexicon("treatment")["packs"]  # told apart from the total as often as within it
    no_packs = [b for b in treated if b.code not in packs]
    for what, counted in (("total", no_packs), ("timed", [b for b in treated if b.code not in untimed])):
        figures = [s.minutes for s in told if s.what == what]
        if figures:
            _without_told_after(max(figures), min(s.at for s in told if s.what == what), counted)
            _down_to(max(figures), counted)


def _add_up(treated: Sequence[Block], told: Sequence[Sum], untimed: frozenset[str]) -> bool:
    """Whether the minutes make up a figure that was told of all: then none of them is of anything else."""
    held = [(b.code, b.minutes) for b in treated if b.code and b.minutes is not None]
    every = {"total": sum(n for _, n in held), "timed": sum(n for code, n in held if code not in untimed)}
    return len(held) > 1 and any(s.surely and every.get(s.what) == s.minutes for s in told)


def _outside_of_treatment(said: Talk, treated: Sequence[Block], told: Sequence[Sum], *, behind: bool) -> None:
    """In speech without sentences, nothing but its place tells whose minutes they are: where services are
    named with theirs, what is told in other words stands among them."""
    places = [place for b in treated if b.named and b.code for place in _places(b)]
    if not places:
        return
    places += [s.at for s in told if s.at >= min(places)]
    first, last = min(places), max(places)
    for b in treated:
        if b.named or b.quantity is None or b.minutes is None:
            continue
        at = b.quantity.at
        loose = said.turn[at] in said.unpunctuated
        if not loose or (first - _LOOSE <= at and (at <= last + _LOOSE or not behind)):
            continue
        b.minutes, b.quantity = None, None


def _places(block: Block) -> tuple[int, ...]:
    if block.minutes is None or block.quantity is None:
        return ()
    return (block.start, block.quantity.at)


def _sure(block: Block) -> bool:
    return any(m.rank == "name" for m in block.mentions)


def _doubt(block: Block) -> tuple[bool, int]:
    """What names no service goes first, and of those the most minutes."""
    return (not block.named, block.minutes or 0)


def _without_told_anew(most: int, held: Sequence[Block]) -> None:
    """`thirty of exercise … so it's twenty-three of exercise`: the later figure of one service stands, where
    the total comes out only so."""
    over = sum(b.minutes or 0 for b in held) - most
    if over <= 0:
        return
    for i, b in enumerate(held):
        if b.minutes == over and any(o.code == b.code and o.named for o in held[i + 1 :]):
            b.minutes, b.quantity = None, None
            return


def _without_told_after(most: int, summed_at: int, treated: Sequence[Block]) -> None:
    """Minutes told behind a total for which it leaves no room are of no treatment of today."""
    held = [b for b in treated if b.minutes is not None and b.quantity is not None and b.code and b.named]
    behind = [b for b in held if b.quantity is not None and b.quantity.at > summed_at]
    before = sum(b.minutes or 0 for b in held) - sum(b.minutes or 0 for b in behind)
    if not before:
        return
    for b in behind:
        before += b.minutes or 0
        if before > most:
            before -= b.minutes or 0
            b.minutes, b.quantity = None, None


def _down_to(most: int, treated: Sequence[Block]) -> None:
    """The least sure blocks lose their minutes until the rest is no more than was told in all."""
    held = [b for b in treated if b.minutes is not None and b.code]
    for b in held:
        if b.minutes is not None and b.minutes > most:
            b.minutes, b.quantity = None, None
    _without_told_anew(most, [b for b in held if b.minutes is not None])
    doubted = sorted(
        (b for b in held if not b.named and b.minutes is not None), key=lambda b: b.minutes or 0, reverse=True
    )
    while doubted and sum(b.minutes or 0 for b in held if b.minutes is not None) > most:
        b = doubted.pop(0)
        b.minutes, b.quantity = None, None
