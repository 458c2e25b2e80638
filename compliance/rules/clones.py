"""Near-identical passages: between two notes, and against thousands of a clinic's notes at once.

Texts are compared as sets of runs of five words (Jaccard), with numbers as they are and with numbers
masked. Headings, home programmes and sentences that were computed or copied from the record by the
software are left out: they are alike by design.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from agent.domain.note import Note, Section, Statement

RUN = 5
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


def runs(text: str, *, masked: bool = False) -> frozenset[int]:
    """Hashes of all runs of five words of a text; shorter texts make one run."""
    words = _WORD.findall(text.casefold())
    if masked:
        words = ["#" if _NUMBER.match(w) else w for w in words]
    if not words:
        return frozenset()
    starts = range(max(1, len(words) - RUN + 1))
    return frozenset(hash(tuple(words[i : i + RUN])) for i in starts)


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


def _runs_of(statements: Iterable[Statement], masked: bool) -> frozenset[int]:
    # Run by run within a statement: the order of statements says nothing about copying.
    return frozenset().union(*(runs(s.text, masked=masked) for s in statements))


def _fold(text: str, masked: bool) -> str:
    words = _WORD.findall(text.casefold())
    return " ".join("#" if masked and _NUMBER.match(w) else w for w in words)


class CloneIndex:
    """An inverted index of word runs over many notes; a search touches only notes that share runs."""

    def __init__(self, sections: Iterable[Section] = ("A", "P")) -> None:
        self.sections: tuple[Section, ...] = tuple(sections)
        self._refs: list[str] = []
        self._sizes = array("I")
        self._postings: dict[int, array[int]] = {}

    def __len__(self) -> int:
        return len(self._refs)

    def add(self, ref: str, note: Note) -> None:
        """Adds a note under `ref` (an id, never a name)."""
        number, found = len(self._refs), _runs_of(passages(note, self.sections), False)
        self._refs.append(ref)
        self._sizes.append(len(found))
        for run in found:
            self._postings.setdefault(run, array("I")).append(number)

    def nearest(self, note: Note, *, at_least: float, limit: int = 3) -> tuple[Likeness, ...]:
        """The notes most like `note`, best first, whose likeness is `at_least` or more."""
        wanted = _runs_of(passages(note, self.sections), False)
        lists = [np.frombuffer(self._postings[r], dtype=np.uint32) for r in wanted if r in self._postings]
        if not lists:
            return ()
        shared = np.bincount(np.concatenate(lists), minlength=len(self._refs))
        sizes = np.frombuffer(self._sizes, dtype=np.uint32)
        scores = shared / (len(wanted) + sizes - shared)
        best = np.argsort(-scores, kind="stable")[:limit]
        return tuple(
            Likeness(ref=self._refs[i], score=float(scores[i])) for i in best if scores[i] >= at_least
        )
