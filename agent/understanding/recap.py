"""`A four at rest and a six on the ladder.`: the therapist says the patient's ratings once more.

Where each number was in what the patient just said, such a sentence holds the ratings best: in the patient's
own telling the number and what it is of often stand far apart, or in the wrong order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.own_answer import voiced
from agent.understanding.phrases import words
from agent.understanding.tokens import Token

_NUMBER: Final = r"(?:an? )?(?:10|\d|one)(?:/10)?"
_OF: Final = (
    r"(?: (?:right now|now|today|at|in|on|with|when|while|during|after|before|going|first|for|by|walking|"
    r"sitting|standing|lying|resting|climbing|lifting|reaching|gripping)\b[^,\d]*?)"
)
_RECAP: Final = Rare(
    rf"^(?:(?:so|okay|and|good|right|alright|got it|that's|it's),? )*{_NUMBER}{_OF}"
    rf"(?:(?:,? and|,) {_NUMBER}{_OF})*$",
)
_SPELLED: Final = {"nothing": "0", "none": "0", "one": "1"}
_NO_OTHER: Final = ("test", "muscle", "motion", "outcome", "performance", "exercise", "intervention", "vital")


class Recap:
    """Goes through a conversation in order and remembers the numbers of the patient's last turn."""

    def __init__(self) -> None:
        self._numbers: set[str] = set()
        self._turn = -9

    def told(self, clause: Clause) -> None:
        """A clause of the patient."""
        if clause.turn != self._turn:
            self._numbers, self._turn = set(), clause.turn
        self._numbers |= {
            n for i, t in enumerate(clause.tokens) if (n := _of_ten(t)) and _may_rate(clause, i)
        }

    def said_again(self, clause: Clause, pain: str) -> Clause | None:
        """The ratings, as the patient's, where the therapist's clause says them again. `pain`: its name."""
        if clause.turn - self._turn != 1 or len(self._numbers) < 1 or not _RECAP.match(clause.text):
            return None
        numbers = [(i, n) for i, t in enumerate(clause.tokens) if (n := _of_ten(t))]
        if not {n for _, n in numbers} <= self._numbers or any(m.of(*_NO_OTHER) for m in clause.marks):
            return None
        tokens = list(clause.tokens)
        for i, n in numbers:
            tokens[i] = replace(tokens[i], text=f"{n}/10", low=f"{n}/10", number=None)
        first = numbers[0][0]
        kept = [t for i, t in enumerate(tokens) if i >= first and not _is_article(tokens, i)]
        made = voiced(clause, kept)
        own = any(m.of("joint", "part", "side") for m in clause.marks)
        made.lead = "pain:" if own else f"{pain}:"
        return made


def _of_ten(token: Token) -> str:
    """A number from 0 to 10 as its figure; empty for any other word."""
    text = _SPELLED.get(token.low, token.text.removesuffix("/10"))
    return text if text.isdigit() and int(text) <= _MOST else ""


_MOST: Final = 10


def _may_rate(clause: Clause, at: int) -> bool:
    """Not `five reps`, not `at four`."""
    before = clause.tokens[at - 1].low if at else ""
    behind = clause.tokens[at + 1].low if at + 1 < len(clause.tokens) else ""
    counts = behind in _UNITS or (behind.endswith("s") and behind not in _NO_PLURALS)
    return before not in ("at", "around", "by", "of") and not counts


_UNITS: Final = words("openings_units") | {"o'clock", "am", "pm", "more", "hour", "minute", "day", "mile"}
_NO_PLURALS: Final = frozenset(["is", "was", "as", "always", "sometimes", "this", "unless"])


def _is_article(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].low in ("a", "an") and at + 1 < len(tokens) and tokens[at + 1].text.endswith("/10")
