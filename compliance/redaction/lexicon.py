"""Word lists: which words are ordinary or clinical, and which are names.

The lists in `data/` were written for this project; a capitalised word that is no known word may be a
name, a known word is one only where context says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

import yaml

from agent.memory import kept_for_now
from compliance.redaction.document import fold

_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "est", "ly", "ness", "able", "less", "ful", "ment", "y")

_PREFIXES = ("un", "re", "non", "pre", "post", "over", "mid", "inter", "sub", "anti", "hyper", "hypo")


def _load(name: str) -> frozenset[str]:
    text = files("compliance.redaction").joinpath("data", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold(word) for line in lines for word in line.split())


@lru_cache(maxsize=1)
def _cues() -> dict[str, frozenset[str]]:
    text = files("compliance.redaction").joinpath("data", "cues.yaml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.safe_load(text)
    return {name: frozenset(words.split()) for name, words in loaded.items()}


def cue(name: str) -> frozenset[str]:
    """The words of `data/cues.yaml` under `name`. Raises KeyError for a name that is not there."""
    return _cues()[name]


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


_MEDICAL = re.compile(
    r"[a-z]{2,}(?:itis|osis|oses|emia|uria|ectomy|plasty|otomy|ostomy|oscopy|opathy|pathic|algia|algic|plegi[ac]"
    r"|paresis|trophy|trophic|desis|centesis|genic|tropic|lysis|lytic|graphy|gram|metry|metric|meter|ology|ologic"
    r"|ologist|mycin|micin|cillin|oxacin|cycline|pril|sartan|olol|statin|azole|prazole|mab|tinib|vir|gliptin"
    r"|gliflozin|glutide|dipine|triptan|parin|xaban|coxib|afil|terol|tropium|sone|solone|caine|zepam|zolam|oxetine"
    r"|setron|tidine|phylline|amide|thiazide|formin|monas|cocc(?:us|i)|philia|phobia|sclerosis|stenosis|kinesis"
    r"|kinetic|flexion|extension|version|rotation|ization|isation|ational|ically|aneous|iform)s?"
)
"""Endings that make a word medical or learned, so that an unlisted one is not taken for a name."""


@kept_for_now(65536)
def is_word(word: str) -> bool:
    """Whether the folded `word` is an ordinary or clinical English word, inflected or not."""
    if _MEDICAL.fullmatch(word):
        return True
    if any(form in ordinary_words() or form in clinical_words() for form in _stems(word)):
        return True
    for prefix in _PREFIXES:
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


@kept_for_now(65536)
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
