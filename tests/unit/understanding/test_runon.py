"""Speech without punctuation cut where another thing begins: `runon/*.txt` has one clause a line.

Paragraphs are parted by an empty line. Every dictation there is this project's own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.understanding.clauses import clauses
from agent.understanding.utterances import turns

FILES = sorted((Path(__file__).parent / "runon").glob("*.txt"))
AMISS = 0.05
"""Share of all boundaries that may be missed or made too many."""


def _boundaries(lines: list[str]) -> set[int]:
    starts, at = set(), 0
    for line in lines:
        starts.add(at)
        at += len(line) + 1
    return starts


def _amiss(path: Path) -> tuple[int, int]:
    wrong = total = 0
    for paragraph in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = paragraph.split("\n")
        transcript = Transcript(segments=(Segment(text=" ".join(lines)),))
        found = {clause.start for clause in clauses(turns(transcript))}
        wrong += len(_boundaries(lines) ^ found)
        total += len(lines)
    return wrong, total


def test_run_on_dictations_are_cut_at_their_clauses() -> None:
    counts = [_amiss(path) for path in FILES]
    assert sum(wrong for wrong, _ in counts) <= AMISS * sum(total for _, total in counts)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_no_dictation_is_cut_much_amiss(path: Path) -> None:
    wrong, total = _amiss(path)
    assert wrong <= max(2, 3 * AMISS * total)
