"""Whether a statement's side was said of the same thing."""

from __future__ import annotations

from agent.drafting.support.align import Alignment, weight_of
from agent.drafting.support.claims import ClaimSide, StatementClaim
from agent.drafting.support.said import Said
from agent.drafting.support.wordforms import body_forms

NAMES = (
    "mine", "other", "share", "mine_noun", "other_noun", "noun_share", "mine_company", "other_company", "margin",
    "numbers_wrong", "numbers_right", "near_mine", "near_other", "nearer", "body", "noun_said", "bilateral", "both_noun",
    "any", "only_other",
)  # fmt: skip
NEAR = 10
FAR = 60.0
"""Words; further off counts as so far."""


def side_features(side: ClaimSide, claim: StatementClaim, said: Said, found: Alignment) -> tuple[float, ...]:
    mine, other = said.sides.get(side.side, []), said.sides.get(_other(side.side), [])
    both = said.sides.get("both", [])
    nouns = {side.noun} if side.noun in body_forms() else {n for n in side.near if n in body_forms()}
    mine_noun, other_noun = _beside(said, mine, nouns), _beside(said, other, nouns)
    with_mine, with_other = _company(mine, side, found), _company(other, side, found)
    wrong = _side_by_numbers(side, claim, said)
    near_mine, near_other = _nearest(mine, found), _nearest(other, found)
    return (
        float(len(mine)),
        float(len(other)),
        _share(len(mine), len(other)),
        float(mine_noun),
        float(other_noun),
        _share(mine_noun, other_noun),
        with_mine,
        with_other,
        with_mine - with_other,
        float(wrong is True),
        float(wrong is False),
        near_mine,
        near_other,
        near_other - near_mine,
        float(bool(nouns)),
        float(side.noun in said.by_form),
        float(len(both)),
        float(_beside(said, both, nouns)),
        float(bool(mine or other)),
        float(bool(other) and not mine),
    )


def _share(mine: int, other: int) -> float:
    return (mine + 0.5) / (mine + other + 1.0)


def _other(side: str) -> str:
    return "left" if side == "right" else "right"


def _company(places: list[int], side: ClaimSide, found: Alignment) -> float:
    return max((sum(weight_of(f) for f in found.company(p, NEAR) if f in side.near) for p in places), default=0.0)


def _nearest(places: list[int], found: Alignment) -> float:
    """Words between the statement's best places and the next of `places`."""
    best = FAR
    for found_at in found.places[:2]:
        for p in places:
            gap = max(0, found_at.low - p, p - found_at.high)
            best = min(best, float(gap))
    return best


def _beside(said: Said, places: list[int], nouns: set[str]) -> int:
    return sum(
        any(said.words[k].form in nouns for k in range(max(0, p - 3), min(len(said.words), p + 5))) for p in places
    )


def _side_by_numbers(side: ClaimSide, claim: StatementClaim, said: Said) -> bool | None:
    """Whether every number that goes with the side was said with the other; None without such numbers."""
    verdicts = []
    for number in claim.numbers:
        if _goes_with(number.at, claim) != side.at:
            continue
        places = [p for key in number.spellings for p in said.by_number.get(key, ())]
        if len(number.text) < 2 and not number.unit:
            places = [p for p in places if _near(said, p, number.near, 6)]
        found = {s for p in places if (s := _said_side(said, p))}
        if found:
            verdicts.append(side.side not in found)
    return any(verdicts) if verdicts else None


def _near(said: Said, at: int, forms: frozenset[str], far: int) -> bool:
    return any(w.form in forms for w in said.words[max(0, at - far) : at + far + 1])


def _goes_with(at: int, claim: StatementClaim) -> int | None:
    """The place of the side that a number of the statement belongs to: the last before it, else the next."""
    before = [s.at for s in claim.sides if s.at < at and at - s.at <= 10]
    if before:
        return max(before)
    after = [s.at for s in claim.sides if s.at > at and s.at - at <= 5]
    return min(after) if after else None


def _said_side(said: Said, place: int) -> str:
    """The side said with the number at `place`."""
    for k in (*range(place - 1, max(-1, place - 12), -1), *range(place + 1, min(len(said.words), place + 5))):
        low = said.words[k].low
        if low in ("left", "right") and k in said.side_places:
            return low
    return ""
