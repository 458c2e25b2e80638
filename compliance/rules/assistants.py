"""A second look at the recording for an assistant, should the reading have missed who treated."""

from __future__ import annotations

import re

from agent.domain.transcript import EvidenceSpan
from agent.needles import Rare
from compliance.rules.context import RuleContext

_NAMED = re.compile(
    r"\b(?:my|our) (?:physical therap\w+ )?(?:assistant|p ?t ?a)\b"
    r"(?![^.?!\n]{0,30}\b(?:desk|phone|out today|off|observ\w*|watch\w*|shadow\w*)\b)"
    r"|\b(?:is|was|were) (?:the|our|my) p ?t ?a\b|\b(?:was|were) the assistant's\b"
    r"|\bthe (?:assistant|p ?t ?a)(?: \w+)? (?:did|took|ran|gave|treated|worked|had|alone|"
    r"by (?:him|her)self|on (?:his|her) own)\b",
    re.IGNORECASE,
)
_TOGETHER = Rare(
    r"\b(?:steadi\w+|held|holding|spott\w+|guard(?:ed|ing)|handed|handing|counted|counting|set up|stood by|"
    r"propped|lifted the|fetched|brought (?:the|some|in|over|out)|"
    r"wheeled|cleaned|wiped|laid out|second pair of hands|extra (?:pair of )?hands?|"
    r"co-?treat\w*|both of us|the two of us|together with me|alongside (?:of )?me|at my side|"
    r"with me (?:there|on|hands[- ]on|the whole|all the)|my (?:own )?hands (?:were|stayed|on))\b"
    r"|\b(?:while|as) i (?:\w+ )?(?:did|do|gave|worked|mobili\w+|treated|guided|kept|moved|glided|held|"
    r"facilitat\w+|cued|walked|was (?:treating|mobili\w+|working|doing|moving|guiding|facilitat\w+|cue?ing|"
    r"holding))\b",
)
"""The assistant lends a hand to the therapist's own treatment: such minutes are the therapist's."""
_AWAY = Rare(
    r"\b(?:another|next|other|different) (?:patients?|clients?|one|room|evaluation)\b|\bsomeone else\b"
    r"|\b(?:paper ?work|charting|charts?|notes|phone|meeting|lunch|by (?:him|her|them)sel(?:f|ves)|"
    r"on (?:his|her|their) own|alone)\b",
)
_NOT_TREATED = Rare(
    r"\b(?:didn't|did not|never|doesn't|does not|hasn't|has not) (?:treat\w*|touch\w*)\b|"
    r"\bno (?:treatment|hands[- ]on|minutes)\b[^.?!\n]{0,20}\b(?:by|from) (?:her|him|them|the assistant)\b",
)
"""The therapist says outright that the assistant gave no treatment."""
_AHEAD = re.compile(
    r"\bnext (?:visit|time|week|session)\b|\b(?:will|going to|tomorrow)\b|'ll\b", re.IGNORECASE
)
_REACH = 160


def assistant_named(ctx: RuleContext) -> EvidenceSpan | None:
    """Where the recording names an assistant who may have treated on their own today."""
    for found in _NAMED.finditer(ctx.transcript.text):
        ahead = _AHEAD.search(_sentence(ctx, *found.span()))
        if not ahead and not lent_a_hand(ctx, *found.span()):
            return ctx.transcript.span(*found.span())
    return None


def lent_a_hand(ctx: RuleContext, start: int, end: int) -> bool:
    """Whether the sentence around [start, end) has the assistant help in the therapist's own treatment."""
    sentence = _sentence(ctx, start, end)
    if _NOT_TREATED.search(sentence):
        return True
    return _TOGETHER.search(sentence) is not None and _AWAY.search(sentence) is None


def _sentence(ctx: RuleContext, start: int, end: int) -> str:
    text = ctx.transcript.text
    before = re.split(r"[.?!\n]", text[max(0, start - _REACH) : start])[-1]
    return before + text[start:end] + re.split(r"[.?!\n]", text[end : end + _REACH])[0]
