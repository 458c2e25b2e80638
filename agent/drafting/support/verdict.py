"""Supported, partly or unsupported: one statement held against what was said, claim by claim."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from agent.drafting.support.claims import ClaimNumber, ClaimSide, StatementClaim, claim_of
from agent.drafting.support.said import Said, number_keys
from agent.drafting.support.wordforms import rates

Reason = Literal["number", "unit", "side", "negation", "time", "subject", "term"]

OWN, FOREIGN = 0.86, 0.035
"""How often a word that the table does not know is said in its own visit, and in any visit."""
FAR = 12
"""Words between a number or side and the word it goes with, at most."""


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: Literal["supported", "partly", "unsupported"]
    reasons: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def judge(text: str, said: Said, known: frozenset[str] = frozenset()) -> Judged:
    """The verdict on one statement. `known`: numbers that the visit record vouches for."""
    claim = claim_of(text)
    reasons: list[Reason] = []
    score, missing = _terms(claim, said)
    if score < TERM_LIMIT:
        reasons.append("term")
    if any(not _number_said(n, said, known, claim) for n in claim.numbers):
        reasons.append("number")
    if any(_side_wrong(s, said) for s in claim.sides):
        reasons.append("side")
    if _polarity_wrong(claim, said):
        reasons.append("negation")
    spans = _evidence(claim, said)
    if not reasons:
        return Judged("supported", (), spans)
    return Judged("unsupported", tuple(dict.fromkeys(reasons)), spans)


TERM_LIMIT = -1.0


def _terms(claim: StatementClaim, said: Said) -> tuple[float, int]:
    """Log odds that the statement belongs to this visit, from the words that were and were not said."""
    table = rates()
    score, missing = 0.0, 0
    for f in dict.fromkeys(w.form for w in claim.words):
        negated = all(w.negated for w in claim.words if w.form == f)
        own, foreign = table.get(f, (OWN, FOREIGN))
        if f in said.by_form:
            score += math.log(own / foreign) if own > foreign else 0.0
        else:
            missing += 1
            if negated:
                own = min(own, 0.5)
            score += math.log((1 - own) / (1 - foreign))
    return score, missing


def _near(said: Said, at: int, forms: frozenset[str], far: int = FAR) -> bool:
    low, high = max(0, at - far), at + far + 1
    return any(w.form in forms for w in said.words[low:high])


def _number_said(number: ClaimNumber, said: Said, known: frozenset[str], claim: StatementClaim) -> bool:
    """Whether the number was said, with the same unit or beside the same words."""
    if number.text in known:
        return True
    places = [p for key in _spellings(number.text) for p in said.by_number.get(key, ())]
    if not places:
        return bool(_parts_said(number, said))
    if len(number.text.strip("-")) >= 3 and not number.unit:
        return True
    company = number.near
    if not company:
        return True
    if number.unit:
        if any(_unit_near(said, p, number.unit) for p in places):
            return True
        return any(_near(said, p, company, 6) for p in places)
    return any(_near(said, p, company) for p in places)


def _spellings(text: str) -> list[str]:
    out = [text]
    if text.startswith("-"):
        out.append(text[1:])
    if text.endswith(".0"):
        out.append(text[:-2])
    if text.endswith("/5") or text.endswith("/10"):
        out.append(text.split("/")[0])
    return out


def _parts_said(number: ClaimNumber, said: Said) -> bool:
    parts = [k for k in number_keys(number.text) if k != number.text]
    return bool(parts) and all(p in said.by_number for p in parts if p not in ("5", "10"))


def _unit_near(said: Said, at: int, unit: str) -> bool:
    return any(w.low.removesuffix("s") == unit or w.low == unit or (unit == "mg" and w.low.startswith("milligram")) for w in said.words[at + 1 : at + 4])


def _side_wrong(side: ClaimSide, said: Said) -> bool:
    """Whether the noun was said with the other side only."""
    if side.side == "both":
        return False
    other = "left" if side.side == "right" else "right"
    if not said.sides.get(side.side):
        return bool(said.sides.get(other)) or not said.sides.get("both")
    same = _side_distance(said, side, side.side)
    opposite = _side_distance(said, side, other)
    if same is None and opposite is None:
        return False
    if same is None:
        return True
    if opposite is None:
        return False
    return same > 6 and opposite <= 2


def _side_distance(said: Said, side: ClaimSide, which: str) -> int | None:
    """The least distance at which the side's noun was said beside `which`."""
    best: int | None = None
    nouns = said.by_form.get(side.noun, [])
    if not nouns:
        return None
    for place in said.sides.get(which, ()):
        for k in range(max(0, place - FAR), min(len(said.words), place + FAR + 1)):
            if said.words[k].form == side.noun:
                best = abs(k - place) if best is None else min(best, abs(k - place))
    return best


def _polarity_wrong(claim: StatementClaim, said: Said) -> bool:
    """Whether a finding was said the other way round wherever it was said."""
    for word in claim.words:
        places = said.by_form.get(word.form)
        if not places:
            continue
        negated = [said.words[p].negated for p in places]
        if word.negated and not any(negated):
            return True
        if not word.negated and all(negated) and any(said.words[p].asked for p in places):
            return True
    return False


def _evidence(claim: StatementClaim, said: Said) -> tuple[tuple[int, int], ...]:
    """The one or two lines that share most with the statement."""
    weight: dict[int, float] = {}
    for f in {w.form for w in claim.words}:
        places = said.by_form.get(f, ())
        for line in {said.words[p].line for p in places[:50]}:
            weight[line] = weight.get(line, 0.0) + 1.0 / (1 + len(places)) ** 0.5
    best = sorted(weight, key=lambda line: (-weight[line], line))[:2]
    return tuple(said.lines[line] for line in sorted(best) if weight[line] >= 0.5 * weight[best[0]])
