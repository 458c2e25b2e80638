"""The one interface of all speech engines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from agent.domain.transcript import Transcript

Progress = Callable[[float], None]
"""Called with the share done, 0 to 1."""


class SpeechEngine(Protocol):
    """Turns one recording into a transcript.

    Raises `AudioError` for a recording that cannot be used and `EngineUnavailable` when the
    engine or its model is missing; never returns words for silence.
    """

    name: str

    def transcribe(self, audio: Path, *, progress: Progress | None = None) -> Transcript: ...
