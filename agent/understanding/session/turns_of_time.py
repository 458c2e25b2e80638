"""Treatments timed by when each began: `began exercise at 10:15, switched to manual at 10:30, done at 10:41`.

A treatment lasts to the next that it was switched to, or to what is told as its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from agent.late import late
from agent.understanding.session.mentions import Mention
from agent.understanding.session.talk import Talk
from agent.understanding.session.times import Time, time_at

_STARTS: Final = late(r"\b(?:start(?:ed|ing)?|began|begun|beginning|opened)\b")
_SWITCHES: Final = late(
    r"\b(?:switch(?:ed|ing)?|mov(?:ed|ing)|went|going|chang(?:ed|ing)|transition(?:ed|ing)?|over|on)"
    r"(?: (?:straight|over|on|right))* (?:to|into)\b"
)
_ENDS: Final = late(
    r"\b(?:wrapp(?:ed|ing)|finish(?:ed|ing)?|done|end(?:ed|ing)?|stopp(?:ed|ing)|through|quit|concluded|out)"
    r"(?: (?:it|that|this|them|those|him|her|up|off|with|the|whole|thing|all|everything|session|"
    r"visit|we|were))* (?:at|by)$"
)
_HOURS: Final = 12 * 60
_LEAST: Final = 3
_LONGEST: Final = 120
_BACK: Final = 8
_APART: Final = 45
"""Words between two times of one treatment."""


@dataclass(frozen=True, slots=True)
class Timed:
    """The treatment that began at the words [start, end) took `minutes`."""

    start: int
    end: int
    minutes: int


@dataclass(frozen=True, slots=True)
class _Event:
    time: Time
    kind: Literal["start", "switch", "end"]


def timed_by_turns(said: Talk, ends: Mapping[int, Mention]) -> tuple[list[Timed], frozenset[int]]:
    """The treatments timed so, and the words of all the times told. `ends`: the treatments by their ends."""
    events = _events(said, ends)
    out: list[Timed] = []
    words: set[int] = set()
    for one, other in pairwise(events):
        minutes = (other.time.minutes - one.time.minutes) % _HOURS
        if one.kind == "end" or other.kind == "start" or not _LEAST <= minutes <= _LONGEST:
            continue
        apart = other.time.start - one.time.end
        if apart > _APART or said.turn[one.time.start] != said.turn[other.time.start]:
            continue
        between = range(one.time.end, other.time.start - 1)
        named = (ends.get(k + 1) for k in between)
        if other.kind == "end" and any(m is not None and m.code and m.named for m in named):
            continue  # what was done in between has its own part of the time
        out.append(Timed(one.time.start, one.time.end, minutes))
        words.update(range(one.time.start, one.time.end), range(other.time.start, other.time.end))
    return out, frozenset(words)


def _events(said: Talk, ends: Mapping[int, Mention]) -> list[_Event]:
    out: list[_Event] = []
    for at, low in enumerate(said.low):
        if low not in ("at", "by") or not said.at(at + 1).isdigit():
            continue
        time = time_at(said, at + 1)
        if time is None or not time.surely:
            continue
        opening = max(said.opening(at), at - _BACK)
        told = said.words(opening, at + 1)
        m = ends.get(at)
        if m is not None and m.code and m.rank != "exercise":
            before = said.words(opening, m.start)
            if _SWITCHES.search(before):
                out.append(_Event(time, "switch"))
            elif _STARTS.search(before):
                out.append(_Event(time, "start"))
        elif _ENDS.search(told):
            out.append(_Event(time, "end"))
    return out
