"""`Does it hurt over the bony point of the elbow? Yes. – And along the tendon? No.`

What the examining hand presses on is a finding of the therapist's, where the place is named in words: tender
there, or not tender.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token, offsets
from agent.understanding.yes_no import NO, YES

_PLACE: Final = (
    r"(?P<where>(?:right |just )?(?:on|over|along|at|under|behind|around|above|below|inside|"
    r"across) (?:the |your |that |this )"
    r"(?!same\b|way\b|stairs\b|other\b)[\w' ]+?)"
)
_ASKS: Final = Rare(
    r"^(?:(?:and|so|now|okay|good|how about|what about|tell me|where|if|it's|is it|is that|is this|"
    r"are you|does it|"
    r"does that|does this|that|any|still),? )*(?P<what>sore|tender|hurts?|painful|tenderness)"
    r"(?: (?:right )?here| there| when i (?:press|push|touch)(?: here)?| at all|"
    r" or not)*,? (?:if i (?:press|push) )?"
    + _PLACE
    + r"(?:,? (?:right )?(?:here|there|too|at all|now|or no))*$",
)
_NEXT: Final = Rare(
    r"^(?:(?:and|or|now|okay|what about|how about|so),? )*" + _PLACE + r"(?:,? (?:here|there|too|now))*$",
)
_PLAIN: Final = re.compile(
    r"^(?:(?:oh|ooh|ow|ouch|um|uh|a little|a bit|yes|yeah|yep|yup|right there|there|it is|it does|"
    r"no|nope|nah|"
    r"nothing|not (?:really|at all|there)|that's it|that's the spot|sir|ma'am|very|a lot)[,. ]*)+$",
    re.IGNORECASE,
)


class Pressed:
    """Goes through a conversation in order and remembers the place the therapist asks of."""

    def __init__(self) -> None:
        self._asked: Clause | None = None
        self._where: list[Token] = []
        self._goes_on = -9

    def asked(self, clause: Clause) -> bool:
        """Whether a question of the therapist is of tenderness at a place that it names."""
        match = _ASKS.match(clause.text)
        if match is None and clause.turn <= self._goes_on:
            match = _NEXT.match(clause.text)
        self._asked = None
        if match is None:
            return False
        begins, length = match.start("where"), len(match["where"])
        self._where = _within(clause, begins, begins + length)
        self._asked = clause if self._where else None
        return self._asked is not None

    def answered(self, clause: Clause) -> Clause | None:
        """The finding that the patient's yes or no makes."""
        asked, self._asked = self._asked, None
        if asked is None or clause.turn - asked.turn != 1 or not _PLAIN.match(clause.text):
            return None
        absent = NO.match(clause.text) is not None
        if not absent and not YES.match(clause.text) and not _FELT.search(clause.text):
            return None
        self._goes_on = clause.turn + 1
        words = ["not", "tender"] if absent else ["tender"]
        front = [Token(w, clause.start, clause.end, low=w) for w in words]
        made = Clause([*front, *self._where], "THERAPIST", clause.turn)
        made.retokenised(made.tokens)
        made.lead_spans.append((asked.start, asked.end))
        return made


_FELT: Final = re.compile(r"\b(?:ow|ouch|there|spot|it|little|bit|lot)\b", re.IGNORECASE)


def _within(clause: Clause, start: int, end: int) -> list[Token]:
    """The tokens that stand for the characters [start, end) of the clause's text."""
    begins = offsets(clause.tokens)
    told = [t for t, at in zip(clause.tokens, begins, strict=True) if start <= at < end]
    return [replace(t, text=t.low) if i == 0 else t for i, t in enumerate(told)]
