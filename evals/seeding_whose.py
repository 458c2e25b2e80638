"""Errors of time and subject: a goal or former value told as today's, a relative's illness as theirs."""

from __future__ import annotations

import random
import re

_GOAL = re.compile(r"\b[Gg]oals?(?: is| of|:)? (?=\d)")
_FORMER = re.compile(r"\b(?:was|from) (?=\d)")
_WHEN = re.compile(
    r",? ?\b(?:last (?:week|visit|month|time|session|\w+day)|at (?:the )?(?:start|eval(?:uation)?|intake)"
    r"|(?:a|two|three|\d+) (?:weeks?|months?|days?) ago|initially|previously|on (?:\w+day|\w+ \d{1,2}))\b"
)
_RELATIVE = re.compile(
    r"\b(?:his|her|my) (?:wife|husband|mother|mom|father|dad|sister|brother|son|daughter|partner|twin sister)"
    r"(?:'s| has| had| just had| takes| gets) (?P<what>(?:[\w'-]+ ){0,5}[\w'-]+)",
    re.IGNORECASE,
)


def with_time_changed(text: str, rng: random.Random) -> str | None:
    """`text` with a goal or a former value told as of today; None when it has neither."""
    if _GOAL.search(text):
        return _GOAL.sub("now ", text, count=1)
    if _FORMER.search(text) and _WHEN.search(text):
        return _WHEN.sub("", _FORMER.sub("is ", text, count=1))
    return None


def of_relatives(transcript: str) -> list[str]:
    """What the talk says a relative has, told of the patient."""
    return [f"Patient has {m['what'].strip()}." for m in _RELATIVE.finditer(transcript)]
