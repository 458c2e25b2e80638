"""What a speaker says of a slip between taking a value back and saying the right one.

`thirty-eight, no, sorry, that slipped, thirty-six`; `nine degrees … no, she'd twisted, redo it, eight`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from agent.understanding.tokens import Token

LONGEST: Final = 14
"""Tokens of such an aside, at most."""
_OF_THE_SLIP: Final = re.compile(
    r"\b(?:slip\w*|twist\w*|cheat\w*|hik(?:ed|ing)|lift(?:ed|ing) (?:your|her|his|the)|mov(?:ed|ing)|"
    r"compensat\w+|guard\w+|trial|practi[cs]e (?:run|one)|re-?d(?:o|id|one)|re-?(?:test|measure|check)\w*|"
    r"again|once more|(?:measure|read|check|look at|try|do) (?:that|this|it)|mis-?read\w*|let go|"
    r"wrong|upside down|backwards?|mixed up|incorrect|not right|the (?:old|other|last) (?:one|number|side)|"
    r"(?:hang|hold) on|one second|let me (?:see|look|think|check)|that(?:'s| is| was) (?:just|only|you)|"
    r"my other (?:left|right)|pushing|corrected (?:that|it|him\w*|her\w*))\b"
)
_NEW_CLAUSE: Final = re.compile(r"\b(?:goal|last (?:time|visit|week)|pain|today|other side)\b")
ABOUT_A_NUMBER: Final = (
    "let me read that",
    "let me read that again",
    "let me measure that",
    "let me measure that again",
    "let me redo that",
    "let me do that again",
    "let me try that again",
    "hang on",
    "hold on",
    "take that back",
    "i take that back",
    "scratch it",
)
"""Said before a value is given again; of anything else they take nothing back."""


def past_slip(tokens: Sequence[Token], at: int, is_value: Callable[[Token], bool]) -> int:
    """Where the right value stands when tokens[at:] begin with an aside about the slip; else `at`."""
    for end in range(at, min(at + LONGEST, len(tokens))):
        if is_value(tokens[end]):
            said = " ".join(t.low for t in tokens[at:end] if t.is_word)
            about = _OF_THE_SLIP.search(said) and not _NEW_CLAUSE.search(said)
            return end if about else at
    return at


def about_the_slip(tokens: Sequence[Token]) -> bool:
    """Whether these tokens, between a value and its taking back, speak of how it went wrong."""
    said = " ".join(t.low for t in tokens if t.is_word)
    return bool(_OF_THE_SLIP.search(said)) and not _NEW_CLAUSE.search(said)
