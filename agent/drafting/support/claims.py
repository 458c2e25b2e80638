"""One statement of a note as the support check reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from agent.drafting.support.bindings import UNITS, bound_sides, time_of, unit_of
from agent.drafting.support.grammar import negation_grammar
from agent.drafting.support.polarity import SUPPOSING, is_negation, negated
from agent.drafting.support.results import RESULTS, Result, results_of
from agent.drafting.support.said import number_of
from agent.drafting.support.wordforms import form, is_empty, scored, turned, word_list
from agent.understanding.tokens import Token
from agent.understanding.wording import clinical_tokens

_KIN = word_list("kin")
_ASSERTING = word_list("claims_asserting")
_MALE, _FEMALE = word_list("male"), word_list("female")


@dataclass(slots=True)
class ClaimWord:
    """A telling word of a statement, and whether it is denied."""

    low: str
    form: str
    negated: bool
    at: int
    capital: bool = False
    """Whether it is written with a capital within a sentence: a name, of a medicine most often."""


@dataclass(slots=True)
class ClaimNumber:
    """A number of a statement with what it goes with."""

    text: str
    unit: str
    at: int
    near: frozenset[str]
    before: str = ""
    after: str = ""
    """Forms of the nearest content words on either side."""
    own: frozenset[str] = frozenset()
    """Forms of the words between the numbers before and after it."""
    side_at: int = -1
    """The token that names its side."""
    time: str = ""
    around: frozenset[str] = frozenset()
    """Lower-case words within eight of it."""
    negated: bool = False

    @property
    def spellings(self) -> list[str]:
        """The ways in which the number may have been said."""
        if self.unit == "date":
            return []
        out = [self.text]
        bare = self.text.lstrip("-").removesuffix(".0")
        top, slash, bottom = self.text.partition("/")
        if bare != self.text:
            out.append(bare)
        if (
            slash
            and self._on_a_scale(bottom)
            and top.rstrip("+-").isdigit()
            and int(top.rstrip("+-")) <= int(bottom)
        ):
            out.append(top)
        if self.text[0] == "X" and self.text[1:].isdigit():
            out.append(self.text[1:])
        if _LEVEL.fullmatch(self.text):
            out.append(self.text.replace("-", ""))
        return out

    def _on_a_scale(self, bottom: str) -> bool:
        """Whether a score is out of what its words are scored on, which a talk need not say."""
        if bottom in ("5", "10"):
            return True
        return any(word in self.near for word in _SCORED.get(bottom, ()))


_SCORED = {total: frozenset(map(form, names)) for total, names in scored().items()}
"""What a measure's scores are out of: total -> forms of the measure's names."""
_LEVEL = re.compile(r"[CTLS]\d-\d")


@dataclass(slots=True)
class ClaimSide:
    """A side of a statement with what it is the side of."""

    side: str
    noun: str
    at: int
    near: frozenset[str]
    own: frozenset[str] = frozenset()
    """Forms of the words between the sides before and after it."""
    before: str = ""
    after: str = ""
    """Forms of the nearest content words on either side."""


@dataclass(slots=True)
class StatementClaim:
    """All that a statement claims."""

    words: list[ClaimWord] = field(default_factory=list)
    numbers: list[ClaimNumber] = field(default_factory=list)
    sides: list[ClaimSide] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    """The negations that the statement holds."""
    only_results: bool = False
    """Whether nothing but results of tests is affirmed or denied."""
    asserts: bool = False
    """Whether it says in so many words that a finding is there: `reports`, `positive for`."""
    supposes: bool = False
    """Whether it holds an `if`."""
    kin: bool = False
    """Whether it speaks of a relative."""
    grammar: tuple[float, ...] = ()
    """How its negations are built, see `negation_grammar`."""
    male: int = 0
    female: int = 0
    """Words that say the one or the other sex."""


_ENUMERATION = re.compile(r"^\s*(?:[-•*]|\d{1,2}[.)])\s+")
_SIDES = frozenset({"left", "right", "bilateral", "bilaterally", "both"})
_LOOSE = frozenset({"one", "first", "once", "half", "second", "third"})
FEWEST = 2
"""A statement with fewer words is read with its label."""
_LABEL = re.compile(r"^\s*(?:[A-Z][A-Za-z/ &-]{1,40}):\s+(?=\S)")
"""`Cardiovascular: …`: a label claims nothing."""


def claim_of(text: str) -> StatementClaim:
    """Content words with their polarity, numbers with unit and company, sides with their noun."""
    text = _ENUMERATION.sub("", text)
    label = _LABEL.match(text)
    tokens = clinical_tokens(text)  # a note corrects nothing in passing
    claim = StatementClaim()
    denied = negated(tokens)
    words = list(_words(tokens, denied, claim))
    body = [w for w in words if label is None or tokens[w.at].start >= label.end()]
    claim.words = body if len(body) >= FEWEST else words
    claim.grammar = negation_grammar(tokens, denied)
    claim.supposes = any(t.low in SUPPOSING for t in tokens)
    claim.kin = any(t.low in _KIN for t in tokens)
    claim.asserts = not claim.cues and any(t.low in _ASSERTING for t in tokens)
    claim.results = list(results_of(tokens))
    telling = {t.low for t in tokens if t.low in _ASSERTING or is_negation(t.low)}
    claim.only_results = bool(claim.results) and telling <= RESULTS
    places = [i for i, t in enumerate(tokens) if t.low in _SIDES]
    bound = bound_sides(tokens, places)
    for i, token in enumerate(tokens):
        date = _date(tokens, i)
        number = number_of(token)
        if date:
            claim.numbers.append(ClaimNumber(date, "date", i, _company(tokens, i)))
        elif number and _is_counted(tokens, i):
            before, after = _neighbours(tokens, i)
            claim.numbers.append(
                ClaimNumber(
                    number, unit_of(tokens, i), i, _company(tokens, i), before, after, _own(tokens, i),
                    bound.get(i, places[0] if len(places) == 1 else -1), time_of(tokens, i),
                    frozenset(t.low for t in tokens[max(0, i - 8) : i + 9]),
                    any(denied[max(0, i - 1) : i + 2]),
                )
            )  # fmt: skip
        if token.low in ("left", "right", "bilateral", "bilaterally"):
            side = "both" if token.low.startswith("b") else token.low
            claim.sides.append(
                ClaimSide(
                    side,
                    _noun(tokens, i),
                    i,
                    _company(tokens, i),
                    _territory(tokens, i, places),
                    *_neighbours(tokens, i),
                )
            )
    return claim


def _words(tokens: list[Token], denied: list[bool], claim: StatementClaim) -> Iterator[ClaimWord]:
    """The content words; negations and words that say the sex are counted in `claim`."""
    for i, (token, is_denied) in enumerate(zip(tokens, denied, strict=True)):
        low, flipped = turned(token.low)
        claim.male += low in _MALE
        claim.female += low in _FEMALE
        if is_negation(low):
            claim.cues.append(low)
        elif token.is_word and not number_of(token) and not is_empty(low) and low not in _SIDES:
            yield ClaimWord(low, form(low), is_denied != flipped, i, _is_name(tokens, i))


def _is_name(tokens: list[Token], at: int) -> bool:
    text = tokens[at].text
    return bool(at) and text[:1].isupper() and text[1:].islower() and tokens[at - 1].text[-1].isalnum()


def _is_counted(tokens: list[Token], at: int) -> bool:
    """Whether a number makes a claim: no digit of a name or a date, no `one` or `first` as mere words."""
    if _in_a_name(tokens, at) or _after_slash(tokens, at):
        return False
    if at >= 2 and tokens[at - 1].text == ":" and tokens[at].text == "00":
        return False  # minutes of a full hour
    return tokens[at].low not in _LOOSE or _counts(tokens, at)


def _in_a_name(tokens: list[Token], at: int) -> bool:
    """`COVID-19`, `A1c`: digits of a name are no number; in `Haemoglobin- 9` they are one."""
    return (
        at >= 2
        and tokens[at - 1].text == "-"
        and tokens[at - 2].text[-1:].isalpha()
        and tokens[at - 1].glued
        and tokens[at].glued
    )


def _date(tokens: list[Token], at: int) -> str:
    """`03/01/2021` or `12/2019` where it begins at a token, else empty."""
    text = tokens[at].text
    if text.count("/") != 1 or not text.replace("/", "").isdigit():
        return ""
    if text.split("/")[1][:2] in ("19", "20") and len(text.split("/")[1]) == 4:
        return text
    rest = [t.text for t in tokens[at + 1 : at + 3]]
    return f"{text}/{rest[1]}" if len(rest) == 2 and rest[0] == "/" and rest[1].isdigit() else ""


def _after_slash(tokens: list[Token], at: int) -> bool:
    """The year of a date that was read as one."""
    return at >= 2 and tokens[at - 1].text == "/" and bool(_date(tokens, at - 2))


def _counts(tokens: list[Token], at: int) -> bool:
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return tokens[at].low in ("once", "one") and following in UNITS


def _company(tokens: list[Token], at: int) -> frozenset[str]:
    """Forms of the content words around a place in the statement."""
    return frozenset(
        form(t.low)
        for t in tokens[max(0, at - 8) : at + 8]
        if t.is_word and not is_empty(t.low) and not number_of(t) and t.low not in ("left", "right")
    )


def _own(tokens: list[Token], at: int) -> frozenset[str]:
    """Forms of the content words about a number, up to the numbers before and after it."""
    first = next((k + 1 for k in range(at - 1, max(-1, at - 9), -1) if number_of(tokens[k])), max(0, at - 8))
    last = next((k for k in range(at + 1, min(len(tokens), at + 9)) if number_of(tokens[k])), at + 8)
    return frozenset(
        form(t.low)
        for t in tokens[first:last]
        if t.is_word and not is_empty(t.low) and not number_of(t) and t.low not in _SIDES
    )


def _territory(tokens: list[Token], at: int, places: list[int]) -> frozenset[str]:
    first = max((p + 1 for p in places if p < at), default=0)
    last = min((p for p in places if p > at), default=len(tokens))
    return frozenset(
        form(t.low)
        for t in tokens[max(first, at - 10) : min(last, at + 11)]
        if t.is_word and not is_empty(t.low)
    )


def _neighbours(tokens: list[Token], at: int) -> tuple[str, str]:
    """Forms of the content words next to a number, its unit left out."""

    def nearest(around: list[Token]) -> str:
        for token in around:
            telling = token.is_word and not is_empty(token.low) and not number_of(token)
            if telling and token.low not in UNITS and token.low not in _SIDES:
                return form(token.low)
        return ""

    return nearest(tokens[max(0, at - 6) : at][::-1]), nearest(tokens[at + 1 : at + 7])


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
