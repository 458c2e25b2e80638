"""An untimed service is billed more than once a day.

Evaluations and other untimed services count once a day, however long they took.

Anti-pattern: 97161 with 3 units for 45 minutes.
Best practice: 97161 with 1 unit.
Source: Medicare Claims Processing Manual ch. 5 §20.2 B (untimed codes) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.codes import codes, is_evaluation, name_of
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    counts: dict[str, int] = {}
    for line in ctx.claim.lines:
        entry = codes().get(line.code)
        if entry is not None and entry.timing == "untimed":
            counts[line.code] = counts.get(line.code, 0) + line.units
    for code, count in counts.items():
        if count > 1:
            yield Hit(
                detail=f"{name_of(code)} carries {count} units; it counts once a day.",
                where="claim",
                suggestion="Bill one unit.",
            )
    if sum(1 for code in counts if is_evaluation(code) and counts[code]) > 1:
        yield Hit(
            detail="Two evaluation codes stand on one claim.",
            where="claim",
            suggestion="Keep the one that fits the complexity.",
        )


RULE = Rule(
    id="UNT-02",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "three units of an evaluation",
            "{encounter: {visit: {note_type: evaluation}}, facts: [{kind: intervention, code: "
            '"97161", minutes: 45}], claim: {lines: [{code: "97161", units: 3, timed: false}]}}',
        ),
    ),
    passes=(
        Example(
            "once",
            "{encounter: {visit: {note_type: evaluation}}, facts: [{kind: intervention, code: "
            '"97161", minutes: 45}]}',
        ),
    ),
)
