"""A reviewer's changes to lines of the exercise plan, as values, and the decisions they make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from agent.domain.base import Model, Side
from agent.domain.plan import Dose, Plan, PlanDecision, Prescription
from agent.errors import InputError, Refused
from agent.exercises.constraints import Where
from agent.exercises.dosage import dose_problems
from agent.exercises.library import catalogue, dose_classes, find
from agent.exercises.suggest import AWAITING

MOST = 1000
"""Above this no count, second or minute is meant."""
MAX_WORDS = 60
"""Characters of a load or a frequency."""


class PlanEdit(Model):
    """One change to one line of the plan. The line's origin becomes `human`.

    `accept`: a suggested exercise stands, at `dose` where given. `change`: the line gets `dose` (sets
    and repetitions, seconds, minutes), which accepts a suggestion too. `remove`: it goes.
    `side` and `where` are needed only where the plan has the exercise more than once.
    """

    action: Literal["accept", "change", "remove"]
    exercise: str
    side: Side | None = None
    where: Where | None = None
    dose: Dose | None = None


def find_line(
    plan: Plan, exercise: str, side: Side | None = None, where: Where | None = None
) -> Prescription:
    """The plan's line for an exercise by its name or a synonym; `InputError` unless it is exactly one."""
    wanted = " ".join(exercise.lower().split())
    placed = [p for p in plan.lines if side in (None, p.side) and where in (None, p.where)]
    found = [p for p in placed if p.exercise.lower() == wanted]
    if not found and (known := find(wanted)):
        found = [p for p in placed if p.exercise.split(" (")[0] == known.name]
    if not found:
        raise InputError("The plan has no such exercise.", mend="Reload the draft, and name one of its plan.")
    if len(found) > 1:
        raise InputError("The plan has this exercise more than once.", mend="Say which side and place.")
    return found[0]


def decide_plan(
    plan: Plan, decisions: Sequence[PlanDecision], edits: Sequence[PlanEdit]
) -> tuple[PlanDecision, ...]:
    """The decisions after the edits, one a line at most. Raises `InputError` for what does not fit."""
    made = {d.line.key: d for d in decisions}
    for edit in edits:
        line = find_line(plan, edit.exercise, edit.side, edit.where)
        if edit.action == "change" and edit.dose == line.dose and line.origin != "protocol":
            continue
        made[line.key] = _decision(edit, line, made.get(line.key))
    return tuple(made.values())


def refuse_kept_out(before: Plan, after: Plan, edits: Sequence[PlanEdit]) -> None:
    """Raises `Refused`, with what forbids it, for an edit whose exercise the safety check then kept out."""
    stands = {p.key for p in after.lines}
    for edit in edits:
        line = find_line(before, edit.exercise, edit.side, edit.where)
        out = next((k for k in after.kept_out if k.exercise == line.exercise), None)
        if edit.action != "remove" and line.key not in stands and out:
            raise Refused(
                f"{line.exercise!r} is contraindicated: {out.why}.",
                mend="Choose another exercise or load, or correct the precaution in the note.",
            )


def _decision(edit: PlanEdit, line: Prescription, earlier: PlanDecision | None) -> PlanDecision:
    before = earlier.before if earlier and earlier.action == "change" else line.dose
    if edit.action == "remove":
        return PlanDecision(action="remove", line=line, before=before)
    suggested = line.origin == "protocol"
    if edit.action == "accept" and not suggested:
        raise InputError("This exercise is not a suggestion.", mend="Reload the draft.")
    if edit.action == "change" and edit.dose is None:
        raise InputError("No dose was given.", mend="Give sets and repetitions, seconds or minutes.")
    dose = _checked(edit.dose, line) if edit.dose else line.dose
    accepted = suggested or (earlier is not None and earlier.action == "accept")
    reason = line.reason.removesuffix(AWAITING)
    if suggested:
        reason = f"{reason}; accepted by a reviewer"
    if dose != line.dose:
        reason = f"{reason}; dose set by a reviewer (was {line.dose_text or 'not said'})"
    stands = line.model_copy(update={"dose": dose, "origin": "human", "reason": reason})
    return PlanDecision(action="accept" if accepted else "change", line=stands, before=before)


def _checked(dose: Dose, line: Prescription) -> Dose:
    """The dose with clean words. Raises `InputError` for one outside the exercise's ranges."""
    counts = (dose.sets, dose.reps, dose.hold_s, dose.minutes)
    if not any(counts):
        raise InputError("The dose is empty.", mend="Give sets and repetitions, seconds or minutes.")
    if not all(n is None or 0 < n <= MOST for n in counts):
        raise InputError(f"A dose is made of numbers from 1 to {MOST}.")
    kept = dose.model_copy(update={"load": _words(dose.load), "frequency": _words(dose.frequency)})
    exercise = catalogue().by_name.get(line.exercise.split(" (")[0])
    problems = dose_problems(kept, dose_classes()[exercise.dose]) if exercise else ()
    if problems:
        raise InputError(f"This dose is out of range: {'; '.join(problems)}.", mend="Keep to the range.")
    return kept


def _words(text: str) -> str:
    kept = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(kept) > MAX_WORDS:
        raise InputError("A load or frequency is too long.", mend=f"At most {MAX_WORDS} characters.")
    return kept
