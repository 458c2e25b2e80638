"""Supported, partly or unsupported: one statement held against what was said, claim by claim."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from agent.drafting.support.claims import (
    ClaimNumber,
    ClaimResult,
    ClaimSide,
    StatementClaim,
    claim_of,
)
from agent.drafting.support.said import NEGATIONS, Said, number_keys
from agent.drafting.support.wordforms import body_forms, fitted, foreign_rate, own_rate, weight

Reason = Literal["number", "unit", "side", "negation", "time", "subject", "term"]

REACH = 12
"""Words on either side of a place that count as beside it."""
NUMBER_WEIGHT = 2.0
"""How much a number tells of where a statement was said."""
CLOSE_RUN = 0.75
"""Places that match at least this share of the best one are looked at too."""


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: Literal["supported", "partly", "unsupported"]
    reasons: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def judge(text: str, said: Said, known: frozenset[str] = frozenset()) -> Judged:
    """The verdict on one statement. `known`: numbers that the visit record vouches for."""
    claim = claim_of(text)
    reasons: list[Reason] = []
    places = places_of(claim, said)
    features = (*term_features(claim, said, places), *polarity_features(claim, said, places))
    if doubt("term", features) > 0:
        reasons.append("term")
    if any(not _number_said(n, said, known) for n in claim.numbers):
        reasons.append("number")
    if any(_side_wrong(s, claim, said, places) for s in claim.sides):
        reasons.append("side")
    if doubt("negation", features) > 0 or any(_result_wrong(r, said) for r in claim.results):
        reasons.append("negation")
    spans = _evidence(said, places)
    if not reasons:
        return Judged("supported", (), spans)
    return Judged("unsupported", tuple(dict.fromkeys(reasons)), spans)


def term_features(claim: StatementClaim, said: Said, places: list[int]) -> tuple[float, ...]:
    """What the words say about whether the statement is of this visit.

    Log odds; share of the words' weight never said; share said together in one place; words.
    """
    polarity: dict[str, bool] = {}
    for w in claim.words:
        polarity[w.form] = polarity.get(w.form, True) and w.negated
    score = total = missing = surprise = 0.0
    for f, negated in polarity.items():
        own, foreign = own_rate(f, negated=negated), foreign_rate(f)
        total += weight(f)
        if f in said.by_form:
            score += max(0.0, math.log(own / foreign)) if own > foreign else 0.0
        else:
            loss = math.log((1.0 - min(own, 0.97)) / (1.0 - foreign))
            score += loss
            surprise = min(surprise, loss)
            missing += weight(f)
    together = 0.0
    if places:
        near = {said.words[k].form for k in _window(said, places[0])}
        together = sum(weight(f) for f in polarity if f in near)
    if not total:
        return 3.0, 0.0, 1.0, 0.0, 0.0, 0.0
    return (
        max(-8.0, min(8.0, score)),
        missing / total,
        together / total,
        min(1.0, len(polarity) / 10.0),
        surprise,
        min(together, 12.0) / 12.0,
    )


def doubt(kind: str, features: tuple[float, ...]) -> float:
    """Above zero: the statement is not carried. Linear, with weights fitted on a public training set."""
    bias, weights = fitted(kind)
    return bias + sum(w * f for w, f in zip(weights, features, strict=True))


def places_of(claim: StatementClaim, said: Said) -> list[int]:
    """Word indexes around which most of the statement's telling words were said, best first."""
    forms = {w.form for w in claim.words if w.form in said.by_form}
    hits = [(p, f) for f in forms for p in said.by_form[f][:60]]
    for n in claim.numbers:
        hits += [(p, f"#{n.text}") for key in _spellings(n.text) for p in said.by_number.get(key, ())[:20]]
    hits.sort()
    if not hits:
        return []
    scored: list[tuple[float, int]] = []
    low = 0
    for i, (p, _) in enumerate(hits):
        while hits[low][0] < p - 2 * REACH:
            low += 1
        inside = {f for _, f in hits[low : i + 1]}
        scored.append((sum(NUMBER_WEIGHT if f[0] == "#" else weight(f) for f in inside), p))
    best = max(s for s, _ in scored)
    out: list[int] = []
    for s, p in sorted(scored, key=lambda x: (-x[0], x[1])):
        if s < CLOSE_RUN * best or len(out) >= 4:
            break
        if all(abs(p - o) > 2 * REACH for o in out):
            out.append(p)
    return out


def _window(said: Said, place: int) -> range:
    """The words about a place that `places_of` found: it is the last word of its match."""
    return range(max(0, place - 2 * REACH - 4), min(len(said.words), place + 8))


