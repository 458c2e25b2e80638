"""How far a statement is of what its visit is about: words that go together in visits, beside what was said.

A knee's visit may say no word of `meniscus`, and yet the sentence is likelier of it than of a visit about a
cough. Every word has a place among a few dozen directions (singular vectors of which words occur in which
visits, `evals/support_topics.py`); a talk's place is the sum of its words'.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import fsum, hypot
from operator import add, mul

from agent.drafting.support.claims import StatementClaim
from agent.drafting.support.said import Said

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
    known: dict[str, Vector] = field(default_factory=dict)
    """Places that were asked for before."""

    def place(self, word: str) -> Vector | None:
        found = self.known.get(word)
        if found is None and (written := self.words.get(word)):
            found = self.known[word] = [(b - 256 if b > 127 else b) / SCALE for b in b64decode(written)]
        return found


_other: list[Topics] = []


def topic_features(claim: StatementClaim, said: Said) -> tuple[float, ...]:
    topics = _other[-1] if _other else _shipped()
    if not said.topic:
        said.topic = talk_place(said.by_form, topics)
    towards = said.topic
    whole = [0.0] * len(towards)
    unsaid = [0.0]
    way = 0.0
    for form in {word.form: None for word in claim.words}:
        place = topics.place(form)
        if place is not None:
            along = sum(map(mul, place, towards))
            way += along
            whole = list(map(add, whole, place))
            if form not in said.by_form:
                unsaid.append(along)
    far = hypot(*whole)
    return round(way, 3), round(way / far, 3) if far else 0.0, round(fsum(unsaid), 3), round(min(unsaid), 3)


def talk_place(forms: Iterable[str], topics: Topics) -> tuple[float, ...]:
    """The direction in which a talk lies from the usual one; of length 1."""
    places = [place for form in forms if (place := topics.place(form)) is not None]
    summed = [fsum(along) for along in zip(*places, strict=True)] or [0.0] * len(topics.usual)
    far = hypot(*summed) or 1.0
    moved = [at / far - usual for at, usual in zip(summed, topics.usual, strict=True)]
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
