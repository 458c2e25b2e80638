"""Lay words for a motion put together: `lift it up front`, `roll that leg in`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from agent.needles import Rare
from agent.understanding.examparts import has_digit
from agent.understanding.phrases import Hit, Phrases, lexicon, words
from agent.understanding.tokens import Token

_LONGEST: Final = 5
"""Words between the verb and where to: `the leg`, `it all the way`."""
_BEHIND: Final = words("talk_moved_behind")
"""Words that may follow where a motion went: `bring it up to me` and `take it out of the sling` name none."""
_NOT_NOW: Final = Rare(
    r"\b(?:home|every (?:day|hour|morning|night)|daily|twice|tomorrow|next (?:week|time|visit)|at night|"
    r"don't (?!let)|do not|never|avoid|couldn't|whenever|(?:when|if) (?:you're|you are|it gets|the)|times "
    r"a)\b",
)
"""What is told for another time is no motion that is looked at."""


def said_of_another_time(text: str) -> bool:
    """Whether the words tell what to do at home, or not to do."""
    return _NOT_NOW.search(text) is not None


def moved_at(joint: str, tokens: Sequence[Token], at: int) -> Hit[str] | None:
    """The motion of the joint that a verb at `at` and where it goes to make together."""
    kind = _verbs().get(tokens[at].low)
    where = _ways(joint).get(kind) if kind is not None else None
    if where is None:
        return None
    moved = _moved(_GROUPS.get(joint, "moved"))
    for k in range(at + 1, min(len(tokens), at + 2 + _LONGEST)):
        hit = where.at(tokens, k)
        if hit is not None and _ends(tokens, hit.end):
            return Hit(at, hit.end, hit.value)
        if tokens[k].low not in moved:
            return None
    return None


def is_a_move(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word at `at` moves a limb somewhere: `roll`, `lift`, and not `come`."""
    return _verbs().get(tokens[at].low, "carrying") != "carrying"


def _ends(tokens: Sequence[Token], end: int) -> bool:
    """Whether nothing follows that makes something else of the words."""
    behind = tokens[end] if end < len(tokens) else None
    return behind is None or not behind.is_word or has_digit(behind) or behind.low in _BEHIND


@cache
def _verbs() -> Mapping[str, str]:
    return {verb: kind for kind, verbs in lexicon("lay")["moves"]["verbs"].items() for verb in verbs}


_GROUPS: Final = {"cervical": "neck", "lumbar": "trunk", "thoracic": "trunk"}
"""Joints that are moved by other names than a limb's."""


@cache
def _moved(group: str) -> frozenset[str]:
    """What may stand between the verb and where to."""
    table = lexicon("lay")["moves"]
    own = table[group].split()
    return frozenset([*own, *(w for w in table["moved"].split() if group == "moved" or w in _OF_ANY)])


_OF_ANY: Final = words("talk_moved_anything")


@cache
def _ways(joint: str) -> Mapping[str, Phrases[str]]:
    table = lexicon("lay")["moves"].get(joint, {})
    return {
        kind: Phrases([(way, motion) for motion, ways in of.items() for way in ways], exact=True)
        for kind, of in table.items()
    }
