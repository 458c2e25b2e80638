"""One statement of a note as the support check reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from agent.drafting.support.said import NEGATIONS, number_of
from agent.drafting.support.wordforms import form, is_empty
from agent.understanding.tokens import Token
from agent.understanding.wording import clinical_tokens

_BREAKS = frozenset(["but", "however", "except", "although", ";", ".", "though", "which", "while", "when", "after", "before", "because", "since", "and/or", "who", "until"])
_ENDORSING = frozenset("reports reported endorses endorsed admits has positive presents complains notes is are shows".split())
_DENYING = frozenset("denies denied deny denying negative no without never none absent nor free".split())
SCOPE = 9


@dataclass(slots=True)
class ClaimWord:
    low: str
    form: str
    negated: bool
    at: int


@dataclass(slots=True)
class ClaimNumber:
    text: str
    unit: str
    at: int
    near: frozenset[str]


@dataclass(slots=True)
class ClaimSide:
    side: str
    noun: str
    at: int
    near: frozenset[str]


@dataclass(slots=True)
class StatementClaim:
    words: list[ClaimWord] = field(default_factory=list)
    numbers: list[ClaimNumber] = field(default_factory=list)
    sides: list[ClaimSide] = field(default_factory=list)
    negated_all: bool = False


_ENUMERATION = re.compile(r"^\s*(?:[-•*]|\d{1,2}[.)])\s+")


def claim_of(text: str) -> StatementClaim:
    """Content words with their polarity, numbers with unit and company, sides with their noun."""
    tokens = clinical_tokens(_ENUMERATION.sub("", text))
    claim = StatementClaim()
    reach = 0
    content: list[int] = []
    for i, token in enumerate(tokens):
        low = token.low
        if low in NEGATIONS or low.endswith("n't"):
            reach = SCOPE if low in _DENYING else 5
            if low in ("resolved", "unremarkable"):
                reach = 0
        elif low in _BREAKS or (low in _ENDORSING and i):
            reach = 0
        if not token.is_word or number_of(token) or low in NEGATIONS:
            continue
        if not is_empty(low) and low not in ("left", "right", "bilateral", "bilaterally", "both"):
            claim.words.append(ClaimWord(low, form(low), reach > 0, i))
            content.append(i)
        if reach:
            reach -= 1
    for i, token in enumerate(tokens):
        number = number_of(token)
        if number and (token.low not in ("one", "first", "once", "half", "second", "third") or _counts(tokens, i)):
            claim.numbers.append(ClaimNumber(number, _unit(tokens, i), i, _company(tokens, i)))
        if token.low in ("left", "right", "bilateral", "bilaterally"):
            side = "both" if token.low.startswith("b") else token.low
            claim.sides.append(ClaimSide(side, _noun(tokens, i), i, _company(tokens, i)))
    return claim


def _counts(tokens: list[Token], at: int) -> bool:
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return tokens[at].low in ("once", "one") and following in _UNITS


_UNITS = frozenset(
    "mg mcg ml g kg lb lbs pounds % percent degrees degree cm mm inches inch feet foot meters miles minutes minute hours hour "
    "days day weeks week months month years year times reps sets seconds bpm mmhg units pack packs tablet tablets tab pills "
    "cigarettes visits steps blocks m/s session sessions per day daily grade stage".split()
)


def _unit(tokens: list[Token], at: int) -> str:
    text = tokens[at].text
    if text.endswith("%"):
        return "%"
    for k in (at + 1, at + 2):
        if k < len(tokens) and tokens[k].low in _UNITS:
            return _same_unit(tokens[k].low)
        if k < len(tokens) and tokens[k].text != "-":
            break
    return ""


_SAME_UNITS = {"milligrams": "mg", "milligram": "mg", "percent": "%", "pounds": "lb", "lbs": "lb"}


def _same_unit(unit: str) -> str:
    return _SAME_UNITS.get(unit, unit.removesuffix("s") if len(unit) > 3 else unit)


def _company(tokens: list[Token], at: int) -> frozenset[str]:
    """Forms of the content words around a place in the statement."""
    return frozenset(
        form(t.low) for t in tokens[max(0, at - 8) : at + 8] if t.is_word and not is_empty(t.low) and not number_of(t) and t.low not in ("left", "right")
    )


def _noun(tokens: list[Token], at: int) -> str:
    """The word a side belongs to: the next content word, else the one before."""
    for token in tokens[at + 1 : at + 4]:
        if token.low in (",", ";", "and", "or", ".", "is", "was"):
            break
        if token.is_word and not is_empty(token.low) and not number_of(token):
            return form(token.low)
    for token in reversed(tokens[max(0, at - 5) : at]):
        if token.is_word and not is_empty(token.low) and not number_of(token):
            return form(token.low)
    return ""
