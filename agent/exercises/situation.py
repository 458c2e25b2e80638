"""The patient as the planner sees them today: deficits, irritability, age, and the phase reached."""

from __future__ import annotations

import re

from agent.domain.base import Model
from agent.domain.facts import OutcomeFact, PainFact, RomFact, StrengthFact, VisitFacts
from agent.domain.transcript import EvidenceSpan
from agent.domain.visit import Encounter
from agent.exercises.orders import is_limit
from agent.exercises.protocols import Criterion, Phase, Protocol
from agent.exercises.safety import SafetyFrame


class Deficit(Model):
    """Something measured or said today that an exercise can serve."""

    kind: str
    """`rom`, `strength`, `balance`, `gait`, `pain`, `function`."""
    text: str
    words: tuple[str, ...] = ()
    evidence: tuple[EvidenceSpan, ...] = ()


class Situation(Model):
    week: float | None = None
    age: int = 0
    irritability: str = "moderate"
    """`high`, `moderate`, `low` from today's pain (7 and more at worst, or 5 at rest, is high)."""
    deficits: tuple[Deficit, ...] = ()
    measured: dict[str, float] = {}
    """Today's values by a measure's words, `knee flexion`, `pain`."""
    has_measures: bool = False
    red_flags: tuple[str, ...] = ()
    falls_risk: bool = False


_FALLS = re.compile(r"R29\.6|Z91\.81|R26\.81")


def situation(facts: VisitFacts, encounter: Encounter, frame: SafetyFrame) -> Situation:
    """Read from today's facts; the record's last measures only tell that measures exist."""
    measured: dict[str, float] = {}
    deficits: list[Deficit] = []
    side = encounter.episode.side
    for fact in facts.facts:
        if fact.subject != "patient" or fact.time != "today" or fact.polarity == "denied":
            continue
        if side != "none" and fact.side not in ("none", "bilateral", side):
            continue
        if isinstance(fact, RomFact) and fact.to_value is not None and fact.unit == "deg":
            if is_limit(fact, fact.to_value):
                continue
            measured[f"{fact.joint} {fact.motion}".strip().lower()] = fact.to_value
            deficits.append(_deficit("rom", fact.phrase, fact.evidence, fact.joint, fact.motion))
        elif isinstance(fact, StrengthFact):
            if fact.value is not None and fact.unit in ("%", "percent"):
                measured[f"{fact.muscle} symmetry".lower()] = fact.value
            if not fact.grade.startswith("5"):
                deficits.append(_deficit("strength", fact.phrase, fact.evidence, fact.muscle))
        elif isinstance(fact, OutcomeFact):
            measured[fact.name.lower()] = fact.value
            deficits.append(_deficit("function", fact.phrase, fact.evidence, fact.name))
        elif fact.kind in ("balance", "gait", "function"):
            deficits.append(_deficit(fact.kind, fact.phrase, fact.evidence))
    pains = [f for f in facts.of("pain") if isinstance(f, PainFact) and _counts(f)]
    if pains:
        measured["pain"] = max(f.value_high or f.value or 0 for f in pains)
    return Situation(
        week=frame.week if frame.week is not None else _weeks_since_onset(encounter),
        age=(encounter.visit.date - encounter.patient.date_of_birth).days // 365,
        irritability=_irritability(pains),
        deficits=tuple(deficits),
        measured=measured,
        has_measures=bool(measured or encounter.history.last_measures),
        red_flags=frame.red_flags,
        falls_risk=any(_FALLS.match(d.icd10) for d in encounter.episode.diagnoses),
    )


def _counts(fact: PainFact) -> bool:
    return fact.subject == "patient" and fact.time == "today" and fact.value is not None


def _deficit(kind: str, text: str, evidence: tuple[EvidenceSpan, ...], *words: str) -> Deficit:
    return Deficit(kind=kind, text=text, words=tuple(w.lower() for w in words if w), evidence=evidence)


def _irritability(pains: list[PainFact]) -> str:
    if not pains:
        return "moderate"
    worst = max(f.value_high or f.value or 0 for f in pains)
    at_rest = max((f.value or 0 for f in pains if "rest" in f.activity.lower()), default=0)
    return "high" if worst >= 7 or at_rest >= 5 else "moderate" if worst >= 4 else "low"


def _weeks_since_onset(encounter: Encounter) -> float | None:
    onset = encounter.episode.onset
    return (encounter.visit.date - onset).days / 7 if onset else None


def current_phase(protocol: Protocol, view: Situation) -> Phase:
    """The phase reached by time, held back where a measure of today fails an earlier phase's criterion."""
    reached = protocol.phase_at(view.week)
    if not protocol.surgical:
        reached = _by_irritability(protocol, view)
    for phase in protocol.phases:
        if phase is reached:
            break
        if any(fails(c, view) for c in phase.criteria):
            return phase
    return reached


def _by_irritability(protocol: Protocol, view: Situation) -> Phase:
    """Without surgery: high irritability stays in the first phase, moderate goes one further at most.

    Each step needs a measure of today that meets the phase's criteria; without measures nothing moves.
    """
    furthest = {"high": 0, "moderate": 1, "low": len(protocol.phases) - 1}[view.irritability]
    reached = 0
    for phase in protocol.phases[:furthest]:
        tested = [c for c in phase.criteria if c.measure]
        measured = [c for c in tested if c.measure.lower() in view.measured]
        if not measured or not all(_meets(c, view) for c in measured):
            break
        if reached and len(measured) < len(phase.criteria):
            break
        reached += 1
    return protocol.phases[reached]


def fails(criterion: Criterion, view: Situation) -> bool:
    """Whether today's measure contradicts the criterion; an unmeasured one does not."""
    value = view.measured.get(criterion.measure.lower()) if criterion.measure else None
    return value is not None and not _within(criterion, value)


def _meets(criterion: Criterion, view: Situation) -> bool:
    value = view.measured.get(criterion.measure.lower())
    return value is not None and _within(criterion, value)


def _within(criterion: Criterion, value: float) -> bool:
    return (criterion.at_least is None or value >= criterion.at_least) and (
        criterion.at_most is None or value <= criterion.at_most
    )
