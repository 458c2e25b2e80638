"""Billed units are more than the timed minutes allow.

Units that disagree with the documented minutes are among the most frequent faults that federal
auditors find in outpatient therapy claims. Units come from the minutes, by the payer's method.

Anti-pattern: 22 timed minutes dictated with "charge it as two units".
Best practice: 22 timed minutes billed as one unit, with the allocation shown.
Source: Medicare Claims Processing Manual (Pub 100-04) ch. 5 §20.2; Benefit Policy Manual ch. 15 §220.3.E;
    OIG report on outpatient physical therapy of March 2018 [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    CommandFact,
)
from compliance.billing.codes import is_timed
from compliance.billing.units import units
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    allowed = units(ctx.claim.minutes, ctx.claim.method)
    billed: dict[str, int] = {}
    for line in ctx.claim.lines:
        if is_timed(line.code) and line.units:
            billed[line.code] = billed.get(line.code, 0) + line.units
    total = sum(billed.values())
    if total > allowed.total_units:
        yield Hit(
            detail=f"The claim bills {total} timed units; {allowed.explain()}.",
            where="claim",
            suggestion=f"Bill {_counts(allowed.units)}.",
        )
    elif ctx.claim.lines and not allowed.accepts(billed):
        under = total < allowed.total_units
        yield Hit(
            title="Billed units differ from the timed minutes",
            detail=f"The claim bills {_counts(billed)}; {allowed.explain()}.",
            where="claim",
            severity="warn" if under else "block",
            suggestion=f"Bill {_counts(allowed.units)}.",
        )
    for command in ctx.all(CommandFact):
        if command.billed_units is not None and command.billed_units > allowed.total_units:
            yield Hit(
                detail=f"The dictation asks for {command.billed_units} units; {allowed.explain()}.",
                where="claim",
                evidence=evidence_of(command),
                suggestion=f"Leave the claim at {allowed.total_units} units, or correct misheard minutes.",
            )
        elif command.units and not allowed.accepts(command.units):
            yield Hit(
                title="Units asked for differ from the timed minutes",
                detail=f"The dictation asks for {_counts(command.units)}; {allowed.explain()}.",
                where="claim",
                severity="warn",
                evidence=evidence_of(command),
                suggestion=f"Leave the claim at {_counts(allowed.units)}, or correct misheard minutes.",
            )


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{code}×{n}" for code, n in counts.items()) or "no timed unit"


RULE = Rule(
    id="MCR-TN-06",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "two units asked for 22 minutes",
            '{facts: [{kind: intervention, code: "97110", minutes: 10}, {kind: intervention, code: '
            '"97140", minutes: 12}, {kind: command, billed_units: 2}]}',
        ),
        Example(
            "units asked for the wrong code",
            '{facts: [{kind: intervention, code: "97110", minutes: 23}, {kind: intervention, code: '
            '"97140", minutes: 15}, {kind: command, billed_units: 3, units: {"97110": 1, "97140": 2}}]}',
        ),
    ),
    passes=(
        Example(
            "units asked for each code as the minutes give them",
            '{facts: [{kind: intervention, code: "97110", minutes: 23}, {kind: intervention, code: '
            '"97140", minutes: 15}, {kind: command, billed_units: 3, units: {"97110": 2, "97140": 1}}]}',
        ),
        Example(
            "units as computed",
            '{facts: [{kind: intervention, code: "97110", minutes: 23}, {kind: intervention, code: '
            '"97140", minutes: 15}]}',
        ),
    ),
)
