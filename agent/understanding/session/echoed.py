"""Minutes that a patient names and the therapist says again: `how long? – Twelve minutes. – Twelve, then.`"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from agent.understanding.session.bare import MINUTES
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk
from agent.understanding.utterances import Turn

_AGREES: Final = re.compile(r"^\d+(?: (?:,|then|okay|ok|good|right|thanks|alright|it is))*$")
_ASKS_ABLE: Final = re.compile(
    r"\b(?:can|could|do|does|did) you (?:stand|sit|walk|hold|last|manage|go|stay)\b"
)


def with_echoed(
    said: Talk, turns: Sequence[Turn], named: Sequence[Mention], numbers: Sequence[Quantity]
) -> list[Quantity]:
    """The numbers, and those that agree to minutes which the patient named for the treatment asked about."""
    told = {q.at for q in numbers if q.spoken}
    echoed: list[Quantity] = []
    for at in range(1, len(said)):
        turn = said.turn[at]
        number = said.tokens[at].number
        if number is None or at in told or turn == said.turn[at - 1] or turns[turn - 1].speaker != "PATIENT":
            continue
        asked = said.opening(at - 1)
        agrees = _AGREES.match(said.words(at, said.closing(at))) is not None
        if agrees and _asks_for_its_minutes(said, asked, at, named) and _answers(turns[turn - 1], number):
            echoed.append(Quantity(at, at + 1, int(number), True, "activity"))
    again = {q.at for q in echoed}
    return sorted([*(q for q in numbers if q.at not in again), *echoed], key=lambda q: q.at)


def _asks_for_its_minutes(said: Talk, start: int, end: int, named: Sequence[Mention]) -> bool:
    """Whether the question [start, end) names a treatment, tells no number and asks for no ability."""
    numbered = any(said.tokens[i].number is not None for i in range(start, end))
    if said.sentence[start] not in said.asked or numbered:
        return False
    if _ASKS_ABLE.search(said.words(start, end)):
        return False
    return any(m.named and m.code and start <= m.start < end for m in named)


def _answers(turn: Turn, number: float) -> bool:
    tokens = turn.meant
    return any(one.number == number and other.low in MINUTES for one, other in pairwise(tokens))
