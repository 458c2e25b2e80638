"""Exercises that wait for a later visit or for a condition: `pulleys I'd add next time`, `hops once she can`.

Such an exercise is an intention: not done today, not for home, and not forbidden either.
"""

from __future__ import annotations

import re

from agent.exercises.scope import SENTENCES, condition_before
from agent.memory import kept_for_now
from agent.needles import Rare

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ORDINAL = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen)"
_TIME = (
    rf"(?:(?:the )?(?:next|another|a later|the following) (?:time|visit|session|week|appointment|month|"
    rf"one|{_DAY})|"
    rf"(?:this )?{_DAY}(?!s)|(?:post[- ]?op )?(?:week|month) {_ORDINAL}|{_ORDINAL} (?:more )?(?:weeks|"
    rf"months)(?! ago)|"
    r"tomorrow|later(?: on)?|down the (?:road|line))"
)
_ON = r"(?:(?:on|at|in|by|around|about|from|for|until|till) )?"
_WHO = (
    r"(?:(?:i|we|she|he|they|you|patient)(?:'d|'ll|'re|'m|'ve)?(?: (?:would|will|can|could|may|might|"
    r"are|am|is|have|want to|would like to|plan to))*)"
)
_STARTS = (
    r"(?:com(?:e|es|ing) in|go(?:es|ing)? in|start(?:s|ing)?|begin(?:s)?|(?:get|be|to be|are|is) added|"
    r"add(?:ing)?|"
    r"bring(?:ing)? in|introduc(?:e|ing)|try|do|get to|mov(?:e|ing) to|pick up|sav(?:e|ed|"
    r"ing)(?: (?:it|that|them|those))?|"
    r"leav(?:e|ing)(?: (?:it|that|them|those))?|"
    r"hold(?:ing)?(?: off)?|put(?:ting)?(?: off)?|wait(?:s|ing)?)"
)
_BETWEEN = (
    rf"(?:\s+(?:{_WHO}|(?:will|can|may|should|could|would|is|are|'s|has to|have to|only|not|then|back|"
    rf"in|off|out|too)))*"
)
_FEW = r"(?: (?!(?:until|till|before|since|every|last)\b)\w+){0,3}?"
_AFTER_TIME = Rare(
    rf"^(?:'?s|es)?{_FEW}{_BETWEEN}\s+(?:{_STARTS} {_ON}{_TIME}|(?:is |are )?for (?:next|"
    rf"{_DAY}|week)[ \w]*|"
    rf"(?:not|no|isn't|aren't)(?: (?:yet|done))? (?:until|till|before|sooner than) {_TIME}|"
    rf"wait\w* (?:until|till|for)\b.*|"
    rf"(?:is|are)(?: [\w-]+){{0,5}},? (?:until|till|like) {_TIME}|(?:is |are )?(?:a|"
    rf"{_ORDINAL}) (?:weeks?|months?) (?:out|away|off)|"
    r"(?:the )?next (?:time|visit|session|week|appointment)\b)",
)
_AFTER_CONDITION = Rare(
    rf"^(?:'?s|es)?{_BETWEEN}(?: {_STARTS})?(?: only)? "
    rf"(?:once(?!\s*(?:[.,;]|$)| (?:a|per|daily|each|every|more)\b)|when|as soon as|"
    r"(?:only )?after (?:the )?(?:surgeon|doctor|md|x-?ray|clearance|he|she|they)|"
    r"if(?! (?:tolerated|possible|able|needed|necessary))|unless|"
    r"pending)\b",
)
_LEFT_FOR_TIME = Rare(
    r"\b(?:hold(?:ing)? off|wait(?:ing)?|stay(?:ing)? off|lay(?:ing)? off|sav(?:e|ing)|postpon\w+|"
    r"put(?:ting)? off)"
    r"(?: (?:on|with|for))?(?: (?:the|any|her|his|those))?(?: [\w-]+){0,2}\s*$",
)
_UNTIL = re.compile(r"^[^.;]{0,30}?\b(?:until|till|unless|for (?:next|now)|to (?:next|week))\b", re.I)
_FORBIDDEN = Rare(
    r"\b(?:no|avoid\w*|never|without|don'?t|do not|must not|cannot|can'?t|stop(?:ped|ping)?)\b[^.;,:]*$"
)
_SOON = re.compile(rf"\b(?:next (?:time|visit|session|week|appointment|{_DAY})|{_DAY}|tomorrow)\b", re.I)
_PAST_DAY = Rare(r"\b(?:last|since|was|were|did|had|on)\s*$")


@kept_for_now(SENTENCES)
def waits(text: str, start: int, end: int) -> str:
    """What the exercise at characters [start, end) waits for, in the words said; empty for one of now.

    A plain prohibition (`no running until week 12`) is no intention, and gives nothing.
    """
    begin = max((m.end() for m in re.finditer(r"[.;?!](?!\d)\s*", text[:start])), default=0)
    stop = re.search(r"[.;?!](?!\d)", text[end:])
    before, behind = text[begin:start], text[end : end + stop.start() if stop else len(text)]
    if _FORBIDDEN.search(before) or _PAST_DAY.search(before):
        return ""
    if waits_behind(behind):
        return behind.strip(" ,'")
    if _LEFT_FOR_TIME.search(before) and _UNTIL.match(behind):
        return behind.strip(" ,'")
    return condition_before(text, start)


def waits_behind(rest: str) -> bool:
    """Whether the words right behind a name say that it waits: `bike's for Friday`, `in when she can`."""
    return bool(_AFTER_TIME.match(rest) or _AFTER_CONDITION.match(rest))


def is_soon(words: str) -> bool:
    """Whether what `waits` gave is the next visit, and no condition: judged like a wish of today."""
    return bool(_SOON.search(words))
