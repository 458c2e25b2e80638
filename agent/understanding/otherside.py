"""`And the other side?` in an examination: what is said next is of the test before, on its other side.

A denial makes `Spurling right: no symptoms reported`; a bare value of the therapist is led by the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.domain.base import OPPOSITE
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES
from agent.understanding.places import sides_of
from agent.understanding.sections import has_value
from agent.understanding.tokens import Token

_ASKS: Final = Rare(
    r"^(?:and |now |okay |then |, )*(?:same |how )?(?:on |about |what about |how about )?(?:the |your )?other"
    r"(?: one| side| leg| arm| foot| hand| knee| hip| shoulder| ankle| elbow| wrist)?(?: too| now)?$",
)
_NOTHING: Final = re.compile(
    r"^(?:(?:no|nope|nothing|none|nah|not at all|all good|fine|not there|no pain|nothing there|that's "
    r"fine)[,. ]*)+$",
    re.IGNORECASE,
)
_SMALL: Final = frozenset(
    ["yep", "yeah", "yes", "okay", "that's", "it's", "a", ",", "and", "good", "there", "about"]
)
_NEXT_TURNS: Final = 3


class OtherSide:
    """Goes through a conversation in order and remembers the last finding with one side."""

    def __init__(self) -> None:
        self._headed: list[Token] = []
        self._name: list[Token] = []
        self._side = ""
        self._asked: Clause | None = None

    def told(self, clause: Clause) -> None:
        """A clause of the therapist: a finding of one side, its announcement, or the value that was "
        "asked for."""
        if self._asked is not None and clause.turn - self._asked.turn <= _NEXT_TURNS and _bare(clause):
            self._lead(clause)
            return
        named = next((m for m in clause.marks if m.of("test", "motion", "muscle", "performance")), None)
        name = list(clause.tokens[named.start : named.end]) if named is not None else self._headed
        sides = sides_of(clause.marks)
        if name and len(sides) == 1 and has_value(clause) and (side := next(iter(sides))) in OPPOSITE:
            self._name, self._side, self._asked = _with_strength(name, clause), side, None
        elif named is not None:
            self._headed, self._name, self._asked = name, [], None

    def asked(self, clause: Clause) -> bool:
        """Whether the question is of the other side of the finding before."""
        self._asked = clause if self._name and _ASKS.match(clause.text) else None
        if self._asked is None:
            named = next((m for m in clause.marks if m.of("test")), None)
            if named is not None:
                self._headed, self._name = list(clause.tokens[named.start : named.end]), []
        return self._asked is not None

    def answered(self, clause: Clause) -> Clause | None:
        """The finding that a patient's denial makes."""
        asked = self._asked
        if asked is None or clause.turn - asked.turn != 1 or not _NOTHING.match(clause.text):
            return None
        self._asked = None
        words = [OPPOSITE[self._side], ":", "no", "symptoms", "reported"]
        made = Clause([*self._front(clause), *_said(clause, words)], "THERAPIST", clause.turn)
        made.retokenised(made.tokens)
        made.lead_spans.append((asked.start, asked.end))
        return made

    def _lead(self, clause: Clause) -> None:
        asked, self._asked = self._asked, None
        first = next(i for i, t in enumerate(clause.tokens) if t.low not in _SMALL)
        front = [*self._front(clause), *_said(clause, [OPPOSITE[self._side], ":"])]
        clause.retokenised([*front, *clause.tokens[first:]])
        if asked is not None:
            clause.lead_spans.append((asked.start, asked.end))

    def _front(self, clause: Clause) -> list[Token]:
        return [
            replace(t, start=clause.start, end=clause.start, glued=t.glued and i > 0)
            for i, t in enumerate(self._name)
        ]


def _with_strength(name: list[Token], clause: Clause) -> list[Token]:
    """The name of a motion that was graded as that of its strength, so that a bare `five` is a grade too."""
    graded = "strength" in clause.words() or any(t.text.endswith("/5") for t in clause.tokens)
    signed = any(_SIGNED.match(t.text) for t in clause.tokens)
    if not (graded or signed) or any(t.low == "strength" for t in name):
        return name
    return [*name, replace(name[-1], text="strength", low="strength", glued=False)]


_SIGNED: Final = re.compile(r"^[0-5][+-]$")


def _said(clause: Clause, words: Sequence[str]) -> list[Token]:
    return [Token(w, clause.start, clause.end, glued=w == ":", low=w) for w in words]


def _bare(clause: Clause) -> bool:
    """Whether a value or a result stands alone."""
    if not has_value(clause) or any(m.of(*MEASURES, "side", "joint", "intervention") for m in clause.marks):
        return False
    words = [t for t in clause.tokens if t.is_word and t.low not in _SMALL]
    return len(words) == 1
