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
from agent.drafting.support.whole import Row, whole_features
from agent.drafting.support.whose import subject_wrong, time_wrong

MISSING_OF_PARTLY = 0.5
"""Share of a statement's weight that may be unsaid for it to count as partly supported."""
SURE = {"term": 1.0, "side": 0.3}
"""Log odds by which words or sides must tell against a statement that has its evidence's own numbers."""
_MISSING = TERMS.index("missing")
Reason = Literal["number", "unit", "side", "negation", "time", "subject", "term"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, its reasons, and the words said that it rests on."""

    verdict: Literal["supported", "partly", "unsupported"]
    reasons: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Features:
    """What each judgement of a statement looks at; None for a number that was never said."""

    terms: Row
    denials: Row
    whole: Row
    numbers: tuple[Row | None, ...]
    sides: tuple[Row, ...]

    @property
    def negation(self) -> Row:
        return (*self.terms, *self.denials)


def features_of(claim: StatementClaim, said: Said, found: Alignment) -> Features:
    """The features of every judgement."""
    terms = term_features(claim, said, found)
    denials = denial_features(claim, said, found)
    numbers = tuple(
        None if is_unsaid(n, said) else number_features(n, claim, said, found) for n in claim.numbers
    )
    sides = tuple(side_features(s, claim, said, found) for s in claim.sides if s.side != "both")
    whole = whole_features(claim, said, found, (terms, denials), numbers, sides)
    return Features(terms, denials, whole, numbers, sides)


def judge(text: str, said: Said) -> Judged:
    """The verdict on one statement."""
    return judge_claim(claim_of(text), said)


def judge_claim(claim: StatementClaim, said: Said, settled: Collection[Reason] = ()) -> Judged:
    """The verdict on a statement that was read already; of `settled` reasons nothing is asked."""
    doubted = partial(doubt, long=said.is_long)
    found = align(claim, said)
    features = features_of(claim, said, found)
    reasons: list[Reason] = []
    needed = SURE if "number" in settled and claim.numbers else {}
    if doubted("term", features.whole) > needed.get("term", 0.0):
        reasons.append("term")
    if "number" not in settled and any(row is None or doubted("number", row) > 0 for row in features.numbers):
        reasons.append("number")
    if "side" not in settled and any(
        doubted("side", row) > needed.get("side", 0.0) for row in features.sides
    ):
        reasons.append("side")
    if any(contradicted(r, said.results) for r in claim.results) or (
        not is_settled(claim, said) and doubted("negation", features.negation) > 0
    ):
        reasons.append("negation")
    if time_wrong(claim.numbers, said):
        reasons.append("time")
    if subject_wrong(claim, said):
        reasons.append("subject")
    spans = _evidence(said, found)
    if not reasons:
        return Judged("supported", (), spans)
    carried = features.terms[_MISSING] < MISSING_OF_PARTLY
    verdict: Literal["partly", "unsupported"] = "partly" if reasons == ["term"] and carried else "unsupported"
    return Judged(verdict, tuple(dict.fromkeys(reasons)), spans)


def _evidence(said: Said, found: Alignment) -> tuple[tuple[int, int], ...]:
    """The lines in which the best one or two places stand; of long lines only the words about it."""
    spans = []
    for place in found.places[:2]:
        line = said.words[place.high].line
        words = [said.words[k] for k in window(said, place) if said.words[k].line == line]
        spans.append((words[0].start, words[-1].end))
    return tuple(sorted(set(spans)))
