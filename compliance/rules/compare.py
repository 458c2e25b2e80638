"""The value of a measure at an earlier visit, from the dictation or the record."""

from __future__ import annotations

from agent.domain.facts import OutcomeFact
from compliance.rules.context import RuleContext
from compliance.rules.instruments import instrument


def earlier_value(ctx: RuleContext, name: str) -> float | None:
    """The last earlier score under this name or a synonym of it; None where none is known."""
    known = instrument(name)
    wanted = known.name if known else name.casefold()
    for fact in reversed(ctx.all(OutcomeFact)):
        if fact.time == "before" and _same(fact.name) == wanted:
            return fact.value
    recorded = [m for m in ctx.encounter.history.last_measures if _same(m.name) == wanted]
    for measure in sorted(recorded, key=lambda m: m.date, reverse=True):
        if isinstance(measure.value, int | float):
            return float(measure.value)
    return None


def _same(name: str) -> str:
    known = instrument(name)
    return known.name if known else name.casefold()
