"""Word lists: which words are ordinary or clinical, and which are names.

The lists in `data/` were written for this project; a capitalised word that is no known word may be a
name, a known word is one only where context says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from compliance.redaction.document import fold

_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "est", "ly", "ness", "able", "less", "ful", "ment", "y")


def _load(name: str) -> frozenset[str]:
    text = files("compliance.redaction").joinpath("data", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold(word) for line in lines for word in line.split())


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    return _load("ordinary_words.txt")


@lru_cache(maxsize=1)
def clinical_words() -> frozenset[str]:
    return _load("clinical_words.txt")


@lru_cache(maxsize=1)
def eponyms() -> frozenset[str]:
    """Lachman, Berg, Epley … : people in the names of tests, measures, signs and techniques."""
    return _load("eponyms.txt")


@lru_cache(maxsize=1)
def names_that_are_words() -> frozenset[str]:
    return _load("names_that_are_words.txt")


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    return _load("given_names.txt")


@lru_cache(maxsize=1)
def given_names_that_are_words() -> frozenset[str]:
    return _load("given_names_that_are_words.txt")


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    return _load("surnames.txt")


@lru_cache(maxsize=65536)
def is_word(word: str) -> bool:
    """Whether the folded `word` is an ordinary or clinical English word, inflected or not."""
    if any(form in ordinary_words() or form in clinical_words() for form in _stems(word)):
        return True
    for prefix in ("un", "re", "non", "pre", "post", "over", "mid", "inter", "sub", "anti", "hyper", "hypo"):
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > 3 and (rest in ordinary_words() or rest in clinical_words()):
            return True
    return False


def _stems(word: str) -> Iterator[str]:
    yield word
    if len(word) < 4:
        return
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3:
            continue
        yield stem
        if ending in ("ed", "ing", "er", "ers", "est", "able", "ment", "d"):
            yield stem + "e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]
        if stem[-1] == "i":
            yield stem[:-1] + "y"


@lru_cache(maxsize=65536)
def is_plain_name(word: str) -> bool:
    """Whether `word` is a listed name and nothing else: no ordinary or clinical word, no eponym."""
    if word in names_that_are_words() or word in given_names_that_are_words() or word in eponyms():
        return False
    if word in given_names() or word in surnames():
        return word not in ordinary_words() and word not in clinical_words()
    return False


def is_any_name(word: str) -> bool:
    """Whether `word` can be a name at all, e.g. `grace` or `hill`."""
    listed = word in given_names() or word in surnames()
    return listed or word in names_that_are_words() or word in given_names_that_are_words()


def is_unknown(word: str) -> bool:
    """Whether `word` is in no list of words: in a name's place it is one."""
    return len(word) > 1 and not word.isdigit() and not is_word(word) and word not in eponyms()
