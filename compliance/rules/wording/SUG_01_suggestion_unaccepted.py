"""The note holds suggestions that nobody has accepted.

What the software suggests was not said. It may stand in a signed note only after a human takes it over.

Anti-pattern: Signing a note with "consider adding NMES" that nobody said.
Best practice: The therapist accepts the suggestion, which then carries their name, or removes it.
Source: design of this product; Texas Health and Safety Code §183.005 (review of AI-created records) [V~]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.finding import Mend
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for statement in ctx.note.statements:
        if statement.origin == "suggested":
            yield Hit(
                detail=f"{statement.section}: a suggestion of the software awaits an answer.",
                where=statement.id,
                suggestion="Accept it by editing, or remove it.",
                mend=Mend(label="Remove the suggestion", action="remove", statement_id=statement.id),
            )


RULE = Rule(
    id="SUG-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a suggested plan",
            "{note: [{section: P, text: Add NMES., origin: suggested}]}",
        ),
    ),
    passes=(
        Example(
            "dictated",
            '{note: ["P: Add NMES."]}',
        ),
    ),
)
