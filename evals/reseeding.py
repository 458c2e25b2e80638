"""The same kinds of error, put in another way: so that a check fits the errors and not one seeder's habits.

Numbers get one digit changed or the value of another number of the note's kind, number words too; one
side of a statement changes, not all; a negation is put in or taken out at a place chosen at random among
all that a small grammar of auxiliaries, reporting verbs and determiners finds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from evals.seeding import Seed

_DIGITS = re.compile(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?")
_LISTED = re.compile(r"^\W*\d{1,2}[.)](?:\s|$)")
_IN_NAME = re.compile(r"(?:COVID|[A-Z]\d?|[A-Z]{2,})-?$")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty")
_WORD = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b", re.IGNORECASE)
_SIDE = re.compile(r"\b(?:left|right)\b(?! (?:now|away|before|after|the|her|his|a|work|home))", re.IGNORECASE)
_OTHER = {
    "left": "right",
    "right": "left",
    "Left": "Right",
    "Right": "Left",
    "LEFT": "RIGHT",
    "RIGHT": "LEFT",
}

_Edit = tuple[re.Pattern[str], str]
_TAKEN_OUT: tuple[_Edit, ...] = (
    (re.compile(r"\b([Dd])enies(?: any)?\b"), r"\1escribes"),
    (re.compile(r"\b([Dd])enied(?: any)?\b"), r"\1escribed"),
    (re.compile(r"\b(is|are|was|were|has|have|had|does|do|did|will|can|could|should) not\b"), r"\1"),
    (re.compile(r"\b(is|are|was|were|has|have|had|does|do|did|could|should|would)n['’]t\b"), r"\1"),
    (re.compile(r"\bcannot\b"), "can"),
    (re.compile(r"\bwithout (?:any )?"), "with "),
    (re.compile(r"\bno longer\b"), "still"),
    (re.compile(r"\bno (?=[a-z]{3})"), "a degree of "),
    (re.compile(r"^No (?=[a-z]{3})"), "There is "),
    (re.compile(r"\bnever\b"), "often"),
    (re.compile(r"\bnegative\b"), "positive"),
    (re.compile(r"\bnontender\b|\bnon-tender\b"), "tender"),
    (re.compile(r"\bunremarkable\b"), "abnormal"),
)
_PUT_IN: tuple[_Edit, ...] = (
    (re.compile(r"\b(is|are|was|were|will|should|could|would|can)(?= [a-z])(?! (?:not|no)\b)"), r"\1 not"),
    (re.compile(r"\b(has|have|had) (been|had|noticed|taken|tried|experienced|seen)\b"), r"\1 not \2"),
    (re.compile(r"\b(?:reports|endorses|notes|describes|reported|endorsed|admits to)\b(?! no\b)"), "denies"),
    (re.compile(r"\b(?:Reports|Endorses|Notes|Positive for)\b(?! no\b)"), "Denies"),
    (re.compile(r"\bpositive\b"), "negative"),
    (re.compile(r"\bhas (?=(?:a|an|some|mild|moderate|severe|chronic|[a-z]+ pain)\b)"), "does not have "),
    (re.compile(r"\bwith (?=(?:mild|moderate|severe|some|pain|swelling|tenderness|numbness))"), "without "),
    (re.compile(r"\b(?:continues|needs|takes|uses|wants|requires|demonstrates)\b"), "no longer \\g<0>"),
    (re.compile(r"\bnormal\b"), "abnormal"),
    (re.compile(r"\bcontinue\b"), "do not continue"),
)


def with_number_changed(text: str, rng: random.Random) -> str | None:
    """`text` with a digit of one number changed, or one number word; None when it has none."""
    found = [
        m
        for m in _DIGITS.finditer(text)
        if not _LISTED.match(text[: m.end() + 2]) and not _IN_NAME.search(text[: m.start()])
    ]
    words = list(_WORD.finditer(text))
    if not found and not words:
        return None
    match = rng.choice([*found, *words])
    old = match.group()
    if old[0].isdigit():
        at = rng.choice([i for i, c in enumerate(old) if c.isdigit()])
        digits = [d for d in "123456789" if d != old[at]]
        new = old[:at] + rng.choice(digits) + old[at + 1 :]
    else:
        new = rng.choice([w for w in _WORDS if w != old.casefold()])
    return text[: match.start()] + new + text[match.end() :]


def with_side_swapped(text: str, rng: random.Random) -> str | None:
    """`text` with one of its sides turned into the other; None when it names none."""
    found = list(_SIDE.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + _OTHER.get(match.group(), "left") + text[match.end() :]


def with_negation_flipped(text: str, rng: random.Random) -> str | None:
    """`text` with a negation taken out where it has one, else with one put in; None when nothing fits."""
    for edits in (_TAKEN_OUT, _PUT_IN):
        options = [(m, new) for pattern, new in edits for m in pattern.finditer(text)]
        if options:
            match, new = rng.choice(options)
            return text[: match.start()] + match.expand(new) + text[match.end() :]
    return None


SEEDERS: dict[Seed, Callable[[str, random.Random], str | None]] = {
    "number": with_number_changed,
    "side": with_side_swapped,
    "negation": with_negation_flipped,
}
