"""The whole assessment consists of weak phrases.

An assessment that holds no judgement shows no skilled service.

Anti-pattern: "A: Patient is progressing well. Tolerated treatment well."
Best practice: "A: Quadriceps deficit still limits stairs; responds to tactile cues."
Source: APTA Center for Integrity; Benefit Policy Manual ch. 15 §220.3.D [V]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.rewording import weak_phrases, wording
from compliance.rules.text import pattern_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    assessment = [s for s in ctx.note.section("A") if s.origin in ("dictated", "human")]
    if assessment and all(_only_weak(s.text) for s in assessment):
        better = wording("barrier", ctx) or wording("change", ctx)
        yield Hit(
            detail="Every statement of the assessment is a phrase that fits any patient.",
            where=assessment[0].id,
            evidence=tuple(span for s in assessment for span in s.evidence),
            suggestion=f"For example: {better}"
            if better
            else "Name what limits function, what changed, and why skills are needed.",
        )


def _only_weak(text: str) -> bool:
    """Whether hardly a word is left of a statement without its weak phrases."""
    weak = pattern_of(tuple(p.match for p in weak_phrases()))
    rest = weak.sub(" ", text)
    return rest != text and len(re.findall(r"[A-Za-z0-9]+", rest)) <= 3


RULE = Rule(
    id="SL-02",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"daily", "progress", "discharge"}),
    fails=(
        Example(
            "two phrases",
            '{note: ["A: Patient is progressing well.", "A: Tolerated treatment well."]}',
        ),
    ),
    passes=(
        Example(
            "a judgement beside it",
            '{note: ["A: Progressing well.", "A: Quad lag still limits stairs."]}',
        ),
    ),
)
