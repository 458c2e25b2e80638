"""Clock times between which the patient was treated: `from nine ten to nine fifty five`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from agent.understanding.session.talk import Talk

_TIME = r"(?P<{0}h>\d{{1,2}})(?: ?:? ?(?P<{0}m>[0-5]\d)| o'clock)?"
_JOINED = r"(?P<{0}j>\d{{3,4}})"
_CLOCK = r"(?P<{0}h>\d{{1,2}}) ?:? ?(?P<{0}m>[0-5]\d)"
"""An hour with its minutes: `from 2 to 5` is no time of day."""
_COLON = r"\b(?P<{0}ch>\d{{1,2}}) : (?P<{0}cm>[0-5]\d)"
_SPAN = re.compile(
    r"\b(?:here|in|treated|treatment|session|seen|visit|worked|time|started|started at|began|with me|in "
    r"the clinic|clock)"
    r"(?: \w+){0,2}? (?:from|at) (?:" + _JOINED.format("a") + "|" + _TIME.format("a") + r")(?: [ap]m)?,? ?"
    r"(?:to|until|till|through|(?:and )?(?:out|done|finished|ended|stopped|finishing)(?: at)?) (?:"
    + _JOINED.format("b") + "|" + _TIME.format("b") + r")(?! (?:degrees|reps|pounds))"
)  # fmt: skip
LONGEST = 180
_STRETCH = re.compile(
    r"(?:\b(?:from|between) (?:"
    + _JOINED.format("a")
    + "|"
    + _CLOCK.format("a")
    + r")|"
    + _COLON.format("a")
    + r")(?: [ap]m)? "
    r"(?:to|until|till|through|and) (?:"
    + _JOINED.format("b")
    + "|"
    + _CLOCK.format("b")
    + r")(?! (?:degrees|reps|pounds))"
)


def stretches(said: Talk) -> list[tuple[int, int, int]]:
    """(first word, word behind the last, minutes) of each `from 10:02 to 10:25`, where at least two are told:
    the treatments by the clock."""
    text = " ".join(said.low)
    starts = _starts(said)
    out = []
    for match in _STRETCH.finditer(text):
        start, end = _minutes(match, "a"), _minutes(match, "b")
        if start is not None and end is not None and 3 <= (minutes := (end - start) % (12 * 60)) <= LONGEST:
            out.append((bisect_right(starts, match.start()) - 1, bisect_left(starts, match.end()), minutes))
    return out if len(out) > 1 else []


def from_to(said: Talk) -> tuple[int, int] | None:
    """(word where it is said, minutes between the two times), when the talk gives both."""
    text = " ".join(said.low)
    if stretches(said):
        return None
    for match in _SPAN.finditer(text):
        start, end = _minutes(match, "a"), _minutes(match, "b")
        if start is None or end is None:
            continue
        minutes = (end - start) % (12 * 60)
        if 8 <= minutes <= LONGEST:
            return bisect_right(_starts(said), match.start()) - 1, minutes
    return None


def on_the_clock(said: Talk, at: int) -> bool:
    """Whether the word is the hour or the minutes of a time of day: `10:25`."""
    return (said.at(at - 1) == ":" and said.at(at - 2).isdigit()) or (
        said.at(at + 1) == ":" and said.at(at + 2).isdigit() and len(said.at(at + 2)) == 2
    )


def _starts(said: Talk) -> list[int]:
    """Where each word begins in the words joined by spaces; a word may hold a space (`3 x 10`)."""
    return list(accumulate((len(low) + 1 for low in said.low[:-1]), initial=0))


def _minutes(match: re.Match[str], which: str) -> int | None:
    joined = match.group(f"{which}j")
    told = match.groupdict()
    hour = told.get(f"{which}h") or told.get(f"{which}ch") or 0
    minute = told.get(f"{which}m") or told.get(f"{which}cm") or 0
    hours = int(joined[:-2]) if joined else int(hour)
    minutes = int(joined[-2:]) if joined else int(minute)
    return hours * 60 + minutes if 1 <= hours <= 19 and minutes < 60 else None
