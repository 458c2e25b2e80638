"""Stuck repeats: an engine that has lost its place says "42, 42, 42". One copy is kept, and doubted."""

from __future__ import annotations

from typing import Final

from agent.transcription.plain import is_number, plain
from agent.transcription.revision import Revision

_LONGEST: Final = 12
_REASON: Final = "stuck repeat"


def collapse_repeats(revision: Revision) -> None:
    """Leave one copy of what stands three times in a row; doubt a phrase of four words that stands twice.

    What people do say again stays: a digit (telephone numbers), a short word of emphasis ("no, no, no").
    """
    at = 0
    words = revision.words
    heard = [plain(word) for word in words]
    while at < len(heard):
        for length in range(min(_LONGEST, (len(heard) - at) // 2), 0, -1):
            copies = _copies(heard, at, length)
            needed = _needed(words[at : at + length])
            if copies >= needed:
                revision.replace(at + length, at + copies * length, (), _REASON)
                words = revision.words
                heard = [plain(word) for word in words]
            if copies >= min(needed, 2 if length >= 4 else needed):
                revision.doubt(at, at + length)
                break
        at += 1


def _copies(words: list[str], at: int, length: int) -> int:
    first, copies = words[at : at + length], 1
    if not any(first):
        return 1
    while words[at + copies * length : at + (copies + 1) * length] == first:
        copies += 1
    return copies


def _needed(words: list[str]) -> int:
    if len(words) == 1:
        number = is_number(words[0])
        return 3 if number and len(plain(words[0])) > 1 and plain(words[0]).isdigit() else 5
    return 3
