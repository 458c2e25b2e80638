"""Progress, hold or regress one exercise from what the last visits showed; one variable at a time.

Rules after the soreness and effusion rules of tendon and knee rehabilitation (certainty U; the limits
stand in `progression.yaml`). Each decision names the rule that fired and the visits it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Literal

from pydantic import Field

from agent.domain.base import Model, Side
from agent.domain.facts import AdherenceFact, OutcomeFact, PainFact, RomFact, StrengthFact, VisitFacts
from agent.domain.plan import Dose
from agent.exercises.goals import goal_targets
from agent.exercises.library import catalogue, dose_classes, load_data
from agent.exercises.models import Exercise
from agent.exercises.orders import is_limit

Action = Literal["progress", "hold", "regress", "ask"]
Variable = Literal["reps", "hold", "minutes", "load", "sets", "exercise", ""]


class Limits(Model):
    """Bounds; pain 0-10, effusion in grades 0-3, adherence 0-1, range in degrees, strength 0-5."""

    pain_progress: float
    pain_progress_tendon: float
    pain_hold: float
    rpe_progress: float
    effusion_stop: int
    effusion_rise: int
    rom_loss_deg: float
    adherence_least: float
    strength_loss_grades: float
    sessions_at_top: int = Field(ge=1)
    load_step_percent: float
    load_back_percent: float
    source: str
    certainty: str


class Observation(Model):
    """What one visit showed; None: not known."""

    on: date
    pain: float | None = None
    """Worst pain with activity."""
    worse_next_day: bool | None = None
    rom_deg: float | None = None
    effusion: int | None = None
    adherence: float | None = None
    at_top_of_range: bool | None = None
    """All prescribed sets done at the top of the repetition range."""
    rpe: float | None = None
    good_form: bool | None = None
    outcomes: dict[str, float] = {}
    """Scores of the day by the measure's name, as the scale counts them."""
    strength: dict[str, float] = {}
    """Manual muscle tests of the day by muscle and side; a sign counts a third of a grade."""


class Decision(Model):
    action: Action
    rule: str
    why: str
    visits: tuple[date, ...] = ()


class Step(Model):
    """The prescription after a decision: at most one variable differs from before."""

    exercise: str
    dose: Dose
    changed: Variable = ""


@cache
def limits() -> Limits:
    return Limits.model_validate(load_data("progression.yaml"))


_EFFUSION = re.compile(
    r"\b(?:effusion|swelling)\b[^.;]{0,20}?\b(trace|[0-3])\b(?: ?\+|\b(?! ?(?:cm|mm|out|/)))"
)
_EFFUSION_BEFORE = re.compile(r"\b(trace|[1-3] ?\+|no|zero) (?:joint |knee )?effusion\b")
_NEXT_DAY = re.compile(
    r"\b(?:worse|flared?(?: up)?|much sorer|more (?:pain|swelling))\b[^.;]{0,30}"
    r"\b(?:next (?:day|morning)|day after|after (?:the )?last (?:visit|session|time))\b"
)
_SHARE = re.compile(r"\b(\d+) (?:out )?of (?:the )?(?:last |past )?(\d+)(?: (?:days|nights|sessions))?\b")


def observe(facts: VisitFacts, on: date, side: Side = "none") -> Observation:
    """An observation from one visit's facts. `side`: ranges of the other side do not count."""
    pains = [
        f.value_high or f.value or 0.0
        for f in facts.of("pain")
        if isinstance(f, PainFact) and f.time == "today" and f.subject == "patient" and f.value is not None
    ]
    angles = [
        f.to_value
        for f in facts.of("rom")
        if isinstance(f, RomFact) and f.time == "today" and f.to_value is not None and f.motion == "flexion"
        if (side not in ("left", "right") or f.side in ("none", side)) and not is_limit(f, f.to_value)
    ]
    told = [f for f in facts.of("adherence") if isinstance(f, AdherenceFact) and f.subject == "patient"]
    denied = bool(told) and all(f.polarity != "present" for f in told)
    return Observation(
        on=on,
        pain=max(pains, default=None),
        rom_deg=max(angles, default=None),
        worse_next_day=_said_worse(facts) or None,
        effusion=_effusion(facts),
        adherence=0.0 if denied else _share([f.phrase for f in told]),
        outcomes=_outcomes(facts),
        strength=_strength(facts),
    )


