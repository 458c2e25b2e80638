"""A statement is not supported by the recording or the record.

A wrong number, a wrong side or an invented finding in a signed note is a false record. Every statement
must rest on words that were said or on the visit record.

Anti-pattern: "Knee flexion 115 degrees" where 105 was said.
Best practice: "Knee flexion 105 degrees", pointing at the words.
Source: 42 CFR 424.5(a)(6) (information sufficient to support the claim) [U]; design of this product
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.finding import Mend
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for statement in ctx.statements:
        support = statement.support
        if support is None or support.verdict == "supported":
            continue
        reasons = ", ".join(support.reasons) or "no matching words"
        unsupported = support.verdict == "unsupported"
        yield Hit(
            title="" if unsupported else "A statement is only partly supported",
            detail=f"{statement.section}: the recording does not carry this statement ({reasons}).",
            where=statement.id,
            evidence=support.evidence or statement.evidence,
            severity=None if unsupported else "warn",
            suggestion="Correct it from the words it points at, or remove it.",
            mend=Mend(label="Remove the statement", action="remove", statement_id=statement.id),
        )


RULE = Rule(
    id="SUP-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "an invented number",
            "{note: [{section: O, text: Knee flexion 115 degrees., support: unsupported}]}",
        ),
    ),
    passes=(
        Example(
            "as dictated",
            "{note: [{section: O, text: Knee flexion 105 degrees., support: supported}]}",
        ),
    ),
)
