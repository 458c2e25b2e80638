"""What was said is brought into clinical wording once, for the facts and for the check of the note alike."""

from __future__ import annotations

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.drafting.alone import draft_alone
from agent.drafting.offline import OfflineDrafter
from agent.understanding import wording
from agent.understanding.tokens import Token, join

LINES = (
    "Right knee flexion one ten, extension lacks five.",
    "Manual therapy fifteen minutes, therapeutic exercise twenty minutes.",
)


def test_each_line_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def reading(tokens: list[Token]) -> list[Token]:
        read.append(join(tokens))
        return mended(tokens)

    mended = wording.mended
    monkeypatch.setattr(wording, "mended", reading)
    draft_alone(Transcript(segments=tuple(Segment(text=line) for line in LINES)), None, OfflineDrafter())
    for line in LINES:
        assert sum(line in text for text in read) == 1, read
