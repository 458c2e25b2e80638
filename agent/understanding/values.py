"""Numbers, grades and results in tokens, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from agent.domain.base import Side
from agent.domain.facts import FactTime
from agent.understanding.marks import MEASURES, Mark
from agent.understanding.phrases import words
from agent.understanding.tokens import Token

_GRADE: Final = re.compile(r"^[0-5][+-]?/5$")
_RATIO: Final = re.compile(r"^(-?\d+(?:\.\d+)?)/(\d+)$")
_RANGE: Final = re.compile(r"^(\d+)-(\d+)$")
_COUNTED: Final = frozenset(
    ["week", "weeks", "days", "day", "times", "sets", "x", "months", "years", "year", "month",
     "trials", "trial", "tries", "try", "goes", "attempts", "visits", "visit", "sessions"]
)  # fmt: skip
"""Behind a number: it counts something and measures nothing."""
_NUMBERED: Final = frozenset(
    ["position", "setting", "notch", "trial", "visit", "week", "day", "phase", "stage"]
)
"""Before a number: it only tells which one."""
_OF_A_DAY: Final = frozenset(
    ["last", "previous", "prior", "first", "this", "initial", "each", "every", "per"]
)
_DIFFERS: Final = frozenset(
    ["better", "more", "less", "worse", "higher", "lower", "further", "farther", "improvement", "gain",
     "gained", "lost", "shy", "increase", "decrease", "difference"]
)  # fmt: skip
_CHANGED: Final = frozenset(["up", "down", "gained", "lost", "by"])
_FROM_HERE: Final = frozenset(["above", "below", "proximal", "distal", "superior", "inferior", "from"])
_WENT: Final = frozenset(
    ["went", "improved", "improving", "increased", "decreased", "progressed", "declined", "dropped", "rose",
     "up", "down", "gained", "changed", "moved", "reduced", "worsened", "advanced", "gone", "fell", "better"]
)  # fmt: skip
_IS_AT: Final = frozenset(
    ["is", "was", "are", "were", "'s", "still", "now", "remains", "stays", "tops", "stops", "stuck",
     "limited", "positive", "negative", "left", "right", "measured", "today"]
)  # fmt: skip
_NEAR: Final = 8
_THE: Final = frozenset(["the", "those", "these", "our", "her", "his"])
_LACKS: Final = frozenset(["lacks", "lacking", "short", "lack", "lacked", "missing"])
_UNITS: Final = words("openings_units")
_MONTHS: Final = words("numbers_months")
_LAST_OF_A_MONTH: Final = 31


@dataclass(slots=True)
class Value:
    """A number, grade or result in a clause, with its own side and time."""

    text: str
    number: float | None
    side: Side = "none"
    time: FactTime = "today"
    mode: str = ""
    start: float | None = None
    scale: float | None = None
    unit: str = ""
    of_which_day: bool = True
    """False where it may be of today or of another day."""
    told_when: bool = True
    """False where only a past tense tells that it is of another day."""
    of_which_side: bool = True
    """False where sides were said and it may be of either."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A value in tokens [start, end)."""

    value: Value
    start: int
    end: int


def values_in(tokens: Sequence[Token], start: int, end: int, found: Sequence[Mark]) -> Iterator[Placed]:
    """The values of tokens [start, end), whose marks are `found`, in spoken order."""
    by_start = {m.start: m for m in found}
    named = {i for m in found if m.of("motion", "device", "exercise") for i in range(m.start, m.end)}
    hurting, percent = False, _ends_in_percent(tokens, start, found)
    at = start
    while at < end:
        low = tokens[at].low
        if low == ";":
            return
        mark = by_start.get(at)
        if low in ("pain", "painful", "hurts"):
            hurting = True
        elif low in (",", "and", "passive", "active") or (mark is not None and mark.of("side")):
            hurting = False
        value = None if at in named or hurting else _value(tokens, at, end)
        size = 1
        if mark is not None and mark.of(*MEASURES) is not None:
            percent = False
        if value is not None:
            percent = _in_percent(value, percent)
            size = 3 if value.start is not None and tokens[at].number is not None else 1
            yield Placed(value, at, at + size)
        elif mark is not None and (result := mark.of("result")) is not None:
            size = mark.end - at
            yield Placed(Value(result.name, None), at, mark.end)
        elif mark is not None and mark.of("side"):
            size = mark.end - at
        at += size


def _ends_in_percent(tokens: Sequence[Token], start: int, found: Sequence[Mark]) -> bool:
    """Whether the last number before `start` is a percentage of the measure that is still told."""
    last = next((i for i in range(start - 1, -1, -1) if tokens[i].text[:1].isdigit()), None)
    if last is None or "%" not in (tokens[last].text[-1], tokens[last + 1].text):
        return False
    return not any(last < m.start < start and m.of(*MEASURES) is not None for m in found)


