"""A side that the other speaker puts right: `So it is the left ankle? No, the right one.`"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.domain.base import OPPOSITE
from agent.late import late
from agent.understanding.tokens import Token

_TAKES_BACK = late(
    r"^(?:\W|no|nope|nah|actually|wait|sorry|that's|thats|it's|its|it was|i mean|the|my|on|other way|was)*"
    r"(?P<side>left|right)(?: one| side| knee| hip| shoulder| ankle| leg| arm| hand| foot| wrist| elbow)?\b",
    re.IGNORECASE,
)


def takes_back_side(text: str) -> str:
    """`no, the right one`: the side that another speaker puts right; empty when nothing is."""
    if not re.match(r"^\W*(?:no|nope|nah|actually|wait|sorry)\b", text, re.IGNORECASE):
        return ""
    match = _TAKES_BACK.match(text)
    return match.group("side").casefold() if match else ""


def with_side(tokens: Sequence[Token], side: str) -> list[Token]:
    """`tokens` with the other side's name put right."""
    return [replace(t, text=side, low=side) if t.low == OPPOSITE[side] else t for t in tokens]
