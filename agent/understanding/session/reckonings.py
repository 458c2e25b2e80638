"""Arithmetic told with a time: less what was sat out, or struck and put right.

The figure that holds stands where the words have it; the figures it was reckoned from are minutes of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.needles import Rare
from agent.understanding.session.bare import MINUTES
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_LESS: Final = re.compile(
    r"^(?:, )?(?:less|minus|take away|take off|knock off|not counting|without)"
    r"(?: the| those| his| her| about| a)*$"
)
_LESS_OF_IT: Final = re.compile(
    r"^(?:of|for|on) (?:[a-z-]+ ){1,4}(?:, )?(?:less|minus|take away|take off|knock off)"
    r"(?: the| those| his| her)*$"
)
"""`Half an hour of gait training less the four minutes she sat`."""
_OF_THE_LESS: Final = re.compile(
    r"^(?:$|, |(?:minutes?|for|on|of|that|which|i|you|he|she|they|we|it|spent|lost|and|then)\b)"
)
_STRIKES: Final = Rare(
    r"\b(?:strike|scratch|cross out|forget|take back|wipe|ignore|disregard|not) (?:the|that|those|my)$",
    flags=0,
)
_HOLDS: Final = re.compile(
    r"\b(?:so(?: it's| it is| that's| call it)?|make (?:it|that)|call (?:it|that)|it's|it was|that's|"
    r"leaves|leaving|put(?: down)?|only)$"
)
_TAKEN_WITHIN: Final = 9
_STRUCK_BACK: Final = 24
"""Words back to the figure that was struck."""


def reckoned(said: Talk, numbers: Sequence[Quantity]) -> list[Quantity]:
    """The minutes told, each after the arithmetic that was told with it."""
    return _struck(said, _lessened(said, _made_exact(said, numbers)))


_TO_BE_EXACT: Final = re.compile(r"^(?:, )?(?:or )?(\d+)(?: minutes)? to be (?:more )?(?:exact|precise)\b")


def _made_exact(said: Talk, numbers: Sequence[Quantity]) -> list[Quantity]:
    """`A good quarter of an hour, sixteen minutes to be exact`: the second figure in place of the first."""
    out: list[Quantity] = []
    for q in numbers:
        if out and q.at < out[-1].end:
            continue
        exact = _TO_BE_EXACT.match(said.words(q.end, min(q.end + 8, said.closing(q.at))))
        if exact is not None:
            q = replace(q, minutes=int(exact[1]), end=q.end + exact.group().count(" ") + 1)
        out.append(q)
    return out


def _number(said: Talk, at: int) -> int | None:
    number = said.tokens[at].number if 0 <= at < len(said) else None
    return int(number) if number is not None and number.is_integer() else None


def _lessened(said: Talk, numbers: Sequence[Quantity]) -> list[Quantity]:
    """`Half an hour, less the four you sat out`: twenty-six."""
    out: list[Quantity] = []
    off = -1
    for q in numbers:
        if q.at == off or (out and q.at < out[-1].end):
            continue  # what was taken off
        closing = said.closing(q.at)
        taken = next((i for i in range(q.end, min(q.end + _TAKEN_WITHIN, closing)) if _number(said, i)), None)
        less = _number(said, taken) if taken is not None else None
        if taken is None or less is None or not 0 < less < q.minutes or q.role == "dose":
            out.append(q)
            continue
        behind = said.words(taken + 1, min(taken + 3, closing))
        told = said.words(q.end, taken)
        if _LESS.match(told) and _OF_THE_LESS.match(behind):
            end = taken + 1 + (said.at(taken + 1) in MINUTES and taken + 1 < closing)
            q = replace(q, minutes=q.minutes - less, end=end)
        elif _LESS_OF_IT.match(told) and _OF_THE_LESS.match(behind):
            q, off = replace(q, minutes=q.minutes - less), taken
        out.append(q)
    return out


def _struck(said: Talk, numbers: Sequence[Quantity]) -> list[Quantity]:
    """`Exercise twenty-five. Strike the twenty-five, she was out for six of those, so nineteen.`"""
    out = list(numbers)
    for at in range(len(said)):
        wrong = _number(said, at)
        if wrong is None or not _STRIKES.search(said.words(max(said.opening(at), at - 4), at)):
            continue
        closing = said.closing(at)
        right = next(
            (
                i
                for i in range(at + 1, closing)
                if _number(said, i) and _HOLDS.search(said.words(max(at + 1, i - 3), i))
            ),
            None,
        )
        told = [q for q in out if q.at < at and at - q.at <= _STRUCK_BACK and q.minutes == wrong]
        if right is None or not told:
            continue
        out = [
            replace(q, minutes=_number(said, right) or 0) if q is told[-1] else q
            for q in out
            if not at <= q.at <= right
        ]
    return out