def _outcomes(facts: VisitFacts) -> dict[str, float]:
    found: dict[str, float] = {}
    for fact in facts.of("outcome_measure"):
        if isinstance(fact, OutcomeFact) and fact.time == "today" and fact.subject == "patient":
            target = next((t for t in goal_targets() if fact.name.lower() in t.names), None)
            if target:
                found.setdefault(target.measure, fact.value)
    return found


_GRADE = re.compile(r"^([0-5])([+-]?)(?:/5)?$")


def _strength(facts: VisitFacts) -> dict[str, float]:
    found: dict[str, float] = {}
    for fact in facts.of("strength"):
        if not isinstance(fact, StrengthFact) or fact.time != "today" or fact.subject != "patient":
            continue
        if match := _GRADE.match(fact.grade.replace(" ", "")):
            side = "" if fact.side == "none" else f"{fact.side} "
            sign = {"+": 1 / 3, "-": -1 / 3, "": 0.0}[match.group(2)]
            found.setdefault(f"{side}{fact.muscle}".lower(), int(match.group(1)) + sign)
    return found


def _said_worse(facts: VisitFacts) -> bool:
    return any(
        f.polarity == "present"
        and f.subject == "patient"
        and _NEXT_DAY.search((f.clause or f.phrase).lower())
        for f in facts.of("pain", "response", "history", "adherence", "palpation")
    )


def _effusion(facts: VisitFacts) -> int | None:
    """The grade named today, a trace counts 0."""
    for fact in facts.of("palpation"):
        if fact.time != "today" or fact.subject != "patient":
            continue
        text = fact.phrase.lower()
        if match := _EFFUSION_BEFORE.search(text) or _EFFUSION.search(text):
            return int(digit.group()) if (digit := re.search(r"\d", match.group(1))) else 0
    return None


def _share(phrases: Sequence[str]) -> float | None:
    """`5 out of 7 days` as 0.71; None where no share is named."""
    for phrase in phrases:
        if (match := _SHARE.search(phrase)) and 0 < int(match.group(2)) >= int(match.group(1)):
            return int(match.group(1)) / int(match.group(2))
    return None


def decide(visits: Sequence[Observation], *, tendon: bool = False) -> Decision:
    """What the last visits allow. `tendon`: loading a tendon tolerates more pain (up to 5 of 10)."""
    seen = sorted(visits, key=lambda v: v.on)
    if not seen:
        return Decision(action="ask", rule="no-data", why="no visit was observed yet")
    now, before = seen[-1], seen[-2] if len(seen) > 1 else None
    bounds = limits()
    for rule in (_regress, _hold):
        if found := rule(now, before, bounds):
            return found
    if found := _lost(seen, bounds):
        return found
    return _progress(seen, bounds, bounds.pain_progress_tendon if tendon else bounds.pain_progress)


def _regress(now: Observation, before: Observation | None, bounds: Limits) -> Decision | None:
    both = (before.on, now.on) if before else (now.on,)
    if now.pain is not None and now.pain > bounds.pain_hold:
        return Decision(
            action="regress",
            rule="pain-high",
            why=f"pain {now.pain:g} is above {bounds.pain_hold:g}",
            visits=(now.on,),
        )
    if now.worse_next_day:
        return Decision(
            action="regress", rule="worse-next-day", why="symptoms were worse the next day", visits=(now.on,)
        )
    if before and now.effusion is not None and before.effusion is not None:
        rise = now.effusion - before.effusion
        if rise >= bounds.effusion_rise:
            return Decision(action="regress", rule="effusion-up", why="effusion rose by a grade", visits=both)
    if before and now.rom_deg is not None and before.rom_deg is not None:
        lost = before.rom_deg - now.rom_deg
        if lost > bounds.rom_loss_deg:
            return Decision(
                action="regress", rule="range-lost", why=f"{lost:g} degrees of range were lost", visits=both
            )
    return None


def _hold(now: Observation, before: Observation | None, bounds: Limits) -> Decision | None:
    del before
    if now.effusion is not None and now.effusion >= bounds.effusion_stop:
        return Decision(
            action="hold",
            rule="effusion",
            why=f"effusion {now.effusion}+ allows no progression",
            visits=(now.on,),
        )
    if now.adherence is not None and now.adherence < bounds.adherence_least:
        return Decision(
            action="hold",
            rule="adherence",
            why="the programme was not done often enough to judge it",
            visits=(now.on,),
        )
    return None