def polarity_features(claim: StatementClaim, said: Said, places: list[int]) -> tuple[float, ...]:
    """How the statement's negations go with those said where the same things were spoken of.

    Share of weight said the other way, that weight, whether a negation was said near, and the same
    three for statements that hold a negation themselves (zeros for those that do not).
    """
    agree = disagree = local = 0.0
    near = 1.0 if any(_has_cue(said, p) for p in places) else 0.0
    if places:
        for w in claim.words:
            here = {
                said.words[k].negated
                for p in places
                for k in _window(said, p)
                if said.words[k].form == w.form
            }
            polarities = here or {said.words[k].negated for k in said.by_form.get(w.form, ())}
            if not polarities:
                continue
            if w.negated in polarities:
                agree += weight(w.form)
            else:
                disagree += weight(w.form)
                local += weight(w.form) if here else 0.0
    share = disagree / (agree + disagree) if agree + disagree else 0.0
    scope = [w for w in claim.words if w.negated]
    known = [w for w in scope if w.form in said.by_form]
    said_so = [w for w in known if any(said.words[k].negated for k in said.by_form[w.form])]
    head = next((w for w in scope if w.form in said.by_form), None)
    head_so = 1.0 if head is None or head in said_so else 0.0
    open_words = [w for w in claim.words if not w.negated]
    absent = sum(
        weight(w.form)
        for w in open_words
        if w.form not in said.by_form and own_rate(w.form, negated=False) > 0.6
    )
    only_denied = [
        w for w in open_words if (ks := said.by_form.get(w.form)) and all(said.words[k].negated for k in ks)
    ]
    rare = min(
        (w for w in open_words if w.form in said.by_form), key=lambda w: foreign_rate(w.form), default=None
    )
    cue = 1.0 if claim.cue else 0.0
    no = 1.0 - cue
    return (
        share * no,
        min(disagree, 8.0) / 8.0 * no,
        near * no,
        min(local, 8.0) / 8.0 * no,
        no * min(sum(weight(w.form) for w in only_denied), 8.0) / 8.0,
        no * (1.0 if rare is not None and rare in only_denied else 0.0),
        min(absent, 10.0) / 10.0,
        no * (1.0 if claim.asserts and (absent > 0 or only_denied) else 0.0),
        cue,
        cue * share,
        cue * min(disagree, 8.0) / 8.0,
        cue * near,
        cue * (len(said_so) / len(known) if known else 1.0),
        cue * (1.0 if not known else 0.0),
        cue * head_so,
        cue * (1.0 if not scope else 0.0) * (1 - near),
        1.0 if not places else 0.0,
        no * (1.0 if claim.asserts else 0.0),
    )


def _has_cue(said: Said, place: int) -> bool:
    return any(
        said.words[k].low in NEGATIONS or said.words[k].asked or said.words[k].low.endswith("n't")
        for k in _window(said, place)
    )


def _number_said(number: ClaimNumber, said: Said, known: frozenset[str]) -> bool:
    """Whether the number was said, with the same unit or beside the same words."""
    if number.text in known:
        return True
    if number.unit == "year" and "old" in number.near and not said.by_form.get("old"):
        return True
    places = [p for key in _spellings(number.text) for p in said.by_number.get(key, ())]
    if not places:
        return _parts_said(number, said) or _decimal_said(number.text, said)
    company = number.near
    if not company or len(number.text.strip("-")) >= 3:
        return True
    if number.unit and any(_unit_near(said, p, number.unit) for p in places):
        return True
    return any(_near(said, p, company, 6 if len(number.text) < 2 else 8) for p in places)


def _near(said: Said, at: int, forms: Iterable[str], far: int) -> bool:
    wanted = set(forms)
    return any(w.form in wanted for w in said.words[max(0, at - far) : at + far + 1])


def _spellings(text: str) -> list[str]:
    out = [text]
    if text.startswith("-"):
        out.append(text[1:])
    if text.endswith(".0"):
        out.append(text[:-2])
    if text.endswith(("/5", "/10")):
        out.append(text.split("/")[0])
    return out


def _parts_said(number: ClaimNumber, said: Said) -> bool:
    parts = [k for k in number_keys(number.text) if k != number.text]
    if number.text.endswith(("/5", "/10")) and parts[-1] in ("5", "10"):
        parts = parts[:-1]
    return bool(parts) and all(p in said.by_number for p in parts)


