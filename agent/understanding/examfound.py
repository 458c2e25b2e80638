"""How far a motion went where no degrees tell it: `about half`, `thumb to L1`, `fingertips to the shins`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.late import late
from agent.understanding.clauses import Clause
from agent.understanding.examparts import BETWEEN, LEADING, REACHES
from agent.understanding.phrases import words
from agent.understanding.tokens import Token, join

_SMALL: Final = (LEADING | BETWEEN | words("talk_exam_found")) - {"-"}
_MOST: Final = 9
"""Words before what was found that tell nothing: `okay, I'd say that's`."""
_SHARE: Final = late(
    r"(?:(?:limited|restricted|down|reduced) (?:by |to )(?:about )?)?(?:half(?:way)?|(?:an?|one|1) "
    r"(?:quarter|fourth|third|3rd|4th)|(?:2|two) thirds|"
    r"(?:3|three) (?:quarters|fourths)|full|fully|most of (?:it|the way|the range))"
    r"(?: (?:lost|limited|missing|gone|short|there|restricted|range|the way|way|the range))?"
    r"(?: of (?:it|that|normal|the way|the range|range|what [\w' ]+|the other (?:side|one)))?"
    r"(?: there| today)?(?P<more>,.*| (?:and|but|with|before|then) .*)?$",
    re.IGNORECASE,
)
"""A share of the whole motion, and no more than that."""
_OF_WHAT: Final = late(r" of (?:it|that|what [\w' ]+)(?=,|$)", re.IGNORECASE)
_LEVEL: Final = late(
    r"(?:[TL]\d{1,2}\b|(?i:(?:your |the |his |her )?(?:(?:back|hip) pocket|buttocks?|bottom|"
    r"sacrum|belt(?: line)?|waist(?:band|line)?|bra (?:strap|line)|(?:bottom of (?:your |the )?)?shoulder "
    r"blade)\b))"
)
"""How far the hand comes up the back."""
_REACHED: Final = late(
    r"(?:(?:the |your )?(?:mid|upper|lower)[ -]?)?(?:the |your )?(?:mid[ -]?)?(?:floor|toes|feet|ankles?|"
    r"shins?|"
    r"knees?(?:caps?)?|calf|calves|thighs?)(?:,.*| (?:and|but|with) .*)?$",
    re.IGNORECASE,
)
"""How far the hands come down a leg: `mid-shin`."""
_ARMS: Final = frozenset(["shoulder", "elbow", "wrist", "forearm"])
_ABOUT: Final = frozenset(["about", "only", "just", "roughly", "maybe", "barely", "almost", "nearly", "below",
                           "above", "past", "limited", "restricted"])  # fmt: skip
_SPELLED: Final = {"1": "one", "2": "two", "3": "three", "3rd": "third", "4th": "fourth"}


def finding(clause: Clause, joint: str, motion: str) -> list[Token] | None:
    """The words that tell how far the motion went, where the clause tells nothing else."""
    tokens = clause.tokens
    sided = {i for m in clause.marks if m.of("side") for i in range(m.start, m.end)}
    at = 0
    while at < min(len(tokens), _MOST):
        if at not in sided:
            rest = join(tokens[at:])
            if joint not in _ARMS and REACHES.match(rest):
                return _from(tokens, at)
            if _SHARE.match(rest):
                return _spelled(tokens, at)
            if joint == "lumbar" and motion in ("flexion", "side bending") and _REACHED.match(rest):
                return [*_said("reaches", tokens[at]), *_from(tokens, at)]
            if (joint, motion) == ("shoulder", "internal rotation") and _LEVEL.match(rest):
                return _from(tokens, at)
            if tokens[at].is_word and tokens[at].low not in _SMALL:
                return None
        at += 1
    return None


def side_before(clause: Clause, told: Sequence[Token], inherited: str) -> str:
    """The side of what was found: the one named before it; none where a side stands behind a part of it."""
    at = told[0].start
    before: set[str] = set()
    behind: set[str] = set()
    for mark in clause.marks:
        term = mark.of("side")
        if term is not None:
            (before if clause.tokens[mark.start].start < at else behind).add(term.name)
    if before:
        return before.pop() if len(before) == 1 else ""
    return "" if behind else inherited


def _from(tokens: Sequence[Token], at: int) -> list[Token]:
    """The finding with the word before it that says how nearly: `about half`, `just below L3`."""
    first = at
    while first and tokens[first - 1].low in _ABOUT:
        first -= 1
    first_word = tokens[first]
    low = first_word.low if first_word.text.isalpha() and first_word.text.istitle() else first_word.text
    return [replace(first_word, text=low), *tokens[first + 1 :]]


def _said(word: str, at: Token) -> list[Token]:
    return [replace(at, text=word, low=word, number=None, glued=False)]


def _spelled(tokens: Sequence[Token], at: int) -> list[Token]:
    """A share in words, since `3 quarters` is no number of degrees; without `of what I'd want`."""
    told = _from(tokens, at)
    cut = _OF_WHAT.search(join(told))
    if cut is not None:
        before = len(join(told)[: cut.start()].replace(",", " ,").split())
        behind = len(join(told)[: cut.end()].replace(",", " ,").split())
        told = [*told[:before], *told[behind:]]
    return [
        replace(t, text=_SPELLED[t.low], low=_SPELLED[t.low], number=None) if t.low in _SPELLED else t
        for t in told
    ]
