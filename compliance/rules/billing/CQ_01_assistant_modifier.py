"""An assistant furnished billed treatment.

Units furnished in whole or in more than a tenth by an assistant carry CQ beside GP and are paid at 85 %.
Leaving it off is overpayment; an assistant's part must be known to the minute.

Anti-pattern: "Gait training 12 minutes, that was Sam, our PTA" billed as 97116-GP.
Best practice: 97116-GP-CQ, with the assistant named in the note.
Source: CMS CQ/CO modifier examples; CY2022 physician fee schedule final rule (10 % rule, midpoint
    exception) [V]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from agent.domain.facts import (
    ContributorFact,
)
from compliance.billing.assistant import assistant_units
from compliance.billing.codes import name_of
from compliance.billing.units import units
from compliance.rules.assistants import assistant_named, lent_a_hand
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    by_assistant = [f for f in ctx.treatments if f.by == "PTA"]
    marked = {line.code: line.units for line in ctx.claim.lines if "CQ" in line.modifiers}
    for code, count in _due(ctx).items():
        has = sum(line.units for line in ctx.claim.lines if line.code == code and "CQ" in line.modifiers)
        own = [f for f in by_assistant if f.code == code]
        if has < count:
            yield Hit(
                detail=f"{name_of(code)}: {count} of its units are the assistant's; CQ stands on {has}.",
                where="claim",
                evidence=evidence_of(own),
                suggestion=f"Add CQ beside GP to {count} unit(s) of {code}.",
            )
        else:
            yield Hit(
                title="The assistant's modifier is on the claim",
                detail=f"{name_of(code)}: {count} unit(s) carry CQ for the assistant's minutes.",
                where="claim",
                evidence=evidence_of(own),
                severity="info",
                suggestion="Confirm who treated, and that these minutes were the assistant's alone.",
            )
    for code in sorted(marked.keys() - _due(ctx).keys()):
        yield Hit(
            title="The assistant's modifier is not needed",
            detail=f"{name_of(code)} carries CQ; the therapist's own minutes carry its units.",
            where="claim",
            severity="warn",
            suggestion=f"Remove CQ from {code}.",
        )
    if not by_assistant:
        yield from _without_a_treatment(ctx)


def _without_a_treatment(ctx: RuleContext) -> Iterator[Hit]:
    """An assistant took part, and no treatment is said to be theirs."""
    alone = [f for f in ctx.today(ContributorFact) if f.role == "PTA" and not _helped(ctx, f)]
    named = None if alone else assistant_named(ctx)
    if alone or named:
        yield Hit(
            title="An assistant took part, and the minutes do not say in what",
            detail="An assistant is named in the dictation; no treatment is said to be the assistant's.",
            where="claim",
            evidence=(named,) if named else evidence_of(alone),
            suggestion="Ask which treatment and how many minutes the assistant gave alone.",
        )


def _helped(ctx: RuleContext, fact: ContributorFact) -> bool:
    return bool(fact.evidence) and all(lent_a_hand(ctx, s.start, s.end) for s in fact.evidence)


def _due(ctx: RuleContext) -> dict[str, int]:
    """Units that must carry CQ, by code, from what each person furnished."""
    due: dict[str, int] = {}
    billed = units(ctx.claim.minutes, ctx.claim.method).units
    for code, count in billed.items():
        own = [f for f in ctx.treatments if f.code == code and f.minutes is not None]
        assistant = sum(f.minutes or 0 for f in own if f.by == "PTA")
        therapist = sum(f.minutes or 0 for f in own if f.by in ("PT", "student"))
        due[code] = assistant_units(count, therapist, assistant)
    for code in ctx.claim.untimed:
        own = [f for f in ctx.treatments if f.code == code]
        due[code] = int(bool(own) and all(f.by == "PTA" for f in own))
    return {code: count for code, count in due.items() if count}


RULE = Rule(
    id="CQ-01",
    severity="block",
    check=check,
    doc=__doc__,
    profile_sets="assistant_modifier",
    valid_from=date(2022, 1, 1),
    fails=(
        Example(
            "an assistant's treatment without CQ",
            '{facts: [{kind: intervention, code: "97116", minutes: 12, by: PTA}], claim: {lines: '
            '[{code: "97116", units: 1, modifiers: [GP]}]}}',
        ),
    ),
    passes=(
        Example(
            "the therapist treats alone",
            '{facts: [{kind: intervention, code: "97110", minutes: 23}, {kind: intervention, code: '
            '"97116", minutes: 12}]}',
        ),
    ),
)
