"""The protocol's own part of a plan: exercises of the phase reached that pass every check."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from agent.domain.base import Model, Side
from agent.domain.facts import VisitFacts
from agent.domain.plan import Prescription
from agent.domain.visit import Encounter, Resources
from agent.exercises.constraints import Candidate, Where
from agent.exercises.dosage import choose_dose, minutes_for
from agent.exercises.earlier import EarlierVisit
from agent.exercises.library import as_written, catalogue, dose_classes
from agent.exercises.models import Exercise
from agent.exercises.protocols import Phase, Protocol, ProtocolExercise
from agent.exercises.safety import SafetyFrame, opposite
from agent.exercises.situation import Deficit, Situation
from agent.exercises.words import tokens

AWAITING = "; a therapist must accept it"
OLDER = 75
"""Years from which heavy and one-legged loading is left to the therapist to choose."""


class PlanOptions(Model):
    """What the session and the home have room for. `equipment` None: everything is at hand."""

    session_minutes: float = Field(default=40, gt=0)
    home_minutes: float = Field(default=20, gt=0)
    equipment: frozenset[str] | None = None
    home_equipment: frozenset[str] | None = None
    """The same for the patient's home, in the catalogue's words."""
    most: int = Field(default=3, ge=0)
    """Most suggestions beside a dictated plan."""
    enough: int = Field(default=5, ge=0)
    """With this many dictated exercises nothing is suggested."""
    protocols: tuple[Protocol, ...] = ()
    """The clinic's own protocols (`clinic_protocols`); empty: the shipped ones."""
    earlier: tuple[EarlierVisit, ...] = ()
    """The patient's earlier visits of this region, oldest first."""


def programme(
    protocol: Protocol,
    phase: Phase,
    frame: SafetyFrame,
    view: Situation,
    options: PlanOptions,
    *,
    without: Iterable[str] = (),
    side: Side = "none",
    used: tuple[float, float] = (0.0, 0.0),
) -> tuple[Prescription, ...]:
    """All exercises of `phase` that are allowed, dosed, inside both time budgets.

    `used` are the minutes already taken by dictated exercises in the clinic and at home. Exercises
    tied to a deficit measured today come first.
    """
    skipped = set(without)
    clinic, home = used
    chosen: list[Prescription] = []
    ranked = sorted(phase.exercises, key=lambda e: _served(e, view) is None)
    for entry in ranked:
        exercise = catalogue().by_name[entry.exercise]
        where: Where = "home" if entry.where == "home" else "clinic"
        if exercise.name in skipped or not _fits(exercise, view, options, where):
            continue
        if frame.judge(Candidate.of(exercise, side=side, where="next_visit")):
            continue
        dose = choose_dose(exercise, entry.dose, irritability=view.irritability, older=view.age >= OLDER)
        minutes = minutes_for(dose, dose_classes()[exercise.dose])
        if where == "home" and home + minutes <= options.home_minutes:
            home += minutes
        elif where == "clinic" and clinic + minutes <= options.session_minutes:
            clinic += minutes
        else:
            continue
        deficit = _served(entry, view)
        chosen.append(
            Prescription(
                exercise=exercise.name,
                side=side if _is_sided(exercise) else "none",
                dose=dose,
                where=where,
                origin="protocol",
                cue=exercise.cue,
                reason=_reason(protocol, phase, entry, view, deficit),
                evidence=deficit.evidence if deficit else (),
            )
        )
    return tuple(chosen)


def suggestions(
    protocol: Protocol | None,
    phase: Phase | None,
    frame: SafetyFrame,
    view: Situation,
    dictated: tuple[Prescription, ...],
    withheld: frozenset[str],
    options: PlanOptions,
    *,
    side: Side = "none",
    discharge: bool = False,
) -> tuple[Prescription, ...]:
    """A few exercises to fill the gaps of a dictated plan; none where caution asks for a human first.

    Without any measure only unloaded ones are. Nothing is suggested with a red flag, before a surgery, at
    discharge, beside a full dictated plan, or in place of something the therapist held back, and never
    anything harder than that.
    """
    if protocol is None or phase is None or frame.red_flags or discharge:
        return ()
    if frame.week is not None and frame.week < 0:
        return ()
    names = {p.exercise.split(" (")[0] for p in dictated}
    room = min(options.most, options.enough - len(names))
    if room <= 0:
        return ()
    moved = {
        (d.joint, d.motion) for n in names if n in catalogue().by_name for d in catalogue().by_name[n].demands
    }
    served = {name for motion in moved for name in catalogue().serving.get(motion, ())}
    without = names | served | withheld | _harder_than(withheld) | _neighbours(names)
    used = _minutes(dictated)
    found = programme(protocol, phase, frame, view, options, without=without, side=side, used=used)
    return found[:room]


