"""Treatments named one after the other, parted by commas and `and` alone."""

from __future__ import annotations

from collections.abc import Sequence

from agent.understanding.session.mentions import Mention
from agent.understanding.session.talk import Talk

BETWEEN = frozenset(
    [",", "and", "then", "plus", "the", "my", "some", "&", "with", "a", "an", "for", "both", "half"]
)


def listed_after(said: Talk, services: Sequence[Mention], at: int, first_within: int = 5) -> list[Mention]:
    """Treatments listed from word `at` on, parted by `and` and commas only."""
    out: list[Mention] = []
    for m in services:
        if m.start < at:
            continue
        gap = said.low[out[-1].end if out else at : m.start]
        if said.breaks(at - 1, m.start) or len(gap) > (5 if out else first_within):
            break
        if out and (
            not any(w in ("and", "plus", ",", "then", "half") for w in gap)
            or any(w not in BETWEEN and not w.isalpha() for w in gap)
        ):
            break
        if out and out[-1].code == m.code:
            continue
        out.append(m)
    return out if len(out) >= 2 else []


def listed_before(said: Talk, services: Sequence[Mention], at: int) -> list[Mention]:
    """Treatments listed up to word `at`."""
    out: list[Mention] = []
    for m in reversed(services):
        if m.end > at:
            continue
        gap = said.low[m.end : out[0].start if out else at]
        if (
            said.breaks(m.start, at)
            or len(gap) > 3
            or (out and not any(w in ("and", "plus", ",") for w in gap))
        ):
            break
        if out and any(w not in BETWEEN for w in gap):
            break
        if out and out[0].code == m.code:
            continue
        out.insert(0, m)
    return out if len(out) >= 2 else []
