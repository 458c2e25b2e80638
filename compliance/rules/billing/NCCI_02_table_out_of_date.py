"""The table of edit pairs is not that of the date of service.

Edits change each quarter; pairs of another quarter are a hint, no verdict.

Anti-pattern: A claim of 2026 checked with edits of 2020, and nothing said of it.
Best practice: The payer's file of the quarter is loaded.
Source: CMS NCCI quarterly files [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    codes_billed = {line.code for line in ctx.claim.lines if line.units}
    if len(codes_billed) < 2:
        return
    tables = (("edit pairs", ctx.pairs), ("unlikely units", ctx.unlikely))
    stale = [f"{name} is that of {edits.quarter}" for name, edits in tables if not edits.covers(ctx.on)]
    if stale:
        yield Hit(
            detail=f"The table of {' and that of '.join(stale)}; the date of service is {ctx.on}.",
            where="claim",
            suggestion="Load the payer's files of this quarter.",
        )


RULE = Rule(
    id="NCCI-02",
    severity="info",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "two codes and the sample tables",
            '{facts: [{kind: intervention, code: "97110", minutes: 15}, {kind: intervention, code: '
            '"97140", minutes: 15}]}',
        ),
    ),
    passes=(
        Example(
            "tables of the year",
            '{facts: [{kind: intervention, code: "97110", minutes: 15}, {kind: intervention, code: '
            '"97140", minutes: 15}], edits: {pairs: []}}',
        ),
    ),
)