def side_for(facts: VisitFacts, encounter: Encounter) -> Side:
    """The side suggestions are for: the record's, unless today's findings speak of the other one."""
    side = encounter.episode.side
    if side not in ("left", "right"):
        return side
    findings = facts.of("pain", "rom", "strength", "special_test", "palpation", "exercise")
    today = [
        f.side for f in findings if f.time == "today" and f.subject == "patient" and f.polarity != "denied"
    ]
    return "none" if sum(opposite(side, s) for s in today) > sum(s == side for s in today) else side


def _minutes(dictated: tuple[Prescription, ...]) -> tuple[float, float]:
    clinic = home = 0.0
    for item in dictated:
        exercise = catalogue().by_name.get(item.exercise.split(" (")[0])
        if exercise is None:
            continue
        minutes = minutes_for(item.dose, dose_classes()[exercise.dose])
        if item.where == "home":
            home += minutes
        else:
            clinic += minutes
    return clinic, home


def with_resources(options: PlanOptions, resources: Resources | None) -> PlanOptions:
    """The options with what this visit's record says of time and equipment."""
    if resources is None:
        return options
    known = {"session_minutes": resources.session_minutes, "home_minutes": resources.home_minutes}
    found: dict[str, Any] = {name: value for name, value in known.items() if value is not None}
    if resources.home_equipment is not None:
        found["home_equipment"] = _in_catalogue_words(resources.home_equipment)
    return options.model_copy(update=found)


def _in_catalogue_words(equipment: Iterable[str]) -> frozenset[str]:
    """`Resistance bands` is `band`; what no exercise needs is left out."""
    said = [set(tokens(words)) for words in equipment]
    return frozenset(
        name
        for name in {e for exercise in catalogue().exercises for e in exercise.equipment}
        if any(set(tokens(name.replace("_", " "))) <= words for words in said)
    )


def _fits(exercise: Exercise, view: Situation, options: PlanOptions, where: Where) -> bool:
    needed = set(exercise.equipment)
    at_hand = (options.equipment, options.home_equipment if where == "home" else None)
    if any(found is not None and not needed <= found for found in at_hand):
        return False
    if (view.irritability == "high" or not view.has_measures) and exercise.effort > 2:
        return False
    if view.age >= OLDER and exercise.effort > 3:
        return False
    return not (view.falls_risk and (exercise.effort > 4 or exercise.bearing == "single_leg"))


def _harder_than(names: Iterable[str]) -> set[str]:
    """Everything up the progression graph from `names`."""
    found: set[str] = set()
    todo = [n for n in names if n in catalogue().by_name]
    while todo:
        for harder in catalogue().by_name[todo.pop()].harder:
            if harder not in found:
                found.add(harder)
                todo.append(harder)
    return found


def _neighbours(names: Iterable[str]) -> set[str]:
    """One step up or down from what is already planned: the same exercise in another guise."""
    known = [n for n in names if n in catalogue().by_name]
    return {h for n in known for h in (*catalogue().by_name[n].harder, *catalogue().easier(n))}


def _served(entry: ProtocolExercise, view: Situation) -> Deficit | None:
    wanted = " ".join(entry.for_).lower()
    for deficit in view.deficits:
        if deficit.kind in wanted or any(w in wanted for w in deficit.words):
            return deficit
    return None


_MIDLINE = frozenset({"spine", "neck", "vestibular", "gait", "function", "aerobic", "balance"})


def _is_sided(exercise: Exercise) -> bool:
    return exercise.region not in _MIDLINE and exercise.bearing != "full"


def _reason(
    protocol: Protocol, phase: Phase, entry: ProtocolExercise, view: Situation, deficit: Deficit | None
) -> str:
    week = f", week {int(view.week)}" if protocol.surgical and view.week is not None else ""
    tied = f"; answers “{deficit.text}”" if deficit else ""
    return (
        f"suggested by {protocol.name}, {phase.name}{week}, for {as_written(', '.join(entry.for_))}{tied}; "
        f"irritability {view.irritability}{AWAITING}"
    )
