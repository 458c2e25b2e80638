"""Results of tests, `positive` or `negative`, each with the test and the side that it was of.

The same reading serves notes and talk, so that `Thigh thrust positive right, negative left` is held against
`thigh thrust is positive on the right and negative on the left`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from agent.drafting.support.bindings import side_named
from agent.drafting.support.wordforms import form, is_empty, weight
from agent.understanding.tokens import Token

RESULTS = frozenset({"positive", "negative"})
_ENDS = frozenset({".", "?", "!", ";"})
_JOINTS = frozenset({",", "and", "but", "(", ")"})
_NO_NAME = frozenset({"test", "tests", "testing", "sign", "signs", "side", "sided"})
NAME_REACH, SIDE_REACH, BESIDE = 7, 4, 2
"""Words before a result in which its test is named, after it in which its side is, and right before it."""
SAME_TEST = 0.6
"""Share of the best match's words that make another mention one of the same test."""


@dataclass(frozen=True, slots=True)
class Result:
    """`positive` or `negative`; forms of the words that name the test; `left`, `right`, `both` or empty."""

    result: str
    name: frozenset[str]
    side: str


def results_of(tokens: Sequence[Token]) -> Iterator[Result]:
    """Every result of a statement or utterance, in order; `positive for …` names a finding, no test."""
    start, earlier = 0, None
    for i, token in enumerate(tokens):
        if token.text in _ENDS:
            start, earlier = i + 1, None
        if token.low not in RESULTS or (i + 1 < len(tokens) and tokens[i + 1].low == "for"):
            continue
        after = list(_until_joint(tokens[i + 1 :]))
        before = tokens[max(start, i - NAME_REACH) : i]
        name = _name(before) or (earlier.name if earlier else _name(after[:SIDE_REACH]))
        behind = "" if _side(before[-BESIDE:]) else _side(after[:SIDE_REACH])
        earlier = Result(token.low, name, behind or _side(before[::-1]))
        start = i + 1 + (len(after) if behind else 0)
        yield earlier


def contradicted(stated: Result, spoken: Sequence[Result]) -> bool:
    """Whether the talk gives the same test on the same side the other result, and never this one."""
    said = _said_of(stated, spoken)
    return bool(said) and stated.result not in said


def confirmed(stated: Result, spoken: Sequence[Result]) -> bool:
    """Whether the talk gives the same test on the same side this result."""
    return stated.result in _said_of(stated, spoken)


def _said_of(stated: Result, spoken: Sequence[Result]) -> set[str]:
    """The results that a talk gives a test on its side."""
    scored = [
        (fsum(weight(f) for f in stated.name & s.name), s.result)
        for s in spoken
        if stated.name & s.name and _sides_meet(stated.side, s.side)
    ]
    best = max((score for score, _ in scored), default=0.0)
    return {result for score, result in scored if score >= SAME_TEST * best}


def _until_joint(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.text in _ENDS or token.low in _JOINTS or token.low in RESULTS:
            return
        yield token


def _name(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(
        form(t.low)
        for t in tokens
        if t.is_word and not is_empty(t.low) and not side_named(t.low) and t.low not in _NO_NAME
    )


def _side(tokens: Sequence[Token]) -> str:
    return next((side for t in tokens if (side := side_named(t.low))), "")


def _sides_meet(one: str, other: str) -> bool:
    return not one or not other or one == other or "both" in (one, other)
