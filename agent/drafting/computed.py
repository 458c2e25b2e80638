"""Statements that no one dictated and that say so: computed from facts and record, or the record's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.domain.facts import Fact, VisitFacts
from agent.domain.note import Statement
from agent.domain.visit import Encounter, Measure, PlanGoal
from agent.drafting.measured import today
from agent.drafting.templates import NoteTemplate
from compliance.rules.instruments import Instrument, instrument

_AT_MOST = re.compile(r"\b(?:under|below|less|fewer|or lower|at most|within|no more|down to)\b|[<≤]")
_AT_LEAST = re.compile(r"\b(?:over|above|at least|or more|or better|or higher|more than|up to)\b|[>≥]")
_STRICT = re.compile(r"\b(?:under|below|over|above|less than|more than|fewer than)\b|[<>]")


def written_statements(facts: VisitFacts, encounter: Encounter, template: NoteTemplate) -> list[Statement]:
    """The course, each measure's change and where each goal of the record stands, in the template's words."""
    return [
        *_course(encounter, template),
        *_changes(facts, encounter, template),
        *_goals(facts, encounter, template),
    ]


def _course(encounter: Encounter, template: NoteTemplate) -> Iterator[Statement]:
    if template.phrases.course and encounter.plan_of_care is not None:
        start = encounter.plan_of_care.start.isoformat()
        yield Statement(
            id="",
            section="O",
            text=template.phrases.course.format(number=encounter.visit.number, start=start),
            origin="record",
            basis=f"visit.number {encounter.visit.number}, plan_of_care.start {start}",
            group=template.place("O", "course")[1],
        )


def _changes(facts: VisitFacts, encounter: Encounter, template: NoteTemplate) -> Iterator[Statement]:
    """One statement for each earlier measure of the record that was measured again today."""
    for last in _compared(encounter, template):
        found = today(facts, last.name)
        if found is not None and (found[1] != float(last.value) or template.phrases.unchanged):
            yield _change(*found, last, template)


def _compared(encounter: Encounter, template: NoteTemplate) -> Sequence[Measure]:
    """Of each measure the earlier value that the template wants today's held against."""
    chosen: dict[str, Measure] = {}
    for measure in encounter.history.last_measures:
        if measure.date >= encounter.visit.date or not isinstance(measure.value, int | float):
            continue
        held = chosen.setdefault(measure.name, measure)
        later = measure.date > held.date
        if measure.date != held.date and later == (template.compare == "latest"):
            chosen[measure.name] = measure
    return tuple(chosen.values())


def _change(fact: Fact, now: float, last: Measure, template: NoteTemplate) -> Statement:
    before, phrases = float(last.value), template.phrases
    known = instrument(last.name)
    meaning, basis = "", ""
    if known is not None and known.mdc is not None and now != before:
        phrase = phrases.beyond if abs(now - before) > known.mdc else phrases.within
        meaning = phrase.format(mdc=f"{known.mdc:g}{_unit(known.unit)}")
        basis = f"; MDC {known.mdc:g}: {known.source} [{known.certainty}]"
    unit = _unit(last.unit)
    text = (phrases.unchanged if now == before else phrases.change).format(
        measure=f"{last.name[0].upper()}{last.name[1:]}",
        direction="increased" if now > before else "decreased",
        before=f"{before:g}{unit}",
        date=last.date.isoformat(),
        now=f"{now:g}{unit}",
        meaning=meaning,
    )
    return Statement(
        id="",
        section="A",
        text=text,
        origin="computed",
        evidence=fact.evidence,
        fact_ids=(fact.id,),
        basis=f"history.last_measures[{last.name}, {last.date.isoformat()}] and fact {fact.id}{basis}",
        group=template.place("A", "change")[1],
    )


def _goals(facts: VisitFacts, encounter: Encounter, template: NoteTemplate) -> Iterator[Statement]:
    """One statement for each goal of the record whose measure was taken today and whose sense is known."""
    plan = encounter.plan_of_care
    if plan is None or not template.phrases.goal_progress:
        return
    for goal in plan.goals:
        found = today(facts, goal.measure) if goal.measure else None
        if found is None or not isinstance(goal.target, int | float):
            continue
        fact, now = found
        met = _met(goal, float(goal.target), now, encounter)
        if met is None:
            continue
        unit = next((m.unit for m in encounter.history.last_measures if m.name == goal.measure), "")
        yield Statement(
            id="",
            section="A",
            text=template.phrases.goal_progress.format(
                goal=_aim(goal.text, goal.measure, float(goal.target), unit),
                status=template.phrases.met if met else template.phrases.not_met,
                now=f"{goal.measure} {now:g}{_unit(unit)}",
            ),
            origin="computed",
            evidence=fact.evidence,
            fact_ids=(fact.id,),
            basis=f"plan_of_care.goals[{goal.text}] target {goal.target:g} and fact {fact.id}",
            group=template.place("A", "goal_progress")[1],
        )


def _aim(text: str, measure: str, target: float, unit: str) -> str:
    """What a goal asks of its measure: `under 10 seconds` of `TUG under 10 seconds`.

    The name is not said again: with the target behind it, it would read as a value that was measured.
    """
    rest = text.rstrip(".")
    if rest.casefold().startswith(measure.casefold()):
        return rest[len(measure) :].strip(" :,") or f"{target:g}{_unit(unit)}"
    return f"{target:g}{_unit(unit)}"


def _met(goal: PlanGoal, target: float, now: float, encounter: Encounter) -> bool | None:
    """Whether `now` reaches `target`; None where nothing tells which way is better."""
    better = _better(goal, target, encounter)
    if better is None or (now == target and _STRICT.search(goal.text.casefold())):
        return None
    return now >= target if better == "higher" else now <= target


def _better(goal: PlanGoal, target: float, encounter: Encounter) -> str | None:
    """Which way the goal lies: by its words, else by the instrument, else by the earlier measurement."""
    text = goal.text.casefold()
    low, high = bool(_AT_MOST.search(text)), bool(_AT_LEAST.search(text))
    if low != high:
        return "lower" if low else "higher"
    known: Instrument | None = instrument(goal.measure)
    if known is not None:
        return known.better
    before = {float(m.value) for m in encounter.history.last_measures if m.name == goal.measure
              and isinstance(m.value, int | float)}  # fmt: skip
    ways = {"higher" if value < target else "lower" for value in before if value != target}
    return ways.pop() if len(ways) == 1 else None


def _unit(unit: str) -> str:
    """A unit as it follows a number."""
    return {"": "", "%": "%", "deg": " degrees", "s": " seconds"}.get(unit, f" {unit}")
