"""`The calf, here at the back. It's hot and puffy.`: the part named in front is what is hot.

A patient names a part of the body without saying anything of it, and then calls it `it` (or `she`, from
another language). The name is put in for the first such word that something is felt or seen of, in the next
clauses of the same turn, until another part is named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agent.understanding.clauses import Clause
from agent.understanding.phrases import words
from agent.understanding.tokens import Token

_LONGEST: Final = 10
_REACH: Final = 2
"""Clauses behind the name in which it is still meant."""
_VERBS: Final = words("clauses_verbs") - {"left", "right"}
_IS: Final = frozenset(
    ["is", "was", "gets", "got", "feels", "looks", "stays", "goes", "went", "becomes", "became"]
)
_CONTRACTED: Final = {"it's": "is", "she's": "is", "he's": "is"}
_STATES: Final = words("fronted_states")
_FELT: Final = words("fronted_felt")
_IT: Final = frozenset(["it"])
_GENDERED: Final = frozenset(["she", "he", "she's", "he's"])


class Fronted:
    """Goes through a conversation in order and remembers the part that was only named."""

    def __init__(self) -> None:
        self._name: list[Token] = []
        self._span = (0, 0)
        self._turn = -1
        self._left = 0
        self._people = -1
        """The turn in which a relative was named, who may be `she`."""

    def heard(self, clause: Clause) -> None:
        """Put the name into a patient's clause that says something of it, or remember the one named here."""
        parts = [m for m in clause.marks if m.of("joint", "part")]
        named = [m for m in parts if not _says_where(clause.tokens, m.start)]
        people = any(m.of("relative") for m in clause.marks)
        if people:
            self._people = clause.turn
        if clause.speaker != "PATIENT" or clause.turn != self._turn or parts or people:
            self._name = []
        if clause.speaker == "PATIENT" and named and _only_named(clause):
            last = named[-1]
            side = next((m for m in clause.marks if m.of("side") and m.end == last.start), None)
            start = side.start if side is not None else last.start
            self._name = list(clause.tokens[start : last.end])
            self._span, self._turn, self._left = (clause.start, clause.end), clause.turn, _REACH + 1
        elif self._name:
            self._put(clause)
        self._left -= 1
        if self._left <= 0:
            self._name = []

    def _put(self, clause: Clause) -> None:
        tokens = clause.tokens
        barred = _GENDERED if self._people == clause.turn else frozenset()
        at = next(
            (i for i in range(len(tokens)) if _speaks_of_it(tokens, i) and tokens[i].low not in barred), -1
        )
        if at < 0:
            return
        like = tokens[at]
        name = ["The" if at == 0 else "the", *(t.low for t in self._name)]
        said = [replace(like, text=w, low=w.casefold(), glued=False) for w in name]
        if (verb := _CONTRACTED.get(like.low)) is not None:
            said.append(replace(like, text=verb, low=verb, glued=False))
        lead, spans = clause.lead, clause.lead_spans
        clause.retokenised([*tokens[:at], *said, *tokens[at + 1 :]])
        clause.lead, clause.lead_spans = lead, [*spans, self._span]


def _says_where(tokens: list[Token], at: int) -> bool:
    """`The calf, in the back`: where of the part, and no other part."""
    before = [t.low for t in tokens[max(0, at - 3) : at]]
    return any(w in _WHERE for w in before)


_WHERE: Final = frozenset(["in", "on", "at", "of", "near", "behind", "under", "above", "below", "from", "by"])


def _only_named(clause: Clause) -> bool:
    if clause.question or sum(t.is_word for t in clause.tokens) > _LONGEST:
        return False
    return not any(
        t.low in _VERBS
        or t.low in _FELT
        or t.low in _STATES
        or t.low in _IT
        or "'" in t.low
        or t.number is not None
        for t in clause.tokens
    )


def _speaks_of_it(tokens: list[Token], at: int) -> bool:
    """Whether something is felt or seen of an `it` at this place."""
    word = tokens[at].low
    if word not in _IT and word not in _GENDERED and word not in _CONTRACTED:
        return False
    behind = [t.low for t in tokens[at + 1 : at + 5]]
    if not behind:
        return False
    if behind[0] in _FELT and word in _IT:
        return True
    if word not in _CONTRACTED:
        if behind[0] not in _IS:
            return False
        behind = behind[1:]
    return any(w in _STATES for w in behind[:2])
