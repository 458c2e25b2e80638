"""Minutes told after a block of treatment that are the whole block's: `…, twenty-one minutes for that`.

What was told of single exercises inside such a block (`pendulums two minutes`) are doses within its time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from agent.needles import Rare
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_BEHIND: Final = re.compile(
    r"^(?:, )?(?:(?:went|spent|put|used)(?: up)? )?"
    r"(?:(?:of|for|on|in|into|over|to do|to get through|doing|between) )?"
    r"(?:(?:all|both|the whole|the entire|every one|each one) )?(?:of )?"
    r"(?:(?:that|those|them|these|it)\b"
    r"(?! (?:was|were|is|are|went|with|by|(?:one|1)(?: -)? (?:on|to)|face to|billable|timed)\b)|"
    r"the (?:whole )?lot\b|"
    r"(?:this|that|the) (?:whole |entire )?(?:block|part|bit|piece|set|round|section|list|circuit|stuff)\b)"
)
"""Words behind the minutes. `ten of those were with the aide` and `thirty of it one on one` tell parts."""
_BEFORE: Final = Rare(
    r"\b(?:that|this|it|which|all that|that part|those|"
    r"(?:that|this|the) (?:whole |entire |first |last |next )?"
    r"(?:block|bit|piece|set|lot|round|section|list|circuit))"
    r"(?:'s| is| was| took| were| made| makes| ran| came to)?(?: another| about| a| all| for| us| me)*$|"
    r"\b(?:thats|that's)$|\btime (?:on|for|in) (?:that|those|it|them)(?: was| is|'s| ,)*$",
    flags=0,
)
_OFF_THE_CLOCK: Final = Rare(
    r"\b\d{1,2}(?: :)? \d\d(?: ,)? (?:so|makes|that's|that makes)(?: it)?(?: that's| that was| about)?$",
    flags=0,
)
"""`We started at ten fifteen. Ten forty-one, so twenty-six minutes.`"""
_WORDS_BEFORE: Final = 6
_OWN: Final = 3
"""Words that a treatment's own minutes may stand behind its name."""
_FAR: Final = 90
"""Words over which a block may stretch."""


def looks_back(said: Talk, q: Quantity) -> bool:
    """Whether the words around `q` say that these are the minutes of what was told before."""
    before = said.words(max(said.opening(q.at), q.at - _WORDS_BEFORE), q.at)
    return bool(_BEFORE.search(before) or _OFF_THE_CLOCK.search(before)) or says_of_what(said, q)


def says_of_what(said: Talk, q: Quantity) -> bool:
    """Whether the words behind `q` point back: `for that`, `on all of those`, `for the lot`."""
    if said.breaks(q.at, min(q.end, len(said) - 1)):
        return False
    return _BEHIND.search(said.words(q.end, min(said.closing(q.at), q.end + 6))) is not None


def with_parts_as_doses(said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity]) -> list[Quantity]:
    """The numbers, those of single exercises inside a block that is timed as a whole told as doses."""
    out = [_told_with_its_part(said, q) for q in numbers]
    for k, whole in enumerate(out):
        if whole.role not in ("activity", "short") or not looks_back(said, whole):
            continue
        block = _block_before(named, whole.at)
        if not block or _adds_up(numbers[:k], whole.minutes):
            continue
        for i in range(k - 1, -1, -1):
            part = out[i]
            if part.at < block[0].start or whole.at - part.at > _FAR:
                break
            if (
                part.role == "activity"
                and part.minutes < whole.minutes
                and not _of_the_head(said, block, part)
            ):
                out[i] = replace(part, role="dose")
    return out


def _told_with_its_part(said: Talk, q: Quantity) -> Quantity:
    """`all that's thirty-one minutes with the bike`: no dose of the bike, which is counted in."""
    if q.role == "dose" and said.at(q.end) == "with" and looks_back(said, q):
        return replace(q, role="activity")
    return q


def _block_before(named: Sequence[Mention], at: int) -> list[Mention]:
    """The mentions of one code that end before word `at`, back to the name that opened the block."""
    out: list[Mention] = []
    for m in reversed(named):
        if m.end > at:
            continue
        if out and m.code != out[0].code:
            break
        out.insert(0, m)
        if m.named:
            break
    return out if out and out[0].code else []


def _of_the_head(said: Talk, block: Sequence[Mention], part: Quantity) -> bool:
    """Whether `part` are the minutes of the name that opened the block: `exercise fifteen minutes`."""
    head = block[0]
    return head.named and part.at - head.end <= _OWN and "," not in said.low[head.end : part.at]


def _adds_up(before: Sequence[Quantity], minutes: int) -> bool:
    """Whether the figure is a sum of two or more told just before it."""
    told = [q.minutes for q in reversed(before) if q.role in ("activity", "short")]
    return minutes in list(accumulate(told))[1:]
