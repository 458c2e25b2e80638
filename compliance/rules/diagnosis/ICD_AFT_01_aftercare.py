"""An aftercare code is used for an injury, or without the joint it belongs to.

Aftercare codes are not for healing injuries and fractures: those keep the injury code with D. Aftercare
of a joint replacement needs the code of the replaced joint beside it.

Anti-pattern: Z47.89 with S72.001D; Z47.1 alone.
Best practice: S72.001D; Z47.1 with Z96.651.
Source: ICD-10-CM tabular list, notes at Z47 [V]; Official Guidelines I.C.21.c.7 [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules import icd10
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    here = [d.icd10 for d in ctx.encounter.episode.diagnoses]
    aftercare = [c for c in here if any(icd10.starts(c, p) for p in icd10.notes()["aftercare"])]
    injuries = [c for c in here if c[0] == "S" and c.endswith("D")]
    if aftercare and injuries:
        yield Hit(
            detail=f"{', '.join(aftercare)} is coded with the injury {', '.join(injuries)}.",
            suggestion=f"Leave out {aftercare[0]}; the injury code with D is enough.",
        )
    joints = icd10.notes()["joint_presence"]
    if "Z47.1" in here and not any(icd10.starts(c, p) for c in here for p in joints):
        yield Hit(
            detail="Z47.1 stands without the code of the replaced joint (Z96.6-).",
            severity="warn",
            suggestion="Add Z96.6- for the joint and side.",
        )


RULE = Rule(
    id="ICD-AFT-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "aftercare of a fracture",
            "{encounter: {episode: {diagnoses: [{icd10: Z47.89}, {icd10: S72.001D}], region: hip}}}",
        ),
    ),
    passes=(
        Example(
            "a replacement with its joint",
            "{encounter: {episode: {diagnoses: [{icd10: Z47.1}, {icd10: Z96.651}]}}}",
        ),
    ),
)
