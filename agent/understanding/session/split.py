"""Minutes that were split between treatments: `thirty minutes split evenly between manual and exercise`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.needles import Rare
from agent.understanding.session.listed import listed_after, listed_before
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.sums import Sum
from agent.understanding.session.talk import Talk

_SPLIT: Final = Rare(
    r"\bsplit\b|\b(?:divided|shared) (?:it |that |them |the time )?(?:up |evenly |equally )?"
    r"(?:between|among|across|over)\b|"
    r"\bhalf and half\b|\b50 ?/? ?50\b|\bevenly (?:between|on|across|over)\b|"
    r"\b(?:equally|evenly|equal time) (?:between|on|across|over)\b",
    flags=0,
)
_UNEVEN: Final = re.compile(r"\b(?:uneven\w*|roughly|mostly|not)\b")
_POINTS_BACK: Final = re.compile(
    r"^(?:(?:and|so|all|then|i|we) )*(?:that|it|those|the time|which|this|them|split|divided|shared|half)\b"
)
_PART_SPLIT: Final = re.compile(
    r"\b(?:other half|rest|remain\w*|half of (?:it|that)|balance of)\b.*\bsplit\b"
)
_SQUATS: Final = re.compile(r"\bsplit (?:squats?|stance|lunges?|jerks?|step)\b")
_SIGNS: Final = frozenset(["split", "divided", "shared", "half", "50", "50/50", "evenly", "equally", "equal"])
"""Words without which nothing is split."""
_NEAR: Final = 4


def split_evenly(
    said: Talk, services: Sequence[Mention], numbers: Sequence[Quantity], told: Sequence[Sum]
) -> list[tuple[int, list[tuple[Mention, int]]]]:
    """(word of the minutes that were split, each treatment with its share); no share where it is uneven.

    A list without treatments: the minutes are of several, of which it is not known.
    """
    out: list[tuple[int, list[tuple[Mention, int]]]] = []
    for opening in sorted({said.opening(i) for i, low in enumerate(said.low) if low in _SIGNS}):
        closing = said.closing(opening)
        text = said.words(opening, closing)
        if not _SPLIT.search(text) or _SQUATS.search(text):
            continue
        if _PART_SPLIT.search(text):
            continue  # `the other half I split`: of how much, the words alone do not tell
        whole = _whole(said, opening, closing, numbers, told)
        if whole is None:
            continue
        if opening <= whole[0] and len({m.code for m in services if opening <= m.start < closing}) < 2:
            continue  # `split the band so exercise was twenty minutes`: nothing else shares in them
        at, end, minutes = whole
        chosen = _among(said, services, opening, closing, at, end)
        even = len(chosen) >= 2 and minutes % len(chosen) == 0 and not _UNEVEN.search(text)
        out.append((at, [(m, minutes // len(chosen)) for m in chosen] if even else []))
    return out


def _whole(
    said: Talk, opening: int, closing: int, numbers: Sequence[Quantity], told: Sequence[Sum]
) -> tuple[int, int, int] | None:
    """(word, word behind, minutes) of what was split: of the sentence, else the figure told before it."""
    split = next(i for i in range(opening, closing) if _SPLIT.match(said.words(i, min(closing, i + 3))))
    own = [q for q in numbers if opening <= q.at < closing and q.role != "other" and q.spoken]
    if own:
        q = min(own, key=lambda q: abs(q.at - split))
        return q.at, q.end, q.minutes
    if not _POINTS_BACK.match(said.words(opening, closing)):
        return None
    before = [s for s in told if s.at < opening and said.breaks(s.at, opening) == 1 and s.what != "code"]
    timed = [s for s in before if s.what == "timed"] or before
    return (timed[-1].at, timed[-1].at + 1, timed[-1].minutes) if timed else None


def _among(
    said: Talk, services: Sequence[Mention], opening: int, closing: int, at: int, end: int
) -> list[Mention]:
    """The treatments listed behind the word that splits, or before the minutes."""
    for i in range(closing - 1, opening - 1, -1):
        if _SPLIT.match(said.words(i, min(closing, i + 3))):
            for start in range(i + 1, min(closing, i + 12)):
                if said.at(start - 1) in ("between", "on", "of", "across", "over", "among", "into", "half"):
                    chosen = listed_after(said, services, start, first_within=_NEAR)
                    if chosen:
                        return chosen
    return listed_before(said, services, at) if opening <= at < closing else []
