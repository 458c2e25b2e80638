"""The plan of a visit: what the therapist dictated first, then what the protocol suggests, all checked.

Deterministic: the same facts and record give the same plan. Nothing is chosen outside the catalogue
and nothing breaks a constraint; what cannot be decided becomes a question.
"""

from __future__ import annotations

import re

from agent.domain.base import Model
from agent.domain.facts import PlanFact, VisitFacts
from agent.domain.plan import KeptOut, Plan, PlanWarning, Prescription
from agent.domain.visit import Encounter
from agent.exercises.candidates import by_words, candidate
from agent.exercises.dosage import usual_dose
from agent.exercises.earlier import allowed_next, next_steps
from agent.exercises.goals import smart_goals
from agent.exercises.library import as_written, catalogue, one_reading
from agent.exercises.models import Exercise
from agent.exercises.plan_warnings import of_unnamed, remarks
from agent.exercises.precautions import joint_of
from agent.exercises.protocols import Phase, Protocol, protocol_for
from agent.exercises.safety import SafetyFrame, Verdict, region_of, safety_frame
from agent.exercises.situation import current_phase, situation
from agent.exercises.suggest import PlanOptions, side_for, suggestions, with_resources
from agent.exercises.surgeon import as_protocol, surgeons_protocol
from agent.exercises.unnamed import unnamed
from agent.exercises.wish import Wish
from agent.exercises.wishes import read_wishes
from agent.exercises.words import tokens

MAX_SPOKEN = 60


class _Judged(Model):
    prescriptions: tuple[Prescription, ...] = ()
    kept_out: tuple[KeptOut, ...] = ()
    warnings: tuple[PlanWarning, ...] = ()
    questions: tuple[str, ...] = ()


def draft_plan(facts: VisitFacts, encounter: Encounter, options: PlanOptions | None = None) -> Plan:
    """The exercise protocol of the visit.

    Dictated exercises come first and keep their dictated dose and side; those that a precaution, the
    procedure's week or a red flag forbids stand in `kept_out` with what forbids them. Conditional and
    later-phase wishes stay out. Suggestions of the protocol carry `origin="protocol"`.
    """
    options = with_resources(options or PlanOptions(), encounter.resources)
    protocol = protocol_for(encounter, options.protocols)
    frame = safety_frame(facts, encounter, protocol)
    region = joint_of(region_of(encounter))
    if ordered := surgeons_protocol(encounter):
        protocol = as_protocol(ordered, region) or protocol
    with one_reading():
        wishes = read_wishes(facts, region)
    view = situation(facts, encounter, frame)
    phase = current_phase(protocol, view) if protocol else None
    said = " ".join(d.text for d in view.deficits) + " ".join(f.phrase for f in facts.of("goal"))
    later = _later_exercises(protocol, phase)
    judged = _judge(wishes.wanted, frame, region, later, said.lower())
    suggested = suggestions(
        protocol,
        phase,
        frame,
        view,
        judged.prescriptions,
        wishes.withheld | frozenset(w.name for w in wishes.wanted) | _like_what_is_out(judged.kept_out),
        options,
        side=side_for(facts, encounter),
        discharge=encounter.visit.note_type == "discharge",
    )
    weekly, weeks = _schedule(facts, encounter)
    plan = Plan(
        kept_out=judged.kept_out,
        precautions=frame.ordered,
        frequency_per_week=weekly,
        duration_weeks=weeks,
        protocol=f"{protocol.id}@{protocol.version}" if protocol else "",
        phase=phase.name if phase else "",
        questions=(
            *frame.questions,
            *_questions(protocol, view.has_measures, encounter, judged),
            *judged.questions,
        ),
        warnings=judged.warnings,
        goals=smart_goals(facts, encounter, protocol, phase),
        next_steps=next_steps(
            judged.prescriptions,
            facts,
            encounter,
            options.earlier,
            protocol=protocol,
            phase=phase,
            allowed=lambda name, side: allowed_next(name, side, frame, wishes.withheld, later),
        ),
    )
    return plan.with_lines((*judged.prescriptions, *suggested))