def _lost(seen: Sequence[Observation], bounds: Limits) -> Decision | None:
    """Function or strength that is worse than when it was last measured."""
    now = seen[-1]
    for target in goal_targets():
        before = next((v for v in reversed(seen[:-1]) if target.measure in v.outcomes), None)
        if before is None or target.measure not in now.outcomes:
            continue
        first, last = before.outcomes[target.measure], now.outcomes[target.measure]
        if (first - last if target.better == "up" else last - first) >= target.mcid:
            why = f"{target.measure} went from {first:g} to {last:g}, worse by its MCID of {target.mcid:g}"
            return Decision(action="hold", rule="outcome-worse", why=why, visits=(before.on, now.on))
    for muscle, last in now.strength.items():
        before = next((v for v in reversed(seen[:-1]) if muscle in v.strength), None)
        if before and before.strength[muscle] - last >= bounds.strength_loss_grades - 0.01:
            why = f"{muscle} lost a grade of strength or more"
            return Decision(action="hold", rule="strength-lost", why=why, visits=(before.on, now.on))
    return None


def _progress(seen: Sequence[Observation], bounds: Limits, most_pain: float) -> Decision:
    now = seen[-1]
    if now.pain is None:
        return Decision(action="ask", rule="no-pain-score", why="today's pain is not known", visits=(now.on,))
    if now.pain > most_pain:
        return Decision(
            action="hold",
            rule="pain-moderate",
            why=f"pain {now.pain:g} is above {most_pain:g}",
            visits=(now.on,),
        )
    last = seen[-bounds.sessions_at_top :]
    ready = len(last) == bounds.sessions_at_top and all(
        v.at_top_of_range and v.good_form is not False and (v.rpe is None or v.rpe <= bounds.rpe_progress)
        for v in last
    )
    visits = tuple(v.on for v in last)
    if ready:
        why = f"{len(last)} sessions at the top of the range, pain {now.pain:g}"
        return Decision(action="progress", rule="top-of-range", why=why, visits=visits)
    return Decision(
        action="hold",
        rule="not-yet-at-top",
        why="the top of the range was not reached twice in a row",
        visits=visits,
    )


def apply(name: str, dose: Dose, decision: Decision, *, load_lb: float | None = None) -> Step:
    """The next step for a catalogued exercise. Raises KeyError for one outside the catalogue."""
    exercise = catalogue().by_name[name]
    if decision.action == "progress":
        return _step_up(exercise, dose, load_lb)
    if decision.action == "regress":
        return _step_down(exercise, dose, load_lb)
    return Step(exercise=name, dose=dose)


def _step_up(exercise: Exercise, dose: Dose, load_lb: float | None) -> Step:
    kind = dose_classes()[exercise.dose]
    if load_lb:
        heavier = load_lb * (1 + limits().load_step_percent / 100)
        return Step(
            exercise=exercise.name, dose=dose.model_copy(update={"load": f"{heavier:.3g} lb"}), changed="load"
        )
    if dose.reps and kind.reps and dose.reps + 2 in kind.reps:
        return Step(
            exercise=exercise.name, dose=dose.model_copy(update={"reps": dose.reps + 2}), changed="reps"
        )
    if dose.hold_s and kind.hold_s and dose.hold_s + 5 in kind.hold_s:
        return Step(
            exercise=exercise.name, dose=dose.model_copy(update={"hold_s": dose.hold_s + 5}), changed="hold"
        )
    if dose.minutes and kind.minutes and dose.minutes + 2 in kind.minutes:
        return Step(
            exercise=exercise.name,
            dose=dose.model_copy(update={"minutes": dose.minutes + 2}),
            changed="minutes",
        )
    if exercise.harder:
        return Step(exercise=exercise.harder[0], dose=dose, changed="exercise")
    return Step(exercise=exercise.name, dose=dose)


def _step_down(exercise: Exercise, dose: Dose, load_lb: float | None) -> Step:
    kind = dose_classes()[exercise.dose]
    if load_lb:
        lighter = load_lb * (1 - limits().load_back_percent / 100)
        return Step(
            exercise=exercise.name, dose=dose.model_copy(update={"load": f"{lighter:.3g} lb"}), changed="load"
        )
    if easier := catalogue().easier(exercise.name):
        return Step(exercise=easier[0], dose=dose, changed="exercise")
    if dose.sets and kind.sets and dose.sets - 1 in kind.sets:
        return Step(
            exercise=exercise.name, dose=dose.model_copy(update={"sets": dose.sets - 1}), changed="sets"
        )
    if dose.reps and kind.reps and dose.reps - 2 in kind.reps:
        fewer = dose.model_copy(update={"reps": dose.reps - 2})
        return Step(exercise=exercise.name, dose=fewer, changed="reps")
    return Step(exercise=exercise.name, dose=dose)
