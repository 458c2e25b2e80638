"""The table of edit pairs is not that of the date of service.

Edits change each quarter; pairs of another quarter are a hint, no verdict. It is a warning where such a
hint touches this very claim, and else for information.

Anti-pattern: A claim of 2026 checked with edits of 2020, and nothing said of it.
Best practice: The payer's file of the quarter is loaded.
Source: CMS NCCI quarterly files [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.edits import quarter_of
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    billed: dict[str, int] = {}
    for line in ctx.claim.lines:
        billed[line.code] = billed.get(line.code, 0) + line.units
    codes = {code for code, units in billed.items() if units}
    if len(codes) < 2:
        return
    pairs, units = ctx.pairs, ctx.unlikely
    stale = [t.quarter for t in (pairs, units) if not t.covers(ctx.on)]
    if not stale:
        return
    old_pairs = () if pairs.covers(ctx.on) else pairs.pairs
    met = [f"{p.column1} with {p.column2}" for p in old_pairs if {p.column1, p.column2} <= codes]
    old_units = {} if units.covers(ctx.on) else units.units
    met += [
        f"{count} units of {code}" for code, count in billed.items() if count > old_units.get(code, count)
    ]
    quarter = quarter_of(ctx.on)
    yield Hit(
        detail=f"No table of {quarter} is loaded; the claim was held against {' and '.join(stale)}. "
        + (f"It matters here: {', '.join(met)}." if met else "Nothing in it touches this claim."),
        where="claim",
        severity="warn" if met else "info",
        suggestion=f"Load the payer's files of {quarter}: `ptscribe billing load-edits FILE…`.",
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
