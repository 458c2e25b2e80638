"""Typed measurements from a clause: range, strength, tests, scales, balance, girth, vitals, gait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from agent.domain.base import Side
from agent.domain.facts import (
    BalanceFact,
    Fact,
    FactTime,
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
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES, Mark, Term, marks
from agent.understanding.phrases import lexicon, words
from agent.understanding.tokens import Token, tokenise
from agent.understanding.wording import clinical_tokens

_BEFORE_WORDS = words("measures_before_words")
_GOAL_WORDS = frozenset(["goal", "target", "toward", "towards", "goal's"])
_AFTER_VALUE = re.compile(
    r"^(?:last|at (?:eval|evaluation|initial|baseline)|(?:a|one|1|2|two|3) (?:week|month|"
    r"visit)s? ago|previously|before|prior|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"in (?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december))",
    re.IGNORECASE,
)
_OF_THE_NEXT = re.compile(
    r"^(?:(?:last|the) (?:week|visit|time|month|session|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|"
    r"at (?:the )?(?:eval|evaluation|initial|baseline)|(?:a|one|1|2|two|3) (?:week|month|visit)s? ago|"
    r"previously|before|prior|on \w+day|in (?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december)),? (?:it |that |this )?(?:was |were )?(?:at |a |only )?"
    r"\d++(?:\.\d++)?+(?:/\d++)?+"
    r"(?! (?:degrees )?(?:today|now)\b)",
    re.IGNORECASE,
)
"""`115, last week 108`: what is said of the time leads the next value, not the one before it."""
_NOW = re.compile(r"^(?:degrees )?(?:today|now)\b", re.IGNORECASE)
_GRADE = re.compile(r"^[0-5][+-]?/5$")
_RATIO = re.compile(r"^(-?\d+(?:\.\d+)?)/(\d+)$")
_RANGE = re.compile(r"^(\d+)-(\d+)$")
_RESULT_POLARITY: dict[str, Polarity] = {"negative": "negative", "absent": "negative"}
_BREAK = frozenset([";", "."])


@dataclass(slots=True)
class Value:
    """A number, grade or result in a clause, with its own side and time."""

    text: str
    number: float | None
    side: Side
    time: FactTime
    mode: str
    start: float | None = None
    scale: float | None = None
    unit: str = ""


@dataclass(slots=True)
class Measured:
    term: Term
    values: list[Value]
    joint: str


def lead_tokens(clause: Clause) -> list[Token]:
    """The clause's tokens behind those of its inherited lead."""
    return [*clinical_tokens(clause.lead), *clause.tokens] if clause.lead else clause.tokens


def measured(clause: Clause) -> Iterator[Measured]:
    """Every measurement of the clause with its values, in spoken order."""
    tokens = lead_tokens(clause)
    found = marks(tokens)
    measures = [m for m in found if m.of(*MEASURES)]
    side: Side = "none"
    joint = ""
    for i, mark in enumerate(measures):
        start = measures[i - 1].end if i else 0
        end = measures[i + 1].start if i + 1 < len(measures) else len(tokens)
        before = [m for m in found if start <= m.start < mark.start]
        for m in before:
            if (s := m.of("side")) is not None and not _closes(tokens, m, mark):
                side = s.name  # type: ignore[assignment]
            if (j := m.of("joint")) is not None:
                joint = j.name
        inside = [m for m in found if mark.end <= m.start < end]
        if (j2 := next((m.of("joint") for m in inside if m.of("joint")), None)) is not None and not joint:
            joint = j2.name
        term = mark.of(*MEASURES)
        if term is None:
            continue
        values = list(_values(tokens, mark.end, end, inside, side, mark))
        _sides_after(values, inside)
        if not values and before and mark.start - start <= 6:
            values = list(_values(tokens, start, mark.start, before, side, mark))
        yield Measured(term, values, joint)


def _sides_after(values: list[Value], inside: list[Mark]) -> None:
    """`positive right negative left`: each side stands behind its value."""
    sides = [m for m in inside if m.of("side")]
    if len(values) < 2 or len(sides) != len(values) or values[0].side not in ("none",):
        return
    for value, mark in zip(values, sides, strict=True):
        term = mark.of("side")
        if term is not None:
            value.side = term.name  # type: ignore[assignment]


def _closes(tokens: list[Token], side: Mark, measure: Mark) -> bool:
    """Whether a side belongs to the value before it (`4/5 on the left, Lachman …`)."""
    return any(t.text in (",", ";") for t in tokens[side.end : measure.start])


