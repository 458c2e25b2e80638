"""What was said and when: segments with seconds, raw and corrected text, and evidence spans into them."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from agent.domain.base import Model

Speaker = Literal["THERAPIST", "PATIENT"]


class Word(Model):
    """A word of `Segment.text`: its characters [start, end), and seconds t0 to t1 of the recording."""

    start: int = Field(ge=0)
    end: int
    t0: float = Field(ge=0)
    t1: float
    confidence: float | None = None
    """0 to 1; None where the engine gives none."""
    doubtful: bool = False
    """Likely misheard: a reviewer must listen before this word is relied on."""


class Correction(Model):
    """One change from raw to corrected text; characters [start, end) of `Segment.text` now read `after`."""

    start: int = Field(ge=0)
    end: int
    before: str
    after: str
    reason: str = ""


class Segment(Model):
    """A stretch of speech between pauses. Seconds count from the start of the recording."""

    start: float | None = None
    end: float | None = None
    speaker: Speaker | None = None
    speaker_confidence: float | None = None
    text: str
    raw_text: str = ""
    confidence: float | None = None
    doubtful: bool = False
    corrections: tuple[Correction, ...] = ()
    words: tuple[Word, ...] = ()


class SpeechEngineInfo(Model):
    """Provenance of a transcript: engine, model and the options that shaped it."""

    engine: str
    model: str = ""
    version: str = ""
    options: dict[str, str | int | float | bool] = {}


class EvidenceSpan(Model):
    """Characters [start, end) of `Transcript.text`, its words, and where known its seconds."""

    start: int = Field(ge=0)
    end: int
    quote: str
    t0: float | None = None
    t1: float | None = None
    doubtful: bool = False

    @model_validator(mode="after")
    def _not_empty(self) -> EvidenceSpan:
        if self.end <= self.start:
            raise ValueError("an evidence span must hold at least one character")
        return self


class Transcript(Model):
    """Segments in order. `text` joins them with a newline; all evidence offsets count in it."""

    segments: tuple[Segment, ...]
    duration: float | None = None
    """Seconds of the recording, None for a typed transcript."""
    engine: SpeechEngineInfo = SpeechEngineInfo(engine="typed")

    @cached_property
    def text(self) -> str:
        return "\n".join(segment.text for segment in self.segments)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each segment starts in `text`."""
        starts, at = [], 0
        for segment in self.segments:
            starts.append(at)
            at += len(segment.text) + 1
        return tuple(starts)

    def segment_at(self, offset: int) -> int:
        """Index of the segment that holds character `offset` of `text`."""
        return max(0, bisect_right(self.offsets, offset) - 1)

    def seconds_at(self, offset: int, *, end: bool = False) -> float | None:
        """Seconds at character `offset`: from word times where known, else by even pace in the segment."""
        index = self.segment_at(max(0, offset - 1) if end else offset)
        segment, local = self.segments[index], offset - self.offsets[index]
        for word in segment.words:
            if end and word.start < local <= word.end:
                return word.t1
            if not end and word.start <= local < word.end:
                return word.t0
        if segment.start is None or segment.end is None:
            return None
        share = min(1.0, max(0.0, local / max(1, len(segment.text))))
        return round(segment.start + share * (segment.end - segment.start), 2)

    def span(self, start: int, end: int) -> EvidenceSpan:
        """The evidence span for characters [start, end) of `text`. Raises ValueError outside of it."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}:{end} lies outside the transcript's {len(self.text)} characters")
        first, last = self.segment_at(start), self.segment_at(end - 1)
        return EvidenceSpan(
            start=start,
            end=end,
            quote=self.text[start:end],
            t0=self.seconds_at(start),
            t1=self.seconds_at(end, end=True),
            doubtful=any(s.doubtful for s in self.segments[first : last + 1])
            or any(self._words_doubted(index, start, end) for index in range(first, last + 1)),
        )

    def _words_doubted(self, index: int, start: int, end: int) -> bool:
        """Whether segment `index` has a doubtful word within characters [start, end) of `text`."""
        at = self.offsets[index]
        words = self.segments[index].words
        return any(w.doubtful and at + w.start < end and start < at + w.end for w in words)
