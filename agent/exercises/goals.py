"""SMART goals: dictated ones first, then the record's, and where neither is measurable, from the measures."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Any

from agent.domain.base import Model
from agent.domain.facts import GoalFact, OutcomeFact, PainFact, VisitFacts
from agent.domain.plan import SmartGoal
from agent.domain.visit import Encounter
from agent.exercises.library import load_data
from agent.exercises.protocols import Phase, Protocol

SHORT_TERM_WEEKS = 4.0


class GoalTarget(Model):
    """How a measure becomes a goal. `mcid` is the least change that matters, `best` the end of the scale."""

    measure: str
    names: tuple[str, ...]
    better: str
    mcid: float
    best: float
    unit: str
    weeks: int
    function: str
    source: str
    certainty: str


@cache
def goal_targets() -> tuple[GoalTarget, ...]:
    rows: list[Any] = load_data("goal_targets.yaml")
    return tuple(GoalTarget.model_validate(row) for row in rows)


def measure_named(name: str) -> str:
    """The measure that `name` means, as goals call it today; `name` itself where none does."""
    folded = name.casefold()
    known = (t.measure for t in goal_targets() if folded in (t.measure.casefold(), *t.names))
    return next(known, name)


def smart_goals(
    facts: VisitFacts, encounter: Encounter, protocol: Protocol | None, phase: Phase | None
) -> tuple[SmartGoal, ...]:
    """Goals with measure, baseline, target and date where these are known; nothing is made up.

    Suggested goals (`origin="protocol"`) aim at one least important change from today's measure and
    are given only where neither the dictation nor the record has a measurable goal.
    """
    start = encounter.plan_of_care.start if encounter.plan_of_care else encounter.visit.date
    goals = [
        _dictated(f, encounter.visit.date) for f in facts.of("goal") if isinstance(f, GoalFact) and _holds(f)
    ]
    if not goals:
        goals = _recorded(encounter, facts, start)
    if not any(g.target is not None for g in goals) and encounter.visit.note_type != "discharge":
        goals += _from_measures(facts, encounter.visit.date)
    return tuple(goals)


def _holds(fact: GoalFact) -> bool:
    return fact.subject == "patient" and fact.polarity == "present"


def _dictated(fact: GoalFact, today: date) -> SmartGoal:
    by = deadline(fact.by_when or fact.when, today)
    return SmartGoal(
        text=fact.phrase,
        term=_term(by, today),
        measure=fact.measure,
        baseline=fact.baseline,
        target=fact.target,
        unit=fact.unit,
        by=by,
        origin="dictated",
        reason="dictated",
        evidence=fact.evidence,
    )


def _recorded(encounter: Encounter, facts: VisitFacts, start: date) -> list[SmartGoal]:
    care = encounter.plan_of_care
    if care is None:
        return []
    by = start + timedelta(weeks=care.duration_weeks) if care.duration_weeks else None
    return [
        SmartGoal(
            text=goal.text,
            term="long",
            measure=goal.measure,
            baseline=_today(goal.measure, facts),
            target=float(goal.target) if isinstance(goal.target, int | float) else None,
            by=by,
            origin="record",
            reason="goal of the plan of care",
        )
        for goal in care.goals
    ]


def _today(measure: str, facts: VisitFacts) -> float | None:
    wanted = measure.lower()
    for fact in facts.of("outcome_measure"):
        if isinstance(fact, OutcomeFact) and fact.time == "today" and fact.name.lower() == wanted:
            return fact.value
    return None


def _from_measures(facts: VisitFacts, today: date) -> list[SmartGoal]:
    found: dict[str, SmartGoal] = {}
    for fact in facts.of("outcome_measure", "pain"):
        if fact.time != "today" or fact.subject != "patient":
            continue
        name = fact.name.lower() if isinstance(fact, OutcomeFact) else "pain"
        value = fact.value if isinstance(fact, OutcomeFact | PainFact) else None
        target = next((t for t in goal_targets() if name in t.names), None)
        if target is None or value is None or target.measure in found:
            continue
        if (aim := _aim(value, target)) is None:
            continue
        by = today + timedelta(weeks=target.weeks)
        found[target.measure] = SmartGoal(
            text=(
                f"{target.measure} from {_with(value, target.unit)} to {_with(aim, target.unit)} "
                f"by {by.isoformat()}, "
                f"for {target.function}"
            ),
            term=_term(by, today),
            measure=target.measure,
            baseline=value,
            target=aim,
            unit=target.unit,
            by=by,
            function=target.function,
            origin="protocol",
            reason=f"one least important change of {target.mcid:g} ({target.source}, {target.certainty})",
            evidence=fact.evidence,
        )
    return list(found.values())


def _with(value: float, unit: str) -> str:
    """`3/10`, `40%`, `12.5 s`."""
    return f"{value:g}{unit}" if unit.startswith(("/", "%")) else f"{value:g} {unit}"


def _aim(value: float, target: GoalTarget) -> float | None:
    """One MCID better than `value`, no further than the end of the scale; None when there is no room."""
    if target.better == "up":
        aim = min(target.best, value + target.mcid)
        return round(aim, 2) if aim > value else None
    aim = max(target.best, value - target.mcid)
    return round(aim, 2) if aim < value else None


_IN = re.compile(
    r"(\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s*(day|week|wk|month|visit)s?"
)
_NUMBERS = {
    w: n
    for n, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)
} | {"twelve": 12}
_DAYS = {"day": 1, "week": 7, "wk": 7, "month": 30}


def deadline(text: str, today: date) -> date | None:
    """The date that `in six weeks` or `2026-05-01` means; None where the words name none."""
    if match := re.search(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return date.fromisoformat(match.group())
        except ValueError:
            return None
    if (match := _IN.search(text.lower())) and match.group(2) in _DAYS:
        number = match.group(1)
        count = int(number) if number.isdigit() else _NUMBERS[number]
        return today + timedelta(days=count * _DAYS[match.group(2)])
    return None


def _term(by: date | None, today: date) -> Any:
    return "short" if by and (by - today).days <= SHORT_TERM_WEEKS * 7 else "long"