def _values(
    tokens: list[Token], start: int, end: int, found: list[Mark], side: Side, mark: Mark
) -> Iterator[Value]:
    time: FactTime = "today"
    mode = ""
    hurting = False
    current = side
    pending: list[Value] = []
    by_start = {m.start: m for m in found}
    named = {i for m in found if m.of("motion", "device", "exercise") for i in range(m.start, m.end)}
    at = start
    while at < end:
        token = tokens[at]
        low = token.low
        m = by_start.get(at)
        if m is not None and (s := m.of("side")) is not None:
            if pending and at > start and tokens[at - 1].low in ("the", "on"):
                for v in pending:
                    if v.side == side and side == "none":
                        v.side = s.name  # type: ignore[assignment]
                yield from pending
                pending = []
            current = s.name  # type: ignore[assignment]
            time = "today"
            at = m.end
            continue
        if low in _GOAL_WORDS:
            time = "goal"
        elif low in _BEFORE_WORDS:
            time = "before"
        elif low in ("today", "now", "currently"):
            time = "today"
        elif low in ("passive", "passively", "prom"):
            mode = "passive"
        elif low in ("active", "actively", "arom"):
            mode = "active"
        elif low in (",", "and", "to") and time == "goal":
            time = "today"
        if low in ("pain", "painful", "hurts"):
            hurting = True
        elif low in (",", ";", "and", "passive", "active") or (m is not None and m.of("side")):
            hurting = False
        value = None if at in named or hurting else _value(tokens, at, end, current, time, mode)
        if value is not None:
            following = " ".join(t.low for t in tokens[at + 1 : at + 10]).lstrip(", ")
            if (
                time == "today"
                and _AFTER_VALUE.match(following)
                and not _OF_THE_NEXT.match(following.replace(" ,", ","))
            ):
                value.time = "before"
            elif time == "before" and _NOW.match(following):
                value.time = "today"
            pending.append(value)
            if time == "before":
                time = "today"
            at += (
                3
                if value.start is not None
                and tokens[at].number is not None
                and at + 2 < end
                and tokens[at + 1].low == "to"
                else 1
            )
            continue
        if m is not None and (r := m.of("result")) is not None:
            pending.append(Value(r.name, None, current, time, mode))
            at = m.end
            continue
        if low in _BREAK:
            break
        at += 1
    yield from pending


_CHANGED = words("measures_changed_words")


def _is_difference(tokens: list[Token], at: int) -> bool:
    """Whether the number at `at` tells a change, and no value: `up by 160`, `4 seconds gained`."""
    if at > 1 and tokens[at - 1].low == "by" and tokens[at - 2].low in _CHANGED:
        return True
    behind = [t.low for t in tokens[at + 1 : at + 3]]
    return any(word in ("gained", "lost") for word in behind) and "," not in behind


def _value(tokens: list[Token], at: int, end: int, side: Side, time: FactTime, mode: str) -> Value | None:
    token = tokens[at]
    unit = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if (
        unit in ("week", "weeks", "days", "day", "times", "sets", "reps", "x", "months", "years")
        and token.number is not None
        and unit != "reps"
    ):
        return None
    if _is_difference(tokens, at):
        return None
    if _GRADE.match(token.text):
        return Value(token.text.removesuffix("/5"), None, side, time, mode, scale=5)
    if (match := _RATIO.match(token.text)) is not None:
        return Value(token.text, float(match.group(1)), side, time, mode, scale=float(match.group(2)))
    if (match := _RANGE.match(token.text)) is not None:
        return Value(token.text, float(match.group(2)), side, time, mode, start=float(match.group(1)))
    number = token.number
    if number is None and re.match(r"^-\d+(?:\.\d+)?$", token.text):
        number = float(token.text)
    if number is None and re.match(r"^\d+(?:\.\d+)?%$", token.text):
        number, unit = float(token.text[:-1]), "%"
    if number is None:
        if re.match(r"^[CTLS]\d+$", token.text):
            return Value(token.text, None, side, time, mode, unit="level")
        if re.match(r"^[0-4]\+$", token.text):
            return Value(token.text, None, side, time, mode)
        return None
    if at and tokens[at - 1].low in ("lacks", "lacking", "short", "lack"):
        number = -number
    if at + 2 < end and tokens[at + 1].low in ("to", "-") and tokens[at + 2].number is not None:
        return Value(
            token.text,
            tokens[at + 2].number,
            side,
            time,
            mode,
            start=number,
            unit=tokens[at + 3].low if at + 3 < len(tokens) else "",
        )
    return Value(token.text, number, side, time, mode, unit=unit)


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
            elif v.number is not None or v.unit == "level":
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
            elif v.number is not None:
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
                    "unit": "seconds" if v.unit in _SECONDS else (term.data or {}).get("unit", ""),
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


def _mode(v: Value, clause: Clause) -> str:
    if v.mode:
        return v.mode
    low = f"{clause.lead} {clause.text}".casefold()
    active, passive = (
        bool(re.search(r"\b(?:active|actively|arom)\b", low)),
        bool(re.search(r"\b(?:passive|passively|prom)\b", low)),
    )
    if active and passive:
        return "active" if v.mode == "" and low.find("active") < low.find("passive") else "passive"
    return "active" if active else "passive" if passive else "unspecified"


def _only_joint(motion: str) -> str:
    fits = lexicon("body")["motion_joints"].get(motion, [])
    return str(fits[0]) if len(fits) == 1 else ""


_PAIN_VALUE = re.compile(r"\b(\d+(?:\.\d)?)(?:-(\d+))?/10\b")


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
            time = "before"
        if re.match(r"(?:last (?:week|visit|time|month)|a (?:week|month) ago|at eval)", after):
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
        if value <= 10 and high <= 10:
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


__all__ = ["Measured", "gait", "lead_tokens", "measured", "pains", "tokenise", "typed"]
