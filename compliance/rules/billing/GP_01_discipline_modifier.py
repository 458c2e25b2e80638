"""A line lacks the modifier of the physical therapy plan of care.

Outpatient therapy services carry GP when they are given under a physical therapy plan of care; without it
the line is returned.

Anti-pattern: 97110 without a modifier.
Best practice: 97110-GP.
Source: Medicare Claims Processing Manual (Pub 100-04) ch. 5 §20.1 [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    bare = [line.code for line in ctx.claim.lines if "GP" not in line.modifiers]
    foreign = {m for line in ctx.claim.lines for m in line.modifiers if m in {"GO", "GN"}}
    if bare:
        yield Hit(
            detail=f"Without GP: {', '.join(dict.fromkeys(bare))}.",
            where="claim",
            suggestion="Add GP to these lines.",
        )
    if foreign:
        yield Hit(
            detail=f"The claim carries the modifier of another discipline: {', '.join(sorted(foreign))}.",
            where="claim",
            suggestion="Use GP for services under the physical therapy plan of care.",
        )


RULE = Rule(
    id="GP-01",
    severity="block",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "a line without GP",
            '{facts: [{kind: intervention, code: "97110", minutes: 23}], claim: {lines: [{code: '
            '"97110", units: 2}]}}',
        ),
    ),
    passes=(
        Example(
            "lines as computed",
            '{facts: [{kind: intervention, code: "97110", minutes: 23}, {kind: intervention, code: '
            '"G0283"}]}',
        ),
    ),
)
