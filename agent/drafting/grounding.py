"""Does a statement that a model wrote say what its own sources say? Number, side, time, negation, person.

This stands before the support check of the whole draft: a statement that contradicts what it cites
is not written at all, and the offline statement of the same facts takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from agent.domain.facts import Fact
from agent.drafting.llm_sources import Source
from agent.memory import kept_for_now

Fault = Literal["number", "side", "time", "negation", "subject", "term"]

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?|(?<=[A-Za-z/x×-])\d+(?:\.\d+)?")
_SIDE = re.compile(
    r"\b(?i:left|right|bilateral(?:ly)?|both)\b"
    r"|(?<![\w/])[LRB](?=\s+(?:knee|hip|ankle|shoulder|elbow|wrist|UE|LE)\b)"
)
_NEGATION = re.compile(
    r"\b(?:no|not|den(?:y|ies|ied|ying)|negative|without|none|absent|never|nor|free of|unable|cannot)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"\b(?:goals?|target|aim|until|reach|achieve|long[- ]term|short[- ]term|LTG|STG|by|in order to)\b", re.I
)
_BEFORE = re.compile(
    r"\b(?:was|were|from|previous(?:ly)?|last|prior|initial(?:ly)?|baseline|earlier|before|ago|eval(?:uation)?|had|up"
    r"|down|compared|vs|improved|increased|decreased|since|reduced|gained|worst|best)\b",
    re.I,
)
_RELATIVE = re.compile(
    r"\b(?:mother|father|mom|dad|brother|sister|son|daughter|wife|husband|spouse|family|aunt|uncle|cousin|friend"
    r"|neighbor|grand\w+|parent|partner|maternal|paternal)\b",
    re.I,
)
_SCALES = frozenset({"5", "10", "56", "80", "100"})
_EMPTY = re.compile(
    r"\b(?:patient|report(?:s|ed)|stat(?:es|ed)|den(?:ies|ied)|today|with|from|that|this|were|have|been|will|also"
    r"|continues?|demonstrate[sd]|noted|performed|completed|during|after|before|without|left|right)\b"
)
LEAST_SHARED = 0.34
"""Share of a statement's content words that its sources must carry."""


def faults(text: str, section: str, cited: Sequence[Source]) -> tuple[Fault, ...]:
    """What is wrong with the statement `text`, held against the sources it cites; empty if nothing is."""
    said = " ".join(_legible(source.text) for source in cited)
    said += " " + " ".join(_legible(e.quote) for source in cited for e in source.evidence)
    facts = [source.fact for source in cited if source.fact is not None]
    found: list[Fault] = []
    if not _numbers_hold(text, said, facts):
        found.append("number")
    if not _sides_hold(text, said, facts):
        found.append("side")
    if not _times_hold(text, section, facts):
        found.append("time")
    if not _negation_holds(text, said, facts):
        found.append("negation")
    if facts and all(f.subject != "patient" for f in facts) and not _RELATIVE.search(text):
        found.append("subject")
    if not _words_hold(text, said):
        found.append("term")
    return tuple(found)


@kept_for_now(4096)
def _legible(text: str) -> str:
    """`text` with spoken numbers as digits, beside the text itself."""
    from agent.understanding.tokens import join
    from agent.understanding.wording import clinical_tokens

    return f"{text} {join(clinical_tokens(text))}"


def _numbers(text: str) -> list[tuple[str, int]]:
    return [(f"{float(m.group()):g}", m.start()) for m in _NUMBER.finditer(text)]


def _values(fact: Fact) -> set[str]:
    dumped = fact.model_dump(exclude={"evidence"}).values()
    return {f"{abs(v):g}" for v in dumped if isinstance(v, (int, float)) and not isinstance(v, bool)}


def _numbers_hold(text: str, said: str, facts: Sequence[Fact]) -> bool:
    carried = {number for number, _ in _numbers(said)}
    for fact in facts:
        carried |= _values(fact)
    for number, at in _numbers(_legible(text)):
        scale = number in _SCALES and re.search(r"(?:/|out of|of)\s*$", _legible(text)[:at]) is not None
        if number not in carried and not scale:
            return False
    return True


def _side_words(text: str) -> list[tuple[str, int]]:
    sides = []
    for match in _SIDE.finditer(text):
        word = match.group().casefold()
        side = {"l": "left", "r": "right", "b": "bilateral", "both": "bilateral", "bilaterally": "bilateral"}
        sides.append((side.get(word, word), match.start()))
    return sides


def _sides_hold(text: str, said: str, facts: Sequence[Fact]) -> bool:
    carried = {side for side, _ in _side_words(said)} | {f.side for f in facts if f.side != "none"}
    if "bilateral" in carried:
        carried |= {"left", "right"}
    if {"left", "right"} <= carried:
        carried.add("bilateral")
    sides = _side_words(text)
    if any(side not in carried for side, _ in sides):
        return False
    return all(_value_has_its_side(number, at, sides, facts) for number, at in _numbers(text))


def _value_has_its_side(number: str, at: int, sides: list[tuple[str, int]], facts: Sequence[Fact]) -> bool:
    """Whether the side word nearest before a value, else the first after it, is that of its fact."""
    of_value = {f.side for f in facts if number in _values(f)} - {"none"}
    if not of_value or "bilateral" in of_value or not sides:
        return True
    before = [side for side, place in sides if place < at]
    nearest = before[-1] if before else sides[0][0]
    return nearest in of_value or nearest == "bilateral"


def _times_hold(text: str, section: str, facts: Sequence[Fact]) -> bool:
    if facts and all(f.time in ("planned", "hypothetical") for f in facts) and section in ("S", "O"):
        return False
    for number, _ in _numbers(text):
        times = {f.time for f in facts if number in _values(f)}
        if times == {"goal"} and not _GOAL.search(text):
            return False
        if times == {"before"} and not _BEFORE.search(text):
            return False
    return True


def _negation_holds(text: str, said: str, facts: Sequence[Fact]) -> bool:
    negated = _NEGATION.search(text) is not None
    if facts and all(f.polarity != "present" for f in facts):
        return negated
    if facts and all(f.polarity == "present" for f in facts) and negated:
        return _NEGATION.search(said) is not None
    return True


def _words_hold(text: str, said: str) -> bool:
    words = {w[:5] for w in re.findall(r"[a-z]{4,}", _EMPTY.sub(" ", text.casefold()))}
    if not words:
        return True
    carried = {w[:5] for w in re.findall(r"[a-z]{4,}", said.casefold())}
    return len(words & carried) >= LEAST_SHARED * len(words)
