"""A strength grade does not exist.

Manual muscle tests are graded 0 to 5 with plus and minus; "6" or "5 of 10" was misheard.

Anti-pattern: "Quadriceps 6 out of 5."
Best practice: "Quadriceps 4 minus out of 5."
Source: Kendall; Daniels and Worthingham, manual muscle testing grades [U]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.facts import (
    StrengthFact,
)
from agent.needles import Rare
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of

_GRADE = re.compile(
    r"^(?:[0-5](?:[+-]|/5|[+-]/5)?|[1-4][+-]?(?:/5)?|trace|zero|poor|fair|good|normal)$", re.IGNORECASE
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for fact in ctx.all(StrengthFact):
        grade = fact.grade.replace(" ", "").replace("plus", "+").replace("minus", "-").replace("−", "-")
        if grade and (not _GRADE.match(grade) or grade.startswith(("5+", "0-", "0+"))):
            yield Hit(
                detail=f"{fact.muscle} {fact.grade}: no such grade.",
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                suggestion="Listen to the grade: 0 to 5, with plus or minus.",
            )
    graded = {f.phrase for f in ctx.all(StrengthFact)}
    for statement in ctx.statements:
        beyond = _BEYOND_FIVE.search(statement.text) if statement.section == "O" else None
        if beyond and statement.text not in graded:
            yield Hit(
                detail=f"{beyond.group()}: no such grade.",
                where=statement.id,
                evidence=statement.evidence,
                suggestion="Listen to the grade: 0 to 5, with plus or minus.",
            )


_BEYOND_FIVE = Rare(r"(?<![\d/.])(?<!on )(?<!since )(?<!dated )(?:[6-9]|1\d)[+-]? ?/ ?5\b(?!/|\.\d)", flags=0)
"""A grade of a muscle that the reading does not know."""


RULE = Rule(
    id="MMT-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "six of five",
            '{facts: [{kind: strength, muscle: quadriceps, grade: "6"}]}',
        ),
    ),
    passes=(
        Example(
            "with minus",
            "{facts: [{kind: strength, muscle: quadriceps, grade: 4-}]}",
        ),
    ),
)
