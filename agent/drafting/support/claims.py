"""One statement of a note as the support check reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from agent.drafting.support.said import NEGATIONS, number_of
from agent.drafting.support.wordforms import form, is_empty, word_list
from agent.understanding.tokens import Token
from agent.understanding.wording import clinical_tokens

_BREAKS = word_list("claims_breaks")
_ENDORSING = word_list("claims_endorsing")
_ASSERTING = word_list("claims_asserting")
_DENYING = word_list("claims_denying")
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
class ClaimResult:
    """`positive` or `negative`, and the words of the test just before it."""

    result: str
    near: frozenset[str]


@dataclass(slots=True)
class StatementClaim:
    words: list[ClaimWord] = field(default_factory=list)
    numbers: list[ClaimNumber] = field(default_factory=list)
    sides: list[ClaimSide] = field(default_factory=list)
    results: list[ClaimResult] = field(default_factory=list)
    cue: bool = False
    """Whether the statement holds any negation."""
    asserts: bool = False
    """Whether it says in so many words that a finding is there: `reports`, `positive for`."""


_ENUMERATION = re.compile(r"^\s*(?:[-•*]|\d{1,2}[.)])\s+")
_LABEL = re.compile(r"^\s*(?:[A-Z][A-Za-z/ &-]{1,40}):\s+(?=\S)")
"""`Cardiovascular: …`: a label claims nothing."""


def claim_of(text: str) -> StatementClaim:
    """Content words with their polarity, numbers with unit and company, sides with their noun."""
    tokens = clinical_tokens(_LABEL.sub("", _ENUMERATION.sub("", text)))
    claim = StatementClaim()
    reach = 0
    content: list[int] = []
    for i, token in enumerate(tokens):
        low = token.low
        if low in NEGATIONS or low.endswith("n't"):
            reach = SCOPE if low in _DENYING else 5
            if low in ("resolved", "unremarkable", "free", "hardly"):
                reach = 0
            else:
                claim.cue = True
        elif low in _BREAKS or (low in _ENDORSING and i):
            reach = 0
        if not token.is_word or number_of(token) or low in NEGATIONS:
            continue
        if not is_empty(low) and low not in ("left", "right", "bilateral", "bilaterally", "both"):
            claim.words.append(ClaimWord(low, form(low), reach > 0, i))
            content.append(i)
        if reach:
            reach -= 1
    claim.asserts = not claim.cue and any(t.low in _ASSERTING for t in tokens)
    for i, token in enumerate(tokens):
        number = number_of(token)
        if (
            number
            and not _in_a_name(tokens, i)
            and not _in_a_date(tokens, i)
            and (token.low not in ("one", "first", "once", "half", "second", "third") or _counts(tokens, i))
        ):
            claim.numbers.append(ClaimNumber(number, _unit(tokens, i), i, _company(tokens, i)))
        if token.low in ("positive", "negative") and not (i + 1 < len(tokens) and tokens[i + 1].low == "for"):
            claim.results.append(ClaimResult(token.low, _test_words(tokens, i)))
        if token.low in ("left", "right", "bilateral", "bilaterally"):
            side = "both" if token.low.startswith("b") else token.low
            claim.sides.append(ClaimSide(side, _noun(tokens, i), i, _company(tokens, i)))
    return claim


def _in_a_name(tokens: list[Token], at: int) -> bool:
    """`COVID-19`, `A1c`: digits of a name are no number."""
    return (
        at >= 2 and tokens[at - 1].text == "-" and tokens[at - 2].text[-1:].isalpha() and tokens[at - 1].glued
    )


def _in_a_date(tokens: list[Token], at: int) -> bool:
    """`03/01/2021` and `12/2019`: a note writes dates that were said in other words."""
    text = tokens[at].text
    if text.count("/") == 1 and len(text.split("/")[1]) == 4 and text.split("/")[1][:2] in ("19", "20"):
        return True
    following = "".join(t.text for t in tokens[at + 1 : at + 3])
    if text.count("/") == 1 and following[:1] == "/":
        return True
    return len(text) == 4 and text[:2] in ("19", "20") and at >= 1 and tokens[at - 1].text == "/"


def _counts(tokens: list[Token], at: int) -> bool:
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return tokens[at].low in ("once", "one") and following in _UNITS


_UNITS = word_list("claims_units")


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
        form(t.low)
        for t in tokens[max(0, at - 8) : at + 8]
        if t.is_word and not is_empty(t.low) and not number_of(t) and t.low not in ("left", "right")
    )


def _test_words(tokens: list[Token], at: int) -> frozenset[str]:
    """The content words before a result, back to the one before."""
    out = set()
    for token in reversed(tokens[max(0, at - 7) : at]):
        if token.low in (",", ";", ".", "positive", "negative"):
            break
        if (
            token.is_word
            and not is_empty(token.low)
            and not number_of(token)
            and token.low not in ("left", "right", "test", "sign")
        ):
            out.add(form(token.low))
    return frozenset(out)


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
