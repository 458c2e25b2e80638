"""Minutes told among today's treatment that no treatment took: a human is asked what they were.

A number of minutes beside symptoms, tests or plans is not meant. So only such minutes count as stand among
the minutes of treatments, and no more of them than the totals told leave room for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.session.matching import Block
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.sums import Sum
from agent.understanding.session.talk import Talk

_NEAR: Final = 25
"""Words that they may stand away from the nearest minutes of a treatment."""
_DOSED: Final = re.compile(r"\b(?:sets?|reps?|times|x|by)\b")
"""Words of a listing of single exercises."""


def unpaired(
    said: Talk,
    named: Sequence[Mention],
    numbers: Sequence[Quantity],
    treated: Sequence[Block],
    told: Sequence[Sum],
    explained: frozenset[int],
    untimed: frozenset[str],
) -> list[Quantity]:
    """The numbers left over. `explained`: words whose numbers are parts or shares of others."""
    held = [b for b in treated if b.code and b.minutes is not None and b.quantity is not None]
    taken = {b.quantity.at for b in treated if b.quantity is not None} | {s.at for s in told} | explained
    taken |= {q.at for b in treated for q in b.extra}
    places = [b.quantity.at for b in held if b.quantity is not None]
    room = _room(held, told, untimed)
    out: list[Quantity] = []
    for q in numbers:
        tells = q.role in ("activity", "short") or _of_exercises_alone(said, q, named, held)
        if not tells or q.at in taken or said.sentence[q.at] in said.asked:
            continue
        if room is not None and q.minutes > room - sum(o.minutes for o in out):
            continue
        if _one_exercise(said, q, named, held):
            continue
        if any(abs(place - q.at) <= _NEAR and abs(said.breaks(place, q.at)) <= 1 for place in places):
            out.append(q)
    return out


def _of_exercises_alone(said: Talk, q: Quantity, named: Sequence[Mention], held: Sequence[Block]) -> bool:
    """`Eleven minutes of manual, then step-downs and lunges for nineteen`: minutes, or what else?"""
    if q.role != "dose" or q.spoken:
        return False
    code = next((m.code for m in named if m.end == q.at - 1), "")
    beside = any(b.quantity is not None and not said.breaks(b.quantity.at, q.at) for b in held)
    return bool(code) and beside and all(b.code != code for b in held)


def _one_exercise(said: Talk, q: Quantity, named: Sequence[Mention], held: Sequence[Block]) -> bool:
    """`ther ex twelve, sit to stands three sets, boxing four minutes`: the four lie inside the twelve."""
    before = [
        b
        for b in held
        if b.quantity is not None and b.quantity.at < q.at and not said.breaks(b.quantity.at, q.at)
    ]
    if not before or q.minutes >= (before[-1].minutes or 0):
        return False
    last = before[-1]
    between = said.words(last.quantity.end, q.at) if last.quantity is not None else ""
    beside = any(
        m.code == last.code and not m.named and (0 <= q.at - m.end <= 2 or 0 <= m.start - q.end <= 2)
        for m in named
    )
    return beside or bool(_DOSED.search(between))


def _room(held: Sequence[Block], told: Sequence[Sum], untimed: frozenset[str]) -> int | None:
    """The minutes that the totals told leave for treatment not understood; None where none was told."""
    left = [
        max(s.minutes for s in told if s.what == what)
        - sum(b.minutes or 0 for b in held if what == "total" or b.code not in untimed)
        for what in ("total", "timed")
        if any(s.what == what for s in told)
    ]
    return max(left) if left else None
