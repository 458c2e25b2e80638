"""Where in a talk a statement was said: the places that hold most of its telling words."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import fsum

from agent.drafting.support.claims import StatementClaim
from agent.drafting.support.said import Said
from agent.drafting.support.wordforms import weight

REACH = 24
"""Words over which one statement's words are spread when they were said together."""
NUMBER_WEIGHT = 2.0
"""How much a number tells of where a statement was said."""
SIDE_WEIGHT = 1.0
CLOSE_RUN = 0.75
"""Places that match at least this share of the best one are looked at too."""
MOST_PLACES, MOST_HITS = 4, 60


@dataclass(frozen=True, slots=True)
class Place:
    """Words [low, high] of the talk, the first and the last that match; `score` is the weight matched."""

    low: int
    high: int
    score: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Every word of the talk that a statement holds, in order, and the best places, best first."""

    at: tuple[int, ...]
    keys: tuple[str, ...]
    places: tuple[Place, ...]

    def company(self, place: int, reach: int) -> set[str]:
        """The statement's words said within `reach` words of `place`."""
        first, last = bisect_left(self.at, place - reach), bisect_left(self.at, place + reach + 1)
        return set(self.keys[first:last])


def weight_of(key: str) -> float:
    return NUMBER_WEIGHT if key[0] == "#" else SIDE_WEIGHT if key[0] == "@" else weight(key)


def align(claim: StatementClaim, said: Said) -> Alignment:
    """The statement's words and numbers found in the talk."""
    forms = {w.form for w in claim.words if w.form in said.by_form}
    hits = [(p, f) for f in forms for p in said.by_form[f][:MOST_HITS]]
    for n in claim.numbers:
        hits += [(p, f"#{n.text}") for key in n.spellings for p in said.by_number.get(key, ())[:20]]
    for s in claim.sides:
        hits += [(p, f"@{s.side}") for p in said.sides.get(s.side, ())[:MOST_HITS]]
    hits.sort()
    at, keys = tuple(p for p, _ in hits), tuple(f for _, f in hits)
    return Alignment(at, keys, tuple(_places(hits)))


def _places(hits: list[tuple[int, str]]) -> list[Place]:
    scored: list[Place] = []
    first = 0
    inside: dict[str, int] = {}
    for place, key in hits:
        inside[key] = inside.get(key, 0) + 1
        while hits[first][0] < place - REACH:
            gone = hits[first][1]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        scored.append(Place(hits[first][0], place, fsum(weight_of(k) for k in inside)))
    out: list[Place] = []
    for found in sorted(scored, key=lambda x: (-x.score, x.high - x.low, x.high)):
        if out and (found.score < CLOSE_RUN * out[0].score or len(out) >= MOST_PLACES):
            break
        if all(abs(found.high - o.high) > REACH for o in out):
            out.append(found)
    return out


def window(said: Said, place: Place) -> range:
    """The words about a place, with what was said just before and after."""
    return range(max(0, place.low - 4), min(len(said.words), place.high + 9))
