"""More units of one code than the payer believes.

Units beyond the payer's daily maximum of a code are denied.

Anti-pattern: Five units of gait training in a day.
Best practice: The units that the minutes earn, within the maximum.
Source: CMS MUE quarterly file; sample of 2017 [V for 97012, 97018, 97022, 97024, 97032, 97035; others U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.codes import name_of
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    billed: dict[str, int] = {}
    for line in ctx.claim.lines:
        billed[line.code] = billed.get(line.code, 0) + line.units
    for code, count in billed.items():
        most = ctx.unlikely.units.get(code)
        if most is not None and count > most:
            yield Hit(
                detail=(
                    f"{name_of(code)}: {count} units; the table of {ctx.unlikely.quarter} takes {most} a day."
                ),
                where="claim",
                suggestion="Check the minutes; units beyond the maximum will be denied.",
            )


RULE = Rule(
    id="MUE-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "five units of gait training",
            '{facts: [{kind: intervention, code: "97116", minutes: 75}]}',
        ),
    ),
    passes=(
        Example(
            "within the maximum",
            '{facts: [{kind: intervention, code: "97116", minutes: 60}]}',
        ),
    ),
)
