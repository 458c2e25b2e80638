"""Near-identical passages of two notes.

Texts are compared as sets of runs of five words (Jaccard), with numbers as they are and with numbers
masked. Headings, home programmes and sentences that were computed or copied from the record by the
software are left out: they are alike by design.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from agent.domain.note import Note, Section, Statement

RUN = 5
COMPARED: tuple[Section, ...] = ("A", "P")
"""Where copied wording counts between patients: what a measure is called is the same for everybody."""
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_NUMBER = re.compile(r"\d")
_HOME = re.compile(r"\b(?:hep|home (?:exercise|program|programme))\b", re.IGNORECASE)
_BY_SOFTWARE = frozenset({"computed", "record", "suggested"})


@dataclass(frozen=True)
class Likeness:
    """How alike a note is to another: Jaccard of word runs, 0 to 1, and the sentences they share."""

    ref: str
    score: float
    shared: tuple[str, ...] = ()


def passages(note: Note, sections: Iterable[Section]) -> tuple[Statement, ...]:
    """The statements that are compared."""
    wanted = frozenset(sections)
    return tuple(
        s
        for s in note.statements
        if s.section in wanted and s.origin not in _BY_SOFTWARE and not _HOME.search(f"{s.group} {s.text}")
    )


def runs(text: str, *, masked: bool = False) -> frozenset[str]:
    """All runs of five words of a text; shorter texts make one run."""
    words = _WORD.findall(text.casefold())
    if masked:
        words = ["#" if _NUMBER.match(w) else w for w in words]
    if not words:
        return frozenset()
    starts = range(max(1, len(words) - RUN + 1))
    return frozenset(" ".join(words[i : i + RUN]) for i in starts)


def likeness(first: Note, second: Note, sections: Iterable[Section], *, masked: bool = False) -> Likeness:
    """How alike two notes are in these sections."""
    sections = tuple(sections)
    mine, theirs = passages(first, sections), passages(second, sections)
    a, b = _runs_of(mine, masked), _runs_of(theirs, masked)
    union = len(a | b)
    other = {_fold(s.text, masked) for s in theirs}
    shared = tuple(s.text for s in mine if _fold(s.text, masked) in other)
    return Likeness(ref="", score=len(a & b) / union if union else 0.0, shared=shared)


def word_count(note: Note, sections: Iterable[Section]) -> int:
    """Words of the compared statements: very short texts are alike by chance."""
    return sum(len(_WORD.findall(s.text.casefold())) for s in passages(note, sections))


def word_runs(note: Note) -> frozenset[str]:
    """The runs of words by which a note is compared with other patients' notes."""
    return _runs_of(passages(note, COMPARED), False)


def _runs_of(statements: Iterable[Statement], masked: bool) -> frozenset[str]:
    # Run by run within a statement: the order of statements says nothing about copying.
    return frozenset().union(*(runs(s.text, masked=masked) for s in statements))


def _fold(text: str, masked: bool) -> str:
    words = _WORD.findall(text.casefold())
    return " ".join("#" if masked and _NUMBER.match(w) else w for w in words)


class ClinicNotes(Protocol):
    """Notes of other patients, to search for copied wording."""

    def nearest(self, note: Note, *, at_least: float, limit: int = 3) -> tuple[Likeness, ...]:
        """The notes most like `note` in assessment and plan, best first, if `at_least` that alike."""
        ...


class NotesAtHand:
    """A few notes compared one by one, by reference."""

    def __init__(self, notes: Mapping[str, Note]) -> None:
        self._notes = dict(notes)

    def nearest(self, note: Note, *, at_least: float, limit: int = 3) -> tuple[Likeness, ...]:
        found = [replace(likeness(note, other, COMPARED), ref=ref) for ref, other in self._notes.items()]
        found = sorted((f for f in found if f.score >= at_least), key=lambda f: -f.score)
        return tuple(found[:limit])