def _in_percent(value: Value, before: bool) -> bool:
    """Whether a value is a percentage: `84% of the left, 68 in August` is all of one kind."""
    plain = value.number is not None and value.scale is None and value.start is None
    if before and plain and value.unit not in _UNITS:
        value.unit = "%"
    return value.unit == "%"


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _value(tokens: Sequence[Token], at: int, end: int) -> Value | None:
    token = tokens[at]
    unit = _low(tokens, at + 1)
    if token.number is not None and _measures_nothing(tokens, at):
        return None
    if "/" in (_low(tokens, at - 1), unit):
        return None  # `5/40/15/8`: nothing tells which is of which
    if token.number is None and token.text.isalpha():
        return None
    if _GRADE.match(token.text):
        return Value(token.text.removesuffix("/5"), None, scale=5)
    if (match := _RATIO.match(token.text)) is not None:
        return Value(token.text, float(match.group(1)), scale=float(match.group(2)))
    if (match := _RANGE.match(token.text)) is not None:
        return Value(token.text, float(match.group(2)), start=float(match.group(1)))
    number = token.number
    if number is None and re.match(r"^-\d+(?:\.\d+)?$", token.text):
        number = float(token.text)
    if number is None and re.match(r"^\d+(?:\.\d+)?%$", token.text):
        number, unit = float(token.text[:-1]), "%"
    if number is None:
        if re.match(r"^[CTLS]\d+$", token.text):
            return Value(token.text, None, unit="level")
        return Value(token.text, None) if re.match(r"^[0-4]\+$", token.text) else None
    if _low(tokens, at - 1) in _LACKS:
        number = -number
    if (
        unit in ("to", "-")
        and not went_from(tokens, at)
        and at + 2 < end
        and tokens[at + 2].number is not None
    ):
        return Value(token.text, tokens[at + 2].number, start=number, unit=_low(tokens, at + 3))
    return Value(token.text, number, unit=unit)


def _held(tokens: Sequence[Token], at: int) -> bool:
    """`2/5 with a 4 second hold`: how long it was held."""
    said = [_low(tokens, k) for k in range(at + 1, at + 3)]
    return said[0] in ("second", "seconds") and said[1].startswith("hold")


def _tells_how_held(tokens: Sequence[Token], at: int) -> bool:
    """`valgus stress at 30 degrees 1+`: the joint is held so, where the value is still to come."""
    if _low(tokens, at - 1) != "at" or _low(tokens, at - 2) in _IS_AT or _low(tokens, at + 1) != "degrees":
        return False
    ahead = tokens[at + 2 : at + 2 + _NEAR]
    if any(t.low in ("pain", "painful") for t in ahead[:2]):
        return False
    return any(t.text[:1].isdigit() for t in ahead)


def went_from(tokens: Sequence[Token], at: int) -> bool:
    """`improved from 21 to 24`, at the 21: two values of two days, and no range of motion."""
    said = [t.low for t in tokens[max(0, at - 4) : at]]
    return "from" in said[-2:] and any(w in _WENT for w in said)


def _measures_nothing(tokens: Sequence[Token], at: int) -> bool:
    """`3 trials`, `position 2`, `up 10`, `10 cm above the patella`, `none of the 3`, `65 of 85`, a date."""
    behind = at + 1 + (_low(tokens, at + 1) in _UNITS)
    return (
        _low(tokens, at + 1) in _COUNTED
        or _held(tokens, at)
        or _low(tokens, at - 1) in _CHANGED
        or (_low(tokens, at - 1) in _NUMBERED and _low(tokens, at - 2) not in _OF_A_DAY)
        or _low(tokens, behind) in _DIFFERS
        or (_low(tokens, behind) in _FROM_HERE and (behind > at + 1 or _low(tokens, behind) != "from"))
        or (_low(tokens, at - 2) == "of" and _low(tokens, at - 1) in _THE)
        or (_low(tokens, at - 1) == "of" and _low(tokens, at - 2) in _DIFFERS)
        or (_low(tokens, at - 1) == "of" and at > 1 and tokens[at - 2].number is not None)
        or _tells_how_held(tokens, at)
        or _is_a_date(tokens, at)
    )


def _is_a_date(tokens: Sequence[Token], at: int) -> bool:
    """`until the scan October 27`; of `31 in October 27 today` the second number is a value."""
    number = tokens[at].number
    day = number is not None and number.is_integer() and 1 <= number <= _LAST_OF_A_MONTH
    return day and _low(tokens, at - 1) in _MONTHS and _low(tokens, at - 2) != "in"
