"""Arithmetic told with a time: less what was sat out, struck and put right, as long again, two thirds.

The figure that holds stands where the words have it; the figures it was reckoned from are minutes of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.needles import Rare
from agent.understanding.session.bare import MINUTES
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_LESS: Final = re.compile(
    r"^(?:, )?(?:less|minus|take away|take off|knock off|not counting|without)"
    r"(?: the| those| his| her| about| a)*$"
)
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
_AS_LONG: Final = Rare(
    r"\b(?:(?:just|exactly|every bit|also|again)? ?as long(?: again)?|"
    r"(?:the )?same (?:length|amount) of time|"
    r"the same again|the same number of minutes|as many minutes)(?=$| (?:on|for|again|of|in|to)\b)",
    flags=0,
)
_HOLDS_ON: Final = Rare(
    r"\b(?:hold|holds|held|holding|keep|stay|stretch|as long as (?:you|he|she|it|i|we|they))\b", flags=0
)
_FRACTION: Final = Rare(
    r"\b(?P<n>a|one|1|two|2|three|3) (?P<of>thirds?|quarters?|fourths?|fifths?) of "
    r"(?:it|that|those|them|which|the (?:time|hour|visit|session|whole))\b",
    flags=0,
)
_PARTS: Final = {"a": 1, "one": 1, "1": 1, "two": 2, "2": 2, "three": 3, "3": 3}
_WHOLES: Final = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5}
_STRUCK_BACK: Final = 24
_LIKE_BACK: Final = 30
_WHOLE_BACK: Final = 16
"""Words back to the figure that was struck, that another is as long as, that something is a part of."""


def reckoned(said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity]) -> list[Quantity]:
    """The minutes told, each after the arithmetic that was told with it."""
    return _fractions(said, _as_long(said, named, _struck(said, _lessened(said, numbers))))


def _number(said: Talk, at: int) -> int | None:
    number = said.tokens[at].number if 0 <= at < len(said) else None
    return int(number) if number is not None and number.is_integer() else None


def _lessened(said: Talk, numbers: Sequence[Quantity]) -> list[Quantity]:
    """`Half an hour, less the four you sat out`: twenty-six."""
    out: list[Quantity] = []
    for q in numbers:
        if out and q.at < out[-1].end:
            continue  # what was taken off
        closing = said.closing(q.at)
        taken = next((i for i in range(q.end, min(q.end + 5, closing)) if _number(said, i)), None)
        less = _number(said, taken) if taken is not None else None
        if taken is None or less is None or not 0 < less < q.minutes or q.role == "dose":
            out.append(q)
            continue
        behind = said.words(taken + 1, min(taken + 3, closing))
        if _LESS.match(said.words(q.end, taken)) and _OF_THE_LESS.match(behind):
            end = taken + 1 + (said.at(taken + 1) in MINUTES and taken + 1 < closing)
            q = replace(q, minutes=q.minutes - less, end=end)
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


def _as_long(said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity]) -> list[Quantity]:
    """`The front a quarter of an hour, and the back just as long`: a quarter of an hour more of the same."""
    out = list(numbers)
    for opening, told in _sentences(said):
        for match in _AS_LONG.finditer(told):
            at = opening + told[: match.start()].count(" ")
            end = at + match.group().strip().count(" ") + 1
            before = [q for q in out if 0 < at - q.at <= _LIKE_BACK]
            like = before[-1] if before else None
            if (
                like is None
                or not like.spoken
                or like.role not in ("activity", "short")
                or _HOLDS_ON.search(told)
            ):
                continue
            if any(m.code and like.end <= m.start < end for m in named):
                out.append(Quantity(at, end, like.minutes, True, "activity"))
            else:
                out = [replace(q, minutes=2 * q.minutes) if q is like else q for q in out]
    return sorted(out, key=lambda q: q.at)


def _fractions(said: Talk, numbers: Sequence[Quantity]) -> list[Quantity]:
    """`An hour, two thirds of that was the evaluation`: forty."""
    out = list(numbers)
    for opening, told in _sentences(said):
        for match in _FRACTION.finditer(told):
            at = opening + told[: match.start()].count(" ")
            end = at + match.group().count(" ") + 1
            wholes = [q for q in out if 0 < at - q.end <= _WHOLE_BACK and q.spoken and q.role != "dose"]
            if not wholes or said.turn[wholes[-1].at] != said.turn[at]:
                continue
            parts, of = _PARTS[match["n"]], _WHOLES[match["of"].rstrip("s")]
            minutes, rest = divmod(wholes[-1].minutes * parts, of)
            if parts < of and not rest:
                out = [q for q in out if not at <= q.at < end]
                out.append(Quantity(at, end, minutes, True, "activity"))
    return sorted(out, key=lambda q: q.at)


def _sentences(said: Talk) -> list[tuple[int, str]]:
    """(first word, words) of each sentence."""
    out: list[tuple[int, str]] = []
    opening = 0
    while opening < len(said):
        closing = said.closing(opening)
        out.append((opening, said.words(opening, closing)))
        opening = closing
    return out
