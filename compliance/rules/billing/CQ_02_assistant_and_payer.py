"""An assistant treated, and the payer's profile asks for no modifier.

Many payers follow Medicare in asking for CQ on an assistant's units, and others do not. Which one this is
stands in its manual; leaving the modifier off where it is due is overpayment.

Anti-pattern: "Neuro re-ed 9 minutes, our PTA carried that out", and nobody knows what the payer wants.
Best practice: The clinic's profile of the payer says CQ, or this rule is switched off for it with the reason.
Source: Medicare's rule on CQ, 42 CFR 410.60 [V]; commercial payers differ, see the payer's manual [U]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from compliance.billing.codes import name_of
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    own = [f for f in ctx.treatments if f.by == "PTA" and (f.minutes or not f.code)]
    if own:
        named = ", ".join(dict.fromkeys(name_of(f.code) if f.code else f.phrase for f in own))
        yield Hit(
            detail=f"{named}: the assistant's. "
            f"The profile of {ctx.encounter.patient.payer!r} sets no modifier.",
            where="claim",
            evidence=evidence_of(own),
            suggestion="Look into the payer's manual; where it asks for CQ, set billing.assistant_modifier.",
        )


RULE = Rule(
    id="CQ-02",
    severity="info",
    check=check,
    doc=__doc__,
    profile_lacks="assistant_modifier",
    valid_from=date(2022, 1, 1),
    fails=(
        Example(
            "an assistant's treatment, commercial payer",
            "{encounter: {patient: {payer: commercial}}, facts: [{kind: intervention, code: "
            '"97112", minutes: 9, by: PTA}]}',
        ),
    ),
    passes=(
        Example(
            "the therapist treats alone",
            "{encounter: {patient: {payer: commercial}}, facts: [{kind: intervention, code: "
            '"97112", minutes: 9}]}',
        ),
    ),
)
