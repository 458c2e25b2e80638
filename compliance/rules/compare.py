"""What counts as a measure of this visit, and its value at an earlier one."""

from __future__ import annotations

from agent.domain.facts import (
    BalanceFact,
    Fact,
    FunctionFact,
    GaitFact,
    GirthFact,
    OutcomeFact,
    RomFact,
    SpecialTestFact,
    StrengthFact,
)
from compliance.rules.context import RuleContext
from compliance.rules.instruments import instrument

_MEASURED = (RomFact, StrengthFact, OutcomeFact, BalanceFact, GirthFact, GaitFact, FunctionFact)


def is_measure(fact: Fact) -> bool:
    """Whether the fact is something measured or tested on the patient today."""
    if fact.time != "today" or fact.subject != "patient":
        return False
    if isinstance(fact, SpecialTestFact):
        return True  # A negative test is a measure too.
    if fact.polarity != "present" or not isinstance(fact, _MEASURED):
        return False
    if isinstance(fact, RomFact):
        return fact.to_value is not None or fact.from_value is not None
    if isinstance(fact, StrengthFact):
        return bool(fact.grade) or fact.value is not None
    if isinstance(fact, GaitFact):
        return fact.distance is not None
    return fact.value is not None


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
