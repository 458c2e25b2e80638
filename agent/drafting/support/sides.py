"""Whether a statement's side was said of the same thing."""

from __future__ import annotations

from math import fsum

from agent.drafting.support.align import Alignment, weight_of
from agent.drafting.support.claims import ClaimSide, StatementClaim
from agent.drafting.support.numbers import places_said
from agent.drafting.support.said import Said
from agent.drafting.support.wordforms import body_forms

NAMES = (
    "mine", "other", "share", "mine_noun", "other_noun", "noun_share", "mine_company", "other_company",
    "margin", "numbers_right", "numbers_wrong", "earlier_right", "earlier_wrong", "near_mine",
    "near_other", "nearer", "body", "noun_said", "bilateral", "both_noun", "any", "only_other",
    "own_mine", "own_other", "own_margin", "next_mine", "next_other", "inherited", "inherited_next",
    "line_mine", "line_other", "length", "addressed",
)  # fmt: skip
"""The features, in order."""
NEAR = 10
SAME_RUN = 0.7
"""Occurrences of a number with at least this share of the best one's company count."""
FAR = 60.0
"""Words; further off counts as so far."""


def side_features(side: ClaimSide, claim: StatementClaim, said: Said, found: Alignment) -> tuple[float, ...]:
    mine, other = said.sides.get(side.side, []), said.sides.get(_other(side.side), [])
    both = said.sides.get("both", [])
    nouns = {side.noun} if side.noun in body_forms() else {n for n in side.near if n in body_forms()}
    mine_noun, other_noun = _beside(said, mine, nouns), _beside(said, other, nouns)
    with_mine, with_other = _company(mine, side, found), _company(other, side, found)
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
        *_by_numbers(side, claim, said, found),
        near_mine,
        near_other,
        near_other - near_mine,
        float(bool(nouns)),
        float(side.noun in said.by_form),
        float(len(both)),
        float(_beside(said, both, nouns)),
        float(bool(mine or other)),
        float(bool(other) and not mine),
        *_own_words(side, mine, other, said),
        float(_next_to(side, mine, said)),
        float(_next_to(side, other, said)),
        *_inherited(side.side, said, found),
        *_of_lines(mine, other, said, found),
        *said.manner,
    )


def _inherited(side: str, said: Said, found: Alignment) -> tuple[float, float]:
    """Of the best two places: 1 where this side was the last named before it, -1 the other, 0 none."""
    out = []
    for place in found.places[:2]:
        named = {
            name: max((p for p in said.sides.get(name, ()) if p <= place.low), default=-1)
            for name in ("left", "right")
        }
        last = max(named, key=lambda name: named[name])
        out.append(0.0 if named[last] < 0 else 1.0 if last == side else -1.0)
    return (*out, 0.0, 0.0)[0], (*out, 0.0, 0.0)[1]


def _of_lines(mine: list[int], other: list[int], said: Said, found: Alignment) -> tuple[float, float]:
    """How often either side was named in the utterances of the best place and the two before."""
    if not found.places:
        return 0.0, 0.0
    line = said.words[found.places[0].high].line
    return (
        float(sum(line - 2 <= said.words[p].line <= line for p in mine)),
        float(sum(line - 2 <= said.words[p].line <= line for p in other)),
    )


def _own_words(side: ClaimSide, mine: list[int], other: list[int], said: Said) -> tuple[float, float, float]:
    """Share of the side's own words said between its neighbouring sides: its, the other's, the difference."""
    total = fsum(weight_of(f) for f in side.own)
    if not total:
        return 0.5, 0.5, 0.0

    def best(places: list[int]) -> float:
        return max(
            (fsum(weight_of(f) for f in side.own & _territory(p, said)) / total for p in places), default=0.0
        )

    with_mine, with_other = best(mine), best(other)
    return with_mine, with_other, with_mine - with_other


def _territory(place: int, said: Said) -> set[str]:
    """Forms said about a side, up to the sides before and after it, in its sentence."""
    forms = set()
    here = said.words[place].sentence
    for step in (-1, 1):
        k = place + step
        while 0 <= k < len(said.words) and abs(k - place) <= NEAR:
            word = said.words[k]
            if word.sentence != here or k in said.side_places:
                break
            forms.add(word.form)
            k += step
    return forms


def _next_to(side: ClaimSide, places: list[int], said: Said) -> int:
    """How often a side was said right beside one of the words that the statement has beside it."""
    wanted = {side.before, side.after} - {""}
    return sum(any(w.form in wanted for w in said.words[max(0, p - 3) : p + 4]) for p in places)


def _share(mine: int, other: int) -> float:
    return (mine + 0.5) / (mine + other + 1.0)


def _other(side: str) -> str:
    return "left" if side == "right" else "right"


def _company(places: list[int], side: ClaimSide, found: Alignment) -> float:
    return max(
        (fsum(weight_of(f) for f in found.company(p, NEAR) if f in side.near) for p in places), default=0.0
    )


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
        any(said.words[k].form in nouns for k in range(max(0, p - 3), min(len(said.words), p + 5)))
        for p in places
    )


def _by_numbers(side: ClaimSide, claim: StatementClaim, said: Said, found: Alignment) -> tuple[float, ...]:
    """How many numbers of the side were said with it, and how many only with the other.

    By the side of the number's own clause; then by the side named last before it.
    """
    out = [0.0, 0.0, 0.0, 0.0]
    for number in claim.numbers:
        if number.side_at != side.at:
            continue
        places = places_said(number, said)
        if not places:
            continue
        company = {p: fsum(weight_of(f) for f in found.company(p, NEAR) if f in number.near) for p in places}
        best = max(company.values())
        near = [said.words[p] for p in places if company[p] >= SAME_RUN * best]
        for k, named in enumerate(({w.side for w in near}, {w.side or w.earlier for w in near})):
            if side.side in named or "both" in named:
                out[2 * k] += 1.0
            elif _other(side.side) in named:
                out[2 * k + 1] += 1.0
    return tuple(out)
