"""Tenths said without a point: after `12.8 seconds`, `that was fifteen one` is 15.1."""

from __future__ import annotations

from collections.abc import Sequence

from agent.understanding.clauses import Clause
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
    pointed = next((i for i, t in enumerate(clause.tokens) if "." in t.text and t.number is not None), None)
    was = next((i for i, t in enumerate(clause.tokens) if t.low in _COMPARES), None)
    if pointed is None or was is None or was < pointed:
        return
    merged = [
        *clause.tokens[: was + 1],
        *_merged(clause.tokens[was + 1 : was + 4]),
        *clause.tokens[was + 4 :],
    ]
    if len(merged) != len(clause.tokens):
        clause.retokenised(merged)


_COMPARES = frozenset(["was", "were", "from", "goal", "target", "versus"])


def _merged(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        tenth = tokens[at + 1] if at + 1 < len(tokens) else None
        following = tokens[at + 2].low if at + 2 < len(tokens) else ""
        digit = "1" if tenth is not None and tenth.low == "one" else tenth.text if tenth is not None else ""
        whole = token.number is not None and token.number.is_integer() and 5 <= token.number < 100
        if whole and tenth is not None and digit.isdigit() and len(digit) == 1 and following in _CLOSES:
            text = f"{token.text}.{digit}"
            out.append(token.written(text, end=tenth.end, number=float(text)))
            at += 2
            continue
        out.append(token)
        at += 1
    return out
