"""What counts as a measure of this visit, and its value at an earlier one."""

from __future__ import annotations

import re
from functools import cache

from agent.data_files import from_yaml
from agent.domain.facts import (
    BalanceFact,
    Fact,
    FunctionFact,
    GaitFact,
    GirthFact,
    OutcomeFact,
    PalpationFact,
    RomFact,
    SpecialTestFact,
    StrengthFact,
    VitalsFact,
)
from compliance.rules.context import RuleContext, words_of
from compliance.rules.instruments import instrument
from compliance.rules.safety import FOLDER

_FOUND = (FunctionFact, PalpationFact, GaitFact, BalanceFact, VitalsFact, GirthFact, StrengthFact)
"""Findings whose words may hold a measure that their fields do not."""
_MEASURED = (RomFact, StrengthFact, OutcomeFact, BalanceFact, GirthFact, GaitFact, FunctionFact)


def is_measure(fact: Fact) -> bool:
    """Whether the fact is something measured or tested on the patient today."""
    if fact.time != "today" or fact.subject != "patient":
        return False
    if isinstance(fact, SpecialTestFact):
        return True  # A negative test is a measure too.
    if fact.polarity != "present":
        return False
    return _has_value(fact) or (
        fact.section == "O" and isinstance(fact, _FOUND) and _names_a_measure(words_of(fact))
    )


def _has_value(fact: Fact) -> bool:
    if not isinstance(fact, _MEASURED):
        return False
    if isinstance(fact, RomFact):
        return fact.to_value is not None or fact.from_value is not None
    if isinstance(fact, StrengthFact):
        return bool(fact.grade) or fact.value is not None
    if isinstance(fact, GaitFact):
        return fact.distance is not None
    return fact.value is not None


@cache
def _objective() -> re.Pattern[str]:
    table = from_yaml(FOLDER / "measures" / "objective.yaml")
    name, figure, reach = "|".join(table["names"]), table["figure"], table["reach"]
    return re.compile(
        rf"\b(?:{name})\b[^.;]{{0,{reach}}}?(?:{figure})|(?:{figure})[^.;]{{0,{reach}}}?\b(?:{name})\b",
        re.IGNORECASE,
    )


def _names_a_measure(text: str) -> bool:
    """Whether the words name one of the listed measures with a figure near it."""
    return _objective().search(text) is not None


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
