"""Doses: the usual one of an exercise, what lies outside the ranges, and how long it takes."""

from __future__ import annotations

import re

from agent.domain.plan import Dose
from agent.exercises.library import dose_classes
from agent.exercises.models import DoseClass, Exercise, Range
from agent.exercises.protocols import ProtocolDose

SECONDS_PER_REP = 4.0
SETUP_S = 45.0
"""Getting into position and being told how, for each exercise."""


def _text(value: Range, unit: str = "") -> str:
    span = f"{value.low:g}" if value.low == value.high else f"{value.low:g}-{value.high:g}"
    return f"{span}{unit}"


def usual_dose(exercise: Exercise) -> str:
    """The class's ranges in one line: `1-3 x 8-15, hold 5-10 s`."""
    kind = dose_classes()[exercise.dose]
    parts = []
    if kind.sets and kind.reps:
        parts.append(f"{_text(kind.sets)} x {_text(kind.reps)}")
    if kind.hold_s and exercise.dose in HELD:
        parts.append(f"hold {_text(kind.hold_s, ' s')}")
    if kind.minutes and not kind.reps:
        parts.append(_text(kind.minutes, " min"))
    return ", ".join(parts) or _text(kind.minutes, " min") if kind.minutes else ", ".join(parts)


HELD = frozenset(
    {"isometric_short", "isometric_long", "stretch", "hold", "balance_hold", "long_hold", "manoeuvre"}
)
LONG_HOLD = 15
LONG_HOLD_STEP = 5
"""Seconds: a hold of 36 s is said by nobody."""
TIMED = frozenset({"aerobic", "gait", "minutes_short", "minutes_long", "pendulum", "pulley", "vestibular"})


def dose_problems(dose: Dose, kind: DoseClass) -> tuple[str, ...]:
    """What of a dose lies outside the class's ranges, in words; empty when all is inside."""
    found = []
    if dose.hold_s and dose.sets and not dose.reps and kind.reps and dose.sets in kind.reps:
        dose = dose.model_copy(update={"sets": None})  # `10 x 10 s` are repetitions, not sets
    for name, unit in (("sets", "sets"), ("reps", "repetitions"), ("hold_s", "s hold"), ("minutes", "min")):
        value, bounds = getattr(dose, name), getattr(kind, name)
        if value is not None and bounds is not None and value not in bounds:
            found.append(f"{value:g} {unit}, outside the usual {_text(bounds)}")
    if (per_day := times_per_day(dose.frequency)) and per_day > max(kind.per_day.high, 1) * 1.01:
        found.append(f"{per_day:g} times a day, above the usual {_text(kind.per_day)}")
    return tuple(found)


_PER_DAY = re.compile(
    r"(\d+|once|twice|one|two|three|four|five|six)\s*(?:x|times)?\s*(?:(?:a|per|/|each)\s*day|daily)"
)
_WORDS = {"once": 1, "one": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_EVERY_HOURS = re.compile(r"every (?:\d+|\w+)?\s*(?:-|to|or)?\s*(\d+|two|three|four) hours?")


def times_per_day(frequency: str) -> float | None:
    """How often a day a frequency in words means; waking hours count sixteen."""
    folded = frequency.lower()
    if match := _EVERY_HOURS.search(folded):
        hours = int(match.group(1)) if match.group(1).isdigit() else _WORDS[match.group(1)]
        return 16 / hours
    if match := _PER_DAY.search(folded):
        return float(match.group(1)) if match.group(1).isdigit() else float(_WORDS[match.group(1)])
    return 1.0 if "daily" in folded else None


def minutes_for(dose: Dose, kind: DoseClass) -> float:
    """How long one session of an exercise takes, rests and set-up included."""
    if dose.minutes:
        return dose.minutes * (dose.sets or 1) + SETUP_S / 60
    sets = dose.sets or 1
    work = (dose.reps or 1) * ((dose.hold_s or 0) + (SECONDS_PER_REP if dose.reps else 0))
    if not dose.reps and dose.hold_s:
        work = dose.hold_s
    return (SETUP_S + sets * work + (sets - 1) * kind.rest_s) / 60


def choose_dose(
    exercise: Exercise, wanted: ProtocolDose, *, irritability: str = "moderate", older: bool = False
) -> Dose:
    """A dose inside both the protocol's and the class's ranges.

    High irritability takes the low end of every range, low irritability the upper middle; older or
    deconditioned people start with fewer sets (ACSM: 40-50 % 1RM for older or sedentary starters).
    """
    kind = dose_classes()[exercise.dose]
    share = {"high": 0.0, "moderate": 0.4, "low": 0.7}[irritability]
    values: dict[str, float | None] = {}
    for name in ("sets", "reps", "hold_s", "minutes"):
        bounds: Range | None = getattr(kind, name)
        own: Range | None = getattr(wanted, name)
        if bounds is None or (own is None and not _needs(name, exercise, wanted)):
            values[name] = None
            continue
        low, high = (own.low, own.high) if own else (bounds.low, bounds.high)
        own_share = min(share, 0.3) if older and name == "sets" else share
        value = bounds.clamp(low + own_share * (high - low))
        values[name] = _spoken(value, name, bounds)
    return Dose(
        sets=_whole(values["sets"]),
        reps=_whole(values["reps"]),
        hold_s=values["hold_s"],
        minutes=values["minutes"],
        load=wanted.load or (_effort_words(kind) if exercise.effort >= 3 else ""),
        frequency=wanted.frequency or _frequency(kind, irritability),
    )


def _spoken(value: float, name: str, bounds: Range) -> float:
    """`value` as a therapist would say it, inside `bounds`: whole, long holds in steps of 5 s."""
    if name == "minutes" and value < 2:
        return value
    step = LONG_HOLD_STEP if name == "hold_s" and value >= LONG_HOLD else 1
    return bounds.clamp(step * round(value / step))


def _needs(name: str, exercise: Exercise, wanted: ProtocolDose) -> bool:
    if exercise.dose in TIMED:
        return name == "minutes" and not wanted.reps
    if name == "minutes":
        return False
    if name == "hold_s":
        return exercise.dose in HELD
    if name == "reps" and exercise.dose in ("balance_hold", "hold", "long_hold", "isometric_long"):
        return False
    return not wanted.minutes


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _frequency(kind: DoseClass, irritability: str) -> str:
    days = kind.frequency_per_week
    weekly = "daily" if days.low >= 5 else f"{days.low:g}-{min(days.high, 4):g} days a week"
    times = min(kind.per_day.high, 2 if irritability == "high" else max(kind.per_day.low, 2))
    return f"{weekly}, {times:g} times a day" if kind.per_day.high > 1 and days.low >= 5 else weekly


def _effort_words(kind: DoseClass) -> str:
    """The first part of the class's intensity where it is a number: `60-70 % 1RM, RPE 5-7`."""
    first = kind.intensity.split(";")[0]
    return first if any(c.isdigit() for c in first) else ""
