"""A symptom is coded before the definite diagnosis.

Where a definite diagnosis is known, it comes first; a symptom code in front of it weakens the claim.

Anti-pattern: M25.561 first, M17.11 second.
Best practice: M17.11 first.
Source: ICD-10-CM Official Guidelines IV.D and I.B.4 (signs and symptoms) [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules import icd10
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.body import region_of
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    here = ctx.encounter.episode.diagnoses
    if len(here) < 2 or not _symptom(here[0].icd10):
        return
    region = region_of(icd10.descriptor_of(here[0]))
    definite = [
        d
        for d in here[1:]
        if d.icd10[0] in "MSGH" and not _symptom(d.icd10) and region_of(icd10.descriptor_of(d)) == region
    ]
    if definite:
        yield Hit(
            detail=f"{here[0].icd10} names a symptom and stands before {definite[0].icd10}.",
            suggestion=f"Put {definite[0].icd10} first.",
        )


def _symptom(code: str) -> bool:
    return any(icd10.starts(code, p) for p in icd10.notes()["symptoms"])


RULE = Rule(
    id="ICD-SPEC-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "pain before arthrosis",
            "{encounter: {episode: {diagnoses: [{icd10: M25.561}, {icd10: M17.11}]}}}",
        ),
    ),
    passes=(
        Example(
            "the definite one first",
            "{encounter: {episode: {diagnoses: [{icd10: M17.11}, {icd10: M25.561}]}}}",
        ),
    ),
)
