"""Minutes as they are said in talk, brought to the order of a dictation: the treatment, then its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.understanding.clauses import Clause
from agent.understanding.marks import Mark
from agent.understanding.phrases import words
from agent.understanding.tokens import Token

_MINUTES = frozenset(["minutes", "minute"])
_POINTS_BACK = words("talk_clock_points_back")
_TOOK = words("talk_clock_took")
_UNITS = words("talk_clock_units")


def on_the_clock(clause: Clause) -> None:
    """Put the minutes of a therapist's clause behind the treatment that they were said of."""
    tokens = _unit_written(list(clause.tokens), clause.marks)
    if tokens is not None:
        clause.retokenised(tokens)
    moved = _name_first(list(clause.tokens), clause.marks)
    if moved is not None:
        clause.retokenised(moved)


def _treatments(found: Sequence[Mark]) -> list[Mark]:
    return [m for m in found if m.of("intervention")]


def _unit_written(tokens: list[Token], found: Sequence[Mark]) -> list[Token] | None:
    """`the exercises took 10`, `8 of manual`, `hands on for 10`: `minutes` written where it was left out."""
    named = _treatments(found)
    for at, token in enumerate(tokens):
        if token.number is None or not token.number.is_integer() or not 3 <= token.number <= 90:
            continue
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if (
            following in ("of", "on")
            and any(m.start in (at + 2, at + 3) for m in named)
            and token.number >= 4
        ):
            return [*tokens[: at + 1], _minutes(token), *tokens[at + 1 :]]
        if following in _UNITS or (
            following and following[:1].isalpha() and following not in ("then", "plus", "with", "so", "total")
        ):
            continue
        before = tokens[at - 1].low if at else ""
        right_behind = any(m.end == at for m in named)
        if (
            right_behind
            and token.number >= 5
            and following in ("", ",", "and")
            and not any(" x " in t.text for t in tokens)
        ):
            return [*tokens[: at + 1], _minutes(token), *tokens[at + 1 :]]
        behind = [m for m in named if m.end <= at and at - m.end <= 3]
        if behind and before in ("took", "ran", "lasted", "for", "got"):
            between = [t.low for t in tokens[behind[-1].end : at]]
            if all(w in _TOOK or w in ("us", "me", "part", "work", "stuff") for w in between):
                return [*tokens[: at + 1], _minutes(token), *tokens[at + 1 :]]
    return None


def _minutes(token: Token) -> Token:
    return Token("minutes", token.start, token.end, low="minutes")


def _name_first(tokens: list[Token], found: Sequence[Mark]) -> list[Token] | None:
    """`31 minutes, that was the exercise part` and `…, 8 minutes, self-care` with the name in front."""
    named = _treatments(found)
    if not named:
        return None
    last = named[-1]
    tail = [t.low for t in tokens[last.end :] if t.is_word]
    if any(w not in ("part", "work", "stuff", "today", "time", "piece", "then", "billed") for w in tail):
        return None
    at = next((i for i in range(last.start - 1, 0, -1) if tokens[i].low in _MINUTES), -1)
    if at < 1 or tokens[at - 1].number is None or any(m.start < at for m in named):
        return None
    between = tokens[at + 1 : last.start]
    if (
        not between
        or between[0].low not in (",", "that", "that's", "which", "-", "all")
        or any(t.is_word and t.low not in _POINTS_BACK and t.low not in ("which",) for t in between)
    ):
        return None
    name = [replace(t, glued=False) if i == 0 else t for i, t in enumerate(tokens[last.start : last.end])]
    head = tokens[: at - 1]
    return [
        *head,
        *name,
        Token(",", tokens[at].start, tokens[at].end, glued=True, low=","),
        tokens[at - 1],
        tokens[at],
    ]
