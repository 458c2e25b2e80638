"""A side taken back behind its value: `left plantarflexion 38, correction, that's the right ankle`.

The value stays and gets the side that stands; `grip is fifty, no, hold on, that's the right` names it first
behind the value. Only one side may have been said, so that it is plain which one goes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.domain.base import OPPOSITE
from agent.understanding.phrases import words
from agent.understanding.tokens import Token, rewritten

_TAKES_BACK: Final = re.compile(
    r"^(?:(?:no|nope|wait|sorry|correction|oops|whoops|actually|rather|i mean|i meant|hold on|hang on|"
    r"i'm sorry|excuse me|my mistake|scratch that|strike that|i misspoke|make that|well|uh|um|"
    r"let me correct that) )+"
)
_POINTS: Final = re.compile(
    r"^(?:(?:that's|that is|that was|it's|it was|this is|those are|should be) )?(?:on )?(?:the )?"
)
_PLACE: Final = frozenset(
    [
        "side",
        "one",
        "leg",
        "arm",
        "hand",
        "foot",
        "knee",
        "hip",
        "shoulder",
        "ankle",
        "elbow",
        "wrist",
        "thumb",
    ]
)
_SIGNS: Final = frozenset([",", ".", ";", "…", "...", "..", "-", "?", "!"])
_ASKS: Final = frozenset(["?", "!", ";"])
_RESULTS: Final = frozenset(["positive", "negative", "normal", "absent", "intact", "tender"])
_WEAK: Final = ("no ", "well ", "rather ", "actually ", "uh ", "um ")
"""Such a word alone takes nothing back unless a sign stands before it."""
_UNITS: Final = words("openings_units")
_WINDOW: Final = 16
"""Tokens that a side taken back may stand before the taking back."""
_LONGEST: Final = 16
"""Tokens of the taking back, at most."""
_AROUND: Final = re.compile(
    r"^(?:it's |that's |the |i had (?:it|those|them|that) |i (?:got|said) (?:it|those|them|that) )?"
    r"(?:(?:the )?other way (?:a)?round|backwards?|(?:swap|switch|flip|reverse) (?:those|them|that))$"
)


def side_mended(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` with each value on the side that its speaker gave it last. Linear."""
    places = (i for i, t in enumerate(tokens) if t.low in _OPENERS)
    return rewritten(tokens, places, _mended)


_OPENERS: Final = frozenset(
    ["no", "nope", "wait", "sorry", "correction", "oops", "whoops", "actually", "rather", "i", "i'm", "hold",
     "hang", "excuse", "my", "scratch", "strike", "make", "well", "let"]
)  # fmt: skip


def _mended(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    """Put right what stands in `out`; how many of tokens[at:] that used up, 0 when none."""
    if not out:
        return 0
    said = [i for i in range(at, min(len(tokens), at + _LONGEST)) if tokens[i].text not in _SIGNS]
    text = "".join(f"{tokens[i].low} " for i in said)
    taken = _TAKES_BACK.match(text)
    if taken is None or (taken.group() in _WEAK and out[-1].text not in _SIGNS):
        return 0
    rest = said[taken.group().count(" ") :]
    end = _swap(out, tokens, rest) or _one_side(out, tokens, rest)
    return end - at if end else 0


def _one_side(out: list[Token], tokens: Sequence[Token], rest: Sequence[int]) -> int:
    """`that's the right`, `left knee`, `on the left` and no more; where it ends, 0 where it mends nothing."""
    point = _POINTS.match("".join(f"{tokens[i].low} " for i in rest))
    first = point.group().count(" ") if point is not None else 0
    if first >= len(rest) or tokens[rest[first]].low not in OPPOSITE:
        return 0
    end = rest[first] + 1
    while end < len(tokens) and tokens[end].low in _PLACE:
        end += 1
    if _said_again(out, tokens, rest[first]):
        return rest[first]
    closed = end >= len(tokens) or tokens[end].text in _SIGNS or tokens[end].low in OPPOSITE
    return end if closed and _gives(out, tokens[rest[first] : end]) else 0


def _said_again(out: list[Token], tokens: Sequence[Token], at: int) -> bool:
    """`right knee flexion 110, no, left knee flexion 112`: the same words with the other side, said anew."""
    end = at + 1
    while end < len(tokens) and end - at < _WINDOW and tokens[end].is_word and tokens[end].number is None:
        end += 1
    near = _near(out)
    sides = [i for i in near if out[i].low in OPPOSITE]
    if end >= len(tokens) or tokens[end].number is None or end == at + 1 or len(sides) != 1:
        return False
    same = {t.low for t in tokens[at + 1 : end]} <= {out[i].low for i in near if i > sides[0]}
    if not same or out[sides[0]].low != OPPOSITE[tokens[at].low]:
        return False
    del out[sides[0] :]
    return True


def _gives(out: list[Token], named: Sequence[Token]) -> bool:
    """Give what was just measured the side that stands (`named`, with its place); False where unclear."""
    side = named[0]
    near = _near(out)
    sides = [i for i in near if out[i].low in OPPOSITE]
    values = [i for i in near if out[i].text.lstrip("-")[:1].isdigit() or out[i].low in _RESULTS]
    if len(sides) == 1 and out[sides[0]].low == OPPOSITE[side.low]:
        old = out[sides[0]]
        between = [t for t in out[sides[0] + 1 :] if t.is_word and t.low not in _PLACE]
        if len(named) > 1 and not between:
            return False  # `the left, I mean right knee`: the place is named anew
        text = side.text.capitalize() if old.text.istitle() else side.low
        out[sides[0]] = replace(old, text=text, low=side.low)
        _without_signs(out)
        out[-1] = replace(out[-1], end=side.end)  # the statement rests on the taking back too
        return True
    if sides or not values:
        return False
    place = values[-1] + 1
    while place < len(out) and out[place].low in _UNITS:
        place += 1
    if any(t.text not in _SIGNS for t in out[place:]):
        return False
    del out[place:]
    out += [replace(side, text=w, low=w, glued=False) for w in ("on", "the", side.low)]
    return True


def _swap(out: list[Token], tokens: Sequence[Token], rest: Sequence[int]) -> int:
    """`right 110, left 130, wait, other way around`: both sides change places; where that ends, else 0."""
    stop = next((k for k, i in enumerate(rest) if k and i != rest[k - 1] + 1), len(rest))
    if not _AROUND.match(" ".join(tokens[i].low for i in rest[:stop])):
        return 0
    end = rest[stop - 1] + 1
    again = [t for t in tokens[end : end + _WINDOW] if t.number is not None or t.low in OPPOSITE]
    sides = [i for i in _near(out) if out[i].low in OPPOSITE]
    if len(sides) != 2 or len({out[i].low for i in sides}) != 2 or any(t.low in OPPOSITE for t in again):
        return 0
    for i in sides:
        low = OPPOSITE[out[i].low]
        out[i] = replace(out[i], text=low.capitalize() if out[i].text.istitle() else low, low=low)
    _without_signs(out)
    return end


def _near(out: Sequence[Token]) -> range:
    """The places of the sentence before, as far as a taking back reaches."""
    end = len(out)
    while end and out[end - 1].text in _SIGNS - _ASKS:
        end -= 1
    first = end
    while first and end - first < _WINDOW and out[first - 1].text not in (*_ASKS, ".", "…"):
        first -= 1
    return range(first, end)


def _without_signs(out: list[Token]) -> None:
    while out and out[-1].text in _SIGNS - _ASKS:
        out.pop()
