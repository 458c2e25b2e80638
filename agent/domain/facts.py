"""Typed facts of a visit: what `agent.understanding` reads out of a transcript.

Every fact keeps the words it came from. Drafting, support check, billing, rules and outcome trends
read facts, never the transcript's text.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from agent.domain.base import Model, Side
from agent.domain.note import Section
from agent.domain.transcript import EvidenceSpan

RECKONED = re.compile(r" \((?P<lines>[^()]+ \d+ minutes(?:, [^()]+ \d+ minutes)*)\)(?=\.?$)")
"""Minutes that were reckoned and not said, behind a treatment: `… (therapeutic exercise 16 minutes).`"""
Polarity = Literal["present", "denied", "negative"]
"""`denied`: the patient says no; `negative`: examined and not found."""
FactTime = Literal["today", "before", "goal", "planned", "hypothetical"]
Subject = Literal["patient", "relative", "other"]


class BaseFact(Model):
    """What all facts share. `phrase` is the fact in clinical words, standing on its own."""

    id: str
    section: Section
    phrase: str = Field(min_length=1)
    side: Side = "none"
    body_part: str = ""
    polarity: Polarity = "present"
    time: FactTime = "today"
    when: str = ""
    """The dictated time in its own words or a date: `last Friday`, `2019`, `after treatment`."""
    subject: Subject = "patient"
    certainty: Literal["sure", "doubtful"] = "sure"
    evidence: tuple[EvidenceSpan, ...] = ()
    clause: str = ""
    """The whole clause in clinical words; facts read from one clause share it and make one statement."""


class PainFact(BaseFact):
    """NPRS 0-10. `value_high` for a range, equal to `value` otherwise."""

    kind: Literal["pain"] = "pain"
    value: float | None = None
    value_high: float | None = None
    activity: str = ""
    """`rest`, `stairs`, `worst`, `after treatment` …"""


class RomFact(BaseFact):
    """Range of motion. `to_value` is the end of range; extension deficits are negative `to_value`s."""

    kind: Literal["rom"] = "rom"
    joint: str
    motion: str
    mode: Literal["active", "passive", "unspecified"] = "unspecified"
    from_value: float | None = None
    to_value: float | None = None
    unit: Literal["deg", "percent", "cm", "level"] = "deg"


class StrengthFact(BaseFact):
    """Manual muscle test 0-5 with sign (`4-`), a lag in degrees, or dynamometry in `value` and `unit`."""

    kind: Literal["strength"] = "strength"
    muscle: str
    grade: str = ""
    value: float | None = None
    unit: str = ""


class SpecialTestFact(BaseFact):
    kind: Literal["special_test"] = "special_test"
    name: str
    result: str = ""
    """`positive`, `negative`, `absent`, `1+` … in the field's words."""
    value: float | None = None
    unit: str = ""


class OutcomeFact(BaseFact):
    """Score of a questionnaire or performance test; `name` is the catalogue's (LEFS, TUG, 6MWT)."""

    kind: Literal["outcome_measure"] = "outcome_measure"
    name: str
    value: float
    scale_max: float | None = None
    unit: str = ""


class BalanceFact(BaseFact):
    kind: Literal["balance"] = "balance"
    name: str
    value: float | None = None
    unit: str = ""


class GaitFact(BaseFact):
    kind: Literal["gait"] = "gait"
    distance: float | None = None
    distance_unit: str = ""
    device: str = ""
    assistance: str = ""


class GirthFact(BaseFact):
    kind: Literal["girth"] = "girth"
    landmark: str = ""
    value: float | None = None
    unit: str = "cm"


class PalpationFact(BaseFact):
    """Palpation, inspection, wound, swelling, tone."""

    kind: Literal["palpation"] = "palpation"


class VitalsFact(BaseFact):
    """`name` is `blood_pressure`, `heart_rate`, `spo2`, `temperature`, `rpe` …; pressure in `text_value`."""

    kind: Literal["vitals"] = "vitals"
    name: str
    value: float | None = None
    text_value: str = ""
    unit: str = ""


class FunctionFact(BaseFact):
    kind: Literal["function"] = "function"
    activity: str = ""
    value: float | None = None
    unit: str = ""


class HistoryFact(BaseFact):
    kind: Literal["history"] = "history"


