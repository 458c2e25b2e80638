"""The next step of each exercise from the patient's earlier visits, one variable at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from agent.domain.base import Model, Side
from agent.domain.facts import VisitFacts
from agent.domain.plan import Dose, NextStep, Plan, Prescription
from agent.domain.visit import Encounter
from agent.exercises.constraints import Candidate, pounds
from agent.exercises.library import catalogue, dose_classes
from agent.exercises.models import Range
from agent.exercises.progression import Decision, Step, apply, decide, observe
from agent.exercises.protocols import Phase, Protocol
from agent.exercises.safety import SafetyFrame

_TENDON = frozenset({"achilles_tendinopathy", "lateral_epicondylalgia", "patellofemoral_pain"})
"""Conditions whose loading tolerates pain up to 5 of 10 (Silbernagel pain monitoring, U)."""


class EarlierVisit(Model):
    """A signed visit before this one: what was found, and what was prescribed."""

    on: date
    facts: VisitFacts
    plan: Plan


def next_steps(
    dictated: tuple[Prescription, ...],
    facts: VisitFacts,
    encounter: Encounter,
    earlier: tuple[EarlierVisit, ...],
    *,
    protocol: Protocol | None,
    phase: Phase | None,
    allowed: Callable[[str, Side], str],
) -> tuple[NextStep, ...]:
    """A step for each exercise of today that an earlier visit had too; none without earlier visits.

    `allowed` says why an exercise may not come next, empty when it may. A step to it is then a hold.
    """
    side = encounter.episode.side
    today = observe(facts, encounter.visit.date, side)
    found: dict[tuple[str, Side], NextStep] = {}
    for item in dictated:
        name = item.exercise.split(" (")[0]
        if name not in catalogue().by_name or item.where == "next_visit" or (name, item.side) in found:
            continue
        top = _top_of(name, phase)
        seen = [
            observe(v.facts, v.on, side).model_copy(update={"at_top_of_range": _at_top(then.dose, top)})
            for v in earlier
            if (then := _same(v.plan, name, item.side)) is not None
        ]
        if not seen:
            continue
        now = today.model_copy(update={"at_top_of_range": _at_top(item.dose, top)})
        decision = decide([*seen, now], tendon=bool(protocol and protocol.id in _TENDON))
        if decision.action != "ask":
            found[name, item.side] = _step(item, name, decision, allowed)
    return tuple(found.values())


def allowed_next(
    name: str, side: Side, frame: SafetyFrame, withheld: frozenset[str], later: Mapping[str, str]
) -> str:
    """Why `name` may not come next: forbidden, held back by the therapist, or of a later phase."""
    asked = Candidate.of(catalogue().by_name[name], side=side, where="next_visit")
    if verdict := frame.judge(asked):
        return verdict.why
    if name in withheld:
        return "the therapist held it back"
    return f"the protocol has it in a later phase ({later[name]})" if name in later else ""


def _same(plan: Plan, name: str, side: Side) -> Prescription | None:
    return next(
        (p for p in plan.exercises if p.exercise.split(" (")[0] == name and p.side == side and _done(p)), None
    )


def _done(item: Prescription) -> bool:
    """Whether the patient did it: in the clinic only what was dictated, at home also what was accepted."""
    if item.origin == "human":
        return item.where == "home"
    return item.origin == "dictated" and item.where != "next_visit"


def _top_of(name: str, phase: Phase | None) -> dict[str, Range]:
    """The ranges that count as done to the top: the phase's own, else those of the kind of exercise."""
    kind = dose_classes()[catalogue().by_name[name].dose]
    own = next((e.dose for e in phase.exercises if e.exercise == name), None) if phase else None
    ranges: dict[str, Range] = {}
    for field in ("reps", "hold_s", "minutes"):
        bounds = (getattr(own, field) if own else None) or getattr(kind, field)
        if bounds is not None:
            ranges[field] = bounds
    return ranges


def _at_top(dose: Dose, top: dict[str, Range]) -> bool | None:
    """Whether the first quantity that was dosed reached its range's top; None where nothing was dosed."""
    for field in ("reps", "hold_s", "minutes"):
        value = getattr(dose, field)
        if value is not None and field in top:
            return bool(value >= top[field].high)
    return None


def _step(item: Prescription, name: str, decision: Decision, allowed: Callable[[str, Side], str]) -> NextStep:
    step = apply(name, item.dose, decision, load_lb=pounds(item.dose.load))
    action, rule, why = decision.action, decision.rule, decision.why
    if step.changed == "exercise" and (reason := allowed(step.exercise, item.side)):
        step = Step(exercise=name, dose=item.dose)
        action, rule, why = "hold", "next-step-not-allowed", f"{why}; but {reason}"
    elif action in ("progress", "regress") and not step.changed:
        way = {"progress": "harder", "regress": "easier"}[action]
        action, why = "hold", f"{why}; nothing {way} is known"
    return NextStep.model_validate(
        {
            "exercise": item.exercise,
            "side": item.side,
            "action": action,
            "rule": rule,
            "why": why,
            "change": _change(item.dose, step),
            "visits": decision.visits,
        }
    )


def _change(before: Dose, step: Step) -> str:
    match step.changed:
        case "exercise":
            return f"to {step.exercise}"
        case "load":
            return f"{before.load} → {step.dose.load}"
        case "reps":
            return f"{before.reps} → {step.dose.reps} repetitions"
        case "sets":
            return f"{before.sets} → {step.dose.sets} sets"
        case "hold":
            return f"{before.hold_s:g} → {step.dose.hold_s:g} s hold"
        case "minutes":
            return f"{before.minutes:g} → {step.dose.minutes:g} min"
        case _:
            return ""
