"""The clause that a place of the transcript belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from agent.understanding.clauses import Clause


def owners(said: Sequence[Clause], places: Iterable[int]) -> dict[int, int]:
    """The index of the clause that holds each place (a character; -1 left out), else of the one before."""
    holder: dict[int, int] = {}
    for index, clause in enumerate(said):
        for token in clause.tokens:
            holder.setdefault(token.start, index)
    starts = sorted(holder)
    out: dict[int, int] = {}
    for place in places:
        if place < 0 or not starts:
            continue
        before = bisect_right(starts, place)
        out[place] = holder[starts[max(0, before - 1)]]
    return out
