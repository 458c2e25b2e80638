"""A test that the patient counts: `step-downs, tell me when it gets to three`, answered by `Six.`

The therapist's instruction and the patient's number make one finding; the limit is no finding of its own.
`And the right?` goes on with the other side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.domain.base import OPPOSITE
from agent.late import late
from agent.understanding.clauses import Clause
from agent.understanding.places import sides_of
from agent.understanding.tokens import Token

_TELL: Final = late(
    r"^(?:and |, )*(?:you )?(?:tell me|stop|say when|say stop|shout|holler)(?: me)?(?: (?:when|once|if|as "
    r"soon as|at))? "
    r"(?:(?:it|that|the pain|your pain|pain|you) )?(?:gets? to|gets? up to|hits|reaches|is at|goes to|is|"
    r"feel) (?:an? )?$",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"^\d+$")
_SMALL: Final = frozenset(
    ["about", "like", "maybe", "only", "a", "uh", "um", "okay", "there", "that's", "now", "got", "i", "easy",
     ",", "and", "on", "the", "done", "reps", "seconds", "times"]
)  # fmt: skip
_OTHER_SIDE: Final = re.compile(
    r"^(?:and |now |okay |then |, )*(?:on |what about |how about )?(?:the |your )?(?:(left|right)|other)"
    r"(?: one| side| leg| arm| foot| hand)?$",
    re.IGNORECASE,
)


class Until:
    """Goes through a conversation in order; one instruction waits at a time."""

    def __init__(self) -> None:
        self._told: Clause | None = None
        self._name: list[Token] = []
        self._limit: list[Token] = []
        self._side = ""
        self._turn = -9

    def told(self, clause: Clause) -> None:
        """A clause of the therapist: an instruction to count until a limit, or another side of the last."""
        side = self._other(clause)
        if side:
            self._side, self._turn, self._told = side, clause.turn, None
            return
        found = _instruction(clause)
        if found is None:
            if clause.turn != self._turn:
                self._name = []
            return
        self._name, self._limit = found
        self._told, self._turn = clause, clause.turn
        sides = sides_of(clause.marks)
        self._side = next(iter(sides)) if len(sides) == 1 else ""

    def _other(self, clause: Clause) -> str:
        match = _OTHER_SIDE.match(clause.text) if self._name else None
        if match is None:
            return ""
        return match.group(1).lower() if match.group(1) else OPPOSITE.get(self._side, "")

    def answered(self, clause: Clause) -> list[Clause] | None:
        """The finding that the patient's number makes; empty where the instruction itself now tells it."""
        if not self._name or clause.turn - self._turn != 1:
            return None
        numbers = [t for t in clause.tokens if _NUMBER.match(t.text)]
        if len(numbers) != 1 or any(
            t.is_word and t.low not in _SMALL for t in clause.tokens if t is not numbers[0]
        ):
            self._name = []
            return None
        colon = Token(":", numbers[0].start, numbers[0].start, glued=True, low=":")
        told = [*self._name, colon, replace(numbers[0], glued=False)]
        if self._told is not None:
            self._told.retokenised([*told, *self._limit])
            self._told.lead_spans.append((clause.start, clause.end))
            self._told = None
            return []
        side = Token(self._side, clause.start, clause.end, low=self._side)
        unsided = [t for t in told if t.low not in OPPOSITE]
        made = Clause([side, *unsided], "THERAPIST", clause.turn)
        made.retokenised(made.tokens)
        made.lead_spans.append((clause.start, clause.end))
        return [made]


def _instruction(clause: Clause) -> tuple[list[Token], list[Token]] | None:
    """(what is counted, `to 3/10`) of an instruction that ends in the rating to stop at."""
    tokens = clause.tokens
    if len(tokens) < 6 or not _NUMBER.match(tokens[-1].text) or int(tokens[-1].text) > 10:
        return None
    commas = [i for i, t in enumerate(tokens) if t.text in (",", "…", "...") or t.low == "and"]
    for i in commas:
        instruction = " ".join(t.low for t in tokens[i + 1 : -1]) + " "
        if _TELL.match(instruction):
            to = Token("to", tokens[-1].start, tokens[-1].end, low="to")
            pain = Token("pain", tokens[-1].start, tokens[-1].end, low="pain")
            return _named(tokens[:i]), [to, pain, replace(tokens[-1], text=f"{tokens[-1].text}/10")]
    return None


def _named(tokens: Sequence[Token]) -> list[Token]:
    kept = list(tokens)
    while len(kept) > 1 and (
        kept[0].low in ("now", "okay", "and", "so", "then", "next") or not kept[0].is_word
    ):
        kept.pop(0)
    return [replace(kept[0], glued=False), *kept[1:]]
