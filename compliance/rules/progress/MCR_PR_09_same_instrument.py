"""The episode's outcome measure is not repeated.

Change can only be shown with the instrument that was used before. A report without it leaves the episode
without a comparable score.

Anti-pattern: LEFS at evaluation, and a progress report with pain alone.
Best practice: LEFS again, beside the earlier score.
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D (standardised tools recommended) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    BalanceFact,
    OutcomeFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.instruments import instrument


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    tracked = {m.name for m in ctx.encounter.history.last_measures if instrument(m.name)}
    plan = ctx.encounter.plan_of_care
    tracked |= {g.measure for g in plan.goals if instrument(g.measure)} if plan else set()
    today = {
        _same(f.name)
        for f in ctx.facts.facts
        if isinstance(f, OutcomeFact | BalanceFact) and f.time == "today"
    }
    missing = sorted(t for t in tracked if _same(t) not in today)
    if missing and len(missing) == len(tracked):
        yield Hit(
            detail=f"This report holds no score of {', '.join(missing)}, which the episode is tracked by.",
            suggestion=f"Repeat {missing[0]} and give both scores.",
        )


def _same(name: str) -> str:
    known = instrument(name)
    return known.name if known else name.casefold()


RULE = Rule(
    id="MCR-PR-09",
    severity="warn",
    check=check,
    doc=__doc__,
    note_types=frozenset({"progress", "discharge"}),
    fails=(
        Example(
            "the score is not repeated",
            "{encounter: {visit: {note_type: progress}}, facts: [{kind: pain, value: 3}]}",
        ),
    ),
    passes=(
        Example(
            "the score is repeated",
            "{encounter: {visit: {note_type: progress}}, facts: [{kind: outcome_measure, name: "
            "LEFS, value: 50}]}",
        ),
    ),
)
