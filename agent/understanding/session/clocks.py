"""Clock times between which the patient was treated: `from nine ten to nine fifty five`."""

from __future__ import annotations

import re

from agent.understanding.session.talk import Talk

_TIME = r"(?P<{0}h>\d{{1,2}})(?: ?:? ?(?P<{0}m>[0-5]\d)| o'clock)?"
_JOINED = r"(?P<{0}j>\d{{3,4}})"
_SPAN = re.compile(
    r"\b(?:here|in|treated|treatment|session|seen|visit|worked|time|started|started at|began|with me|in "
    r"the clinic|clock)"
    r"(?: \w+){0,2}? (?:from|at) (?:" + _JOINED.format("a") + "|" + _TIME.format("a") + r")(?: [ap]m)?,? ?"
    r"(?:to|until|till|through|(?:and )?(?:out|done|finished|ended|stopped|finishing)(?: at)?) (?:"
    + _JOINED.format("b") + "|" + _TIME.format("b") + r")(?! (?:degrees|reps|pounds))"
)  # fmt: skip
LONGEST = 180


def from_to(said: Talk) -> tuple[int, int] | None:
    """(word where it is said, minutes between the two times), when the talk gives both."""
    text = " ".join(said.low)
    for match in _SPAN.finditer(text):
        start, end = _minutes(match, "a"), _minutes(match, "b")
        if start is None or end is None:
            continue
        minutes = (end - start) % (12 * 60)
        if 8 <= minutes <= LONGEST:
            return text[: match.start()].count(" "), minutes
    return None


def _minutes(match: re.Match[str], which: str) -> int | None:
    joined = match.group(f"{which}j")
    hours = int(joined[:-2]) if joined else int(match.group(f"{which}h"))
    minutes = int(joined[-2:]) if joined else int(match.group(f"{which}m") or 0)
    return hours * 60 + minutes if 1 <= hours <= 19 and minutes < 60 else None
