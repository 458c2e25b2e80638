"""What forbids an exercise, and whether it forbids this one."""

from __future__ import annotations

from typing import Literal

from agent.domain.base import Model, Side
from agent.domain.transcript import EvidenceSpan
from agent.exercises.models import MODES, Bearing, Demand, Exercise, Mode
from agent.needles import Rare

Where = Literal["clinic", "home", "next_visit"]
LEAST_RANGE = 20.0
"""Degrees: a limit at or above this leaves range to exercise in; `not past neutral` does not."""
_LOWER = frozenset({"hip", "knee", "ankle"})


class Constraint(Model):
    """One prohibition. Every field that is set must match for movements; tags and names match alone.

    `beyond` is in degrees: only movement past it is forbidden. `until_week` counts from surgery.
    """

    text: str
    """The words it was read from."""
    source: Literal["record", "dictated", "protocol", "red_flag", "comorbidity"] = "record"
    joint: str = ""
    motion: str = ""
    modes: tuple[Mode, ...] = ()
    combined: tuple[str, ...] = ()
    """Motions forbidden together: two of them in one exercise."""
    beyond: float | None = None
    loaded: bool = False
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    bearing: tuple[Bearing, ...] = ()
    min_effort: int | None = None
    max_load_lb: float | None = None
    moving: bool = False
    """Forbids what is moved: holding still against resistance stays allowed."""
    where: Where | None = None
    side: Side = "none"
    until_week: float | None = None
    spares: tuple[tuple[str, float], ...] = ()
    """Exercises that it does not forbid, each from a week after surgery on."""
    evidence: tuple[EvidenceSpan, ...] = ()

    @property
    def forbids_something(self) -> bool:
        return bool(
            self.motion
            or self.combined
            or self.modes
            or self.tags
            or self.names
            or self.bearing
            or self.min_effort is not None
            or self.max_load_lb is not None
        )


class Candidate(Model):
    """An exercise as asked for: the catalogue's entry sharpened by the words that were said."""

    name: str
    region: str = ""
    demands: tuple[Demand, ...] = ()
    bearing: Bearing = "none"
    effort: int = 2
    tags: tuple[str, ...] = ()
    side: Side = "none"
    where: Where = "clinic"
    load_lb: float | None = None
    adapts: bool = False
    """A range-of-motion exercise that goes as far as is allowed; a stretch or a load does not."""

    @classmethod
    def of(cls, exercise: Exercise, *, side: Side = "none", where: Where = "clinic") -> Candidate:
        return cls(
            name=exercise.name,
            region=exercise.region,
            demands=exercise.demands,
            bearing=exercise.bearing,
            effort=exercise.effort,
            tags=exercise.tags,
            side=side,
            where=where,
        )


def conflict(candidate: Candidate, constraint: Constraint) -> str:
    """What of `candidate` the constraint forbids, in words; empty when nothing."""
    if constraint.where and candidate.where != constraint.where:
        return ""
    other_limb = {candidate.side, constraint.side} == {"left", "right"}
    if constraint.names and candidate.name in constraint.names:
        return "" if other_limb else candidate.name
    if found := _bearing_conflict(candidate, constraint, other_limb=other_limb):
        return found
    if other_limb:
        return ""
    if constraint.min_effort is not None and candidate.effort >= constraint.min_effort:
        return "effort"
    if shared := set(constraint.tags) & set(candidate.tags):
        if constraint.max_load_lb is None or _too_heavy(candidate, constraint.max_load_lb):
            return sorted(shared)[0].replace("_", " ")
    elif (
        constraint.max_load_lb is not None
        and candidate.load_lb is not None
        and _too_heavy(candidate, constraint.max_load_lb)
    ):
        return f"load of {candidate.load_lb:g} lb"
    if constraint.combined:
        at_joint = {d.motion for d in candidate.demands if d.joint == constraint.joint and d.to != 0}
        together = sorted(at_joint & set(constraint.combined))
        return " with ".join(together) if len(together) > 1 else ""
    if constraint.motion or constraint.modes:
        return _movement_conflict(candidate, constraint)
    return ""


def _too_heavy(candidate: Candidate, limit: float) -> bool:
    return candidate.effort >= 4 if candidate.load_lb is None else candidate.load_lb > limit


def _bearing_conflict(candidate: Candidate, constraint: Constraint, *, other_limb: bool) -> str:
    if not constraint.bearing:
        return ""
    bearing = candidate.bearing
    if bearing == "other_leg":
        bearing = "single_leg" if other_limb else "none"
    elif other_limb:
        return ""
    if bearing not in constraint.bearing:
        return ""
    return "weight on the hands" if bearing == "arms" else f"{bearing.replace('_', ' ')} weight bearing"


def _movement_conflict(candidate: Candidate, constraint: Constraint) -> str:
    modes = constraint.modes or MODES
    said_of_motion = constraint.moving or constraint.source == "protocol"
    if "isometric" in candidate.tags and said_of_motion and modes == ("resisted",):
        return ""  # `no resisted motion`, `no lifting more than a cup` are not said of holding still
    for demand in candidate.demands:
        if constraint.joint and demand.joint != constraint.joint:
            continue
        if constraint.motion and not _same_motion(demand.motion, constraint.motion):
            continue
        if demand.mode not in modes:
            continue
        if candidate.adapts and constraint.beyond is not None and constraint.beyond >= LEAST_RANGE:
            continue
        if constraint.beyond is not None and (demand.to is None or demand.to <= constraint.beyond):
            continue
        if (
            constraint.loaded
            and demand.mode != "resisted"
            and candidate.bearing not in ("full", "single_leg")
        ):
            continue
        reach = f" to {demand.to:g} degrees" if demand.to and constraint.beyond is not None else ""
        return f"{demand.mode} {demand.joint} {demand.motion}{reach}"
    return ""


def _same_motion(demand: str, constraint: str) -> bool:
    return demand == constraint or (constraint == "rotation" and demand.endswith("rotation"))


def is_lower_limb(joint: str) -> bool:
    return joint in _LOWER


_LB = Rare(r"(\d+(?:\.\d+)?)\s*-?\s*(pounds?|lbs?|#|kg|kilos?|kilograms?)\b")
_NUMBER_WORDS = {
    w: v
    for v, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
} | {"fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30, "forty": 40, "fifty": 50}
_LB_WORDS = Rare(rf"\b({'|'.join(_NUMBER_WORDS)})[- ](pounds?|lbs?|kilos?|kilograms?)\b")


def pounds(text: str) -> float | None:
    """The largest weight named in `text`, in pounds; None for none."""
    found = [float(n) * (2.2046 if unit.lower().startswith("k") else 1) for n, unit in _LB.findall(text)] + [
        _NUMBER_WORDS[n.lower()] * (2.2046 if unit.lower().startswith("k") else 1.0)
        for n, unit in _LB_WORDS.findall(text)
    ]
    return max(found, default=None)
