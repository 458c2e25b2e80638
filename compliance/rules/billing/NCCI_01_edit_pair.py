"""Two billed codes are an edit pair.

The payer pays only the first of a pair, unless a modifier says that the two were given in separate
intervals and the note shows it. Pairs with indicator 0 are never paid together.

Anti-pattern: 97530 and 97116 of one session without modifier.
Best practice: 97116-59 where the note gives separate times, or one of the two codes.
Source: NCCI Policy Manual ch. 11; CMS quarterly procedure-to-procedure file; APTA list of 2020 [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.codes import name_of
from compliance.billing.edits import SEPARATE
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import contains

_APART = (
    r"separate\w*",
    r"distinct",
    r"different (?:interval|time|region|body part)\w*",
    r"then",
    r"after that",
    r"from \d",
    r"followed by",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    lines = {line.code: line for line in ctx.claim.lines if line.units}
    for pair in ctx.pairs.pairs:
        if pair.column1 not in lines or pair.column2 not in lines or not pair.holds_on(ctx.on):
            continue
        marked = bool(SEPARATE & set(lines[pair.column2].modifiers))
        names = f"{name_of(pair.column1)} and {name_of(pair.column2)}"
        if pair.indicator == 0:
            yield Hit(
                detail=f"{names} are never paid together ({ctx.pairs.quarter}).",
                where="claim",
                severity="block",
                suggestion=f"Take {pair.column2} off the claim.",
            )
        elif not marked:
            yield Hit(
                detail=f"{names} are an edit pair ({ctx.pairs.quarter}); {pair.column2} carries no modifier.",
                where="claim",
                suggestion=(
                    f"If they were given in separate intervals, add 59 to {pair.column2} and say so in "
                    "the note."
                ),
            )
        elif not any(contains(s.text, _APART) for s in ctx.note.section("O")):
            yield Hit(
                title="A modifier separates two services, and the note does not",
                detail=f"{names}: {pair.column2} carries a modifier; the note shows no separate intervals.",
                where="claim",
                suggestion="Add the interval of each, or take the modifier off.",
            )


RULE = Rule(
    id="NCCI-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "activities with gait training",
            '{facts: [{kind: intervention, code: "97530", minutes: 15}, {kind: intervention, code: '
            '"97116", minutes: 15}]}',
        ),
    ),
    passes=(
        Example(
            "no pair",
            '{facts: [{kind: intervention, code: "97110", minutes: 15}, {kind: intervention, code: '
            '"97140", minutes: 15}]}',
        ),
    ),
)
