"""What a speaker says of a slip between taking a value back and saying the right one.

`thirty-eight, no, sorry, that slipped, thirty-six`; `nine degrees … no, she'd twisted, redo it, eight`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from agent.late import late
from agent.understanding.phrases import words
from agent.understanding.tokens import Token

LONGEST: Final = 14
"""Tokens of such an aside, at most."""
_OF_THE_SLIP: Final = re.compile(
    r"\b(?:slip\w*|twist\w*|cheat\w*|hik(?:ed|ing)|lift(?:ed|ing) (?:your|her|his|the)|mov(?:ed|ing)|"
    r"compensat\w+|guard\w+|trial|practi[cs]e (?:run|one)|re-?d(?:o|id|one)|re-?(?:test|measure|check)\w*|"
    r"again|once more|(?:measure|read|check|look at|try|do) (?:that|this|it)|mis-?read\w*|let go|"
    r"wrong|upside down|backwards?|mixed up|incorrect|not right|the (?:old|other|last) (?:one|number|side)|"
    r"(?:hang|hold) on|one second|let me (?:see|look|think|check)|"
    r"(?:re)?count(?: (?:that|it|again))?|add (?:it|that|them)(?: up)?|that(?:'s| is| was) (?:just|only|you)|"
    r"my other (?:left|right)|pushing|lean(?:ed|ing)|shrugg\w+|bend(?:ing)? (?:your|the) (?:knee|elbow|"
    r"back)|stay (?:straight|tall|square)|corrected (?:that|it|him\w*|her\w*)|"
    r"(?:started|stopped|began|finished|quit|left|came|was|were|running|ran|got (?:here|there|going)) "
    r"(?:late|early|over|short)|"
    r"(?:lost|wasted) (?:time|a (?:bit|minute)|some)|"
    r"(?:the|my) (?:clock|watch|timer) (?:was|is|ran|says?|said)|cut (?:it|that|him|her) short|"
    r"(?:have|got|find|see|check) (?:it |here |right here )*(?:the|my|his|her) "
    r"(?:sheet|form|paper|page|note|chart)s?)\b"
)
_NEW_CLAUSE: Final = late(r"\b(?:goal|last (?:time|visit|week)|pain|today|other side)\b")
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
    "let me look again",
    "let me check that",
    "let me line that up",
    "take that back",
    "i take that back",
    "scratch it",
    "i misread",
    "i misread that",
    "i misread it",
    "i read that wrong",
    "i read it wrong",
    "i said that wrong",
)
"""Said before a value is given again; of anything else they take nothing back."""


def past_slip(
    said: Sequence[Token], tokens: Sequence[Token], at: int, is_value: Callable[[Token], bool]
) -> int:
    """Where the right value stands when tokens[at:] begin with an aside about the slip; else `at`.

    `said`: what stands before the taking back. The aside may name nothing new; without a sign before it
    (`no collar keep moving twenty minutes a day`) it must begin as the speech of one who looks again.
    """
    parted = tokens[at - 1].text in _SIGNS or (
        any(t.text in _SIGNS for t in said[-1:]) and tokens[at - 1].low not in _DENIES
    )
    for end in range(at, min(at + LONGEST, len(tokens))):
        if is_value(tokens[end]):
            aside = tokens[at:end]
            begins = parted or _ANY_ASIDE.match(_spoken(aside)) is not None
            of_it = about_the_slip(aside) and not _begins_anew(aside) and not _names_another(said, aside)
            return end if begins and of_it else at
    return at


_DENIES: Final = frozenset(["no", "not"])
"""`No pillow under the knee`: what stands right behind such a word is what there may not be."""


def _begins_anew(aside: Sequence[Token]) -> bool:
    """Whether behind a full stop the aside tells of something else: `told him again. Surgeon is March …`."""
    last = max((i for i, t in enumerate(aside) if t.text in (".", "?", "!")), default=-1)
    fresh = _spoken(aside[last + 1 :])
    return last >= 0 and bool(fresh) and not (_ANY_ASIDE.match(fresh) or _LEADS_TO_VALUE.match(fresh))


_LEADS_TO_VALUE: Final = late(r"^(?:(?:so|okay|no|now|make|call|say|it's|that's|it|that|is|was|a|an) ?)+$")


def _names_another(said: Sequence[Token], aside: Sequence[Token]) -> bool:
    known = {t.low for t in said[-LONGEST:]}
    return any(t.is_word and t.low in _OTHER_MATTER and t.low not in known for t in aside)


def about_the_slip(tokens: Sequence[Token]) -> bool:
    """Whether these tokens, between a value and its taking back, speak of how it went wrong."""
    said = _spoken(tokens)
    return bool(_OF_THE_SLIP.search(said)) and not _NEW_CLAUSE.search(said)


_OPENS_ASIDE: Final = frozenset(
    [
        "no",
        "wait",
        "no wait",
        "wait no",
        "sorry",
        "no sorry",
        "actually",
        "scratch that",
        "strike that",
        *ABOUT_A_NUMBER,
    ]
)
_ANY_ASIDE: Final = late(
    r"^(?:(?:okay|oh|uh|um|well|just|sorry|wait|no|hold on|hang on|1 second|1 moment) )*"
    r"(?:(?:let me|lemme|let's|i(?:'[a-z]+)?|you(?:'[a-z]+)?|he(?:'[a-z]+)?|she(?:'[a-z]+)?|it(?:'[a-z]+)?|"
    r"that(?:'[a-z]+)?|they|we|the (?:gonio\w*|inclino\w*|tape|dial|scale|needle|cuff|sensor|screen|timer|"
    r"watch|axis|arm of the|display|dynamometer|strap)|(?:his|her|your) (?:doctor|wife|husband|chart))|"
    r"relax|keep|lie|sit|stand|stay|drop|don't|stop|level|straighten|turn|breathe|lower|squeeze|push|pull|"
    r"bend|reach|look|shoulders|hips|knees?|chin|eyes)\b"
)
"""A speaker who turns to the person measured, to the instrument or to the reading of it."""
_SIGNS: Final = frozenset([",", ".", "…", "...", "..", "-", ";", "?", "!"])
_LOOKS_AGAIN: Final = late(
    r"^(?:no |wait |okay )*(?:let me|lemme|let's|i mis\w+|"
    r"(?:you|he|she)(?:'re|'s| are| is| were| was) (?:\w+ )?(?:lean|twist|cheat|hik|shrug|arch|bend|slid|"
    r"roll|lift|slouch)\w*)\b"
)
"""Such an aside may be a sentence of its own: `fifteen. No, let me line that up. Eighteen.`"""
_OTHER_MATTER: Final = words("repairs_other_matter")
"""Words that name another measure, side, time or condition: what follows is a value of its own."""


def past_aside(
    said: Sequence[Token], tokens: Sequence[Token], at: int, marker: str, is_value: Callable[[Token], bool]
) -> int:
    """Where the right value stands behind any aside of the one who measures, else `at`.

    `fifteen, no, let me line that up, eighteen degrees`. `said`: what stands before the taking back, which
    must end with the value. The aside may name nothing new, and the unit must be the same.
    """
    if marker not in _OPENS_ASIDE or not _ends_with_value(said, is_value):
        return at
    for end in range(at, min(at + LONGEST, len(tokens))):
        token = tokens[end]
        if token.text in "?!;" or (token.text == "." and not _LOOKS_AGAIN.search(_spoken(tokens[at:end]))):
            return at
        if not is_value(token) or no_value_there(tokens, end):
            continue
        aside = [t for t in tokens[at:end] if t.is_word]
        asides = not _names_another(said, aside) and _ANY_ASIDE.match(_spoken(aside))
        return end if asides and _same_units(said, tokens, end) else at
    return at


def _spoken(tokens: Sequence[Token]) -> str:
    return " ".join(t.low for t in tokens if t.is_word)


def _ends_with_value(said: Sequence[Token], is_value: Callable[[Token], bool]) -> bool:
    last = [t for t in said[-5:] if t.is_word or is_value(t)][-2:]
    return any(is_value(t) and t.number is not None for t in last)


def no_value_there(tokens: Sequence[Token], at: int) -> bool:
    """`let me zero the dial`, `one second`: numbers that measure nothing."""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return (tokens[at].number == 0 and following in ("the", "it", "that", "this")) or (
        tokens[at].number == 1 and following in ("second", "sec", "moment", "more", "minute")
    )


def _same_units(said: Sequence[Token], tokens: Sequence[Token], at: int) -> bool:
    """Whether the new value has the unit of the old one; a count of exercise must have it said both times."""
    new = tokens[at + 1].low if at + 1 < len(tokens) else ""
    old = next((t.low for t in reversed(said) if t.is_word or t.number is not None), "")
    old = old if old.isalpha() else ""
    new = new if new.isalpha() and new in _UNITS else ""
    return old == new or (not {old, new} & _COUNTED and not (old in _UNITS and new))


_UNITS: Final = (
    words("treatment_rep_units") | words("session_units") | {"kilos", "kilograms", "minutes", "reps"}
)
_COUNTED: Final = frozenset(["reps", "rep", "sets", "set", "times", "x", "trials", "minutes", "visits"])
