"""What is left of a time: `the rest of the forty-four was balance`, `the balance split between the two`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.late import late
from agent.needles import Rare
from agent.understanding.session.bare import AHEAD
from agent.understanding.session.listed import listed_after
from agent.understanding.session.mentions import Mention, speaks_of_another_day
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_WORDS: Final = frozenset(
    ["rest", "remainder", "remaining", "balance", "others", "else", "left", "leftover",
     "leftovers", "remained", "remains"]
)  # fmt: skip
_TIME: Final = r"(?:time|minutes|part|portion|chunk|bit)"
_WHOLE: Final = (
    r"(?: of (?:it|that|them|those|the (?:time|session|visit|treatment|minutes|hour)|"
    r"(?:the |those |my |our )?(?P<n>\d{1,3})(?: minutes)?))?"
)
_LEADS: Final = late(
    rf"^(?:(?:rest|remainder|remaining|balance)(?: {_TIME})?{_WHOLE}|others|else|left(?: over)?|"
    rf"leftovers?(?: {_TIME})?|remained|remains)"
    r"(?: (?:was|were|is|went|goes|got|to|on|into|for|being|spent|all|,|:|doing|working|practi[cs]ing|of|"
    r"the|a|some|in|i|we|did|put|used|as|towards?|"
    r"(?P<split>split|divided|shared|evenly|equally|even|half|between|among|across|both)))*"
    r"(?: (?:on|into|to|was|were|for|doing|of|his|her|the) [a-z]+)? ?$"
)
_OPENS: Final = {
    "others": late(r"\bthe$"),
    "else": late(r"\beverything$"),
    "left": late(
        r"(?<!of )\b(?:what(?:'s| is| was| (?:time|minutes) (?:is|was|were))?|(?:i|we) had)(?: still)?$"
    ),
}
"""What must stand before words that mean much else."""
_SHARED_OUT: Final = frozenset(["of", "went", "goes", "split", "divided", "spent", "on", "to", "into"])
_IS: Final = frozenset(["was", "were", "is"])
_A_PART_BEFORE: Final = Rare(r"\bof (?:that|it|those|them|which)\b", flags=0)
_WAS_IT: Final = late(
    r"^(?:(?:,|was|were|is|got|gets|took|had|filled|ate|used|made|up|for|all) )*the "
    rf"(?:rest|remainder|balance|remaining(?: {_TIME}))\b{_WHOLE}(?: (?:time|minutes))?"
    r"(?= ?$| ?[,:]| and\b| so\b)"
)
"""`Exercise got the rest.`"""
_ITS_NUMBER: Final = re.compile(
    r"^(?:(?:,|:|was|is|for|about|at) ?){0,3}\d{1,3}(?: ?$| ?(?:minutes|min)\b|(?= ,| and\b| so\b))"
)
"""`The rest was exercise, 24 minutes`: told, so that nothing is left to reckon."""
_OF_IT: Final = re.compile(r"^(?:minutes )?of (?:that|those|them|it|which|these)\b")
_BEFORE: Final = 12
"""Words between the rest and what it was spent on."""
_BEHIND: Final = 12
_FAR: Final = 60
"""Words back to the time of which something is left."""
_OWN: Final = 4
"""Words that a treatment may stand away from minutes of its own."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """What is left of `whole` minutes (None: not told), said at word `at`, in equal shares for `mentions`.

    `place`: the word that told the whole, where it was told here. `counted`: it holds only what counts, as in
    `the rest of the fifty, so forty-four minutes of treatment`.
    """

    mentions: tuple[Mention, ...]
    at: int
    whole: int | None
    place: int = -1
    counted: bool = False


def leftover(
    said: Talk, services: Sequence[Mention], numbers: Sequence[Quantity], whole: int | None, timed: int | None
) -> Leftover | None:
    """The rest of the time, as far as the words tell of what. `whole`, `timed`: the totals told."""
    if not _WORDS.intersection(said.low):
        return None
    for m in services:
        found = _before(said, services, m) or _behind(said, m)
        if found is None:
            continue
        at, told, mentions = found
        if told:
            place = next(
                k for k in range(said.opening(m.start), said.closing(m.start)) if said.low[k] == told
            )
            counted = whole is not None and whole < int(told)
            return Leftover(mentions, at, whole if counted else int(told), place, counted)
        base = timed if timed is not None else whole
        if base is None and (q := _unsaid_whole(said, services, numbers, at)) is not None:
            return Leftover(mentions, at, q.minutes, q.at)
        return Leftover(mentions, at, base)
    return None


def _before(
    said: Talk, services: Sequence[Mention], m: Mention
) -> tuple[int, str, tuple[Mention, ...]] | None:
    """(word, figure of the whole, what it went to) of `the rest was exercise`."""
    opening = said.opening(m.start)
    for i in range(max(opening, m.start - _BEFORE), m.start):
        if not _tells_of_rest(said, i, opening) or speaks_of_another_day(AHEAD, said.words(opening, i)):
            continue
        match = _LEADS.match(said.words(i, m.start))
        if match is None:
            continue
        if _has_number(said, m):
            return None
        listed = [
            o for o in listed_after(said, services, m.start, first_within=0)[1:] if not _has_number(said, o)
        ]
        if listed and not match.group("split"):
            return i, "", ()  # of two treatments, nobody knows how much of which
        return i, match.group("n") or "", (m, *listed)
    return None


def _tells_of_rest(said: Talk, at: int, opening: int) -> bool:
    """`the rest`, `what's left`; `the balance` behind `nine of that manual` is no exercise for balance."""
    low, following = said.low[at], said.at(at + 1)
    if low == "balance":
        told_of = following in _IS and _A_PART_BEFORE.search(said.words(max(0, at - 20), at)) is not None
        return said.at(at - 1) == "the" and (told_of or following in _SHARED_OUT)
    opens = _OPENS.get("left" if low in ("left", "remained", "remains") else low)
    return low in _WORDS and (opens is None or opens.search(said.words(max(opening, at - 4), at)) is not None)


def is_what_is_left(said: Talk, m: Mention) -> bool:
    """Whether `the balance` is what is left of the time, and no training of balance."""
    return said.low[m.start] == "balance" and _tells_of_rest(said, m.start, said.opening(m.start))


def _behind(said: Talk, m: Mention) -> tuple[int, str, tuple[Mention, ...]] | None:
    """The same of `exercise got the rest`."""
    if not m.named:
        return None
    match = _WAS_IT.match(said.words(m.end, min(said.closing(m.start), m.end + _BEHIND)))
    if match is None:
        return None
    end = m.end + match.group().count(" ") + 1
    if _ITS_NUMBER.match(said.words(end, min(said.closing(m.start), end + 5))):
        return None
    return m.end, match.group("n") or "", (m,)


_NUMBER_BEFORE: Final = re.compile(r"\b\d{1,3}(?: minutes)? (?:of|on|for|doing)(?: the)?$")


def _has_number(said: Talk, m: Mention) -> bool:
    if _NUMBER_BEFORE.search(said.words(max(said.opening(m.start), m.start - 4), m.start)):
        return True
    return _ITS_NUMBER.match(said.words(m.end, min(m.end + 5, said.closing(m.start)))) is not None


def _unsaid_whole(
    said: Talk, services: Sequence[Mention], numbers: Sequence[Quantity], at: int
) -> Quantity | None:
    """`I had her for forty minutes. Fifteen on gait, the rest …`: of none, and more than its parts."""
    before = [q for q in numbers if q.at < at and at - q.at <= _FAR]
    for k, q in enumerate(before[:-1]):
        parts = before[k + 1 :]
        if not q.spoken or q.role != "activity" or sum(p.minutes for p in parts) >= q.minutes:
            continue
        if any(_OF_IT.match(said.words(p.at + 1, p.at + 5)) for p in parts) or not _beside(said, services, q):
            return q
    return None


def _beside(said: Talk, services: Sequence[Mention], q: Quantity) -> bool:
    return any(
        (0 <= q.at - m.end <= _OWN or 0 <= m.start - q.end <= _OWN)
        and not said.breaks(min(m.start, q.at), max(m.start, q.at))
        for m in services
    )
