"""Both sides are coded one by one, or one side is treated under a code for both.

Where a code for both sides exists, it stands in place of the two of one side each.

Anti-pattern: M17.11 with M17.12.
Best practice: M17.0.
Source: ICD-10-CM Official Guidelines I.B.13 [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules import icd10
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    codes_here = {d.icd10 for d in ctx.encounter.episode.diagnoses}
    for group in icd10.notes()["bilateral"]:
        if {group["right"], group["left"]} <= codes_here:
            yield Hit(
                detail=f"{group['right']} and {group['left']} are coded together.",
                suggestion=f"Use {group['both']}.",
            )
        if group["both"] in codes_here and ctx.encounter.episode.side in ("left", "right"):
            yield Hit(
                detail=(
                    f"{group['both']} is a code for both sides; episode.side is {ctx.encounter.episode.side}."
                ),
                suggestion="Use the code of one side, or set episode.side to bilateral.",
            )


RULE = Rule(
    id="ICD-LAT-04",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "both knees one by one",
            "{encounter: {episode: {diagnoses: [{icd10: M17.11}, {icd10: M17.12}]}}}",
        ),
    ),
    passes=(
        Example(
            "one side",
            "{encounter: {episode: {diagnoses: [{icd10: M17.11}]}}}",
        ),
    ),
)
