"""Words brought to one form, so that a note's `dyspnea` meets the spoken `short of breath`."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

_SUFFIXES = ("ically", "ments", "ment", "ness", "ingly", "edly", "ings", "ing", "ies", "ied", "ers", "ed", "es", "ly", "s")
PREFIX = 6
"""Longer words that agree in so many letters count as one word."""


@cache
def _tables() -> tuple[dict[str, str], frozenset[str]]:
    loaded: dict[str, Any] = yaml.safe_load(files("agent.drafting.support").joinpath("words.yaml").read_text("utf-8"))
    same = {}
    for group in loaded["same"]:
        for word in group:
            same[str(word)] = str(group[0])
    return same, frozenset(str(loaded["empty"]).split())


@lru_cache(maxsize=100_000)
def form(word: str) -> str:
    """The form in which a lower-case word is compared."""
    same, _ = _tables()
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
def rates() -> dict[str, tuple[float, float]]:
    """Form -> (how often it is said when its own note has it, how often any visit says it)."""
    loaded = json.loads(files("agent.drafting.support").joinpath("word_rates.json").read_text("utf-8"))
    return {k: (float(v[0]), float(v[1])) for k, v in loaded["rates"].items()}
