"""Typed measurements from a clause: range, strength, tests, scales, balance, girth, vitals, gait."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from agent.domain.facts import (
    BalanceFact,
    Fact,
    GaitFact,
    GirthFact,
    OutcomeFact,
    PainFact,
    PalpationFact,
    Polarity,
    RomFact,
    SpecialTestFact,
    StrengthFact,
    VitalsFact,
)
from agent.late import late
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.marks import Term
from agent.understanding.measured import Measured
from agent.understanding.phrases import lexicon
from agent.understanding.values import Value

_RESULT_POLARITY: dict[str, Polarity] = {"negative": "negative", "absent": "negative"}


_UNITS = {"%": "percent", "percent": "percent", "cm": "cm", "level": "level"}
_SECONDS = frozenset(["seconds", "second", "s"])


def typed(
    measure: Measured, base: dict[str, Any], clause: Clause
) -> Iterator[tuple[type[Fact], dict[str, Any]]]:
    """(fact class, fields) for each value of a measurement."""
    term = measure.term
    strength_named = any((t := m.of("muscle")) and t.name == "strength" for m in clause.marks)
    for v in measure.values or [None]:  # type: ignore[list-item]
        fields = dict(base)
        if v is not None:
            fields |= {"side": v.side, "time": v.time if v.time != "today" else base["time"]}
            polarity = _RESULT_POLARITY.get(v.text)
            if polarity and base["polarity"] == "present":
                fields["polarity"] = polarity
        kind = term.kind
        if kind == "motion":
            if v is None:
                continue
            if v.scale == 5 or (strength_named and v.number is not None and v.number <= 5):
                yield (
                    StrengthFact,
                    fields
                    | {
                        "muscle": f"{measure.joint} {term.name}".strip(),
                        "grade": v.text,
                        "body_part": measure.joint,
                    },
                )
            elif v.scale is not None:
                continue  # `DF/PF 5/40`: two values of two motions, and no range of one
            elif (v.number is not None or v.unit == "level") and not _grade_or_degrees(term.name, v, clause):
                yield (
                    RomFact,
                    fields
                    | {
                        "joint": measure.joint or _only_joint(term.name),
                        "body_part": measure.joint or _only_joint(term.name),
                        "motion": term.name,
                        "mode": _mode(v, clause),
                        "from_value": v.start,
                        "to_value": v.number,
                        "unit": _UNITS.get(v.unit, "deg"),
                    },
                )
        elif kind == "muscle" and v is not None:
            if v.scale == 5:
                yield StrengthFact, fields | {"muscle": term.name, "grade": v.text}
            elif v.number is not None and not _shares(v, measure.values) and not _maybe_a_grade(term, v):
                yield (
                    StrengthFact,
                    fields
                    | {
                        "muscle": term.name,
                        "value": v.number,
                        "unit": v.unit if v.unit in ("%", "lb", "kg", "seconds", "degrees", "reps") else "",
                    },
                )
        elif kind == "test":
            text = v.text if v is not None else ""
            yield (
                SpecialTestFact,
                fields | {"name": term.name, "result": text, "value": v.number if v is not None else None},
            )
        elif kind == "outcome" and v is not None and v.number is not None:
            if _only_of_the_form(clause, v.number, (term.data or {}).get("max")):
                continue
            yield (
                OutcomeFact,
                fields
                | {
                    "name": term.name,
                    "value": v.number,
                    "scale_max": (term.data or {}).get("max") or v.scale,
                    "unit": (term.data or {}).get("unit", ""),
                },
            )
        elif kind == "performance" and v is not None and v.number is not None:
            if v.unit in ("inch", "inches") and term.name != "functional reach":
                continue
            yield (
                BalanceFact,
                fields
                | {
                    "name": term.name,
                    "value": v.number,
                    "unit": _unit_said(v.unit) or (term.data or {}).get("unit", ""),
                },
            )
        elif kind == "vital" and v is not None:
            yield (
                VitalsFact,
                fields
                | {
                    "name": term.name.replace(" ", "_").casefold(),
                    "value": v.number if v.scale is None else None,
                    "text_value": v.text if v.scale is not None else "",
                    "unit": (term.data or {}).get("unit", ""),
                },
            )
        elif kind == "girth" and v is not None and v.number is not None:
            yield GirthFact, fields | {"landmark": term.name, "value": v.number}
        elif kind == "palpation":
            yield PalpationFact, fields
            return


_FEET = frozenset(["feet", "foot", "ft"])


def _unit_said(unit: str) -> str:
    """The unit in which a performance was told: 1,040 feet are no 1,040 meters."""
    if unit in _SECONDS:
        return "seconds"
    return "feet" if unit in _FEET else "yards" if unit in ("yard", "yards") else ""


def _only_of_the_form(clause: Clause, number: float, most: float | None) -> bool:
    """`The form with the twenty questions`, `the one out of eighty, forty-four`: no score."""
    told = f"{number:g}"
    if re.search(rf"\b{told} (?:questions?|items?)\b", clause.low):
        return True
    whole = number == most and re.search(rf"(?<!\d )\bout of {told}\b", clause.low) is not None
    return whole and sum(t.number is not None for t in clause.tokens) > 1


_SMALL_MOTIONS = frozenset(
    ["extension", "dorsiflexion", "hyperextension", "radial deviation", "retraction", "protraction",
     "opening", "protrusion", "opposition", "lateral excursion", "knee to wall"]
)  # fmt: skip


def _grade_or_degrees(motion: str, v: Value, clause: Clause) -> bool:
    """`eversion 4`: most likely a grade that nobody called one; as degrees it would be wrong."""
    small = v.number is not None and 3 <= v.number <= 5 and v.number.is_integer() and v.start is None
    named = v.unit in ("degrees", "degree", "deg") or _mode(v, clause) != "unspecified" or v.time != "today"
    return small and not named and motion not in _SMALL_MOTIONS


_COUNTED_OR_WEIGHED = frozenset(
    ["grip", "pinch", "heel raise", "quad lag", "deep neck flexor", "trunk extensors"]
)


def _maybe_a_grade(term: Term, v: Value) -> bool:
    """`wrist flexors 2`: a grade of strength or of tone, which nobody said; no amount."""
    return term.name not in _COUNTED_OR_WEIGHED and v.number is not None and v.number <= 5 and not v.unit


def _shares(v: Value, all_values: Sequence[Value]) -> bool:
    """`right 62 lb, left 88, so 70%`: how the sides compare, and no strength of one of them."""
    return v.unit in ("%", "percent") and any(o.unit in ("lb", "kg", "pounds", "newtons") for o in all_values)


def _mode(v: Value, clause: Clause) -> str:
    if v.mode:
        return v.mode
    low = f"{clause.lead} {clause.text}".casefold()
    active, passive = (
        bool(re.search(r"\b(?:active|actively|arom)\b", low)),
        bool(re.search(r"\b(?:passive|passively|prom)\b", low)),
    )
    if active and passive:
        return "unspecified"
    return "active" if active else "passive" if passive else "unspecified"


def _only_joint(motion: str) -> str:
    fits = lexicon("body")["motion_joints"].get(motion, [])
    return str(fits[0]) if len(fits) == 1 else ""


_MOST_PAIN = 10
_PAIN_VALUE = Rare(r"\b(\d+(?:\.\d)?)(?:-(\d+))?/10\b", flags=0)


def scored_of_ten(clause: Clause) -> bool:
    """Whether `4/10` is the score of a questionnaire that goes to ten, and no pain is named beside it."""
    scored = any(t is not None and _is_of_ten(t.name) for m in clause.marks for t in [m.of("outcome")])
    return scored and not any(m.of("symptom") for m in clause.marks)


def _is_of_ten(measure: str) -> bool:
    return bool(lexicon("measures")["outcomes"].get(measure, {}).get("max") == _MOST_PAIN)


_BEHIND_TREATMENT = late(
    r"(?:right |just |immediately )?(?:after(?:wards?)?|post|at the end|when we (?:finished|were done))[ -]?"
    r"(?:$|[.,;]|(?:today|(?:the |this |today's )?(?:treatment|session|visit|therapy|exercises?|manual\w*|"
    r"needling|mobili[sz]ations?|gait training)|(?:all )?(?:that|of it|of that))\b)"
)
"""`The knee was two out of ten afterwards` is of this visit, whatever the tense."""


def pains(text: str, base: dict[str, Any]) -> Iterator[tuple[type[Fact], dict[str, Any]]]:
    """Every NPRS value of a clause with its time and activity."""
    for match in _PAIN_VALUE.finditer(text):
        low_text = text[: match.start()].casefold()
        after = text[match.end() : match.end() + 40].casefold().lstrip(" ,")
        last_break = max(low_text.rfind(","), low_text.rfind(" and "), 0)
        near = low_text[last_break:][-40:]
        time = base["time"]
        if re.search(r"\b(?:was|from|were|previously|last|initially)\b", near) and not re.search(
            r"\bnow\b|\btoday\b", near
        ):
            time = base["time"] if _BEHIND_TREATMENT.match(after) else "before"
        if re.match(
            r"(?:last (?:week|visit|time|month|night)|(?:an?|one|\d+) (?:day|week|month|visit)s? ago|"
            r"yesterday|at eval)",
            after,
        ):
            time = "before"
        if re.search(r"\bor less\b|\bgoal\b", after[:12] + near) and base["time"] != "goal":
            time = "goal"
        activity = re.match(
            r"(?:with|at|when|while|after|on|during|going|walking|sitting|standing|lying|reaching)[^,;.]*",
            after,
        )
        words = activity.group() if activity else ""
        for word in ("worst", "best", "rest"):
            if word in near and not words:
                words = word
        value = float(match.group(1))
        high = float(match.group(2)) if match.group(2) else value
        if value <= _MOST_PAIN and high <= _MOST_PAIN:
            yield PainFact, base | {"time": time, "value": value, "value_high": high, "activity": words}


_DISTANCE = re.compile(r"\b(\d+)\s*(feet|foot|meters|m|yards|miles?|blocks?)\b")


def gait(text: str, clause: Clause, base: dict[str, Any]) -> tuple[type[Fact], dict[str, Any]]:
    device = next((t.name for m in clause.marks if (t := m.of("device"))), "")
    assist = next((t.name for m in clause.marks if (t := m.of("assist"))), "")
    match = _DISTANCE.search(text)
    return GaitFact, base | {
        "distance": float(match.group(1)) if match else None,
        "distance_unit": match.group(2) if match else "",
        "device": device,
        "assistance": assist,
    }
