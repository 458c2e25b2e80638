"""Before 2025 an assistant in private practice needed direct supervision.

From 2025 general supervision is enough in private practice; before, the therapist had to be in the
office suite. State law may ask for more.

Anti-pattern: A visit of 2024 by the assistant with the therapist elsewhere.
Best practice: The note of 2024 says that the therapist was in the suite.
Source: CY2025 physician fee schedule final rule, 42 CFR 410.60(c) [V]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.text import contains


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    own = [f for f in ctx.treatments if f.by == "PTA"]
    if own and not any(
        contains(s.text, (r"supervis\w*", r"on[- ]?site", r"in the (?:suite|clinic|building)"))
        for s in ctx.statements
    ):
        yield Hit(
            detail="An assistant treated before 2025, and the note does not say who supervised on site.",
            evidence=evidence_of(own),
            suggestion="Add who supervised and that they were in the office suite (private practice).",
        )


RULE = Rule(
    id="MCR-PTA-03",
    severity="info",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    valid_until=date(2024, 12, 31),
    fails=(
        Example(
            "an assistant in 2024",
            "{encounter: {visit: {date: 2024-05-01}, episode: {onset: null}, plan_of_care: null}, "
            'facts: [{kind: intervention, code: "97110", minutes: 20, by: PTA}]}',
        ),
    ),
    passes=(
        Example(
            "an assistant in 2025",
            "{encounter: {visit: {date: 2025-05-01}, episode: {onset: null}, plan_of_care: null}, "
            'facts: [{kind: intervention, code: "97110", minutes: 20, by: PTA}]}',
        ),
    ),
)
