"""What each word of a statement, affirmed or denied, tells of whether its negations were turned round.

Notes deny `gallops` and affirm `tenderness`, whatever else they say; and a word that the talk is read to deny
counts for more with one word than with another. Weights fitted on true statements and on the same ones with a
negation put in or taken out (`evals/support_turnings.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from math import fsum

from agent.drafting.support.claims import ClaimWord, StatementClaim
from agent.drafting.support.wordforms import weight
from agent.memory import kept_for_now

Turnings = dict[str, float]
"""Key -> log odds that the statement says the opposite of what was said. See `turned`."""
Lean = tuple[ClaimWord, float]
"""A word said, and by how much the talk leans the statement's way about it."""
NAMES = ("turned", "turned_most", "turned_denied", "turned_open")
"""The features, in order: of all words together, of the most telling, and of those denied and not."""
UNSAID = "unsaid"
STRONG = 3.0
"""A lean of so much is of a mention in much of the statement's company."""
_other: list[Turnings] = []


def turning_features(claim: StatementClaim, leans: Sequence[Lean]) -> tuple[float, ...]:
    sums = {False: [0.0], True: [0.0]}
    for word in _turned(claim, leans):
        sums[word[1]].append(_weighed(word, _other[-1]) if _other else _weight_of(word))
    told = [fsum(sums[denied]) for denied in (True, False)]
    most = max(max(part) for part in sums.values())
    return round(fsum(told), 4), round(most, 4), round(told[0], 4), round(told[1], 4)


def turned(claim: StatementClaim, leans: Sequence[Lean]) -> Iterator[list[str]]:
    """Of each word, once: itself, its rarity and none, denied or not, with how the talk has it."""
    return map(_keys, _turned(claim, leans))


_Turned = tuple[str, bool, str, str]
"""A word's form, whether it is denied, which way the talk leans about it, and whether strongly."""


def _turned(claim: StatementClaim, leans: Sequence[Lean]) -> Iterator[_Turned]:
    margins = {(w.form, w.negated): margin for w, margin in leans}
    for key in {(word.form, word.negated): None for word in claim.words}:
        yield (*key, *_way(margins.get(key)))


def _keys(word: _Turned) -> list[str]:
    form, denied, how, much = word
    mark = "-" if denied else "+"
    return [
        f"{form} {mark}",
        f"{form} {mark} {how}",
        f"~{round(weight(form))} {mark} {how}",
        f"* {mark} {how}{much}",
    ]


def _weighed(word: _Turned, weights: Turnings) -> float:
    return fsum(weights.get(key, 0.0) for key in _keys(word))


@kept_for_now(20_000)
def _weight_of(word: _Turned) -> float:
    return _weighed(word, _shipped())


def _way(margin: float | None) -> tuple[str, str]:
    """Which way the talk leans about a word, and whether strongly."""
    if margin is None:
        return UNSAID, ""
    if not margin:
        return "even", ""
    return ("so" if margin > 0 else "otherwise"), (" much" if abs(margin) >= STRONG else "")


@contextmanager
def other_turnings(weights: Turnings) -> Iterator[None]:
    """Weights that leave out the visits at hand, for fitting and for its cross-check."""
    _other.append(weights)
    try:
        yield
    finally:
        _other.pop()


@cache
def _shipped() -> Turnings:
    loaded = json.loads(files("agent.drafting.support").joinpath("turnings.json").read_text("utf-8"))
    return {key: value / 100 for key, value in loaded["weights"].items()}
