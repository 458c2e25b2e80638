"""Clock times between which the patient was treated: `from nine ten to nine fifty five`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from agent.late import late
from agent.needles import Rare
from agent.understanding.session.talk import Talk
from agent.understanding.session.times import Time, time_at

LONGEST: Final = 180
_LEAST: Final = 3
_LEAST_VISIT: Final = 8
_HALF_DAY: Final = 12 * 60
_UNTIL: Final = re.compile(r"^(?:to|until|til|till|through|thru|and|-)$")
_BEFORE_TIMES: Final = frozenset([",", "then", "it", "about", "say", "and"])
"""Words behind which `two ten to two twenty-five` is a stretch of the clock."""
_UNTILS: Final = frozenset(["until", "till", "til"])
_BEHIND_AN_HOUR: Final = frozenset(
    [",", "and", "then", "was", "were", "is", "for", "we", "i", "on", "with", "it", ":"]
)
_AN_HOUR: Final = 60
_STILL: Final = 60
"""Words from a time of day to the next, which goes on from it."""
_NEAR: Final = 14
"""Words between a treatment and the time until which it went."""
_OUT: Final = Rare(
    r"^(?:, )?(?:(?:and|then|we|i|she|he|they|were|was|with|all|the|session|visit|patient|time|everything) )*"
    r"(?:out|done|finish\w*|end|ends|ended|ending|stop|stopped|wrapp(?:ed|ing) up|"
    r"left(?: the (?:table|gym|clinic|room|building|floor|mat|department|bars))?|through|over|"
    r"clocked out|checked out)"
    r"(?: (?:time|up|her|him|them|it|off|by|at|about|around|was|is|:|,))*$",
    flags=0,
)
_IN: Final = re.compile(
    r"^(?:(?:,|and|with|we|i|she|he|they|patient|visit|session) )*"
    r"(?:in|start\w*|began|begin|begun|arriv\w+|clocked in|checked in)(?: (?:time|at|about|around|was|:))*$"
)
_BEGUN: Final = re.compile(
    r"\b(?:here|in|treated|treatment|session|seen|visit|worked|started|start|began|begin|with me|time|"
    r"in the (?:clinic|room|gym)|clock|"
    r"(?:treatment|session|visit|we) (?:ran|went|lasted)|saw (?:him|her|them|you)|had (?:him|her|them|you))"
    r"(?: (?:time|in|off|here|today|was|is|with|me|him|her|them|this|morning|afternoon|right|that|whole|"
    r"entire|stretch|,))*"
    r"(?: (?:from|at|about|around|between|just|:|,))* ?$"
)
_NO_TREATMENT: Final = Rare(
    r"\b(?:pain|ache\w*|hurt\w*|symptoms?|spasms?|headaches?|dizz\w*|vertigo|shift|work(?:s|ing)?|school|class|sleeps?|"
    r"slept|bed|woke|wakes|scheduled|supposed|medication|dose|pills?|injection|surgery|fell|next|tomorrow|"
    r"goals?|drive|drove|practice|game|shower)\b",
    flags=0,
)
_NUMBERED: Final = re.compile(r"^(?:degrees?|reps?|pounds?|lbs?|percent|seconds?|feet|minutes?|sets?)$")
_TYPED_ALONE: Final = re.compile(
    r"^(?:\d{4}|\d{1,2} : \d\d) (?:to|until|till|through|-) (?:\d{4}|\d{1,2} : \d\d)$"
)
_BEHIND_A_NUMBER: Final = re.compile(r"\d\S* ")
"""Without punctuation: `pain three out of ten start time …` ends what was said of the pain."""
_GAP: Final = 10
"""Words between the two times."""
_LEAD: Final = 6
"""Words in which stands what began."""


@dataclass(frozen=True, slots=True)
class Span:
    """The words [start, end) tell of `minutes` by the clock; those `between` the two times of the visit."""

    start: int
    end: int
    minutes: int
    between: tuple[int, int] = (0, 0)

    def holds(self, at: int) -> bool:
        """Whether the word tells of these times."""
        return self.start <= at < self.end and not self.between[0] <= at < self.between[1]


def stretches(said: Talk, named: Collection[int]) -> list[Span]:
    """Each `from 10:02 to 10:25` and `exercise 0915-0938`, where at least two are told.

    `named`: the words behind the treatments that are named.
    """
    out: list[Span] = []
    begun = {t.start: t for t in _begun(said)} if _UNTILS.intersection(said.low) else {}
    last: Time | None = None
    at = 0
    while at < len(said):
        if not (said.low[at].isdigit() or said.low[at] in _UNTILS or at in begun):  # as most words
            at += 1
            continue
        found = _stretch(said, at, named, last)
        if found is not None:
            last = found.last
            out.append(found.span)
            at = found.span.end
            continue
        last = begun.get(at, last)
        went_on = _until(said, at, last, named)
        if went_on is not None:
            last = went_on.last
            out.append(went_on.span)
            at = went_on.span.end
            continue
        at += 1
    return out if len(out) > 1 or any(_behind_a_name(said, s, named) for s in out) else []


def _until(said: Talk, at: int, last: Time | None, named: Collection[int]) -> _Stretch | None:
    """`From there until a quarter to ten, exercise`: from the time told last."""
    if last is None or said.at(at) not in _UNTILS or at - last.end > _STILL:
        return None
    end = time_at(said, at + 1, after=last)
    if end is None or not (end.surely or _ends_at_the_hour(said, last, end)):
        return None
    minutes = (end.minutes - last.minutes) % _HALF_DAY
    told = any(
        i in named for i in range(max(said.opening(at), at - _NEAR), min(said.closing(at), end.end + _NEAR))
    )
    if not told or not _LEAST <= minutes <= LONGEST or _NO_TREATMENT.search(said.words(said.opening(at), at)):
        return None
    return _Stretch(Span(at, end.end, minutes), end)


def _ends_at_the_hour(said: Talk, first: Time, end: Time) -> bool:
    """`The last of it, until three`: a bare hour, where the clock runs up to it and it counts nothing."""
    before = (end.minutes - first.minutes) % _HALF_DAY
    follows = said.at(end.end) if end.end < said.closing(end.start) else ""
    return first.surely and _LEAST <= before < _AN_HOUR and (not follows or follows in _BEHIND_AN_HOUR)


def _behind_a_name(said: Talk, span: Span, named: Collection[int]) -> bool:
    """`Exercise from 1:03 to 1:30`, `balance, from 2:40 to 2:50`."""
    led = said.at(span.start - 1) == "from"
    at = span.start - led
    if led and said.at(at - 1 - (said.at(at - 1) == ",")) in _GROWS and said.at(span.start + 1) != ":":
        return False
    if at in named or (led and said.at(at - 1) == "," and at - 1 in named):
        return True
    return led and said.at(span.start + 1) != "to" and _names_what_it_was(said, at, named)


_MORE_OF_IT: Final = 9
"""Words that may tell more of a treatment before the times that it was given."""
_GROWS: Final = frozenset(
    ["up", "distance", "walked", "ambulated", "progressed", "increased", "improved", "load", "loads",
     "weight", "resistance", "speed", "hold", "holds", "held", "watts", "cadence", "press", "curl", "curls",
     "row", "rows", "squat", "squats", "pulldown", "pulldowns", "deadlift", "deadlifts", "raise", "raises",
     "machine"]
)  # fmt: skip
"""Words behind which `from two forty to two fifty` may count feet, pounds or seconds."""


def _names_what_it_was(said: Talk, at: int, named: Collection[int]) -> bool:
    """`Balance on one leg, from two forty to two fifty`: the time of day of what its sentence told of."""
    for k in range(at - 1, max(said.opening(at), at - _MORE_OF_IT) - 1, -1):
        if said.low[k] in _GROWS or (said.tokens[k].number is not None and said.tokens[k].text.isdigit()):
            return False
        if k + 1 in named:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Stretch:
    span: Span
    last: Time
    """When it ended."""


def _stretch(said: Talk, at: int, named: Collection[int], before_it: Time | None) -> _Stretch | None:
    if not said.at(at).isdigit():
        return None
    first = time_at(said, at)
    if first is None or not _UNTIL.match(said.at(first.end)):
        return None
    if not first.surely and said.at(at - 1) not in ("from", "between"):
        return None
    last = time_at(said, first.end + 1, after=first)
    if last is None or _NUMBERED.match(said.at(last.end)):
        return None
    before = said.at(at - 1)
    if not last.surely:
        runs = before_it is not None and before_it.minutes == first.minutes
        of_a_name = at in named or (before == "from" and at - 1 in named)
        if not (runs or of_a_name) or not _ends_at_the_hour(said, first, last):
            return None
    typed = said.at(at + 1) == ":" or (len(said.at(at)) == 4 and len(said.at(last.start)) == 4)
    told = before in ("from", "between") or at in named or (before in (":", "was", ",") and at - 1 in named)
    spoken = (
        (at == said.opening(at) or before in _BEFORE_TIMES)
        and first.end > at + 1
        and last.end > last.start + 1
    )
    if not (typed or told or spoken) or said.breaks(first.start, last.start):
        return None
    minutes = (last.minutes - first.minutes) % _HALF_DAY
    return _Stretch(Span(at, last.end, minutes), last) if _LEAST <= minutes <= LONGEST else None


def from_to(said: Talk, named: Collection[int] = ()) -> Span | None:
    """The time between the beginning and the end of the visit, when the talk gives both."""
    within = stretches(said, named)
    for first in _begun(said):
        if any(s.start <= first.start < s.end for s in within):
            continue
        last = _ended(said, first)
        if last is None:
            continue
        minutes = (last.minutes - first.minutes) % _HALF_DAY
        if _LEAST_VISIT <= minutes <= LONGEST:
            between = (first.end, last.start) if last.start - first.end >= _GAP else (0, 0)
            return Span(first.start, last.end, minutes, between)
    return _out_before_in(said)


def _out_before_in(said: Talk) -> Span | None:
    """`Out at 10:55, in at 10:05`."""
    for first in _begun(said):
        for at in range(max(0, first.start - _GAP), first.start):
            last = time_at(said, at)
            if last is None or not (last.surely and first.surely) or said.breaks(at, first.start) > 1:
                continue
            minutes = (last.minutes - first.minutes) % _HALF_DAY
            told = said.words(max(said.opening(at), at - 3), at)
            between = said.words(last.end, first.start)
            if _OUT.fullmatch(told) and _IN.fullmatch(between) and _LEAST_VISIT <= minutes <= LONGEST:
                return Span(at, first.end, minutes)
            break
    return None


def _begun(said: Talk) -> Iterator[Time]:
    for at, low in enumerate(said.low):
        if not (low.isdigit() or low in ("a", "quarter", "half")):
            continue
        if at == said.opening(at) and _typed_alone(said, at):
            yield from filter(None, [time_at(said, at)])
            continue
        told = _BEHIND_A_NUMBER.split(said.words(max(said.opening(at), at - _LEAD), at))[-1]
        if not _BEGUN.search(told) or _NO_TREATMENT.search(told):
            continue
        found = time_at(said, at)
        if found is not None:
            yield found


def _typed_alone(said: Talk, at: int) -> bool:
    """`0930 to 1015.` as a whole sentence."""
    alone = [low for low in said.low[at : said.closing(at)] if low not in ("am", "pm")]
    return bool(_TYPED_ALONE.match(" ".join(alone)))


def _ended(said: Talk, first: Time) -> Time | None:
    """The time that ends what began at `first`."""
    for at in range(first.end + 1, min(len(said), first.end + _GAP)):
        if said.breaks(first.start, at) > 1:
            return None
        last = time_at(said, at)
        if last is None or not (first.surely or last.surely):
            continue
        gap = said.words(first.end, at)
        until = bool(_UNTIL.match(gap)) and not said.breaks(first.start, at)
        if (until or _OUT.match(gap)) and not _NUMBERED.match(said.at(last.end)):
            return last
    return _ended_later(said, first) if first.surely else None


_DONE_AT: Final = late(
    r"\b(?:we|i|session|visit|treatment|all|everything)(?: (?:were|was|all|had|got))*"
    r" (?:done|finished|finish|ended|out|wrapp?ed(?: it| things)? up|stopped|through)"
    r"(?: (?:by|at|about|around))+$"
)
_LATER: Final = 200
"""Words of a visit between its first and its last time."""


def _ended_later(said: Talk, first: Time) -> Time | None:
    """`Started at 10:15. Manual twelve, exercise fourteen. We were done at 10:41.`"""
    for at in range(first.end + _GAP, min(len(said), first.end + _LATER)):
        if said.at(at - 1) not in ("at", "by", "around", "about") or not said.at(at).isdigit():
            continue
        opening = max(said.opening(at), at - _LEAD)
        alone = opening > first.end and _OUT.fullmatch(said.words(opening, at))
        if not alone and not _DONE_AT.search(said.words(opening, at)):
            continue
        last = time_at(said, at)
        if last is not None and last.surely and not _NUMBERED.match(said.at(last.end)):
            return last
    return None


def on_the_clock(said: Talk, at: int) -> bool:
    """Whether the word is the hour or the minutes of a time of day: `10:25`."""
    return (
        (said.at(at - 1) == ":" and _is_hour(said.at(at - 2)))
        or (
            _is_hour(said.at(at))
            and said.at(at + 1) == ":"
            and said.at(at + 2).isdigit()
            and len(said.at(at + 2)) == 2
        )
        or (said.at(at - 2) in _AT_A_TIME and said.at(at - 1).isdigit() and _ends_a_time(said, at))
    )


_AT_A_TIME: Final = frozenset(["at", "by", "until", "till"])


def _ends_a_time(said: Talk, at: int) -> bool:
    """`done at ten forty-one`: the minutes of a time of day, if nothing counts them."""
    if said.tokens[at].number is None or (at + 1 < len(said) and _NUMBERED.match(said.at(at + 1))):
        return False
    time = time_at(said, at - 1)
    return time is not None and time.surely and time.end == at + 1


def _is_hour(low: str) -> bool:
    return low.isdigit() and len(low) <= 2 and int(low) <= 24
