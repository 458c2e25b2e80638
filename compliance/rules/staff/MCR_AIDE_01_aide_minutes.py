"""An aide's time is not billable.

Services of aides, trainers and massage therapists are not skilled therapy, whoever supervises. Their
minutes are left off the claim.

Anti-pattern: "The tech did the exercises with her for 15 minutes", billed as 97110.
Best practice: Only the therapist's and the assistant's one-on-one minutes are billed.
Source: Medicare Benefit Policy Manual ch. 15 §230.1 and §230.2 (aides) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.codes import name_of
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for fact in ctx.treatments:
        if fact.by != "aide":
            continue
        billed = any(
            s.code == fact.code and s.evidence == fact.evidence and s.evidence for s in ctx.claim.services
        )
        minutes = f"{fact.minutes} minutes of " if fact.minutes is not None else ""
        yield Hit(
            detail=f"{minutes}{name_of(fact.code)} were given by an aide"
            + (" and stand on the claim." if billed else "; they are not on the claim."),
            where="claim",
            evidence=evidence_of(fact),
            severity="block" if billed else "warn",
            suggestion=(
                "Keep them in the note, off the claim; check the minutes that the therapist gave alone."
            ),
        )


RULE = Rule(
    id="MCR-AIDE-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "exercise by an aide",
            '{facts: [{kind: intervention, code: "97110", minutes: 15, by: aide}]}',
        ),
    ),
    passes=(
        Example(
            "the therapist alone",
            '{facts: [{kind: intervention, code: "97110", minutes: 15}]}',
        ),
    ),
)
