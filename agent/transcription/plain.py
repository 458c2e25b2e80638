"""Small questions about single words, asked by every step after recognition."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from agent.memory import kept_for_now
from agent.transcription.vocabulary import FOLDER, vocabulary

_EDGES: Final = re.compile(r"^[^\w]+|[^\w+%°]+$")
_TAIL: Final = re.compile(r"[,.;:?!]+[”\"')]*$")


def words(text: str) -> frozenset[str]:
    """A set of the words in `text`."""
    return frozenset(text.split())


NUMBER_WORDS: Final = words(
    """zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand half quarter first second third fourth fifth sixth seventh eighth ninth tenth twice once point
    plus minus"""
)


def plain(word: str) -> str:
    """Lower case without punctuation at either end."""
    return _EDGES.sub("", word).lower()


def tail(word: str) -> str:
    """The punctuation that ends `word`."""
    found = None if word[-1:].isalnum() else _TAIL.search(word)
    return found[0] if found else ""


def ends_sentence(word: str) -> bool:
    return tail(word)[:1] in {".", "?", "!"}


def is_number(word: str) -> bool:
    """A number in digits or words, also in a compound (`thirty-five`, `3x10`, `L5`)."""
    bare = plain(word)
    return any(c.isdigit() for c in bare) or any(part in NUMBER_WORDS for part in re.split(r"[-/ ]", bare))


def is_side(word: str) -> bool:
    return plain(word).removesuffix("'s") in vocabulary().sides


def is_negation(word: str) -> bool:
    return plain(word) in vocabulary().negations


def is_person(word: str) -> bool:
    """A relative: no exercise device or test is heard in `his brother Raymond`."""
    return plain(word).removesuffix("'s") in vocabulary().persons


def is_untouchable(word: str) -> bool:
    """A side, a number or a negation: never made, changed or removed by a correction."""
    if is_number(word):
        return True
    parts = re.split(r"[-/ ]", plain(word))
    return any(is_side(part) or part in vocabulary().negations for part in parts)


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """Everyday English words in lower case."""
    listed = (FOLDER / "english.txt").read_text(encoding="utf-8")
    return frozenset(re.sub(r"^#.*$", "", listed, flags=re.MULTILINE).split())


@kept_for_now(50_000)
def is_ordinary(word: str) -> bool:
    """An everyday English word or number, or a hyphenated row of such words."""
    parts = [part for part in re.split(r"[-/ ]", plain(word)) if part]
    return all(_is_english(part) or is_number(part) or len(part) == 1 for part in parts)


def _is_english(word: str) -> bool:
    return word in english() or word.removesuffix("'s") in english()
