"""A number that the engine broke with a comma is one number again: "one hundred, twenty, eight".

A voice that falls at the end of each part makes engines write commas into a spoken number. Read as it
stands, a blood pressure of 128 would be three numbers. The joined number is always marked for listening.
"""

from __future__ import annotations

from typing import Final

from agent.transcription.plain import is_number, plain, tail, words
from agent.transcription.revision import Revision

REASON: Final = "number in one"
_UNITS: Final = words("one two three four five six seven eight nine")
_TEENS: Final = words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS: Final = words("twenty thirty forty fifty sixty seventy eighty ninety")
_OWN_UNIT: Final = words("weeks week days day months month sets reps times by x out visits visit years year")
"""After these the second number counts something of its own: "flexion thirty, six weeks after surgery"."""


def join_broken_numbers(revision: Revision) -> None:
    """Join `hundred, twenty`, `thirty, six`, `one point, two`: words only, digits stand apart on purpose."""
    at = 0
    while at + 1 < len(revision.chunks):
        said = revision.words
        first, second = said[at], said[at + 1]
        if plain(second) == "point" and tail(second) == "," and is_number(first) and not tail(first):
            after = said[at + 2] if at + 2 < len(said) else ""
            if plain(after) in _UNITS | {"oh", "zero"}:
                revision.replace(at, at + 3, (first, "point", after), REASON)
                revision.doubt(at, at + 1)
                continue
        after = plain(said[at + 2]) if at + 2 < len(said) else ""
        link = _link(first, plain(second))
        if link and tail(first) == "," and after not in _OWN_UNIT:
            joined = first.removesuffix(",") + link + second[:1].lower() + second[1:]
            revision.replace(at, at + 2, tuple(joined.split()), REASON)
            revision.doubt(at, at + 1)
        else:
            at += 1


def _link(first: str, second: str) -> str:
    """What stands between the two parts of one number; empty when they are two."""
    last = plain(first).split()[-1:] or [""]
    end = last[0].split("-")[-1]
    head, _, unit = second.partition("-")
    if end == "hundred" and (head in _TENS or (not unit and head in _UNITS | _TEENS)):
        return " "
    return "-" if end in _TENS and second in _UNITS else ""