def _decimal_said(text: str, said: Said) -> bool:
    """`98.2` said as `98 2`."""
    whole, _, rest = text.partition(".")
    return bool(rest) and any(
        said.words[k].number == rest
        for p in said.by_number.get(whole, ())
        for k in range(p + 1, min(p + 3, len(said.words)))
    )


def _unit_near(said: Said, at: int, unit: str) -> bool:
    return any(
        w.low.removesuffix("s") == unit or w.low == unit or (unit == "mg" and w.low.startswith("milligram"))
        for w in said.words[at : at + 4]
    )


def _result_wrong(result: ClaimResult, said: Said) -> bool:
    """Whether a test that the statement calls positive was called negative, or the other way round."""
    found: set[str] = set()
    for f in result.near:
        for p in said.by_form.get(f, ()):
            for k in range(p + 1, min(len(said.words), p + 9)):
                low = said.words[k].low
                if low in ("positive", "negative"):
                    found.add(low)
                    break
            else:
                if p and said.words[p - 1].low in ("positive", "negative"):
                    found.add(said.words[p - 1].low)
    return bool(found) and result.result not in found


def _other(side: str) -> str:
    return "left" if side == "right" else "right"


def _side_wrong(side: ClaimSide, claim: StatementClaim, said: Said, places: list[int]) -> bool:
    """Whether the numbers, the noun or the place that a side goes with were said with the other side."""
    if side.side == "both":
        return False
    by_number = _side_by_numbers(side, claim, said)
    if by_number is not None:
        return by_number
    mine, others = said.sides.get(side.side, []), said.sides.get(_other(side.side), [])
    if not mine:
        return bool(others) or side.noun in body_forms()
    nouns = {side.noun} if side.noun in body_forms() else {n for n in side.near if n in body_forms()}
    with_mine, with_other = _beside(said, mine, nouns), _beside(said, others, nouns)
    if with_other and not with_mine:
        return True
    if with_mine and not with_other:
        return False
    for place in places[:2]:
        here = said.words[place].sentence
        in_mine = any(said.words[p].sentence == here for p in mine)
        in_other = any(said.words[p].sentence == here for p in others)
        if in_mine != in_other:
            return in_other
        near_mine = min((abs(p - place) for p in mine), default=10**6)
        near_other = min((abs(p - place) for p in others), default=10**6)
        if min(near_mine, near_other) <= 2 * REACH:
            return near_other < near_mine and near_other <= REACH and near_mine > near_other + 4
    return False


def _beside(said: Said, places: list[int], nouns: set[str]) -> list[int]:
    return [
        p
        for p in places
        if any(said.words[k].form in nouns for k in range(max(0, p - 3), min(len(said.words), p + 5)))
    ]


def _side_by_numbers(side: ClaimSide, claim: StatementClaim, said: Said) -> bool | None:
    """Whether every number that goes with the side was said with the other; None without such numbers."""
    mine = [n for n in claim.numbers if _goes_with(n.at, claim) == side.at]
    verdicts = []
    for number in mine:
        places = [p for key in _spellings(number.text) for p in said.by_number.get(key, ())]
        if len(number.text) < 2 and not number.unit:
            places = [p for p in places if _near(said, p, number.near, 6)]
        found = {s for p in places if (s := _said_side(said, p))}
        if found:
            verdicts.append(side.side not in found)
    return any(verdicts) if verdicts else None


def _goes_with(at: int, claim: StatementClaim) -> int | None:
    """The place of the side that a number of the statement belongs to: the last before it, else the next."""
    before = [s.at for s in claim.sides if s.at < at and at - s.at <= 10]
    if before:
        return max(before)
    after = [s.at for s in claim.sides if s.at > at and s.at - at <= 5]
    return min(after) if after else None


def _said_side(said: Said, place: int) -> str:
    """The side said with the number at `place`."""
    for k in range(place - 1, max(-1, place - 12), -1):
        for side in ("left", "right"):
            if said.words[k].low == side and k in said.side_places:
                return side
    for k in range(place + 1, min(len(said.words), place + 5)):
        for side in ("left", "right"):
            if said.words[k].low == side and k in said.side_places:
                return side
    return ""


def _evidence(said: Said, places: list[int]) -> tuple[tuple[int, int], ...]:
    """The lines in which the best one or two places stand; of long lines only the words about it."""
    spans = []
    for place in places[:2]:
        words = [said.words[k] for k in _window(said, place) if said.words[k].line == said.words[place].line]
        spans.append((words[0].start, words[-1].end))
    return tuple(sorted(set(spans)))
