"""Tenths said without a point: after `12.8 seconds`, `that was fifteen one` is 15.1."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES
from agent.understanding.tokens import Token

TURNS_BACK = 2
_CLOSES = frozenset(
    ["", ",", ".", "in", "last", "at", "when", "before", "and", "now", "seconds", "today", "on"]
)


def tenths_written(said: Sequence[Clause]) -> None:
    """Write the point into numbers that follow one with a point: of a therapist in talk, or compared."""
    pointed = -9
    for clause in said:
        if clause.speaker is None:
            _compared(clause)
        if clause.speaker != "THERAPIST":
            continue
        tokens: list[Token] = []
        for token in clause.tokens:
            if "." in token.text and token.number is not None:
                pointed = clause.turn
            tokens.append(token)
        if clause.turn - pointed > TURNS_BACK:
            continue
        merged = _merged(tokens)
        if len(merged) != len(tokens):
            clause.retokenised(merged)


def _compared(clause: Clause) -> None:
    """In a dictation only what is compared with a number that has a point: `13.1, it was fifteen three`."""
    tokens = clause.tokens
    pointed = next((i for i, t in enumerate(tokens) if "." in t.text and t.number is not None), None)
    if pointed is None:
        return
    named = {m.start for m in clause.marks if m.of("side", "joint", "part", *MEASURES) is not None}
    out = list(tokens[: pointed + 1])
    at = pointed + 1
    while at < len(tokens):
        compared = tokens[at - 1].low in _COMPARES
        joined = _with_tenth(tokens, at, named) if compared else None
        out.append(joined or tokens[at])
        at += 2 if joined is not None else 1
    if len(out) != len(tokens):
        clause.retokenised(out)


_COMPARES = frozenset(["was", "were", "from", "goal", "target", "versus", "and", "left", "right"])


def _merged(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        joined = _with_tenth(tokens, at)
        out.append(joined or tokens[at])
        at += 2 if joined is not None else 1
    return out


def _with_tenth(tokens: Sequence[Token], at: int, named: Collection[int] = ()) -> Token | None:
    """The number at `at` with the digit behind it as its tenth; None where nothing shows that it is one.

    `named`: where a side or a measure is named, so that a number before it has come to its end.
    """
    if at + 1 >= len(tokens):
        return None
    token, tenth = tokens[at], tokens[at + 1]
    digit = "1" if tenth.low == "one" else tenth.text
    whole = token.number is not None and token.number.is_integer() and 5 <= token.number < 100
    closes = (
        at + 2 == len(tokens)
        or at + 2 in named
        or tokens[at + 2].low in _CLOSES
        or _names_a_test(tokens, at + 2)
    )
    if not whole or not digit.isdigit() or len(digit) != 1 or not closes:
        return None
    text = f"{token.text}.{digit}"
    return token.written(text, end=tenth.end, number=float(text))


def _names_a_test(tokens: Sequence[Token], at: int) -> bool:
    """`… | five times sit to stand`: the number begins the name of what is measured next."""
    return tokens[at].number is not None and [t.low for t in tokens[at + 1 : at + 3]] in _TESTS


_TESTS = [["times", "sit"], ["time", "sit"], ["minute", "walk"], ["meter", "walk"], ["second", "chair"]]
