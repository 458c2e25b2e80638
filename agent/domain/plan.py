"""The exercise protocol of a visit: what to do, at which dose, why, and what keeps an exercise out."""

from __future__ import annotations

from datetime import date
from typing import Literal

from agent.domain.base import Model, Side
from agent.domain.transcript import EvidenceSpan


class Dose(Model):
    """Sets and repetitions, or a hold or duration; None where not said and not chosen."""

    sets: int | None = None
    reps: int | None = None
    hold_s: float | None = None
    minutes: float | None = None
    load: str = ""
    frequency: str = ""


class Prescription(Model):
    """One exercise of the plan."""

    exercise: str
    side: Side = "none"
    dose: Dose = Dose()
    where: Literal["clinic", "home", "next_visit"] = "clinic"
    origin: Literal["dictated", "protocol"] = "dictated"
    cue: str = ""
    reason: str = ""
    evidence: tuple[EvidenceSpan, ...] = ()

    @property
    def dose_text(self) -> str:
        """The dose in one line: `2 x 10, hold 5 s, green band, daily`."""
        d, parts = self.dose, []
        if d.sets and d.reps:
            parts.append(f"{d.sets} x {d.reps}")
        elif d.sets and d.hold_s:
            parts.append(f"{d.sets} x {d.hold_s:g} s")
        elif d.sets:
            parts.append(f"{d.sets} sets")
        elif d.reps:
            parts.append(f"{d.reps} reps")
        if d.hold_s and (d.reps or not d.sets):
            parts.append(f"hold {d.hold_s:g} s")
        if d.minutes:
            parts.append(f"{d.minutes:g} min")
        return ", ".join([*parts, *(p for p in (d.load, d.frequency) if p)])

    @property
    def text(self) -> str:
        """One line as a therapist would write it: `straight leg raise, right, 2 x 10`."""
        side = "" if self.side == "none" else self.side
        return ", ".join(p for p in (self.exercise, side, self.dose_text) if p)


class KeptOut(Model):
    """An exercise that was asked for and is not in the plan, with what forbids it."""

    exercise: str
    why: str
    evidence: tuple[EvidenceSpan, ...] = ()


class PlanWarning(Model):
    """Something about an exercise that a therapist should look at; it does not keep it out."""

    kind: Literal["dose", "duplicate", "no_goal", "early", "unknown_exercise", "limit"]
    exercise: str
    why: str
    evidence: tuple[EvidenceSpan, ...] = ()


class SmartGoal(Model):
    """A goal with its measure, baseline, target and date, tied to a function."""

    text: str
    term: Literal["short", "long"]
    measure: str = ""
    baseline: float | None = None
    target: float | None = None
    unit: str = ""
    by: date | None = None
    function: str = ""
    origin: Literal["dictated", "record", "protocol"] = "protocol"
    reason: str = ""
    evidence: tuple[EvidenceSpan, ...] = ()


class Plan(Model):
    exercises: tuple[Prescription, ...] = ()
    kept_out: tuple[KeptOut, ...] = ()
    precautions: tuple[str, ...] = ()
    frequency_per_week: float | None = None
    duration_weeks: float | None = None
    protocol: str = ""
    """Id and version of the protocol that bounded the plan, `rotator_cuff_repair@2026.1`; empty for none."""
    phase: str = ""
    questions: tuple[str, ...] = ()
    """What the plan needs and the record lacks, or what software could not test."""
    warnings: tuple[PlanWarning, ...] = ()
    goals: tuple[SmartGoal, ...] = ()
