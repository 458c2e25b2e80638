"""A reviewer's decisions on lines of the plan: laid over the plan as it is drawn, and judged each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent.domain.facts import VisitFacts
from agent.domain.plan import KeptOut, Plan, PlanDecision, Prescription
from agent.domain.visit import Encounter
from agent.exercises.candidates import candidate
from agent.exercises.constraints import Where
from agent.exercises.precautions import joint_of
from agent.exercises.protocols import protocol_for
from agent.exercises.safety import SafetyFrame, Verdict, region_of, safety_frame
from agent.exercises.suggest import PlanOptions


def with_decisions(
    plan: Plan,
    decisions: Sequence[PlanDecision],
    facts: VisitFacts,
    encounter: Encounter,
    options: PlanOptions | None = None,
) -> Plan:
    """`plan` with every decision that still is about one of its lines, and what was accepted.

    What a constraint of `facts` or the record forbids goes to `kept_out`, whoever accepted it. Laying
    the same decisions over the result again changes nothing.
    """
    if not decisions:
        return plan
    chosen = options or PlanOptions()
    frame = safety_frame(facts, encounter, protocol_for(encounter, chosen.protocols))
    region = joint_of(region_of(encounter))
    by_key = {d.line.key: d for d in decisions}
    settled = {d.line.exercise for d in decisions if d.action != "change"}
    lines = [
        _decided(line, by_key.get(line.key))
        for line in plan.lines
        if line.key in by_key or line.origin != "protocol" or line.exercise not in settled
    ]
    there = {line.key for line in plan.lines}
    lines += [d.line for d in decisions if d.action == "accept" and d.line.key not in there]
    kept: list[Prescription] = []
    out = {k.exercise: k for k in plan.kept_out}
    for line in lines:
        if line is None:
            continue
        decision = by_key.get(line.key) if line.origin == "human" else None
        if decision and (verdict := _verdict(line, decision, frame, region)):
            out[line.exercise] = KeptOut(exercise=line.exercise, why=verdict.why, evidence=verdict.evidence)
        else:
            kept.append(line)
    return plan.with_lines(kept).model_copy(
        update={"kept_out": tuple(out.values()), **_remarks_left(plan, kept)}
    )


def _remarks_left(plan: Plan, kept: Sequence[Prescription]) -> dict[str, Any]:
    """Warnings and next steps but those on lines that went, or on doses that a reviewer set."""
    gone = {_name(p.exercise) for p in plan.lines} - {_name(p.exercise) for p in kept}
    dosed = {_name(p.exercise) for p in kept if p.origin == "human"}
    return {
        "warnings": tuple(
            w
            for w in plan.warnings
            if _name(w.exercise) not in gone and not (w.kind == "dose" and _name(w.exercise) in dosed)
        ),
        "next_steps": tuple(s for s in plan.next_steps if _name(s.exercise) not in gone | dosed),
    }


def _name(title: str) -> str:
    return title.split(" (")[0]


def _decided(line: Prescription, decision: PlanDecision | None) -> Prescription | None:
    """The line as decided; None where it was taken out. Newer words of a human count for more."""
    if decision is None:
        return line
    if line.origin == "protocol":
        if decision.action == "remove":
            return None
        return decision.line.model_copy(update={"evidence": line.evidence})
    if decision.action == "accept" or line.dose != decision.before:
        return line
    if decision.action == "change":
        changed = {"dose": decision.line.dose, "origin": "human", "reason": decision.line.reason}
        return line.model_copy(update=changed)
    return line if bool(line.evidence) != bool(decision.line.evidence) else None


def _verdict(line: Prescription, decision: PlanDecision, frame: SafetyFrame, region: str) -> Verdict | None:
    """What forbids the line. One that was dictated passed already; a new load is all that is new of it."""
    if decision.action == "change" and line.dose.load == decision.before.load:
        return None
    places: tuple[Where, ...] = (line.where, "next_visit")
    for where in places:
        asked = candidate(
            line.exercise.replace("(", " ").replace(")", " "),
            context=line.dose.load,
            region=region,
            side=line.side,
            where=where,
        )
        if verdict := frame.judge(asked):
            return verdict
    return None
