"""A late entry or amendment is not labelled as such.

Late entries, addenda and corrections are labelled, dated and signed, say why, and leave the original in
place. Reviewers ignore entries that do not.

Anti-pattern: A note dictated three days later that reads as if written at the time.
Best practice: "Late entry of 13 March for the visit of 10 March: power failure."
Source: Medicare Program Integrity Manual (Pub 100-08) ch. 3 §3.3.2.5 [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import contains

_LABELS = (r"late entry", r"addendum", r"amendment", r"amended", r"correction")


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    visit = ctx.encounter.visit
    late = visit.dictated_on is not None and (visit.dictated_on - visit.date).days > limits["days"]
    labelled = any(contains(s.text, _LABELS) for s in ctx.statements)
    if late and not visit.amends:
        yield Hit(
            detail=(
                f"The note was dictated on {visit.dictated_on} for {visit.date}, and is not "
                "labelled a late entry."
            ),
            suggestion="Set visit.amends to `late entry: <reason>`.",
        )
    if visit.amends and not labelled and ctx.note.statements:
        yield Hit(
            detail="The record calls this a later entry; the note does not say so.",
            suggestion=f"Begin the note with: {visit.amends} (visit of {visit.date}).",
        )
    if visit.amends and ":" not in visit.amends:
        yield Hit(
            detail="The later entry gives no reason.",
            severity="warn",
            suggestion="Set visit.amends to `<kind>: <reason>`.",
        )


RULE = Rule(
    id="MCR-REC-01",
    severity="block",
    check=check,
    doc=__doc__,
    limits=(Limit("days", 2, 0, 14, "days"),),
    fails=(
        Example(
            "dictated days later",
            "{encounter: {visit: {dictated_on: 2026-03-14}}}",
        ),
    ),
    passes=(
        Example(
            "dictated on the day",
            "{encounter: {visit: {dictated_on: 2026-03-10}}}",
        ),
    ),
)
