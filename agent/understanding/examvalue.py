"""Values said by themselves: `okay, that's 122`, `left one, 130 and 0`, and the motion they are of."""

from __future__ import annotations

from collections.abc import Sequence

from agent.understanding.clauses import Clause
from agent.understanding.examframe import OTHER, Frame
from agent.understanding.examparts import (
    BETWEEN,
    GRIP,
    LEADING,
    NOT_EXAM,
    about_so_much,
    has_digit,
    is_placed,
    only_value,
)
from agent.understanding.laywords import DIRECTIONS
from agent.understanding.sections import has_number
from agent.understanding.tokens import Token

_LIMBS = frozenset(["arm", "leg", "hand", "foot"])
"""`The good arm`: the limb stands for its joint."""
_BEHIND_A_VALUE = {("in", "front"): "flexion", ("to", "the", "side"): "abduction"}


def direction(tokens: Sequence[Token]) -> str:
    """The motion that a direction behind the value names: `the right goes to 170 in front`."""
    low = [t.low for t in tokens if t.is_word]
    return next((m for words, m in _BEHIND_A_VALUE.items() if tuple(low[-len(words) :]) == words), "")


def is_fragment(clause: Clause, frame: Frame) -> bool:
    """Numbers with at most a side and small words: `okay, that's 122`, `left one, 130 and 0`."""
    named = {t.name for m in clause.marks if (t := m.of("joint", "part")) is not None}
    limb = OTHER.search(clause.text) is not None or frame.motions == [GRIP]
    if named - {frame.joint} - (_LIMBS if limb else frozenset()):
        return False
    first = next((i for i, t in enumerate(clause.tokens) if has_digit(t)), 0)
    if any(t.low in DIRECTIONS for t in clause.tokens[:first]):
        frame.motions = []
        return False
    if not has_number(clause) or len(clause.tokens) > 16:
        return False
    gripped = frame.motions == [GRIP]
    if any(
        (t.low in NOT_EXAM and not (gripped and t.low in ("lb", "pounds")))
        or t.text.endswith("/10")
        or (t.text.endswith("/5") and not frame.tests_strength(clause.turn))
        for t in clause.tokens
    ):
        return False
    if any(t.text.endswith("%") for t in clause.tokens) and frame.joint not in (
        "cervical",
        "lumbar",
    ):
        return False
    if not (frame.lay or frame.pending or clause.turn != frame.turn or OTHER.search(clause.text)):
        return False
    if clause.tokens[0].low in ("at", "about", "after", "in") and not about_so_much(clause):
        return False
    if frame.strayed and not only_value(clause):
        return False
    for i, token in enumerate(clause.tokens):
        if has_digit(token):
            return True
        if (
            token.is_word
            and token.low not in LEADING
            and token.low not in BETWEEN
            and not (limb and token.low == "other")
            and not is_placed(clause.marks, i)
        ):
            return False
    return False
