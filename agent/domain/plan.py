"""The exercise protocol of a visit: what to do, at which dose, why, and what keeps an exercise out."""

from __future__ import annotations

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


class Plan(Model):
    exercises: tuple[Prescription, ...] = ()
    kept_out: tuple[KeptOut, ...] = ()
    precautions: tuple[str, ...] = ()
    frequency_per_week: float | None = None
    duration_weeks: float | None = None
