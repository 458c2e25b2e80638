"""What counts as a measure of this visit, and its value at an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
from agent.needles import Rare
from compliance.rules.context import RuleContext, words_of
from compliance.rules.instruments import Instrument, instrument
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
def _objective() -> Rare:
    table = from_yaml(FOLDER / "measures" / "objective.yaml")
    name, figure, reach = "|".join(table["names"]), table["figure"], table["reach"]
    return Rare(
        rf"\b(?:{name})\b[^.;]{{0,{reach}}}?(?:{figure})|(?:{figure})[^.;]{{0,{reach}}}?\b(?:{name})\b",
    )


def _names_a_measure(text: str) -> bool:
    """Whether the words name one of the listed measures with a figure near it."""
    return _objective().search(text) is not None


@dataclass(frozen=True)
class Score:
    """A known instrument's score, in the instrument's own unit."""

    fact: OutcomeFact | BalanceFact
    known: Instrument
    value: float


_UNITS = {
    "second": "s",
    "seconds": "s",
    "sec": "s",
    "s": "s",
    "m/s": "m/s",
    "meter": "m",
    "meters": "m",
    "m": "m",
}
_OTHER_UNITS = frozenset({*_UNITS.values(), "feet", "foot", "ft", "yards", "cm", "inches", "mph", "minutes"})


def scores(ctx: RuleContext) -> Iterator[Score]:
    """Scores of questionnaires and timed tests, whatever their time, where the unit is the instrument's."""
    for fact in ctx.facts.facts:
        known = instrument(fact.name) if isinstance(fact, OutcomeFact | BalanceFact) else None
        if known is None or not isinstance(fact, OutcomeFact | BalanceFact) or fact.value is None:
            continue
        unit = _UNITS.get(fact.unit, fact.unit)
        if (unit == known.unit or unit not in _OTHER_UNITS) and not _counts_goals(fact.value, fact.phrase):
            yield Score(fact, known, fact.value)


def _counts_goals(value: float, phrase: str) -> bool:
    """Whether the number is one of goals: `none of those 3 goals is met`."""
    return re.search(rf"\b(?:the|those|these|all|of) {value:g} (?:[\w-]+ )?goals\b", phrase) is not None


def scores_of_today(ctx: RuleContext) -> Iterator[Score]:
    """The scores that the patient reached today."""
    for score in scores(ctx):
        if (score.fact.time, score.fact.polarity, score.fact.subject) == ("today", "present", "patient"):
            yield score


def earlier_value(ctx: RuleContext, name: str) -> float | None:
    """The last earlier score under this name or a synonym of it; None where none is known."""
    known = instrument(name)
    wanted = known.name if known else name.casefold()
    told = (f for f in reversed(ctx.facts.facts) if isinstance(f, OutcomeFact | BalanceFact))
    for fact in told:
        if fact.value is not None and fact.time == "before" and _same(fact.name) == wanted:
            return fact.value
    recorded = [m for m in ctx.encounter.history.last_measures if _same(m.name) == wanted]
    for measure in sorted(recorded, key=lambda m: m.date, reverse=True):
        if isinstance(measure.value, int | float):
            return float(measure.value)
    return None


def _same(name: str) -> str:
    known = instrument(name)
    return known.name if known else name.casefold()
