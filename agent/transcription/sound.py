"""How a word sounds, roughly: letters to a row of sounds, and the distance between two rows.

Made for comparing what an engine wrote with what a term would sound like. Vowels count little (engines
and speakers disagree on them), consonants of one place of the mouth count half.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from typing import Final

from agent.memory import kept_for_now

_RULES: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"xion\b|xions\b", "kSn"),
        (r"(?:t|s|ss|c)ion", "Sn"),
        (r"(?:t|c)ia(?=[lnt])", "Sa"),
        (r"tch|ch(?=[ieao])|ture", "C"),
        (r"sch|ch", "k"),
        (r"sh", "S"),
        (r"th", "T"),
        (r"ph", "f"),
        (r"gh(?=t)|(?<=[aeiou])gh", ""),
        (r"\bkn|\bgn|\bpn", "n"),
        (r"\bwr|rh", "r"),
        (r"\bps", "s"),
        (r"\bx", "s"),
        (r"x", "ks"),
        (r"qu", "kw"),
        (r"ck", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"dg(?=[eiy])|\bg(?=[eiy])|(?<=[rn])g(?=[ey])", "J"),
        (r"j", "J"),
        (r"mb(?=\b|ness)", "m"),
        (r"z", "s"),
        (r"(?<=[aeiou])y|y(?=[aeiou])", "i"),
        (r"y", "i"),
        (r"(?<=[aeiou])w", ""),
        (r"(?<=[^aeiou ])e\b", ""),
        (r"(?<=[^aeiou ])es\b", "s"),
    )
)
_VOWELS: Final = re.compile(r"[aeiou]+")
_NEAR: Final = frozenset(
    frozenset(pair)
    for pair in (
        *("td", "pb", "kg", "fv", "mn", "sS", "SC", "CJ", "Ts", "Tf", "Td"),
        *("SJ", "Tt", "rl", "wr", "gJ", "fp", "bv"),
    )
)
"""Sounds of one place or manner, taken for each other."""
_NEAR_COST: Final = 0.4
_VOWEL_COST: Final = 0.25
_WEAK: Final = frozenset("hwr")
"""Sounds that come and go in speech."""
_WEAK_COST: Final = 0.6
_SOUNDS: Final = "abcdefghijklmnopqrstuvwxyzCJST"
_ROUNDED: Final = 1e-9
"""More than sums of costs are off by being rounded."""


@kept_for_now(100_000)
def sounds(text: str) -> str:
    """The row of sounds of `text`: letters only, words run together, each vowel group one vowel."""
    word = re.sub(r"[^a-z ]", "", text.lower())
    for pattern, sound in _RULES:
        word = pattern.sub(sound, word)
    word = word.replace(" ", "")
    word = _VOWELS.sub(lambda m: "i" if m[0][0] in "ie" else "o" if m[0][0] in "ou" else "a", word)
    return re.sub(r"(.)\1+", r"\1", word)


@cache
def cost(sound: str) -> float:
    """What it costs to lose one sound."""
    return _VOWEL_COST if sound in "aio" else _WEAK_COST if sound in _WEAK else 1.0


@kept_for_now(100_000)
def weight(row: str) -> float:
    """What it costs to lose a whole row."""
    return sum(map(cost, row))


@kept_for_now(200_000)
def distance(a: str, b: str) -> float:
    """Weighted edit distance of two rows of sounds."""
    gains = [cost(sound) for sound in b]
    before = list(accumulate(gains, initial=0.0))
    for x in a:
        loss, changes = cost(x), _changes(x)
        at = before[0] + loss
        row = [at]
        for diagonal, above, y, gain in zip(before, before[1:], b, gains, strict=False):
            least = diagonal + changes[y]
            if above + loss < least:
                least = above + loss
            at += gain
            if least < at:
                at = least
            row.append(at)
        before = row
    return before[-1]


def likeness(a: str, b: str) -> float:
    """1 for the same row of sounds, 0 for nothing in common."""
    total = max(weight(a), weight(b))
    return max(0.0, 1.0 - distance(a, b) / total) if total else 0.0


def is_like(a: str, b: str, least: float) -> bool:
    """Whether `likeness` is `least` or more.

    The rows are not compared where they cannot be: what one weighs more than the other is lost at any rate,
    as no sound is changed for less than what it weighs more than the other.
    """
    light, heavy = sorted((weight(a), weight(b)))
    return light >= (least - _ROUNDED) * heavy and likeness(a, b) >= least


@cache
def _changes(x: str) -> dict[str, float]:
    """What it costs to say each sound instead of `x`."""
    return {y: _change(x, y) for y in _SOUNDS}


def _change(x: str, y: str) -> float:
    if x == y:
        return 0.0
    if x in "aio" and y in "aio":
        return _VOWEL_COST * 0.5
    if frozenset((x, y)) in _NEAR:
        return _NEAR_COST
    return max(cost(x), cost(y)) + (0.25 if (x in "aio") != (y in "aio") else 0.0)
