"""The words with which speakers take something back, and the words that can take each other's place."""

from __future__ import annotations

import re
from functools import cache

from agent.understanding.phrases import Phrases, words
from agent.understanding.slips import ABOUT_A_NUMBER
from agent.understanding.tokens import Token

ASTONISHED = ("what am i saying", "what am i talking about", "what did i say", "where is my head")
"""Behind them a place is said anew by the same preposition: `to the little finger, … to the thumb`."""
_STRONG = (
    "correction",
    "no wait",
    "wait no",
    "no sorry",
    "sorry",
    "i mean",
    "make that",
    "scratch that",
    "strike that",
    "or rather",
    "let me correct that",
    "correct that",
    "excuse me",
    "i misspoke",
    "i meant",
    "check that",
    "disregard that",
    "wait",
    "no make that",
    "no i mean",
    "no correction",
    "my mistake",
    "pardon me",
    "let me rephrase",
    "i should say",
    "no it's",
    "no it was",
    "no no",
    "sorry correction",
    "delete that",
    "oops",
    *ASTONISHED,
    *ABOUT_A_NUMBER,
)
WEAK = ("no", "actually", "rather", "nope", "well")
WRONG = ("no that is wrong", "no that's wrong", "no that's not it", "no that is not it", "no not that one")
ERASERS = frozenset(["scratch that", "strike that", "delete that", "disregard that"])
FILLER = words("repairs_filler")
_NUMBERLIKE = re.compile(r"^-?\d[\d.]*(?:%|[+-]|[+-]?/\d+|/\d+)?$|^\d+ x \d+$|^\d+-\d+/10$")
_DAYS, _MONTHS = words("repairs_days"), words("numbers_months")
_TIMES = frozenset({"once", "twice"})
CLASSES: tuple[frozenset[str], ...] = (
    frozenset({"left", "right", "bilateral", "both"}),
    frozenset({"positive", "negative", "normal"}),
    frozenset(
        [
            "flexion",
            "extension",
            "abduction",
            "adduction",
            "rotation",
            "dorsiflexion",
            "plantarflexion",
            "inversion",
            "eversion",
            "supination",
            "pronation",
        ]
    ),
    frozenset({"external", "internal"}),
    frozenset({"active", "passive"}),
    frozenset({"improved", "worse", "better", "worsened"}),
    _DAYS,
    _MONTHS,
    _TIMES,
    frozenset(["knee", "hip", "ankle", "shoulder", "elbow", "wrist", "hand", "foot", "neck", "back"]),
)
WHO_SUMS = frozenset(["i", "we"])
"""`I make that forty-three` adds up; it takes nothing back."""
SIDES_AND_RESULTS = CLASSES[:2]
NEXT_TO_IT = (_DAYS, _MONTHS, _TIMES)
"""What a mere `no` right behind it takes back: `in May, no, April`."""
WINDOW = 14
"""How many tokens back a correction may reach."""


@cache
def markers() -> Phrases[str]:
    """All words that may take something back."""
    return Phrases([(m, m) for m in (*_STRONG, *WEAK, *WRONG)], exact=True)


def numberlike(token: Token) -> bool:
    """Whether it is a number, a grade, a dose, or a rating of ten."""
    return token.number is not None or (not token.text.isalpha() and bool(_NUMBERLIKE.match(token.text)))


def is_value(token: Token) -> bool:
    """Whether it is a number, a side or a result."""
    return numberlike(token) or any(token.low in alike for alike in SIDES_AND_RESULTS)
