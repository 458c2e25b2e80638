"""Halves of a time: `forty minutes, half of it exercise, and the other half manual`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_OF_TIME: Final = re.compile(
    r"^half (?:of (?:it|that|those|them|the (?:time|session|visit))\b|(?:was|on|went to|doing) )"
)
_OTHER: Final = re.compile(r"\b(?:the )?other half$")
_FAR: Final = 14


@dataclass(frozen=True, slots=True)
class Halved:
    """The `minutes` at word `at` were halved; (treatment, word, minutes) of each that its half tells."""

    at: int
    minutes: int
    given: tuple[tuple[Mention, int, int], ...]

    @property
    def all_told(self) -> bool:
        return sum(minutes for _, _, minutes in self.given) == self.minutes


def halved(said: Talk, services: Sequence[Mention], numbers: Sequence[Quantity]) -> list[Halved]:
    """The times told by their halves. A half of several treatments is shared evenly, or stays open."""
    out: list[Halved] = []
    for first in (i for i, low in enumerate(said.low) if low == "half"):
        if not _OF_TIME.match(said.words(first, first + 4)) or _OTHER.search(
            said.words(first - 2, first + 1)
        ):
            continue
        if any(_OF_TIME.match(said.words(i, i + 4)) for i in range(said.opening(first), first)):
            continue  # the second of two halves
        before = [
            q for q in numbers if q.spoken and 0 < first - q.end <= _FAR and said.breaks(q.at, first) <= 1
        ]
        if not before:
            continue
        whole = before[-1]
        closing = said.closing(first)
        other = next(
            (
                i
                for i in range(first + 1, closing)
                if _OTHER.search(said.words(i - 2, i + 1)) or _OF_TIME.match(said.words(i, i + 4))
            ),
            closing,
        )
        given = [
            *_given(services, first, other, whole.minutes),
            *(_given(services, other, closing, whole.minutes) if other < closing else []),
        ]
        out.append(Halved(whole.at, whole.minutes, tuple(given)))
    return out


def _given(services: Sequence[Mention], start: int, end: int, minutes: int) -> list[tuple[Mention, int, int]]:
    told: dict[str, Mention] = {}
    for m in services:
        if start < m.start < end:
            told.setdefault(m.code, m)
    if not told or minutes % (2 * len(told)):
        return []
    return [(m, start + i, minutes // (2 * len(told))) for i, m in enumerate(told.values())]
