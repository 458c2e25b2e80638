"""A claim of improvement goes against the score.

Some scores are better high, others low. A change read the wrong way turns decline into progress.

Anti-pattern: "ODI improved from 30 to 44."
Best practice: "ODI 44 percent, was 30: worse."
Source: the instruments' manuals (direction), as named in the table of outcome measures [V, U]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    OutcomeFact,
)
from agent.domain.note import Statement
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.compare import earlier_value
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.instruments import instrument
from compliance.rules.text import contains

_BETTER = (r"improv\w*", r"better", r"progress\w*", r"gain(?:s|ed)?", r"up from", r"down from")
_WORSE = (r"wors\w*", r"declin\w*", r"deteriorat\w*", r"regress\w*")
_DENIED = (r"not (?:improv\w*|better|progress\w*)", r"no (?:improvement|progress|gain)")


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for fact in ctx.today(OutcomeFact):
        known, before = instrument(fact.name), earlier_value(ctx, fact.name)
        if known is None or before is None or before == fact.value:
            continue
        improved = known.improved(before, fact.value)
        for statement in _about(ctx, fact):
            claims_better = contains(statement.text, _BETTER[:4]) and not contains(statement.text, _DENIED)
            claims_worse = contains(statement.text, _WORSE)
            if (claims_better and not improved and not claims_worse) or (
                claims_worse and improved and not claims_better
            ):
                yield Hit(
                    detail=f"{known.name} {before:g} → {fact.value:g} is "
                    f"{'better' if improved else 'worse'}; the statement says otherwise.",
                    where=statement.id,
                    evidence=evidence_of(fact) or statement.evidence,
                    suggestion=f"{known.name} is better when {known.better}: correct the word or the values.",
                )


def _about(ctx: RuleContext, fact: OutcomeFact) -> list[Statement]:
    known = instrument(fact.name)
    names = {fact.name.casefold(), *(n for n in ((known.name.casefold(), *known.names) if known else ()))}
    return [s for s in ctx.statements if fact.id in s.fact_ids or any(n in s.text.casefold() for n in names)]


RULE = Rule(
    id="OM-02",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a worse score called better",
            "{facts: [{kind: outcome_measure, name: ODI, value: 30, time: before}, {kind: "
            'outcome_measure, name: ODI, value: 44}], note: ["A: ODI improved to 44 percent."]}',
        ),
    ),
    passes=(
        Example(
            "a better score called better",
            "{facts: [{kind: outcome_measure, name: LEFS, value: 52}], encounter: {history: "
            '{last_measures: [{name: LEFS, value: 41, date: 2026-02-24}]}}, note: ["A: LEFS '
            'improved to 52."]}',
        ),
    ),
)
