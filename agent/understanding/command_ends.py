"""Where a command ends inside a clause, and where one begins: what is said around it belongs to the note.

`… sign it for me okay dizzy one out of ten after`: the command ends where the therapist goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from agent.understanding.commands import command_in, last_word_of_command
from agent.understanding.marks import MEASURES, marks
from agent.understanding.phrases import words
from agent.understanding.tokens import Token, join

_RESUMES: Final = frozenset(["okay", "ok", "alright", "anyway", "anyhow", "anyways"])
_BACK: Final = re.compile(r"^(?:moving on|where was i|all right|next up)\b")
_NOT_RESUMED_AFTER: Final = words("commands_not_resumed_after")
_NOT_RESUMED_BEFORE: Final = frozenset(
    ["and", "with", "to", "for", "by", "on", "in", "at", "or", "enough", "that"]
)
_LEFT_OPEN: Final = frozenset(
    ["all", "every", "that", "the", "each", "any", "his", "her", "my", "your", "down", "as", "both"]
)
"""`mark all` is not all of a command: what it is to mark comes in the next piece."""
_GREETS: Final = frozenset(["hey", "hello", "dear", "attention"])
_JOINED: Final = frozenset(
    [
        "that",
        "and",
        "is",
        "no",
        "any",
        "his",
        "her",
        "my",
        "the",
        "a",
        "with",
        "of",
        "for",
        "to",
        "as",
        "in",
        "on",
    ]
)
_RATED: Final = re.compile(r"^\d+(?:\.\d)?/10$")
_FELT: Final = re.compile(
    r"^(?:pain|dizz\w+|sore\w*|nausea\w*|tired\w*|fatigue\w*|numb\w*|heav\w+|tight\w*|effort|rpe|stiff\w*)$"
)


def apart(pieces: Iterator[list[Token]]) -> Iterator[list[Token]]:
    """The pieces, with commands parted from what was said before and after them. Linear in the words."""
    open_command: list[Token] = []
    for each in pieces:
        piece = [*open_command, *each]
        open_command = []
        if command_in(join(piece)) is None:
            yield piece
            continue
        start = _begins(piece)
        end = _ends(piece, start)
        if end == len(piece) and piece[-1].low in _LEFT_OPEN:
            open_command, piece = piece[start:], piece[:start]
            end = start
        yield from (part for part in (piece[:start], piece[start:end], piece[end:]) if part)
    if open_command:
        yield open_command


def _begins(piece: list[Token]) -> int:
    """Where somebody is greeted for the command; 0 when the command takes the whole piece."""
    for i, token in enumerate(piece):
        if token.low in _GREETS and i and command_in(join(piece[:i])) is None:
            return i if command_in(join(piece[i:])) is not None else 0
    return 0


def _ends(piece: list[Token], start: int) -> int:
    told = piece[start:]
    last = last_word_of_command(join(told))
    starts = {m.start for m in marks(told) if m.of("side", "joint", "part", "motion", *MEASURES)}
    for i in range(len(told)):
        spoken = len(join(told[: i + 1]))
        if spoken <= last or i + 2 >= len(told):
            continue
        rest = told[i:]
        if (
            (_resumes(told, i) or _rates(told, i) or _measures(told, i, starts))
            and _clinical(rest)
            and command_in(join(rest)) is None
        ):
            return start + i
    return len(piece)


def _resumes(told: list[Token], at: int) -> bool:
    before, following = told[at - 1].low, told[at + 1].low
    if _BACK.match(" ".join(t.low for t in told[at : at + 3])):
        return True
    return (
        told[at].low in _RESUMES
        and before not in _NOT_RESUMED_AFTER
        and not before.endswith("'s")
        and following not in _NOT_RESUMED_BEFORE
    )


def _rates(told: list[Token], at: int) -> bool:
    """`… sign it pain two out of ten`: a symptom with its rating, told of nothing that went before."""
    felt = told[at - 1].low not in _JOINED and bool(_FELT.match(told[at].low))
    return felt and any(_RATED.match(t.text) for t in told[at + 1 : at + 4])


def _measures(told: list[Token], at: int, starts: set[int]) -> bool:
    """`computer sign the note right knee flexion 110`: a measurement with its value."""
    begins = at in starts and at - 1 not in starts and told[at - 1].low not in _JOINED
    return begins and any(t.number is not None for t in told[at + 1 : at + 6])


def _clinical(tokens: list[Token]) -> bool:
    return any(t.number is not None or _RATED.match(t.text) for t in tokens) or bool(marks(tokens))
