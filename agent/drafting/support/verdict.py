"""Supported, partly or unsupported: one statement held against what was said, claim by claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agent.drafting.support.align import Alignment, align, window
from agent.drafting.support.claims import ClaimResult, claim_of
from agent.drafting.support.denials import denial_features
from agent.drafting.support.model import doubt
from agent.drafting.support.numbers import is_unsaid, number_features
from agent.drafting.support.said import Said
from agent.drafting.support.sides import side_features
from agent.drafting.support.terms import NAMES as TERMS
from agent.drafting.support.terms import term_features
from agent.drafting.support.whose import subject_wrong, time_wrong

MISSING_OF_PARTLY = 0.5
"""Share of a statement's weight that may be unsaid for it to count as partly supported."""
Reason = Literal["number", "unit", "side", "negation", "time", "subject", "term"]


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: Literal["supported", "partly", "unsupported"]
    reasons: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def judge(text: str, said: Said, known: frozenset[str] = frozenset()) -> Judged:
    """The verdict on one statement. `known`: numbers that the visit record vouches for."""
    claim = claim_of(text)
    found = align(claim, said)
    reasons: list[Reason] = []
    terms = term_features(claim, said, found)
    if doubt("term", terms) > 0:
        reasons.append("term")
    if any(
        is_unsaid(n, said) or doubt("number", number_features(n, claim, said, found)) > 0
        for n in claim.numbers
        if n.text not in known
    ):
        reasons.append("number")
    if any(doubt("side", side_features(s, claim, said, found)) > 0 for s in claim.sides if s.side != "both"):
        reasons.append("side")
    denials = (*terms, *denial_features(claim, said, found))
    if doubt("negation", denials) > 0 or any(_result_wrong(r, said) for r in claim.results):
        reasons.append("negation")
    if time_wrong(claim.numbers, said):
        reasons.append("time")
    if subject_wrong(claim, said):
        reasons.append("subject")
    spans = _evidence(said, found)
    if not reasons:
        return Judged("supported", (), spans)
    carried = dict(zip(TERMS, terms, strict=True))["missing"] < MISSING_OF_PARTLY
    verdict: Literal["partly", "unsupported"] = "partly" if reasons == ["term"] and carried else "unsupported"
    return Judged(verdict, tuple(dict.fromkeys(reasons)), spans)


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


def _evidence(said: Said, found: Alignment) -> tuple[tuple[int, int], ...]:
    """The lines in which the best one or two places stand; of long lines only the words about it."""
    spans = []
    for place in found.places[:2]:
        line = said.words[place.high].line
        words = [said.words[k] for k in window(said, place) if said.words[k].line == line]
        spans.append((words[0].start, words[-1].end))
    return tuple(sorted(set(spans)))
