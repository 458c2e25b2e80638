"""Two diagnosis codes exclude each other.

An Excludes1 note says that two conditions are not coded together; the claim is rejected.

Anti-pattern: M54.50 with M54.41.
Best practice: M54.41 alone: lumbago with sciatica.
Source: ICD-10-CM tabular list, Excludes1 notes (FY2021) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules import icd10
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    here = [d.icd10 for d in ctx.encounter.episode.diagnoses]
    for first, second in icd10.notes()["excludes1"]:
        for a in here:
            for b in here:
                if a != b and icd10.starts(a, first) and icd10.starts(b, second):
                    yield Hit(
                        detail=f"{a} and {b} exclude each other.",
                        suggestion=(
                            "Keep the one that says more, or separate the conditions with the referrer."
                        ),
                    )


RULE = Rule(
    id="ICD-EX1-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "back pain beside lumbago with sciatica",
            "{encounter: {episode: {diagnoses: [{icd10: M54.50}, {icd10: M54.41}]}}}",
        ),
    ),
    passes=(
        Example(
            "a pair that may stand together",
            "{encounter: {episode: {diagnoses: [{icd10: M25.561}, {icd10: M79.604}]}}}",
        ),
    ),
)
