"""How far a statement is of what its visit is about: words that go together in visits, beside what was said.

A knee's visit may say no word of `meniscus`, and yet the sentence is likelier of it than of a visit about a
cough. Every word has a place among a few dozen directions (singular vectors of which words occur in which
visits, `evals/support_topics.py`); a talk's place is the sum of its words'.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import fsum, hypot
from operator import mul

from agent.drafting.support.claims import StatementClaim
from agent.drafting.support.said import Said
from agent.memory import kept_for_now

Vector = Sequence[float]
NAMES = ("topic", "topic_share", "topic_unsaid", "topic_least")
"""The features, in order: how far all words go the talk's way, of how far they go at all; those unsaid; the
one that goes least."""
SCALE = 64.0
"""A word's place is kept in 64ths."""


@dataclass(frozen=True)
class Topics:
    """Form -> its place, rare words further out; `usual` is the place of the usual talk."""

    words: Mapping[str, str]
    """Each a signed byte for every direction, in base 64."""
    usual: Vector

    def place(self, form: str) -> Vector | None:
        written = self.words.get(form)
        return [(b - 256 if b > 127 else b) / SCALE for b in b64decode(written)] if written else None


_other: list[Topics] = []


def topic_features(claim: StatementClaim, said: Said) -> tuple[float, ...]:
    topics = _other[-1] if _other else _shipped()
    place_of = topics.place if _other else _shipped_place
    if not said.topic:
        said.topic = talk_place(said.by_form, topics.usual, place_of)
    towards = said.topic
    places = []
    unsaid = [0.0]
    for form in {word.form: None for word in claim.words}:
        place = place_of(form)
        if place is not None:
            places.append(place)
            if form not in said.by_form:
                unsaid.append(sum(map(mul, place, towards)))
    whole = list(map(sum, zip(*places, strict=True)))
    way, far = sum(map(mul, whole, towards)), hypot(*whole)
    return round(way, 3), round(way / far, 3) if far else 0.0, round(fsum(unsaid), 3), round(min(unsaid), 3)


def talk_place(
    forms: Iterable[str], usual: Vector, place_of: Callable[[str], Vector | None]
) -> tuple[float, ...]:
    """The direction in which a talk lies from the usual one; of length 1."""
    places = [place for form in forms if (place := place_of(form)) is not None]
    summed = [float(sum(along)) for along in zip(*places, strict=True)] or [0.0] * len(usual)
    far = hypot(*summed) or 1.0
    moved = [at / far - often for at, often in zip(summed, usual, strict=True)]
    off = hypot(*moved) or 1.0
    return tuple(at / off for at in moved)


@contextmanager
def other_topics(topics: Topics) -> Iterator[None]:
    """Places that leave out the visits at hand, for fitting and for its cross-check."""
    _other.append(topics)
    try:
        yield
    finally:
        _other.pop()


@cache
def _shipped() -> Topics:
    loaded = json.loads(files("agent.drafting.support").joinpath("topics.json").read_text("utf-8"))
    return Topics(loaded["words"], loaded["usual"])


@kept_for_now(20_000)
def _shipped_place(form: str) -> Vector | None:
    return _shipped().place(form)
