"""`Now the same, counting back by threes`: a test done once more is called by the name it had before."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.marks import Kind
from agent.understanding.sections import has_value
from agent.understanding.tokens import Token

_LONGEST = 12
_RECENT = 3
"""Turns after which `that` may point at something else."""
_NAMES: tuple[Kind, ...] = ("performance", "outcome", "test")

_OPENINGS = frozenset(["now", "okay", "and", "so", "then", "next", ",", "this", "time"])
_WANTS = re.compile(r"\b(?:want|like|goal|aim\w*|shoot\w*|hope|hoping|target|after|see)\b")

_BESIDE = Rare(
    r"^(?:(?:and|now|okay|so|then|next|this time),? )*(?:counting (?:back|down|backwards?)\b|"
    r"naming \w+|spelling\b|(?:carrying|holding|with) (?:a|the) (?:cup|glass|tray|mug)\b)"
    r"[^,.\d]*(?:from \d+)?(?: by (?:twos|threes|fours|fives|sevens|\ds?))?$",
)
"""`And now counting back by threes`: what is done beside the test just named."""


class Same:
    """Goes through the therapist's clauses in order and remembers the test named last."""

    def __init__(self) -> None:
        self._name: list[Token] = []
        self._said = (0, 0)
        self._turn = -9

    def named(self, clause: Clause) -> None:
        """Put the name of the test before into a clause that only calls it `the same`."""
        mark = next((m for m in clause.marks if m.of(*_NAMES)), None)
        if mark is not None:
            self._name = list(clause.tokens[mark.start : mark.end])
            self._said, self._turn = (clause.start, clause.end), clause.turn
            return
        if self._name and clause.turn == self._turn and _BESIDE.match(clause.text):
            self._put(clause, 0, _opening(clause))
            return
        doing = _while_doing_it(clause)
        if doing >= 0 and self._name and clause.turn - self._turn <= _RECENT:
            self._put_first(clause)
            return
        wanted = _wanted_of_that(clause)
        if wanted >= 0 and self._name and clause.turn - self._turn <= _RECENT:
            self._put(clause, wanted, wanted + 1)
            return
        at = _the_same(clause)
        if at < 0 or not self._name or has_value(clause):
            return
        self._put(clause, at, at + 2)

    def _put_first(self, clause: Clause) -> None:
        """The name in front of what is done beside the test: `TUG counting backward by threes`."""
        low = [t.low for t in clause.tokens]
        first = _opening(clause)
        beside = next(i for i, w in enumerate(low) if w in ("while", "as"))
        clause.retokenised(clause.tokens[first:beside] or clause.tokens)
        self._put(clause, 0, 0)

    def _put(self, clause: Clause, at: int, end: int) -> None:
        """The name of the test before in place of the words [at, end)."""
        said = clause.tokens[at]
        name = [
            replace(t, start=said.start, end=said.end, glued=i > 0 and t.glued)
            for i, t in enumerate(self._name)
        ]
        spans = clause.lead_spans
        clause.retokenised([*clause.tokens[:at], *name, *clause.tokens[end:]])
        clause.lead_spans = [*spans, self._said]


def _opening(clause: Clause) -> int:
    """Where the words behind `and now` begin."""
    return next(i for i, t in enumerate(clause.tokens) if t.low not in _OPENINGS)


def _while_doing_it(clause: Clause) -> int:
    """Where `it` stands in `counting backward while you do it`; -1 when nowhere."""
    low = [t.low for t in clause.tokens]
    for i in range(2, len(low)):
        if low[i] in ("it", "that", "this") and low[i - 1] in ("do", "doing", "walk", "repeat"):
            return i if {"while", "as"} & set(low[:i]) and len(low) <= _LONGEST else -1
    return -1


def _wanted_of_that(clause: Clause) -> int:
    """Where `that` stands in `I'd like a seven on that in six weeks`; -1 when nowhere."""
    low = [t.low for t in clause.tokens]
    for i in range(2, len(low)):
        if (
            low[i] in ("that", "it")
            and low[i - 1] in ("on", "for")
            and clause.tokens[i - 2].number is not None
        ):
            return i if _WANTS.search(" ".join(low[:i])) else -1
    return -1


def _the_same(clause: Clause) -> int:
    """Where `the same` or `that again` stands in a short clause; -1 when nowhere."""
    if len(clause.tokens) > _LONGEST or any(t.low in ("next", "week", "visit") for t in clause.tokens):
        return -1
    pairs = (("the", "same"), ("that", "again"), ("same", "thing"), ("again", ","), ("once", "more"))
    low = [t.low for t in clause.tokens]
    return next((i for i in range(len(low) - 1) if (low[i], low[i + 1]) in pairs and i <= 3), -1)
