"""Group treatment: the word `group` as a service, and the exercises that were done in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.late import late
from agent.understanding.phrases import words
from agent.understanding.session.mentions import Mention
from agent.understanding.session.talk import Talk

GROUP: Final = "97150"
_NO_TREATMENT_BEFORE: Final = words("session_group_not_after")
_NO_TREATMENT_BEHIND: Final = late(
    r"^(?:of (?:muscles?|friends)|norms?|average|chat|texts?|practice|insurance|plan|rate|homes?|"
    r"(?:at|from) (?:the |her |his |their )?(?:church|gym|y|ymca|center|centre|club|library|park))\b"
)
_AS_TREATMENT: Final = re.compile(r"^(?:for|of|with|was|class|session|ran|today|together|,|:|\d)")
_MEETS: Final = late(
    r"\b(?:goes|go|going|belongs?|attends?|joining|runs|leads) (?:to |in )?(?:an?|the|his|her|their|my)"
    r"(?: \w+){0,2}$|\b(?:every|on) (?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_APART: Final = re.compile(
    r"\b(?:then|next|afterwards?|after that|individually|one on one|one - on - one|alone|"
    r"by (?:him|her)self)\b"
)
_REACH: Final = 14
"""Words from the group to what was done in it."""


def with_groups(said: Talk, named: Sequence[Mention]) -> list[Mention]:
    """The mentions; exercises told as done in a group belong to it, and groups of other kinds are none."""
    out = [m for m in named if said.words(m.start, m.end) != "group" or _is_treatment(said, m)]
    for i, group in enumerate(out):
        if group.code != GROUP:
            continue
        held = _told_behind(said, out, i)
        if (
            said.at(group.start - 1) in ("a", "the", "our", "small")
            and "in" in said.low[group.start - 3 : group.start]
        ):
            held += _told_before(said, out, i)
        for k in held:
            out[k] = replace(out[k], code=GROUP, name=group.name, rank="content")
    return out


def _is_treatment(said: Talk, m: Mention) -> bool:
    """Whether the word `group` is treatment given to several patients at once."""
    start, end = m.start, m.end
    opening, closing = said.opening(start), said.closing(start)
    if said.at(start - 1) in _NO_TREATMENT_BEFORE or _MEETS.search(said.words(opening, start)):
        return False
    behind = said.words(end, min(end + 4, closing))
    if _NO_TREATMENT_BEHIND.search(behind):
        return False
    minutes = any(low in ("minutes", "minute", "min") for low in said.low[max(opening, start - 5) : end + 15])
    return bool(_AS_TREATMENT.search(behind)) or minutes


def _told_behind(said: Talk, named: Sequence[Mention], group: int) -> list[int]:
    out: list[int] = []
    behind = named[group].end
    for k in range(group + 1, len(named)):
        m = named[k]
        apart = said.breaks(behind - 1, m.start) or _APART.search(said.words(behind, m.start))
        held = not m.named or _says_what_kind(said, behind, m)
        if not held or not m.code or m.start - behind > _REACH or apart:
            break
        out.append(k)
    return out


_KINDS: Final = frozenset(["97110", "97112"])
_ADDS: Final = frozenset(["and", "plus", "also", "with"])


def _says_what_kind(said: Talk, start: int, m: Mention) -> bool:
    """`Group with two others, chair exercise, half an hour`: no exercise beside the group."""
    if m.rank != "weak" or m.code not in _KINDS or said.at(m.start - 1) in _ADDS:
        return False
    return not any((said.tokens[i].number or 0) >= _LEAST for i in range(start, m.start))


_LEAST: Final = 5
"""Of numbers that may be minutes; fewer are the others in the group."""


def _told_before(said: Talk, named: Sequence[Mention], group: int) -> list[int]:
    """`Boxing and marching in a group of three`."""
    out: list[int] = []
    start = named[group].start
    for k in range(group - 1, -1, -1):
        m = named[k]
        apart = said.breaks(m.start, start) or _APART.search(said.words(m.end, start))
        if m.named or not m.code or start - m.end > _REACH or apart:
            break
        out.append(k)
    return out
