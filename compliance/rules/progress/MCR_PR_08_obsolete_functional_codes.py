"""Functional reporting codes are no longer asked for.

Functional limitation G-codes and severity modifiers ended with 2018. They add nothing, and show a template
that is out of date.

Anti-pattern: "G8978 CK" in a note of 2026.
Best practice: An outcome score with its change.
Source: Medicare Benefit Policy Manual ch. 15 §220.3 (functional reporting discontinued from 2019) [V]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import phrases_in

_CODES = (
    r"G8(?:97[89]|98\d|99[0-9])",
    r"G91(?:58|59|6\d|7\d|8[0-6])",
    r"functional (?:limitation )?G[- ]?codes?",
    r"severity modifiers?",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for statement in ctx.statements:
        for match in phrases_in(statement.text, _CODES):
            yield Hit(
                detail=f"{statement.section}: {match.group(0)!r} is an obsolete reporting code.",
                where=statement.id,
                evidence=statement.evidence,
                suggestion="Leave it out; give the outcome measure's score and change.",
            )


RULE = Rule(
    id="MCR-PR-08",
    severity="info",
    check=check,
    doc=__doc__,
    valid_from=date(2019, 1, 1),
    fails=(
        Example(
            "an old code",
            '{note: ["O: Mobility G8978 CK."]}',
        ),
    ),
    passes=(
        Example(
            "a score",
            '{note: ["O: LEFS 41/80."]}',
        ),
    ),
)
