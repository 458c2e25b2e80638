"""How near the talk's negations and yeses stand to a statement's words, whatever their grammar says.

Speech without marks runs on, so that what a negation reaches is often read wrongly; where the next `no`
stands, before or in the answer, is told by no grammar.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from math import fsum

from agent.drafting.support.align import Alignment
from agent.drafting.support.claims import ClaimWord, StatementClaim
from agent.drafting.support.said import Said
from agent.drafting.support.wordforms import weight

NAMES = (
    "denied_before", "denied_after", "denied_assent", "denied_answered", "head_before", "head_after",
    "head_assent", "head_sign", "open_before", "open_after", "open_assent", "open_sign", "second_before",
    "second_after", "second_sign", "pairs_otherwise", "pairs_near", "open_nearest", "open_share",
    "denied_share_far", "more_said", "holds_cue", "denied_best_sign", "open_worst_sign",
)  # fmt: skip
"""The features, in order: of the heaviest denied word, the first, the heaviest two asserted, and of all."""
FAR = 20
"""Words; further off counts as so far."""
CLOSE, APART = 6, 8
PAIR, BEFORE_PAIR = 10, 4
NONE = -1.0
UNSIGNED = 9.0
MOST = 40


def cue_features(
    claim: StatementClaim, said: Said, found: Alignment, best: dict[str, int]
) -> tuple[float, ...]:
    """`best`: where each form of the statement is said in most of its company."""
    spoken: dict[str, ClaimWord] = {}
    for word in claim.words:
        if word.form in best:
            spoken.setdefault(word.form, word)
    reach = {form: _reach(said, best[form]) for form in spoken}
    denied = [(weight(f), f) for f, w in spoken.items() if w.negated]
    asserted = sorted(((weight(f), f) for f, w in spoken.items() if not w.negated), reverse=True)
    out: list[float] = []
    if denied:
        out += reach[max(denied)[1]]
        head = denied[0][1]
        out += [*reach[head][:3], float(said.words[best[head]].sign)]
    else:
        out += [NONE] * 8
    for most, kept in ((asserted[:1], 3), (asserted[1:2], 2)):
        for _, form in most:
            out += [*reach[form][:kept], float(said.words[best[form]].sign)]
        if not most:
            out += [*([NONE] * kept), UNSIGNED]
    out += _pairs(claim, said)
    out.append(min((reach[f][0] for _, f in asserted), default=NONE))
    out.append(_share(asserted, {f for _, f in asserted if reach[f][0] <= CLOSE}))
    out.append(_share(denied, {f for _, f in denied if min(reach[f][:2]) > APART}))
    out.append(_more_said(claim, said, found))
    out.append(float(bool(claim.cues)))
    signs = {f: [said.words[p].sign for p in said.by_form[f][:MOST]] for f in spoken}
    out.append(float(max((max(signs[f]) for _, f in denied), default=UNSIGNED)))
    out.append(float(min((max(signs[f]) for _, f in asserted), default=UNSIGNED)))
    return tuple(out)


def _reach(said: Said, place: int) -> list[float]:
    """Words back to a negation of its line, on to the next, on to a yes; whether the answer denies."""
    line = said.words[place].line
    at = bisect_right(said.denials, place)
    back, on, answered = FAR, FAR, 0.0
    if at and said.words[said.denials[at - 1]].line == line:
        back = min(FAR, place - said.denials[at - 1])
    if at < len(said.denials):
        on = min(FAR, said.denials[at] - place)
        answered = float(on < FAR and said.words[said.denials[at]].line == line + 1)
    yes = bisect_right(said.assents, place)
    assent = min(FAR, said.assents[yes] - place) if yes < len(said.assents) else FAR
    return [float(back), float(on), float(assent), answered]


def _pairs(claim: StatementClaim, said: Said) -> tuple[float, float]:
    """Of neighbouring words said near each other, the share denied in one only of talk and statement.

    And how many such pairs there are.
    """
    words = [w for w in claim.words if w.form in said.by_form]
    near = otherwise = 0
    for one, other in pairwise(words):
        if one.form == other.form:
            continue
        gap, low, high = _nearest(said.by_form[one.form], said.by_form[other.form])
        if gap <= PAIR:
            at = bisect_left(said.denials, low - BEFORE_PAIR)
            denied = at < len(said.denials) and said.denials[at] <= high
            near += 1
            otherwise += denied != (one.negated or other.negated)
    return (otherwise / near if near else NONE), float(near)


def _nearest(ones: list[int], others: list[int]) -> tuple[int, int, int]:
    best = (FAR, 0, 0)
    for p in ones[:MOST]:
        k = bisect_left(others, p)
        for q in others[max(0, k - 1) : k + 1]:
            best = min(best, (abs(q - p), min(p, q), max(p, q)))
    return best


def _share(words: list[tuple[float, str]], of: set[str]) -> float:
    total = fsum(w for w, _ in words)
    return fsum(w for w, f in words if f in of) / total if total else NONE


def _more_said(claim: StatementClaim, said: Said, found: Alignment) -> float:
    """By how many negations the best place has more than the statement."""
    if not found.places:
        return -UNSIGNED
    place = found.places[0]
    first, last = bisect_left(said.denials, place.low - 4), bisect_right(said.denials, place.high + 4)
    return float(last - first - len(claim.cues))
