"""The part of the body a conversation is about: named, carried over turns, reset by the next one named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.domain.base import Side
from agent.understanding.marks import Mark
from agent.understanding.tokens import Token, join


@dataclass(frozen=True, slots=True)
class Place:
    """`words`: the part as it was called (`neck`, `back`); `side`: empty where nobody said which."""

    side: str = ""
    words: str = ""

    def __str__(self) -> str:
        return f"{self.side} {self.words}".strip()

    def __bool__(self) -> bool:
        return bool(self.words)


def sides_of(found: Sequence[Mark]) -> set[str]:
    return {t.name for m in found if (t := m.of("side")) is not None}


def place_of(tokens: Sequence[Token], found: Sequence[Mark]) -> Place:
    """The one place that words speak of; empty for none or for two."""
    named = [m for m in found if m.of("joint", "part")]
    texts = {join(tokens[m.start : m.end]).casefold() for m in named}
    sides = sides_of(found)
    if len(sides) > 1 or len(texts) > 1:
        return Place()
    return Place(next(iter(sides), ""), next(iter(texts), ""))


def without_reached(tokens: Sequence[Token], found: Sequence[Mark]) -> list[Mark]:
    """The marks without the places that something goes to: `it runs from the back down to the left foot`."""
    kept = []
    at = -1
    for mark in found:
        before = {t.low for t in tokens[max(0, at, mark.start - _TO_A_PLACE) : mark.start]}
        if mark.of("joint", "part", "side") and before & _REACHES and not before & _IS_THERE:
            at = mark.start - _TO_A_PLACE
            continue
        kept.append(mark)
        at = mark.end
    return kept


_TO_A_PLACE = 4
_REACHES = frozenset(["to", "into", "until", "till", "toward", "towards", "past", "down"])
_IS_THERE = frozenset(
    ["due", "is", "was", "happened", "did", "next", "close", "want", "have", "able", "used"]
)


class Topic:
    """What ratings without a place are about. `region`, `side`: the record's.

    A side passes on to a rating only while it is the only one spoken of, and the record's if that names one.
    """

    def __init__(self, region: str, side: Side = "none") -> None:
        self._region = region
        self._recorded = side
        self._spoken: dict[str, set[str]] = {}
        self.place = Place()
        self._rated: set[str] = set()

    def asked(self, tokens: Sequence[Token], found: Sequence[Mark]) -> Place:
        """The place a question asks about: its own, else the one before."""
        here = place_of(tokens, found)
        sides = sides_of(found)
        if here.words:
            side = here.side or (self.place.side if here.words == self.place.words else "")
            self.place = Place(side, here.words)
        elif len(sides) == 1 and (self.place.words or self._region):
            self.place = Place(next(iter(sides)), self.place.words or self._region)
        elif len(sides) > 1:
            self.place = Place()
        return self.place

    def answered(self, tokens: Sequence[Token], found: Sequence[Mark], *, opening: bool) -> None:
        """Learn the side, and at the opening the place, from what the patient answers."""
        found = without_reached(tokens, found)
        here, sides = place_of(tokens, found), sides_of(found)
        if len(sides) == 1 and not self.place.side and (self.place.words or self._region):
            if not here.words or here.words in (self.place.words, self._region) or not self.place.words:
                self.place = Place(next(iter(sides)), self.place.words or here.words or self._region)
        elif opening and here.words and not self.place.words:
            self.place = here

    def heard(self, tokens: Sequence[Token], found: Sequence[Mark]) -> None:
        """Remember which sides of which place were spoken of, whoever spoke and in whatever way."""
        words = [join(tokens[m.start : m.end]).casefold() for m in found if m.of("joint", "part")]
        for place in words or [self.place.words]:
            self._spoken.setdefault(place, set()).update(sides_of(found))

    def unsure(self, place: Place) -> Place:
        """The place without a side that it took from before, unless that side is beyond doubt."""
        spoken = self._spoken.get(place.words, set()) | self._spoken.get("", set())
        sure = spoken <= {place.side} and self._recorded in ("none", "bilateral", place.side)
        return place if sure else Place("", place.words)

    def rate(self, place: Place) -> None:
        self._rated.add(str(place))

    @property
    def alone(self) -> Place:
        """The place of a number asked for with no place at all: only when it can be but one."""
        return self.place if len(self._rated | {str(self.place)}) <= 1 or self.place.side else Place()
