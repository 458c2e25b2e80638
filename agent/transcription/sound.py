"""How a word sounds, roughly: letters to a row of sounds, and the distance between two rows.

Made for comparing what an engine wrote with what a term would sound like. Vowels count little (engines
and speakers disagree on them), consonants of one place of the mouth count half.
"""

from __future__ import annotations

import re
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


@kept_for_now(100_000)
def sounds(text: str) -> str:
    """The row of sounds of `text`: letters only, words run together, each vowel group one vowel."""
    word = re.sub(r"[^a-z ]", "", text.lower())
    for pattern, sound in _RULES:
        word = pattern.sub(sound, word)
    word = word.replace(" ", "")
    word = _VOWELS.sub(lambda m: "i" if m[0][0] in "ie" else "o" if m[0][0] in "ou" else "a", word)
    return re.sub(r"(.)\1+", r"\1", word)


def cost(sound: str) -> float:
    """What it costs to lose one sound."""
    return _VOWEL_COST if sound in "aio" else _WEAK_COST if sound in _WEAK else 1.0


def weight(row: str) -> float:
    """What it costs to lose a whole row."""
    return sum(cost(sound) for sound in row)


@kept_for_now(200_000)
def distance(a: str, b: str) -> float:
    """Weighted edit distance of two rows of sounds."""
    before = [0.0]
    for sound in b:
        before.append(before[-1] + cost(sound))
    for x in a:
        row = [before[0] + cost(x)]
        for j, y in enumerate(b):
            row.append(min(before[j] + _change(x, y), before[j + 1] + cost(x), row[j] + cost(y)))
        before = row
    return before[-1]


def likeness(a: str, b: str) -> float:
    """1 for the same row of sounds, 0 for nothing in common."""
    total = max(weight(a), weight(b))
    return max(0.0, 1.0 - distance(a, b) / total) if total else 0.0


def _change(x: str, y: str) -> float:
    if x == y:
        return 0.0
    if x in "aio" and y in "aio":
        return _VOWEL_COST * 0.5
    if frozenset((x, y)) in _NEAR:
        return _NEAR_COST
    return max(cost(x), cost(y)) + (0.25 if (x in "aio") != (y in "aio") else 0.0)
