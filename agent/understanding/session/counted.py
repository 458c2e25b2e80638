"""Minutes counted anew while they are told: `so bill twenty-three`, `another five, so seventeen`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.needles import Rare
from agent.understanding.session.matching import Block
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_BILLS: Final = Rare(
    r"\b(?:(?:so|i|i'm|i'll|we|we'll|just|only|please|will|and) )+"
    r"(?:bill|billing|charge|charging|claim|claiming)"
    r"(?: only| just| for| (?:him|her|them|it|that)(?: for)?)*$",
    flags=0,
)
_LEAVES: Final = re.compile(
    r"\b(?:so|leaves|leaving|which makes|makes)(?: (?:me|us|that's|it's|only|just))*$"
)
_BILLABLE: Final = re.compile(
    r"^(?:minutes )?(?:is |are |was |that's )?(?:billable|to bill|that i bill|i can bill)\b"
)
_ADDED: Final = re.compile(r"^(?:minutes )?(?:, )?so (?:that's |it's |that makes )?$")
_FAR: Final = 40
"""Words between minutes and the figure that is put in their place."""
_PARTS: Final = 20
"""Words before the added minutes in which those may stand that they were added to."""


def counted_anew(said: Talk, treated: Sequence[Block]) -> None:
    """Puts the last figure in place of the first, where the words say that it was counted from it."""
    held = [b for b in treated if b.minutes is not None and b.quantity is not None]
    for b in held:
        q = b.quantity
        if q is None:
            continue
        others = (m.start for o in treated if o is not b for m in o.mentions if m.named)
        last = min((start for start in others if start >= q.end), default=len(said))
        for at in range(q.end, min(len(said), q.end + _FAR, last + 1)):
            number = said.tokens[at].number
            if number is None or not number.is_integer() or said.turn[at] != said.turn[q.at]:
                continue
            if _bills(said, at, int(number), q) or _added(said, at, int(number), q):
                b.minutes = int(number)
                break


def _bills(said: Talk, at: int, number: int, q: Quantity) -> bool:
    before = said.words(max(said.opening(at), at - 6), at)
    if not 3 <= number < q.minutes or said.at(at + 1) in ("unit", "units"):
        return False
    leaves = _LEAVES.search(before) and _BILLABLE.match(said.words(at + 1, min(said.closing(at), at + 4)))
    return _BILLS.search(before) is not None or bool(leaves)


def _added(said: Talk, at: int, number: int, q: Quantity) -> bool:
    """Whether `number` is the minutes of `q` and a figure before them, added up."""
    if (
        said.at(q.at - 1) != "another"
        or said.breaks(q.at, at)
        or not _ADDED.match(said.words(q.end, at) + " ")
    ):
        return False
    parts = range(max(said.opening(q.at), q.at - _PARTS), q.at)
    return any(said.tokens[i].number == number - q.minutes for i in parts)
