"""What each word of a statement, unsaid, said near the rest or far from it, tells of whose visit it is of.

The shares of `terms` count every word alike; these weights were fitted on which statements are of a visit
and which of another: an unsaid `golf` or a name tells much, an unsaid `understands` nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from math import fsum

from agent.drafting.support.align import Alignment
from agent.drafting.support.claims import StatementClaim
from agent.drafting.support.said import Said
from agent.drafting.support.wordforms import is_known, weight
from agent.memory import kept_for_now

Tellings = dict[str, float]
"""Key -> log odds that the statement is of another visit. See `told`."""
ABOUT = 6
"""Words before and after the best place that still count as near."""
NEAR, FAR, UNSAID = "near", "far", "unsaid"
STEM = 5
"""Letters that a word must have for another of the same beginning to say something of it."""
_other: list[Tellings] = []


def telling(claim: StatementClaim, said: Said, found: Alignment) -> tuple[float, float]:
    """The weights of a statement's words together: all that is told, and the most that one word tells."""
    if _other:
        told_by = [_weighed(word, _other[-1]) for word in _told(claim, said, found)]
    else:
        told_by = [_weight_of(word) for word in _told(claim, said, found)]
    return round(fsum(told_by), 4), round(max(told_by, default=0.0), 4)


def told(claim: StatementClaim, said: Said, found: Alignment) -> Iterator[list[str]]:
    """Of each word of a statement, once: itself, its rarity and its writing, each with where it is said."""
    return map(_keys, _told(claim, said, found))


_Told = tuple[str, str, bool, bool, bool]
"""A word's form and where it is said; whether it is denied, written as a name, and said by its beginning."""


def _told(claim: StatementClaim, said: Said, found: Alignment) -> Iterator[_Told]:
    place = found.places[0] if found.places else None
    seen: set[str] = set()
    for word in claim.words:
        if word.form in seen:
            continue
        seen.add(word.form)
        spoken = said.by_form.get(word.form)
        if not spoken:
            where = UNSAID
        elif place is not None and any(place.low - ABOUT <= p <= place.high + ABOUT for p in spoken):
            where = NEAR
        else:
            where = FAR
        begun = where == UNSAID and len(word.low) >= STEM and word.low[:4] in said.stems
        yield word.form, where, word.negated, word.capital, begun


def _keys(word: _Told) -> list[str]:
    form, where, denied, capital, begun = word
    keys = [f"{form} {where}", f"~{round(weight(form) * 1.5)} {where}", f"* {where}"]
    if denied:
        keys.append(f"- {where}")
    if capital:
        keys.append(f"^ {where}")
    if not is_known(form):
        keys.append(f"? {where}")
    if begun:
        keys.append("stem")
    return keys


def _weighed(word: _Told, weights: Tellings) -> float:
    return fsum(weights.get(key, 0.0) for key in _keys(word))


@kept_for_now(20_000)
def _weight_of(word: _Told) -> float:
    return _weighed(word, _shipped())


@contextmanager
def other_tellings(weights: Tellings) -> Iterator[None]:
    """Weights that leave out the visits at hand, for fitting and for its cross-check."""
    _other.append(weights)
    try:
        yield
    finally:
        _other.pop()


@cache
def _shipped() -> Tellings:
    loaded = json.loads(files("agent.drafting.support").joinpath("tellings.json").read_text("utf-8"))
    return {key: value / 100 for key, value in loaded["weights"].items()}
