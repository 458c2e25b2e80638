"""What recognisers write for a spoken digit: the tables that digit_frames.py and numbers.py read."""

from __future__ import annotations

from typing import Final

SMALL: Final = {
    "for": "four",
    "fore": "four",
    "to": "two",
    "too": "two",
    "won": "one",
    "ate": "eight",
    "free": "three",
    "tree": "three",
    "fife": "five",
    "sex": "six",
    "tin": "ten",
    "tan": "ten",
}
"""Words that sound like a digit. Digits only: nothing here reaches beyond one word."""
LIKE: Final = {
    **SMALL,
    **dict.fromkeys(("weight", "wait"), "eight"),
    **dict.fromkeys(("nein", "line", "night"), "nine"),
    **dict.fromkeys(("tent", "tend", "tenth"), "ten"),
    **dict.fromkeys(("weld", "well"), "twelve"),
}
"""The same, and words that sound nearly so, for places where only a number makes sense."""
GLUE: Final = frozenset(("for", "fore", "to", "too", "free", "tree", "well", "wait", "night"))
"""Of these the words that may do their own work right before what is counted."""
UNITS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS: Final = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
VALUES: Final = {
    **{word: str(value) for value, word in enumerate((*UNITS, *TEENS), start=1)},
    **{word: str(10 * value) for value, word in enumerate(TENS, start=2)},
}
"""Number words up to ninety to their digits."""
WORDS: Final = {digits: word for word, digits in VALUES.items()}


def spelled(word: str) -> str:
    """`word` as a number word, given in words or digits: `4` is `four`; other words stay."""
    return WORDS.get(word, word)
