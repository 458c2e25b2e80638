"""Figures that belong together: one treatment in stints, and an estimate with what settles it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.late import late
from agent.understanding.phrases import words
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

_STINTS: Final = frozenset(
    [
        "blocks",
        "parts",
        "bouts",
        "rounds",
        "chunks",
        "pieces",
        "goes",
        "stints",
        "halves",
        "portions",
        "sittings",
    ]
)
_COUNTS: Final = {"2": 2, "3": 3, "two": 2, "three": 3}
_REACH: Final = 24
"""Words from `in two blocks` to the last of their figures."""
_UNITS: Final = words("treatment_rep_units") | words("session_units")
_REFERS: Final = frozenset(["before", "after", "between", "during", "following"])
_SETTLES: Final = late(
    r"^(?:, )?(?:(?:and|so|well|but|or|i'll|i'd|i|we'll|let's|just|really|probably|actually) )*"
    r"(?:call (?:it|that)|make (?:it|that)|say|put(?: down)?(?: it| that)?(?: as| at| down)?|go with|"
    r"closer to|more like|round(?:ed)? (?:it |that )?to|"
    r"i billed|bill(?:ing)?|count(?:ing)? (?:it|that) as)(?: about)? $"
)
_WAS_REALLY: Final = re.compile(
    r"\b(?:it|that) (?:(?:was|came out|turned out|ran)(?: to be)? (?:really|actually|closer to|more like)|"
    r"(?:really|actually) (?:was|ran|took|came to)|turned out to be)(?: about)? $"
)
"""`I figured twenty-five minutes, but it was really twenty-nine`."""
_READ_OFF: Final = late(
    r"^(?:minutes )?(?:, )?(?:(?:but|no|well|actually|although|though|wait|and) ?,? ?)+"
    r"(?:the |my )?(?:clock|timer|stopwatch|watch|stop watch|sheet|flow ?sheet|log)"
    r" (?:says|said|shows|showed|read|reads)"
    r"(?: it was| it's| about)? $"
)
"""`About fifteen, actually the clock says seventeen`."""
_FAR: Final = 16
"""Words between a figure and the one that settles it."""


def in_stints(said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity]) -> list[Quantity]:
    """`Exercise in two blocks, fifteen before and eight after`: one figure of twenty-three."""
    out = list(numbers)
    for at, low in enumerate(said.low):
        count = _COUNTS.get(said.at(at - 1)) if low in _STINTS else None
        if count is None:
            continue
        told = _figures(said, named, numbers, at + 1, count)
        if told:
            first = told[0]
            whole = replace(first, minutes=sum(q.minutes for q in told), role="activity")
            taken = {q.at for q in told}
            out = sorted([*(q for q in out if q.at not in taken), whole], key=lambda q: q.at)
    return _with_more(said, named, out)


def _with_more(said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity]) -> list[Quantity]:
    """`Exercise six minutes, a rest, then seven more.`: thirteen."""
    out: list[Quantity] = []
    for q in numbers:
        last = out[-1] if out else None
        goes_on = said.at(q.end) == "more" and q.end + 1 == said.closing(q.at)
        if last is None or not goes_on or said.breaks(last.at, q.at) or "other" in (last.role, q.role):
            out.append(q)
            continue
        opening = said.opening(last.at)
        told = any(m.code and opening <= m.start < last.at for m in named)
        if told and not any(m.code and last.at < m.start < q.at for m in named):
            out[-1] = replace(last, minutes=last.minutes + q.minutes)
        else:
            out.append(q)
    return out


def _figures(
    said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity], start: int, count: int
) -> list[Quantity]:
    """The minutes of each stint; none where the words tell more or fewer figures than stints."""
    known = {q.at: q for q in numbers}
    ended = {m.start for m in named if m.named and said.at(m.start - 1) not in _REFERS}
    told: list[Quantity] = []
    for i in range(start, min(start + _REACH, said.closing(start - 1))):
        if i in ended:
            break
        number = said.tokens[i].number
        if number is None or not number.is_integer() or not 2 <= number <= 90:
            continue
        if said.at(i + 1) in _UNITS and i not in known:
            return []
        told.append(known.get(i) or Quantity(i, i + 1, int(number), False, "short"))
        if len(told) == count:
            return told
    return []


def settled(said: Talk, numbers: Sequence[Quantity]) -> list[Quantity]:
    """Without the estimates whose figure was settled at once: `a little over fifteen, call it sixteen`."""
    known = {q.at for q in numbers}
    out: list[Quantity] = []
    settled_by: set[int] = set()
    for q in numbers:
        if q.at in settled_by:
            continue
        ahead = next(
            (
                i
                for i in range(q.end, min(q.end + _FAR, said.closing(q.at)))
                if said.tokens[i].number is not None
            ),
            None,
        )
        gap = said.words(q.end, ahead) + " " if ahead is not None else ""
        if ahead is not None and q.role == "activity" and _WAS_REALLY.search(gap):
            out.append(replace(q, minutes=int(said.tokens[ahead].number or 0)))
            continue
        if q.role in ("activity", "short", "other") and ahead in known and _SETTLES.match(gap):
            continue
        if ahead is not None and _READ_OFF.match(gap):
            settled_by.add(ahead)
            out.append(replace(q, end=ahead + 1, minutes=int(said.tokens[ahead].number or 0)))
            continue
        out.append(q)
    return out
