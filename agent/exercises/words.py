"""One spelling of spoken exercise names, so that `4-way`, `four way` and `Four-Ways` are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from agent.memory import kept_for_now

_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
} | {"ninety": "90", "thirty": "30", "fifteen": "15", "twenty": "20"}
_SAME = {"lb": "pound", "lbs": "pound", "flection": "flexion", "heal": "heel", "calve": "calf", "tow": "toe"}
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_GENITIVE = re.compile(r"'s\b")
_KEEP_S = ("ss", "us", "is")
_ES = ("ches", "shes", "sses", "xes")


def _singular(word: str) -> str:
    if len(word) < 4:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(_ES):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(_KEEP_S) else word


@kept_for_now(2048)
def _one(word: str) -> str:
    return _SAME.get(word) or _NUMBERS.get(word) or _singular(word)


def tokens(text: str) -> tuple[str, ...]:
    """Lower-case words of `text`, singular, numbers as digits, without punctuation or accents.

    Not cached: it is asked in too many places to be sure that each of them forgets (`agent/memory.py`).
    """
    folded = text.lower()
    if folded.isascii() and folded.isalpha():  # one word, as most that come in are
        return (_one(folded),)
    folded = folded.replace("’", "'")
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    if "'" in folded:
        folded = _GENITIVE.sub("", folded)
    return tuple(map(_one, _WORD.findall(folded)))


def beginning(names: Iterable[str]) -> re.Pattern[str]:
    """What finds any of `names` where a word begins, so that `shoulder` is found in `shoulders`."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})")


def joined(text: str) -> str:
    """`tokens` without spaces: `clam shells` and `clamshell` agree."""
    return "".join(tokens(text))
