"""The words by which lists of exercises are heard (`listed.yaml`)."""

from __future__ import annotations

import re
from functools import cache

from agent.exercises.library import word_lists


def either(name: str) -> str:
    """The entry `name` of `listed.yaml` as alternatives of a regular expression."""
    return "|".join(str(word_lists("listed.yaml")[name]).split(" | "))


@cache
def words_of(name: str) -> re.Pattern[str]:
    """What finds a word of the entry `name`."""
    return re.compile(rf"\b(?:{either(name)})\b")


def movement_words() -> re.Pattern[str]:
    """Words that tell of a movement: `slides`, `raises`, `nods`."""
    return words_of("nouns")