class RedFlagFact(BaseFact):
    """A symptom of PT_FACTS section 6c. `flag` groups it: cauda_equina, infection, malignancy …"""

    kind: Literal["red_flag"] = "red_flag"
    flag: str
    addressed: bool = False
    """True when the dictation says what was done about it (who was told, where sent)."""


class InterventionFact(BaseFact):
    """A treatment given today. `minutes` only as dictated. `code` is the CPT/HCPCS code it maps to."""

    kind: Literal["intervention"] = "intervention"
    code: str
    minutes: int | None = None
    by: Literal["PT", "PTA", "student", "aide"] = "PT"
    details: tuple[str, ...] = ()


class ExerciseFact(BaseFact):
    """An exercise done today (`time=today`), asked for next (`planned`) or at home (`home`)."""

    kind: Literal["exercise"] = "exercise"
    name: str
    sets: int | None = None
    reps: int | None = None
    hold_s: float | None = None
    minutes: float | None = None
    load: str = ""
    frequency: str = ""
    cue: str = ""
    assistance: str = ""
    home: bool = False


class ResponseFact(BaseFact):
    """How the patient responded to today's treatment."""

    kind: Literal["response"] = "response"


class AssessmentFact(BaseFact):
    """The therapist's judgement as dictated: progress, limits, skilled need, goal status."""

    kind: Literal["assessment"] = "assessment"
    about: Literal["progress", "limitation", "skilled_need", "goal_status", "other"] = "other"


class EducationFact(BaseFact):
    kind: Literal["education"] = "education"


class AdherenceFact(BaseFact):
    kind: Literal["adherence"] = "adherence"


class PrecautionFact(BaseFact):
    kind: Literal["precaution"] = "precaution"


class GoalFact(BaseFact):
    kind: Literal["goal"] = "goal"
    measure: str = ""
    baseline: float | None = None
    target: float | None = None
    unit: str = ""
    by_when: str = ""


class PlanFact(BaseFact):
    kind: Literal["plan"] = "plan"
    frequency_per_week: float | None = None
    duration_weeks: float | None = None


class ContributorFact(BaseFact):
    """Somebody else who took part in treatment."""

    kind: Literal["contributor"] = "contributor"
    role: Literal["PTA", "student", "aide", "other"]


class SessionTimeFact(BaseFact):
    """A dictated total. `what`: `total` treatment minutes or `timed` one-on-one minutes."""

    kind: Literal["session_time"] = "session_time"
    what: Literal["total", "timed"] = "total"
    minutes: int


class CommandFact(BaseFact):
    """A sentence spoken to the software. Reported, never obeyed, never part of the note."""

    kind: Literal["command"] = "command"
    billed_units: int | None = None
    """When the sentence asks for a number of units."""
    units: dict[str, int] = {}
    """The units asked for each code, where the sentence tells them apart."""


Fact = Annotated[
    PainFact
    | RomFact
    | StrengthFact
    | SpecialTestFact
    | OutcomeFact
    | BalanceFact
    | GaitFact
    | GirthFact
    | PalpationFact
    | VitalsFact
    | FunctionFact
    | HistoryFact
    | RedFlagFact
    | InterventionFact
    | ExerciseFact
    | ResponseFact
    | AssessmentFact
    | EducationFact
    | AdherenceFact
    | PrecautionFact
    | GoalFact
    | PlanFact
    | ContributorFact
    | SessionTimeFact
    | CommandFact,
    Field(discriminator="kind"),
]


class UnbilledMinutes(Model):
    """Minutes told among today's treatment of something that was not understood. No claim counts them."""

    minutes: int
    evidence: tuple[EvidenceSpan, ...] = ()


class OpenValue(Model):
    """Words with values of which it is not plain what they measure, on which side or on which day."""

    phrase: str = Field(min_length=1)
    evidence: tuple[EvidenceSpan, ...] = ()


class Disputed(Model):
    """What the patient said and another called untrue at once."""

    phrase: str = Field(min_length=1)
    evidence: tuple[EvidenceSpan, ...] = ()


class VisitFacts(Model):
    """All facts of one transcript, in spoken order."""

    facts: tuple[Fact, ...] = ()
    unbilled: tuple[UnbilledMinutes, ...] = ()
    open_values: tuple[OpenValue, ...] = ()
    disputed: tuple[Disputed, ...] = ()

    def of(self, *kinds: str) -> tuple[Fact, ...]:
        """The facts of these kinds, in spoken order."""
        return tuple(f for f in self.facts if f.kind in kinds)
