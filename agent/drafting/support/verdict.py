"""Supported, partly or unsupported: one statement held against what was said, claim by claim."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Literal

from agent.drafting.support.align import Alignment, align, window
from agent.drafting.support.claims import StatementClaim, claim_of
from agent.drafting.support.denials import denial_features, is_settled
from agent.drafting.support.model import doubt
from agent.drafting.support.numbers import is_unsaid, number_features
from agent.drafting.support.results import contradicted
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
    """A verdict, its reasons, and the words said that it rests on."""

    verdict: Literal["supported", "partly", "unsupported"]
    reasons: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def judge(text: str, said: Said) -> Judged:
    """The verdict on one statement."""
    return judge_claim(claim_of(text), said)


def judge_claim(claim: StatementClaim, said: Said, settled: Collection[Reason] = ()) -> Judged:
    """The verdict on a statement that was read already; of `settled` reasons nothing is asked."""
    doubted = partial(doubt, long=said.is_long)
    found = align(claim, said)
    reasons: list[Reason] = []
    terms = term_features(claim, said, found)
    if doubted("term", terms) > 0:
        reasons.append("term")
    if "number" not in settled and any(
        is_unsaid(n, said) or doubted("number", number_features(n, claim, said, found)) > 0
        for n in claim.numbers
    ):
        reasons.append("number")
    if "side" not in settled and any(
        doubted("side", side_features(s, claim, said, found)) > 0 for s in claim.sides if s.side != "both"
    ):
        reasons.append("side")
    if _denied_otherwise(claim, said, found, terms):
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


def _denied_otherwise(claim: StatementClaim, said: Said, found: Alignment, terms: tuple[float, ...]) -> bool:
    if any(contradicted(r, said.results) for r in claim.results):
        return True
    if is_settled(claim, said):
        return False
    return doubt("negation", (*terms, *denial_features(claim, said, found)), long=said.is_long) > 0


def _evidence(said: Said, found: Alignment) -> tuple[tuple[int, int], ...]:
    """The lines in which the best one or two places stand; of long lines only the words about it."""
    spans = []
    for place in found.places[:2]:
        line = said.words[place.high].line
        words = [said.words[k] for k in window(said, place) if said.words[k].line == line]
        spans.append((words[0].start, words[-1].end))
    return tuple(sorted(set(spans)))
