"""The stated purpose of treatment is not covered.

General fitness, flexibility and diversion are not covered, nor sport for its own sake: name the deficit
in daily life behind them.

Anti-pattern: "General conditioning on the bike."
Best practice: "Bike 8 minutes to raise tolerance for the walk to the shop, now 200 m."
Source: Medicare Benefit Policy Manual ch. 15 §220.2 (services not covered) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import phrases_in

_PURPOSE = (
    r"general (?:conditioning|fitness|strengthening|exercise)",
    r"(?:overall|physical) fitness",
    r"gym (?:program|routine|workout)",
    r"work ?out",
    r"sports?[- ]specific",
    r"return to golf",
    r"weight loss",
    r"wellness",
    r"recreational exercise",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for statement in ctx.statements:
        for match in phrases_in(statement.text, _PURPOSE):
            if statement.section in ("O", "A", "P"):
                yield Hit(
                    detail=f"{statement.section}: {match.group(0)!r} reads as general fitness.",
                    where=statement.id,
                    evidence=statement.evidence,
                    suggestion="Name the deficit in daily life that it treats, with its value.",
                )


RULE = Rule(
    id="MCR-MN-03",
    severity="warn",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "conditioning",
            '{note: ["O: General conditioning on the bike 10 minutes."]}',
        ),
    ),
    passes=(
        Example(
            "a functional aim",
            '{note: ["O: Bike 8 minutes to raise walking tolerance."]}',
        ),
    ),
)
