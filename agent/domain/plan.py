"""The exercise protocol of a visit: what to do, at which dose, why, and what keeps an exercise out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

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
    origin: Literal["dictated", "protocol", "human"] = "dictated"
    """`protocol`: suggested, nobody accepted it; `human`: accepted, or its dose set, by a reviewer."""
    cue: str = ""
    reason: str = ""
    evidence: tuple[EvidenceSpan, ...] = ()

    @property
    def key(self) -> tuple[str, Side, str]:
        """What tells one line of a plan from another: exercise, side and place."""
        return self.exercise, self.side, self.where

    @property
    def dose_text(self) -> str:
        """The dose in one line: `2 x 10, hold 5 s, green band, daily`."""
        d, parts = self.dose, []
        if d.sets and d.reps:
            parts.append(f"{d.sets} x {d.reps}")
        elif d.sets and d.hold_s:
            parts.append(f"{d.sets} x {d.hold_s:g} s")
        elif d.sets and d.minutes:
            return ", ".join(p for p in (f"{d.sets} x {d.minutes:g} min", d.load, d.frequency) if p)
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
    def told(self) -> str:
        """The dose with what was dictated of its pace, or of what it waits for: `4 x 6; 3 seconds down`."""
        return "; ".join(p for p in (self.dose_text, self.cue if self.origin == "dictated" else "") if p)

    @property
    def text(self) -> str:
        """One line as a therapist would write it: `straight leg raise, right, 2 x 10`."""
        side = "" if self.side == "none" else self.side
        return ", ".join(p for p in (self.exercise, side, self.dose_text) if p)


class PlanDecision(Model):
    """What a reviewer decided on one line of the plan; laid over the plan each time it is drawn.

    `accept`: `line` stands, whether it is suggested again or not. `change`: the dose of `line` stands
    while the plan has this line at the dose `before`. `remove`: this line stays out, a spoken one only
    while it has the dose `before`. Words said or written later with another dose count for more.
    """

    action: Literal["accept", "change", "remove"]
    line: Prescription
    before: Dose = Dose()


class PhrasedLine(Model):
    """Words for one line of a plan, `key` as `Prescription.key`; they stand while its reason is `before`."""

    key: tuple[str, Side, str]
    before: str
    reason: str


class PlanPhrasing(Model):
    """The order of a plan's lines, and their words. Never an exercise, a dose, a side or a place."""

    lines: tuple[PhrasedLine, ...] = ()


class KeptOut(Model):
    """An exercise that was asked for and is not in the plan, with what forbids it."""

    exercise: str
    why: str
    evidence: tuple[EvidenceSpan, ...] = ()


class PlanWarning(Model):
    """Something about an exercise that a therapist should look at; it does not keep it out."""

    kind: Literal["dose", "duplicate", "no_goal", "early", "unknown_exercise", "untested", "limit"]
    """`unknown_exercise`: no entry of the catalogue has its name; `untested`: while precautions hold, too."""
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


class NextStep(Model):
    """What the patient's own outcomes say of one exercise: at most one variable changes."""

    exercise: str
    side: Side = "none"
    action: Literal["progress", "hold", "regress"]
    rule: str
    """The rule that fired: `top-of-range`, `pain-high`, `effusion-up` …"""
    why: str
    change: str = ""
    """`10 → 12 repetitions`; empty for hold."""
    visits: tuple[date, ...] = ()

    @property
    def text(self) -> str:
        """`heel slide, right: progress, 10 → 12 repetitions (2 sessions at the top of the range, pain 2)`."""
        side = "" if self.side == "none" else f", {self.side}"
        change = f", {self.change}" if self.change else ""
        return f"{self.exercise}{side}: {self.action}{change} ({self.why})"


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
    next_steps: tuple[NextStep, ...] = ()
    """For a therapist to accept; the dictated doses stand."""
    later: tuple[Prescription, ...] = ()
    """What was dictated for a later visit: an intention, no exercise of today nor of the home programme.
    Plans written before this list was known hold it among `exercises`, as `next_visit`."""

    @property
    def lines(self) -> tuple[Prescription, ...]:
        """All that a reviewer decides on: the exercises, then what is for a later visit."""
        return (*self.exercises, *self.later)

    def with_lines(self, lines: Iterable[Prescription]) -> Plan:
        """This plan with `lines` in place of its own, each in the list where it belongs."""
        given = tuple(lines)
        return self.model_copy(
            update={
                "exercises": tuple(p for p in given if p.where != "next_visit"),
                "later": tuple(p for p in given if p.where == "next_visit"),
            }
        )

    @model_serializer(mode="wrap")
    def _without_what_is_not_there(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Plans written before these lists were known keep their bytes, and so their hash."""
        value: dict[str, Any] = handler(self)
        for name in ("next_steps", "later"):
            if not getattr(self, name):
                value.pop(name, None)
        return value
