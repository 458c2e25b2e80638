"""A time of day as it is typed or said: `0915`, `9:15`, `ten oh five`, `ten-thirty`, `quarter past nine`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from agent.understanding.session.talk import Talk

_PAST: Final = frozenset(["past", "after"])
_BEFORE: Final = frozenset(["to", "of", "till", "til", "before"])
_PARTS: Final = {"quarter": 15, "half": 30}
_AT: Final = frozenset(["at", "around", "about", "until", "till", "til", "is", "was", ":", "time"])
"""Words behind which `ten to eleven` is a time, and no span from ten to eleven."""


@dataclass(frozen=True, slots=True)
class Time:
    """`minutes` after midnight or noon, told in the words [start, end)."""

    start: int
    end: int
    minutes: int
    surely: bool
    """With its minutes or as `o'clock`; a bare hour is a time only beside one."""


def time_at(said: Talk, at: int, *, after: Time | None = None) -> Time | None:
    """The time of day that begins at word `at`; behind one, `ten past` is of its hour."""
    found = _told_by_parts(said, at) or _to_the_hour(said, at) or _past(said, at, after) or _written(said, at)
    if found is None:
        return None
    end = found.end
    if said.at(end) in ("am", "pm"):
        return Time(at, end + 1, found.minutes, True)
    if said.at(end) in ("a", "p") and said.at(end + 1) == "m":
        return Time(at, end + 2, found.minutes, True)
    return found


def _hour(said: Talk, at: int) -> int | None:
    low = said.at(at)
    return int(low) if low.isascii() and low.isdigit() and len(low) <= 2 and 1 <= int(low) <= 19 else None


def _told_by_parts(said: Talk, at: int) -> Time | None:
    """`a quarter past nine`, `half past three`, `quarter to four`, `ten after two`."""
    k = at + (said.at(at) == "a")
    part = _PARTS.get(said.at(k))
    if part is None:
        number = said.at(k)
        part = int(number) if number in ("5", "10", "20", "25") and said.at(k + 1) in _PAST else None
    hour = _hour(said, k + 2)
    if part is None or hour is None:
        return None
    if said.at(k + 1) in _PAST:
        return Time(at, k + 3, hour * 60 + part, True)
    return Time(at, k + 3, hour * 60 - part, True) if said.at(k + 1) in _BEFORE and part == 15 else None


def _past(said: Talk, at: int, after: Time | None) -> Time | None:
    """`from nine o'clock to ten past`."""
    k = at + (said.at(at) == "a")
    part = _PARTS.get(said.at(k)) or (int(said.at(k)) if said.at(k) in ("5", "10", "20", "25") else 0)
    if after is None or not part or said.at(k + 1) != "past":
        return None
    hour = after.minutes - after.minutes % 60
    return Time(at, k + 2, hour + part + (60 if hour + part <= after.minutes else 0), True)


def _to_the_hour(said: Talk, at: int) -> Time | None:
    """`done at ten to three`."""
    hour = _hour(said, at + 2)
    if hour is None or said.at(at) not in ("5", "10", "20", "25") or said.at(at + 1) not in _BEFORE:
        return None
    if said.at(at - 1) not in _AT or _minute(said, at + 3, at + 2) is not None:
        return None
    return Time(at, at + 3, hour * 60 - int(said.at(at)), True)


def _written(said: Talk, at: int) -> Time | None:
    """`9:15`, `0915`, `nine fifteen`, `ten oh five`, `ten-thirty`, `nine o'clock`, `nine`."""
    low = said.at(at)
    if low.isascii() and low.isdigit() and 3 <= len(low) <= 4:
        hours, minutes = int(low[:-2]), int(low[-2:])
        real = 1 <= hours <= 19 and minutes < 60
        return Time(at, at + 1, hours * 60 + minutes, True) if real else None
    hour = _hour(said, at)
    if hour is None:
        return None
    told = _minute(said, at + 1, at)
    if told is not None:
        return Time(at, told[1], hour * 60 + told[0], True)
    if said.at(at + 1) == "o'clock":
        return Time(at, at + 2, hour * 60, True)
    return Time(at, at + 1, hour * 60, False)


def _minute(said: Talk, at: int, hour: int) -> tuple[int, int] | None:
    """(minutes, word behind them) behind an hour."""
    linked = said.at(at) in (":", "-")
    zero = said.at(at + linked) in ("oh", "o", "0")
    k = at + linked + zero
    low = said.at(k)
    if k >= len(said) or said.breaks(hour, k) or not (low.isascii() and low.isdigit()):
        return None
    if (int(low) > 9 if zero else len(low) != 2) or int(low) > 59:
        return None
    return int(low), k + 1
