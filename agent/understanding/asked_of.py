"""What a question is about: the body, a symptom, a number of things, or the weather."""

from __future__ import annotations

import re

from agent.late import late
from agent.understanding.asked import Asked
from agent.understanding.places import place_of

HOW_IS_IT = late(
    r"\b(?:how(?:'s| is| was| does| did) (?:it|that|this|things)|what(?:'s| is| was) (?:it|that) like)\b("
    r"?!.*\b(?:days|times|many|often)\b)|^(?:(?:and|so|what about|how about) )*(?:yours|your own)$",
    re.IGNORECASE,
)
OTHER_SCALE = re.compile(r"\b(?:0 to|out of|0 -) (?!10\b)\d+\b", re.IGNORECASE)
"""`How heavy, zero to five?` asks for no rating of pain."""
ASKS_A_COUNT = re.compile(
    r"\bhow (?:many|often|long|far|heavy|old)\b|\bwhat time\b|\bwhen (?:did|was|were|do|does)\b|"
    r"\bhow (?:much|high) (?!.*\b(?:pain|hurts?|ache|sore|dizz\w+|bother\w*)\b)",
    re.IGNORECASE,
)
"""`How many hours do you wear the leg? Six.` counts hours; six is no rating of the leg."""
WORST_BEST = re.compile(r"\b(?:worst|best|average|lowest|highest|rest)\b", re.IGNORECASE)
_CHAT = late(
    r"\b(?:vacation|holidays?|weekend|weather|rain\w*|snow\w*|traffic|park(?:ing|ed)?|birthday|movie|lunch|"
    r"dinner|"
    r"breakfast|coffee|bring your|paperwork|forms?|insurance card|wedding|trip|ready|concert|comfortable|"
    r"how(?:'s| is| are| was| were) (?:\w+ )?your (?:dog|cat|mom|mother|husband|wife|kids|son|daughter|"
    r"family)|"
    r"how are you(?: doing)?$|hear me|"
    r"cold in here)\b",
    re.IGNORECASE,
)


def only_a_place(q: Asked) -> bool:
    """Whether nothing but a part of the body was asked about: `And the radial tunnel, here?`"""
    covered = {i for m in q.clause.marks if m.of("joint", "part", "side") for i in range(m.start, m.end)}
    others = {t.low for i, t in enumerate(q.clause.tokens) if t.is_word and i not in covered}
    return (
        bool(covered) and place_of(q.clause.tokens, q.clause.marks).words != "" and others <= _BESIDE_A_PLACE
    )


_BESIDE_A_PLACE = frozenset(
    ["and", "the", "your", "or", "how", "about", "what", "here", "there", "now", "any"]
)
_ACTS_ON_THINGS = re.compile(
    r"\b(?:lift|pick|pour|carry|hold|cook|mak|reach|wash|chew|swallow|cut|open|pull|push|stand|sit|"
    r"turn)ing\b",
    re.IGNORECASE,
)
"""`Pouring your coffee?` asks of what the body does."""


def bodily(q: Asked) -> bool:
    """Whether a question is about a part that hurts or moves, so that later numbers may be about it."""
    felt = {t.name for m in q.clause.marks if (t := m.of("symptom")) is not None}
    if felt and not q.rating and not felt & _HURTS:
        return False  # `Arms okay, no pins and needles?`: the pain is rated where it was
    return q.kind != "polar" or q.rating or bool(felt)


_HURTS = frozenset(
    ["pain", "soreness", "aching", "ache", "burning", "discomfort", "headache", "headaches", "stiffness"]
)


def for_a_note(q: Asked) -> bool:
    """Whether a question is about the patient's state at all, and not about the weather."""
    kinds = {t.kind for m in q.clause.marks for t in m.terms} - {"side", "result", "relative"}
    acts = _ACTS_ON_THINGS.search(q.clause.text) is not None
    return q.rating or bool(kinds) or acts or _CHAT.search(q.clause.text) is None
