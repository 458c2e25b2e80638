"""What an engine hears in one piece, before anything is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pydantic import Field

from agent.domain.base import Model
from agent.domain.transcript import Speaker, SpeechEngineInfo

if TYPE_CHECKING:
    from agent.transcription.pieces import (
        CutOptions,
        Piece,
    )  # brings NumPy, which a typed transcript needs not


class HeardWord(Model):
    """A word with its punctuation; seconds count from the recording's start, confidence 0 to 1.

    A typed transcript has neither times nor confidence.
    """

    text: str
    t0: float | None = None
    t1: float | None = None
    confidence: float | None = None
    hearings: tuple[float, ...] = ()
    """The confidence of each hearing alone, where the engine listens more than once."""
    critical: float | None = None
    """How likely a number or side was where this word begins: itself, lost before it, or written as it."""


class Heard(Model):
    """A stretch of words. `doubtful`: the engine itself does not trust the whole stretch."""

    words: tuple[HeardWord, ...] = Field(min_length=1)
    doubtful: bool = False
    exact_times: bool = False
    """False where word times are spread over the voiced parts of the piece."""
    speaker: Speaker | None = None
    speaker_confidence: float | None = None


class Recogniser(Protocol):
    """One engine's way to turn a piece of speech into words."""

    name: str

    @property
    def cut_options(self) -> CutOptions:
        """The piece lengths this engine hears best."""
        ...

    def info(self) -> SpeechEngineInfo: ...

    def hear(self, piece: Piece) -> tuple[Heard, ...]:
        """Nothing for a piece without words. Raises `EngineUnavailable` when the model cannot run."""
        ...
