"""Two hearings of one piece laid beside each other: where they say the same, and where a number was lost.

Words are compared as they are spoken: `42` and `forty two` are one, case and punctuation are nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Levenshtein

from agent.transcription.plain import is_number, is_side, plain

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS: Final = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


@dataclass(frozen=True)
class Agreement:
    """For one word of the first hearing: whether the second says it too, and what it says besides."""

    same: bool
    other: tuple[str, ...] = ()
    """Where not the same: the second's spoken words in its place."""
    beside: bool = False
    """Whether the second hears a number or side next to this word that the first does not."""


def compare(first: Sequence[str], second: Sequence[str]) -> list[Agreement]:
    """One `Agreement` for each word of `first`."""
    mine = [(part, at) for at, word in enumerate(first) for part in spoken(word)]
    theirs = [part for word in second for part in spoken(word)]
    same = [True] * len(first)
    other: list[list[str]] = [[] for _ in first]
    beside = [False] * len(first)
    for code in Levenshtein.opcodes([part for part, _ in mine], theirs):
        if code.tag == "equal":
            continue
        places = {at for _, at in mine[code.src_start : code.src_end]}
        said = theirs[code.dest_start : code.dest_end]
        for at in places:
            same[at] = False
            other[at] += said
        if any(is_number(part) or is_side(part) for part in said):
            edges = mine[max(0, code.src_start - 1) : code.src_end + 1]
            for _, at in edges:
                beside[at] = True
    return [Agreement(*row) for row in zip(same, map(tuple, other), beside, strict=True)]


def spoken(word: str) -> list[str]:
    """The words of `word` as they are said: digits read out, a compound in its parts."""
    out: list[str] = []
    run = ""
    for sign in plain(word):
        if run and run[-1].isdigit() != sign.isdigit() or not sign.isalnum():
            out += _read(run)
            run = ""
        if sign.isalnum():
            run += sign
    return [part for part in out + _read(run) if part]


def _read(run: str) -> list[str]:
    if not run.isdigit():
        return [run]
    if run.startswith("0") or len(run) > 4:
        return [_UNITS[int(digit)] for digit in run]
    value, out = int(run), []
    if value >= 100:
        out = _read(str(value // 100))
        if value % 100 == 0:
            return [*out, "hundred"]
        if value % 100 < 10:
            out.append("hundred")
        value %= 100
    if value >= 20:
        return [*out, _TENS[value // 10], *([_UNITS[value % 10]] if value % 10 else [])]
    return [*out, _UNITS[value]]
