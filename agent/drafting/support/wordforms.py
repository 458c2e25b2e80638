"""Words brought to one form, so that a note's `dyspnea` meets the spoken `short of breath`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

from agent.data_files import from_yaml
from agent.memory import kept_for_now

_SUFFIXES = (
    "ically",
    "ments",
    "ment",
    "ness",
    "ingly",
    "edly",
    "ings",
    "ing",
    "ies",
    "ied",
    "ers",
    "ed",
    "es",
    "ly",
    "s",
)
PREFIX = 6
"""Longer words that agree in so many letters count as one word."""
RAREST = 0.005
"""No word is held for rarer than that."""
OWN, FOREIGN = 0.86, 0.035
"""How often a word that the table does not know is said in its own visit, and in any visit."""


@cache
def _words() -> Mapping[str, Any]:
    loaded: dict[str, Any] = from_yaml(files("agent.drafting.support").joinpath("words.yaml"))
    return loaded


@cache
def _tables() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    loaded = _words()
    same = {}
    for group in loaded["same"]:
        for word in group:
            same[str(word)] = str(group[0])
    return same, frozenset(str(loaded["empty"]).split()), frozenset(str(loaded["body"]).split())


@kept_for_now(100_000)
def form(word: str) -> str:
    """The form in which a lower-case word is compared."""
    same = _tables()[0]
    if word in same:
        return same[word]
    word = word.removesuffix("'s").strip("'")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    if word in same:
        return same[word]
    if word.endswith("y") and len(word) > 4:
        word = word[:-1]
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word[:PREFIX] if len(word) > PREFIX + 1 else word


def is_empty(word: str) -> bool:
    """Whether a lower-case word makes no claim of its own."""
    return word in _tables()[1] or not any(c.isalpha() for c in word) or (len(word) < 2)


@cache
def body_forms() -> frozenset[str]:
    """Forms of words that a side can belong to."""
    return frozenset(form(w) for w in _tables()[2])


Rates = dict[str, tuple[float, ...]]
"""Word form -> shares: said where a note asserts it, or denies it; said in any visit; denied by notes."""
_other: list[tuple[Rates, dict[str, float]]] = []
"""Other tables in use, each with the weights made of it."""


@contextmanager
def other_rates(table: Rates) -> Iterator[None]:
    """Word rates that leave out the visits at hand, for fitting and for its cross-check."""
    _other.append((table, _weights_of(table)))
    try:
        yield
    finally:
        _other.pop()


def _rates() -> Rates:
    return _other[-1][0] if _other else _shipped_rates()


@cache
def _shipped_rates() -> Rates:
    loaded = json.loads(files("agent.drafting.support").joinpath("word_rates.json").read_text("utf-8"))
    return {k: tuple(map(float, v)) for k, v in loaded["rates"].items()}


def is_known(word_form: str) -> bool:
    """Whether the table of rates holds a word."""
    return word_form in _rates()


def own_rate(word_form: str, *, negated: bool) -> float:
    """How often a word is said in the visit whose note asserts it, or says that it was not so."""
    rate = _rates().get(word_form)
    if rate is None:
        return 0.5 if negated else OWN
    return rate[1] if negated else rate[0]


def denied_share(word_form: str) -> float:
    """How often a note that holds a word denies it."""
    rate = _rates().get(word_form)
    return 0.2 if rate is None else rate[3]


def foreign_rate(word_form: str) -> float:
    """How often any visit says a word."""
    rate = _rates().get(word_form)
    return FOREIGN if rate is None else max(rate[2], RAREST)


def weight(word_form: str) -> float:
    """How much a word tells: rare ones much, common ones little."""
    return (_other[-1][1] if _other else _shipped_weights()).get(word_form, _UNKNOWN)


@cache
def _shipped_weights() -> dict[str, float]:
    return _weights_of(_shipped_rates())


def _weights_of(table: Rates) -> dict[str, float]:
    return {word: _weight(rates[2]) for word, rates in table.items()}


def _weight(said_anywhere: float) -> float:
    return max(0.05, -math.log(max(said_anywhere, RAREST)))


_UNKNOWN = _weight(FOREIGN)


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of `words.yaml`, under `lists`."""
    listed = _words()["lists"][name]
    return frozenset(listed.split() if isinstance(listed, str) else map(str, listed))


@cache
def scored() -> dict[str, tuple[str, ...]]:
    """What a scale's total is -> lower-case names of the scales that have it."""
    return {str(total): tuple(names.split()) for total, names in _words()["scored"].items()}


@cache
def _turned() -> dict[str, str]:
    return {str(k): str(v) for k, v in _words()["turned"].items()}


def turned(word: str) -> tuple[str, bool]:
    """The word whose opposite a lower-case word is (`nontender`: `tender`, True), else itself and False."""
    base = _turned().get(word)
    return (word, False) if base is None else (base, True)
