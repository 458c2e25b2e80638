"""A diagnosis code is not valid on the date of service.

Codes are valid by fiscal year, from 1 October. A code that was split, or that only heads a family, is
rejected.

Anti-pattern: M54.5 for a visit of 2026.
Best practice: M54.50, M54.51 or M54.59.
Source: ICD-10-CM order files by fiscal year; 45 CFR 162.1002 [V for FY2021, later changes as marked]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules import icd10
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for number, diagnosis in enumerate(ctx.encounter.episode.diagnoses):
        known = icd10.codes().get(diagnosis.icd10)
        field = f"episode.diagnoses.{number}.icd10"
        heads = sorted(c for c in icd10.codes() if c.startswith(diagnosis.icd10) and c != diagnosis.icd10)
        if known is None and not heads:
            yield Hit(
                title="A diagnosis code is not in the shipped table",
                detail=(
                    f"{field} {diagnosis.icd10} is not among the codes this table knows; it cannot be "
                    "vouched for."
                ),
                severity="warn",
                suggestion="Check the code in the official list of this fiscal year.",
            )
            continue
        if known is not None and known.valid_on(ctx.on):
            continue
        better = [c for c in heads if icd10.codes()[c].valid_on(ctx.on)]
        ended = known.valid_until if known else None
        reason = f"ended on {ended}" if ended and ended < ctx.on else "is not billable on this date"
        yield Hit(
            detail=f"{field} {diagnosis.icd10} {reason} (fiscal year {icd10.fiscal_year(ctx.on)}).",
            suggestion=f"Use {', '.join(better[:4])}." if better else "Use the code of this fiscal year.",
        )
    covered = icd10.notes()["changes_known_until"]
    if ctx.on > covered and ctx.encounter.episode.diagnoses:
        yield Hit(
            title="The table of diagnosis codes ends before the date of service",
            detail=(
                f"Changes are known until {covered}; the visit is in fiscal year {icd10.fiscal_year(ctx.on)}."
            ),
            severity="info",
            suggestion="Confirm the codes in the official list, or load it.",
        )


RULE = Rule(
    id="ICD-VALID-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a code that was split",
            "{encounter: {episode: {diagnoses: [{icd10: M54.5}]}}}",
        ),
    ),
    passes=(
        Example(
            "a valid code",
            "{encounter: {episode: {diagnoses: [{icd10: M17.11}]}}}",
        ),
    ),
)
