"""Errors put into true statements on purpose: numbers changed, sides swapped, negations flipped."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Literal

Seed = Literal["term", "number", "side", "negation"]

_NUMBER = re.compile(
    r"(?<![\w./-])\d+(?:\.\d+)?(?![\w/-])|(?<![\w.])\d+(?:\.\d+)?(?= ?(?:mg|%|/10|/5|-year|"
    r"weeks|days|months|degrees))"
)
_LISTED = re.compile(r"^\W*\d{1,2}[.)]$")
"""A list's own numbering is no number of the note."""
_SIDES = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
_NOT_A_SIDE = re.compile(
    r"\bright (?:now|away|before|after)\b|\bleft (?:the|her|his|a|work|home)\b", re.IGNORECASE
)
_FLIPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bdenies any\b"), "reports"),
    (re.compile(r"\bdenies\b"), "reports"),
    (re.compile(r"\bdenied\b"), "reported"),
    (re.compile(r"\bDenies\b"), "Reports"),
    (re.compile(r"\bno longer\b"), "still"),
    (re.compile(r"\bhas not\b"), "has"),
    (re.compile(r"\bhave not\b"), "have"),
    (re.compile(r"\bdoes not\b"), "does"),
    (re.compile(r"\bdid not\b"), "did"),
    (re.compile(r"\bis not\b"), "is"),
    (re.compile(r"\bwas not\b"), "was"),
    (re.compile(r"\bNo\b(?= [a-z])"), "Positive for"),
    (re.compile(r"\bno\b(?= [a-z])"), "some"),
    (re.compile(r"\bwithout\b"), "with"),
    (re.compile(r"\bnegative\b"), "positive"),
    (re.compile(r"\breports\b"), "denies"),
    (re.compile(r"\breported\b"), "denied"),
    (re.compile(r"\bendorses\b"), "denies"),
    (re.compile(r"\bEndorses\b"), "Denies"),
    (re.compile(r"\bpositive for\b"), "negative for"),
    (re.compile(r"\bhas had\b"), "has not had"),
    (re.compile(r"\bhas been\b"), "has not been"),
    (re.compile(r"\bexperiences\b"), "denies"),
    (re.compile(r"\bnotes\b"), "denies"),
    (re.compile(r"\b(?:is|was) (?=[a-z])"), "is not "),
    (re.compile(r"\bhas (?=a |some |[a-z]+ pain)"), "has no "),
)


def with_number_changed(text: str, rng: random.Random) -> str | None:
    """`text` with one of its numbers replaced by another of like size; None when it has none."""
    found = [m for m in _NUMBER.finditer(text) if not _LISTED.match(text[: m.end() + 1])]
    if not found:
        return None
    match = rng.choice(found)
    value = float(match.group())
    options = [
        d for d in (value + 1, value + 2, value + 3, value * 2, value + 5, value - 1) if d > 0 and d != value
    ]
    new = rng.choice(options)
    return text[: match.start()] + f"{new:g}" + text[match.end() :]


def with_side_swapped(text: str, rng: random.Random) -> str | None:
    """`text` with every left right and every right left; None when it names no single side."""
    if _NOT_A_SIDE.search(text):
        return None
    sides = {m.casefold() for m in re.findall(r"\b(left|right)\b", text, re.IGNORECASE)}
    if len(sides) != 1:
        return None
    return re.sub(r"\b(?:left|right|Left|Right)\b", lambda m: _SIDES[m.group()], text)


def with_negation_flipped(text: str, rng: random.Random) -> str | None:
    """`text` saying the opposite, by the first flip that fits; None when none does."""
    for pattern, new in _FLIPS:
        flipped, count = pattern.subn(new, text, count=1)
        if count:
            return flipped
    return None


SEEDERS: dict[Seed, Callable[[str, random.Random], str | None]] = {
    "number": with_number_changed,
    "side": with_side_swapped,
    "negation": with_negation_flipped,
}
