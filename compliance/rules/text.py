"""Looking for phrases in statements and transcripts, by data files of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from agent.needles import Rare


@cache
def pattern_of(phrases: tuple[str, ...]) -> Rare:
    """One expression for any of the phrases (each a regular expression), at word boundaries."""
    return Rare(r"\b(?:" + "|".join(phrases) + r")\b")


def phrases_in(text: str, phrases: Iterable[str]) -> Iterator[re.Match[str]]:
    """Matches of any of the phrases in `text`."""
    yield from pattern_of(tuple(phrases)).finditer(text)


def contains(text: str, phrases: Iterable[str]) -> bool:
    """Whether any of the phrases stands in `text`."""
    return pattern_of(tuple(phrases)).search(text) is not None
