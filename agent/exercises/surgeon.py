"""The surgeon's own protocol in the visit record: it overrides the general one wherever it speaks.

What it lists for a phase reached is allowed whatever the general protocol's weeks say; what it lists for a
later phase waits; what it forbids now is forbidden. Where it is silent the general weeks stay.
"""

from __future__ import annotations

from agent.domain.base import Model, Side
from agent.domain.visit import Encounter, SurgeonPhase, SurgeonProtocol
from agent.exercises.constraints import Constraint
from agent.exercises.library import find
from agent.exercises.models import Range
from agent.exercises.precautions import read_precaution
from agent.exercises.protocols import (
    Criterion,
    Phase,
    Protocol,
    ProtocolExercise,
    ProtocolMatch,
    Reference,
)

AS_ORDERED = "as the surgeon ordered"
_LONG = 104.0
"""Weeks that the last phase lasts where the surgeon names no end."""


class SurgeonOrders(Model):
    """What the surgeon's protocol says at one week after surgery."""

    constraints: tuple[Constraint, ...] = ()
    allowed: frozenset[str] = frozenset()
    """Names of the catalogue listed for phases reached."""
    questions: tuple[str, ...] = ()


def surgeons_protocol(encounter: Encounter) -> SurgeonProtocol | None:
    surgery = encounter.episode.surgery
    return surgery.protocol if surgery else None


def orders_at(own: SurgeonProtocol, week: float, region: str, side: Side) -> SurgeonOrders:
    """Constraints, allowances and questions at `week`; before surgery counts as week 0."""
    at = max(0.0, week)
    named = {(p.from_week, spoken): find(spoken, region) for p in own.phases for spoken in p.exercises}
    allowed = {e.name for (start, _), e in named.items() if e and start <= at}
    found: list[Constraint] = [
        Constraint(
            text=f"the surgeon's protocol of {own.dated.isoformat()}: {spoken} from week {start:g}",
            source="record",
            names=(e.name,),
            side=side,
            until_week=start,
        )
        for (start, spoken), e in named.items()
        if e and start > at and e.name not in allowed
    ]
    questions: list[str] = [
        f"The surgeon's exercise {spoken!r} is not in the catalogue: place it by hand."
        for (_, spoken), e in named.items()
        if e is None
    ]
    for phase in _holding(own, at):
        for text in phase.forbidden:
            read = read_precaution(text, region=region, side=side, source="record")
            found += [
                c.model_copy(update={"text": f"the surgeon's protocol, {phase.name}: {c.text}"})
                for c in read.constraints
            ]
            if not read.understood:
                questions.append(
                    f"The surgeon's order {text!r} could not be tested by software: check it by hand."
                )
    return SurgeonOrders(
        constraints=tuple(found), allowed=frozenset(allowed), questions=tuple(dict.fromkeys(questions))
    )


def as_protocol(own: SurgeonProtocol, region: str) -> Protocol | None:
    """The surgeon's phases as the planner reads protocols; None where no exercise of them is catalogued."""
    phases: list[Phase] = []
    so_far: tuple[ProtocolExercise, ...] = ()
    for phase in own.phases:
        exercises = tuple(
            ProtocolExercise.model_validate({"exercise": e.name, "for": [AS_ORDERED]})
            for spoken in phase.exercises
            if (e := find(spoken, region))
        )
        so_far = exercises or so_far
        if so_far:
            end = phase.to_week or max(_LONG, phase.from_week + 1)
            phases.append(
                Phase(
                    name=phase.name,
                    weeks=Range(low=phase.from_week, high=end),
                    goals=(AS_ORDERED,),
                    exercises=so_far,
                    criteria=(Criterion(text=AS_ORDERED),),
                )
            )
    if not phases:
        return None
    return Protocol(
        id="surgeon",
        name="the surgeon's protocol",
        version=own.dated.isoformat(),
        region=region or "any",
        surgical=True,
        match=ProtocolMatch(),
        phases=tuple(phases),
        red_flags=(AS_ORDERED,),
        progress=AS_ORDERED,
        regress=AS_ORDERED,
        references=(Reference(text=f"{own.surgeon}, {own.dated.isoformat()}", certainty="V"),),
    )


def _holding(own: SurgeonProtocol, at: float) -> list[SurgeonPhase]:
    """The phases that hold at this week; past the last one's start it holds on where it names no end."""
    return [p for p in own.phases if p.from_week <= at and (p.to_week is None or at < p.to_week)]
