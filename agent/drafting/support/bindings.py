"""What a number goes with in its own clause: the side, and the unit or the word that counts it.

`left 8, right 12` and `4+ on the right and 4- on the left` are both told by the order of sides and
numbers and by what lies between. The same reading serves notes and talk, so that like is held against like.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.drafting.support.wordforms import word_list
from agent.understanding.tokens import Token

UNITS = word_list("claims_units")
_COUNTERS = word_list("counters")
_MONTHS = word_list("months")
_SAME_UNITS = {
    "milligrams": "mg", "milligram": "mg", "percent": "%", "pounds": "lb", "lbs": "lb",
    "kilos": "kg", "kilo": "kg", "ft": "feet", "foot": "feet", "inches": "inch", "centimeters": "cm",
    "daily": "day", "a": "", "°": "degree",
}  # fmt: skip
_SIDES = {"left": "left", "right": "right", "bilateral": "both", "bilaterally": "both", "both": "both"}
_ENDS = frozenset({".", "?", "!", ";"})
_JOINTS = frozenset({",", "and", "or", "but", "versus", "vs", "(", ")"})
PAST, GOAL = word_list("said_past"), word_list("said_goal")
WAS = frozenset({"was", "were", "from", "had", "lacked"})
TIME_REACH = 5
"""Words about a number in which its time is named."""
BACK, ON, INHERITED = 14, 5, 40
"""Tokens in which a side is looked for before and after a number, and before it in earlier sentences."""


def unit_of(tokens: Sequence[Token], at: int) -> str:
    """The unit of a number, `/10` for a score of ten, `age`, `visit#` or `may#` for what is counted."""
    text = tokens[at].text
    if text.endswith("%"):
        return "%"
    if "/" in text.strip("/"):
        return "/" + text.rsplit("/", 1)[1]
    following = "".join(t.low for t in tokens[at + 1 : at + 6]).replace("-", "").replace(".", "")
    if following.startswith(("yearold", "yearsold", "yo", "yrold")):
        return "age"
    for k in (at + 1, at + 2):
        if k < len(tokens) and tokens[k].low in UNITS:
            return same_unit(tokens[k].low)
        if k < len(tokens) and tokens[k].text != "-":
            break
    before = tokens[at - 1].low if at else ""
    return f"{before}#" if before in _COUNTERS or before in _MONTHS else ""


def same_unit(unit: str) -> str:
    return _SAME_UNITS.get(unit, unit.removesuffix("s") if len(unit) > 3 else unit)


def bound_sides(tokens: Sequence[Token], places: Sequence[int]) -> dict[int, int]:
    """Number's token -> the token (one of `places`, where sides are named) of the side it goes with.

    A side goes with the numbers after it (`left 8, right 12`) until the next one, unless that stands
    right behind a number (`4+ on the right and 4- on the left`, `62 left and 74 right`).
    """
    out: dict[int, int] = {}
    sides = set(places)
    current = number = -1
    behind = False
    for i, token in enumerate(tokens):
        if token.text in _ENDS:
            current = number = -1
            behind = False
        elif i in sides:
            behind = number >= 0 and _stands_behind(tokens, i, number, out, style_behind=behind)
            if behind:
                out[number] = i
            current = i
        elif _is_number(token):
            number = i
            if current >= 0 and i - current <= BACK:
                out[i] = current
    return out


def _stands_behind(
    tokens: Sequence[Token], side: int, number: int, bound: dict[int, int], *, style_behind: bool
) -> bool:
    """Whether a side says which one the number just before it was of."""
    between = [t.low for t in tokens[number + 1 : side]]
    if len(between) > ON or any(t in _JOINTS for t in between):
        return False
    if any(t in ("on", "in", "at") for t in between[-2:]):
        return True
    leads_on = side + 1 < len(tokens) and _is_number(tokens[side + 1])
    earlier = bound.get(number)
    if earlier is None:
        return not leads_on and len(between) <= 2
    joined = any(t.low in _JOINTS for t in tokens[earlier:number])
    return len(between) <= 2 and not leads_on and (joined or style_behind)


def time_of(tokens: Sequence[Token], at: int) -> str:
    """`goal`, `past` or empty: the time named about a number, up to the numbers before and after it."""
    back = _until_number(tokens[max(0, at - TIME_REACH) : at][::-1])
    if back & GOAL:
        return "goal"
    return "past" if (back | _until_number(tokens[at + 1 : at + 1 + TIME_REACH])) & PAST else ""


def _until_number(tokens: Sequence[Token]) -> set[str]:
    out: set[str] = set()
    for token in tokens:
        if token.text in _ENDS or token.text in (")", ",") or _is_number(token):
            break
        out.add(token.low)
    return out


def earlier_side(tokens: Sequence[Token], at: int, places: Sequence[int]) -> str:
    """The side named last before a number, over sentences: a heading's, most often."""
    before = [p for p in places if at - INHERITED <= p < at]
    return side_named(tokens[before[-1]].low) if before else ""


def side_named(low: str) -> str:
    """`left`, `right`, `both` or empty."""
    return _SIDES.get(low, "")


def _is_number(token: Token) -> bool:
    return token.text[:1].isdigit()
