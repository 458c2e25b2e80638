"""One spelling of spoken exercise names, so that `4-way`, `four way` and `Four-Ways` are the same."""

from __future__ import annotations

import re
import unicodedata

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
_SAME = {"lb": "pound", "lbs": "pound", "flection": "flexion"}
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


def tokens(text: str) -> tuple[str, ...]:
    """Lower-case words of `text`, singular, numbers as digits, without punctuation or accents.

    Not cached: what is said of a patient must not outlive its request in memory.
    """
    folded = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    folded = re.sub(r"'s\b|’s\b", "", folded)
    return tuple(
        _SAME.get(w) or _NUMBERS.get(w, _singular(w)) for w in re.findall(r"[a-z]+|\d+(?:\.\d+)?", folded)
    )


def joined(text: str) -> str:
    """`tokens` without spaces: `clam shells` and `clamshell` agree."""
    return "".join(tokens(text))
