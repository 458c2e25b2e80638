"""Of which side an earlier value is: `Right is 42 pounds. Left is 88. It was 35 two weeks ago, goal 75.`

What was measured before, and the goal, are of the treated side. Where both sides were just told apart, the
earlier value goes to the treated side when it is the nearer one; else it stays where it was said.
"""

from __future__ import annotations

import re
from typing import Final, Literal

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


def _names(clause: Clause) -> set[str]:
    """What a clause measures and on which joint; nothing where only a side and its value are said."""
    return {t.name for m in clause.marks for t in m.terms if t.kind in (*MEASURES, "joint")}


def _side(told: Told) -> str:
    said = set(re.findall(r"\b(?:left|right)\b", told[1].casefold()))
    return said.pop() if len(said) == 1 else ""


def _value(text: str) -> float | None:
    number = _NUMBER.search(text)
    return float(number.group()) if number is not None else None
