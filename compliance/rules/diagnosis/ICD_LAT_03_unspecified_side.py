"""A diagnosis leaves the side open that the record states.

Payers deny unspecified sides where the record knows better.

Anti-pattern: M25.569 (unspecified knee) for a right knee.
Best practice: M25.561.
Source: ICD-10-CM Official Guidelines I.B.13 and I.B.18 (specificity) [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules import icd10
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    side = ctx.encounter.episode.side
    if side not in ("left", "right"):
        return
    for diagnosis in ctx.encounter.episode.diagnoses:
        known = icd10.codes().get(diagnosis.icd10)
        if known is None or not known.side_unspecified:
            continue
        stem = diagnosis.icd10[:-1]
        better = [
            c
            for c, k in icd10.codes().items()
            if c.startswith(stem) and k.side == side and k.valid_on(ctx.on)
        ]
        yield Hit(
            detail=f"{diagnosis.icd10} leaves the side open; the record says {side}.",
            suggestion=f"Use {better[0]}." if len(better) == 1 else f"Use the code for the {side} side.",
        )


RULE = Rule(
    id="ICD-LAT-03",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "an unspecified knee",
            "{encounter: {episode: {diagnoses: [{icd10: M25.569}]}}}",
        ),
    ),
    passes=(
        Example(
            "the side is in the code",
            "{encounter: {episode: {diagnoses: [{icd10: M25.561}]}}}",
        ),
    ),
)
