"""Of which side an earlier value is: `Right is 42 pounds. Left is 88. It was 35 two weeks ago, goal 75.`

What was measured before, and the goal, are of the treated side. Where both sides were just told apart, the
earlier value goes to the treated side when it is the nearer one; else it stays where it was said.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from agent.domain.base import OPPOSITE
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES
from agent.understanding.places import sides_of

_NUMBER: Final = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w/])")

Told = tuple[Clause, str]
"""A clause and its words."""


def meant_side(clause: Clause, first: Told, second: Told, involved: str) -> Literal["first", "second"]:
    """Which of two clauses, each of one side of the same measure, an earlier value goes on with."""
    sides = [_side(told) for told in (first, second)]
    if involved not in ("left", "right") or sides[0] != involved or sides[1] in ("", involved):
        return "second"
    if sides_of(clause.marks) or not _names(second[0]) <= _names(first[0]):
        return "second"
    values = [_value(text) for text in (first[1], second[1], clause.text)]
    if any(v is None for v in values):
        return "second"
    treated, sound, earlier = (float(v or 0) for v in values)
    return "first" if abs(earlier - treated) < abs(earlier - sound) else "second"


def behind_the_meant(clause: Clause, told: Clause, involved: str, *, goal: bool) -> int | None:
    """Where in `7 cm right, 10.5 left` an earlier value belongs: behind the treated side's, if nearer.

    A goal is the treated side's. 0 where it is not plain, None where no value of each side is told.
    """
    parts: list[tuple[int, int]] = []
    start = 0
    for i, token in enumerate([*told.tokens, None]):
        if token is None or token.low in (",", "and", ";"):
            parts.append((start, i))
            start = i + 1
    by_side: dict[str, tuple[int, float]] = {}
    for begin, end in parts:
        side = _side((told, " ".join(t.text for t in told.tokens[begin:end])))
        value = next((t.number for t in told.tokens[begin:end] if t.number is not None), None)
        if side and value is not None:
            by_side[side] = (end, value)
    earlier = _value(clause.text)
    if set(by_side) != {"left", "right"}:
        return None
    if earlier is None or involved not in by_side:
        return 0
    sound = by_side[OPPOSITE[involved]]
    nearer = abs(earlier - by_side[involved][1]) < abs(earlier - sound[1])
    return by_side[involved][0] if nearer or goal else 0


def _names(clause: Clause) -> set[str]:
    """What a clause measures and on which joint; nothing where only a side and its value are said."""
    return {t.name for m in clause.marks for t in m.terms if t.kind in (*MEASURES, "joint")}


def _side(told: Told) -> str:
    said = set(re.findall(r"\b(?:left|right)\b", told[1].casefold()))
    return said.pop() if len(said) == 1 else ""


def _value(text: str) -> float | None:
    number = _NUMBER.search(text)
    return float(number.group()) if number is not None else None
