"""What a statement's words say about whether it is of this visit."""

from __future__ import annotations

import math
from itertools import pairwise
from math import fsum

from agent.drafting.support.align import Alignment, window
from agent.drafting.support.claims import StatementClaim
from agent.drafting.support.said import Said
from agent.drafting.support.wordforms import body_forms, foreign_rate, own_rate, weight

NAMES = (
    "odds", "missing", "together", "words", "surprise", "together_weight", "rarest_missing",
    "body_missing", "pairs", "sex", "stem_missing", "total", "tight", "missing_count", "rarest_said",
    "numbers", "own_mean", "boiler", "span", "length", "addressed",
)  # fmt: skip
"""The features, in order."""


def term_features(claim: StatementClaim, said: Said, found: Alignment) -> tuple[float, ...]:
    polarity: dict[str, bool] = {}
    for word in claim.words:
        polarity[word.form] = polarity.get(word.form, True) and word.negated
    odds = total = missing = surprise = stem_missing = own_sum = 0.0
    rarest_missing = rarest_said = 0.0
    body_missing = missing_count = 0
    for f, negated in polarity.items():
        own, foreign, w = own_rate(f, negated=negated), foreign_rate(f), weight(f)
        total += w
        own_sum += own
        if f in said.by_form:
            odds += max(0.0, math.log(own / foreign)) if own > foreign else 0.0
            rarest_said = max(rarest_said, w)
            continue
        loss = math.log((1.0 - min(own, 0.97)) / (1.0 - foreign))
        odds += loss
        surprise = min(surprise, loss)
        missing += w
        missing_count += 1
        rarest_missing = max(rarest_missing, w * own)
        body_missing += f in body_forms()
        if not (len(f) >= 5 and f[:4] in said.stems):
            stem_missing += w
    together = tight = 0.0
    span = 0
    if found.places:
        best = found.places[0]
        near = {said.words[k].form for k in window(said, best)}
        together = fsum(weight(f) for f in polarity if f in near)
        tight = fsum(weight(f) for f in polarity if f in found.company((best.low + best.high) // 2, 8))
        span = best.high - best.low
    if not total:
        return (3.0, *([0.0] * (len(NAMES) - 1 - len(said.manner))), *said.manner)
    return (
        max(-8.0, min(12.0, odds)),
        missing / total,
        together / total,
        float(len(polarity)),
        surprise,
        together,
        rarest_missing,
        float(body_missing),
        _pairs(claim, said, found),
        _sex(claim, said),
        stem_missing / total,
        total,
        tight / total,
        float(missing_count),
        rarest_said,
        float(len(claim.numbers)),
        own_sum / len(polarity),
        odds / len(polarity),
        float(span),
        *said.manner,
    )


def _pairs(claim: StatementClaim, said: Said, found: Alignment) -> float:
    """Share of neighbouring words of the statement that were said near each other."""
    forms = [w.form for w in claim.words]
    pairs = [(a, b) for a, b in pairwise(forms) if a != b]
    if not pairs:
        return 0.5
    near = 0.0
    for a, b in pairs:
        if a in said.by_form and b in said.by_form:
            rare, other = sorted((a, b), key=foreign_rate)
            near += any(other in found.company(p, 12) for p in said.by_form[rare][:40])
    return near / len(pairs)


def _sex(claim: StatementClaim, said: Said) -> float:
    """Below zero where the statement speaks of the other sex than the talk does."""
    stated, spoken = claim.male - claim.female, said.male - said.female
    if not stated or not spoken:
        return 0.0
    sure = abs(spoken) / (said.male + said.female + 1.0)
    return sure if (stated > 0) == (spoken > 0) else -sure
