"""An injury code lacks or misuses its seventh character.

Injury codes need a seventh character: D for healing and recovery, which is usual in therapy, S for a
sequela, A for active treatment. Short codes are filled up with X.

Anti-pattern: S83.511 without a seventh character.
Best practice: S83.511D.
Source: ICD-10-CM Official Guidelines I.C.19.a [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for diagnosis in ctx.encounter.episode.diagnoses:
        bare = diagnosis.icd10.replace(".", "")
        if bare[0] not in "ST":
            continue
        if len(bare) != 7:
            yield Hit(
                detail=f"{diagnosis.icd10} has {len(bare)} characters; an injury code has 7.",
                suggestion=f"Use {_filled(bare)}D for healing and recovery.",
            )
        elif bare[6] == "A":
            yield Hit(
                title="An injury code says active treatment",
                detail=f"{diagnosis.icd10} ends in A; therapy after the first care is usually D.",
                severity="warn",
                suggestion=f"Use {diagnosis.icd10[:-1]}D, unless this is the first care of the injury.",
            )


def _filled(bare: str) -> str:
    padded = bare.ljust(6, "X")
    return f"{padded[:3]}.{padded[3:]}"


RULE = Rule(
    id="ICD-7TH-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "no seventh character",
            "{encounter: {episode: {diagnoses: [{icd10: S83.511}]}}}",
        ),
    ),
    passes=(
        Example(
            "healing and recovery",
            "{encounter: {episode: {diagnoses: [{icd10: S83.511D}]}}}",
        ),
    ),
)
