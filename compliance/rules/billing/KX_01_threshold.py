"""The therapy threshold of the year is passed.

Above the year's amount for PT and SLP together, each line carries KX: the therapist attests that treatment
is still medically necessary and that the record shows why. Without it the line is denied.

Anti-pattern: 2,600 dollars accrued in 2026 and lines without KX.
Best practice: KX on each line, and the skilled need in the assessment.
Source: Social Security Act §1833(g); CMS therapy services (KX modifier thresholds by calendar year) [V~]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    BaseFact,
)
from compliance.billing.figures import (
    kx_threshold,
    passes_threshold,
)
from compliance.billing.kx import says_over_threshold, timed_units
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    charges = ctx.encounter.history.therapy_charges_ytd
    saying = [f for f in ctx.facts.facts if _says(f)]
    spoken = bool(saying) or says_over_threshold(ctx.transcript.text)
    over = charges is not None and charges > kx_threshold(ctx.on)
    bare = sorted({line.code for line in ctx.claim.lines if line.units and "KX" not in line.modifiers})
    if not over and not spoken:
        if charges is not None and passes_threshold(charges, timed_units(ctx.claim.lines), ctx.on):
            if bare:
                yield _passed_by_this_visit(ctx, charges)
        elif any("KX" in line.modifiers for line in ctx.claim.lines):
            yield Hit(
                title="KX is used below the threshold",
                detail="The claim carries KX; neither record nor dictation says the threshold is passed.",
                where="claim",
                suggestion="Remove KX, or enter history.therapy_charges_ytd.",
            )
        return
    amount = f"{charges:,.0f} US dollars of {kx_threshold(ctx.on):,.0f} are used" if over else ""
    yield Hit(
        detail=(amount or "The dictation says that the year's therapy threshold is passed")
        + (f"; without KX: {', '.join(bare)}." if bare else "; the lines carry KX."),
        where="claim",
        evidence=evidence_of(saying),
        severity="block" if bare else "warn",
        suggestion=("Add KX to each line, and state" if bare else "State")
        + " in the assessment why skilled treatment is still needed.",
    )


def _passed_by_this_visit(ctx: RuleContext, charges: float) -> Hit:
    return Hit(
        title="This visit passes the year's therapy threshold",
        detail=f"{charges:,.0f} of {kx_threshold(ctx.on):,.0f} US dollars were used before it; its "
        f"{timed_units(ctx.claim.lines)} timed units go beyond the rest.",
        where="claim",
        severity="warn",
        suggestion="Look the amount up; add KX from the line that passes it, and state in the assessment why "
        "skilled treatment is still needed.",
    )


def _says(fact: BaseFact) -> bool:
    return any(says_over_threshold(t) for t in (fact.phrase, *(span.quote for span in fact.evidence)))


RULE = Rule(
    id="KX-01",
    severity="block",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "the year's amount is used up",
            "{encounter: {history: {therapy_charges_ytd: 2600}}, facts: [{kind: intervention, "
            'code: "97110", minutes: 23}]}',
        ),
        Example(
            "this visit alone passes it",
            "{encounter: {history: {therapy_charges_ytd: 2460}}, facts: [{kind: intervention, "
            'code: "97110", minutes: 23}]}',
        ),
    ),
    passes=(
        Example(
            "under the amount, with room for the visit",
            "{encounter: {history: {therapy_charges_ytd: 2450}}, facts: [{kind: intervention, "
            'code: "97110", minutes: 23}]}',
        ),
    ),
)