def _judge(
    wanted: tuple[Wish, ...],
    frame: SafetyFrame,
    region: str,
    later: dict[str, str],
    said: str,
) -> _Judged:
    kept: list[Prescription] = []
    out: dict[str, KeptOut] = {}
    warnings: list[PlanWarning] = []
    questions: list[str] = []
    for wish in wanted:
        asked = candidate(
            wish.spoken,
            context=f"{wish.context} {wish.dose.load}",
            region=region,
            side=wish.side,
            where=wish.where,
            name=wish.name or None,
        )
        exercise = catalogue().by_name.get(wish.name)
        title = _title(wish, exercise)
        unknown = unnamed(wish.spoken, exercise, asked)
        verdict = frame.judge(asked) or (_by_words(wish, frame, region) if unknown else None)
        if verdict and wish.waits:
            warnings.append(
                PlanWarning(kind="limit", exercise=title, why=verdict.why, evidence=wish.evidence)
            )
        elif verdict:
            first = out.get(title)
            evidence = (*(first.evidence if first else ()), *wish.evidence, *verdict.evidence)
            out[title] = KeptOut(exercise=title, why=verdict.why, evidence=tuple(dict.fromkeys(evidence)))
            continue
        kept.append(
            Prescription(
                exercise=title,
                side=wish.side,
                dose=wish.dose,
                where=wish.where,
                origin="dictated",
                cue=wish.cue or wish.waits,
                reason=_reason(wish, exercise),
                evidence=wish.evidence,
            )
        )
        if wish.waits:
            continue
        warnings += remarks(wish, title, exercise, later, region, said)
        if unknown:
            warnings.append(of_unnamed(unknown, wish, title, frame.in_force))
            questions.append(unknown.question)
        if bounded := frame.judge(asked.model_copy(update={"adapts": False})):
            warnings.append(
                PlanWarning(
                    kind="limit",
                    exercise=title,
                    why=f"only as far as “{bounded.constraint.text}” allows",
                    evidence=wish.evidence,
                )
            )
    return _Judged(
        prescriptions=tuple(kept),
        kept_out=tuple(out.values()),
        warnings=tuple(warnings),
        questions=tuple(dict.fromkeys(questions)),
    )


def _by_words(wish: Wish, frame: SafetyFrame, region: str) -> Verdict | None:
    context = f"{wish.context} {wish.dose.load}"
    return frame.judge(
        by_words(wish.spoken, context=context, region=region, side=wish.side, where=wish.where)
    )


def _like_what_is_out(kept_out: tuple[KeptOut, ...]) -> frozenset[str]:
    """Exercises that ask the same movement as one kept out: none is suggested in its place."""
    known = [catalogue().by_name.get(k.exercise.split(" (")[0]) for k in kept_out]
    moves = {(d.joint, d.motion) for e in known if e for d in e.demands}
    if not moves:
        return frozenset()
    return frozenset(
        e.name for e in catalogue().exercises if moves & {(d.joint, d.motion) for d in e.demands}
    )


def _later_exercises(protocol: Protocol | None, phase: Phase | None) -> dict[str, str]:
    """Exercises that the protocol has only in phases after `phase`, with that phase's name."""
    if protocol is None or phase is None:
        return {}
    at = protocol.phases.index(phase)
    so_far = {e.exercise for p in protocol.phases[: at + 1] for e in p.exercises}
    later: dict[str, str] = {}
    for following in protocol.phases[at + 1 :]:
        for entry in following.exercises:
            if entry.exercise not in so_far:
                later.setdefault(entry.exercise, following.name)
    return later


def _title(wish: Wish, exercise: Exercise | None) -> str:
    """The catalogue's name, and the words said where they add something: `step-down (six inch)`."""
    spoken = " ".join(wish.spoken.split())
    if exercise is None:
        return spoken.lower()
    spoken = re.sub(r"^(?:\d+ minutes?|exercises?|therapeutic)\b\s*", "", spoken, flags=re.I)
    added = set(tokens(spoken)) - set(tokens(exercise.name)) - {"left", "right", "exercise", "the", "a"}
    if not added or len(spoken) > MAX_SPOKEN:
        return exercise.name
    return f"{exercise.name} ({spoken.lower()})"


def _reason(wish: Wish, exercise: Exercise | None) -> str:
    asked = {
        "clinic": "done today as dictated",
        "home": "home exercise as dictated",
        "next_visit": f"dictated for later: {wish.waits}" if wish.waits else "dictated for the next visit",
    }[wish.where]
    if exercise is None:
        return f"{asked}; not in the catalogue"
    purpose = as_written(" and ".join(p.replace("_", " ") for p in exercise.purpose[:2]))
    has_dose = any((wish.dose.sets, wish.dose.reps, wish.dose.hold_s, wish.dose.minutes))
    usual = "" if has_dose else f"; no dose was dictated (usual {usual_dose(exercise)})"
    return f"{asked}; for {purpose}{usual}"


def _schedule(facts: VisitFacts, encounter: Encounter) -> tuple[float | None, float | None]:
    """Visits a week and weeks, as dictated, else as the plan of care has them."""
    weekly = weeks = None
    for fact in facts.of("plan"):
        if isinstance(fact, PlanFact) and fact.polarity == "present":
            weekly = fact.frequency_per_week or weekly
            weeks = fact.duration_weeks or weeks
    care = encounter.plan_of_care
    return (
        weekly or (care.frequency_per_week if care else None),
        weeks or (care.duration_weeks if care else None),
    )


def _questions(
    protocol: Protocol | None, has_measures: bool, encounter: Encounter, judged: _Judged
) -> list[str]:
    questions: list[str] = []
    if protocol is None:
        known = encounter.episode.diagnoses or encounter.episode.surgery
        questions.append(
            "No protocol fits this diagnosis or procedure: only dictated exercises stand in the plan."
            if known
            else "The record names no diagnosis: only dictated exercises stand in the plan."
        )
    if not has_measures:
        questions.append(
            "No measure of this or an earlier visit bounds the plan: which pain, range or strength "
            "holds today?"
        )
    if not judged.prescriptions and not judged.kept_out:
        questions.append("No exercise was dictated: which ones were done, and which are for home?")
    return questions
