"""Cuts a streamed recording into pieces of speech at its pauses. Silence belongs to no piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.transcription.audio import RATE
from agent.transcription.vad import FRAME, SpeechProbability

_SECONDS: Final = FRAME / RATE


@dataclass(frozen=True)
class CutOptions:
    """Where to cut. Seconds, except the two probabilities."""

    speech: float = 0.5
    """A frame at or above this starts speech …"""
    silence: float = 0.35
    """… and only frames below this end it."""
    shortest_speech: float = 0.22
    """Pieces with less voice than this are a cough, a door, a dropped weight."""
    pause: float = 0.5
    """A pause this long ends a piece that is long enough."""
    enough: float = 6.0
    breath: float = 0.2
    """Any pause this long ends a piece longer than `full`."""
    full: float = 14.0
    longest: float = 24.0
    """Speech without any pause is cut at its quietest frame before this."""
    apart: float = 1.2
    """A pause this long always ends a piece."""
    margin: float = 0.3
    """Sound kept around a piece's speech, never reaching into the next piece."""


@dataclass(frozen=True)
class Piece:
    """Speech between pauses. `samples` float32 mono 16 kHz; seconds count from the recording's start."""

    start: float
    samples: NDArray[np.float32]
    speech: NDArray[np.float32]
    """Probability of speech of each 32 ms frame of `samples`."""

    @property
    def end(self) -> float:
        return self.start + len(self.samples) / RATE

    @property
    def voiced(self) -> float:
        """Seconds of it that are speech."""
        return float((self.speech >= CutOptions.speech).sum()) * _SECONDS

    def halves(self) -> tuple[Piece, Piece]:
        """The piece in two, parted at the calmest frame of its middle half."""
        frames = len(self.speech)
        first, last = frames // 4, frames - frames // 4
        middle = self.samples[first * FRAME : last * FRAME].reshape(-1, FRAME)
        at = first + _calmest(self.speech[first:last], middle)
        sample = at * FRAME
        return (
            Piece(self.start, self.samples[:sample], self.speech[:at]),
            Piece(self.start + at * _SECONDS, self.samples[sample:], self.speech[at:]),
        )


def cut(blocks: Iterable[NDArray[np.float32]], options: CutOptions | None = None) -> Iterator[Piece]:
    """Pieces in order. Holds one piece and one block of the recording at a time."""
    cutter = _Cutter(options or CutOptions())
    judge = SpeechProbability()
    rest = np.zeros(0, np.float32)
    for block in blocks:
        rest = np.concatenate([rest, block])
        whole = len(rest) // FRAME * FRAME
        frames, rest = rest[:whole].reshape(-1, FRAME), rest[whole:]
        for frame, probability in zip(frames, judge(frames), strict=True):
            yield from cutter.feed(frame, float(probability))
    if len(rest):
        frame = np.pad(rest, (0, FRAME - len(rest)))
        yield from cutter.feed(frame, float(judge(frame[None])[0]))
    yield from cutter.close()


class _Cutter:
    def __init__(self, options: CutOptions) -> None:
        self._o = options
        self._first = 0
        """Index in the recording of the first frame held."""
        self._frames: list[NDArray[np.float32]] = []
        self._probabilities: list[float] = []
        self._started: int | None = None
        """Held index where speech began."""
        self._last_voice = 0
        """Held index after the last voiced frame."""

    def feed(self, frame: NDArray[np.float32], probability: float) -> Iterator[Piece]:
        self._frames.append(frame)
        self._probabilities.append(probability)
        held = len(self._frames)
        if self._started is None:
            if probability >= self._o.speech:
                self._started, self._last_voice = held - 1, held
            else:
                self._drop(held - self._count(self._o.margin))
            return
        if probability >= self._o.silence:
            self._last_voice = held
            if (held - self._started) * _SECONDS >= self._o.longest:
                yield from self._emit(self._quietest())
            return
        pause = (held - self._last_voice) * _SECONDS
        length = (self._last_voice - self._started) * _SECONDS
        o = self._o
        if (
            pause >= o.apart
            or (pause >= o.pause and length >= o.enough)
            or (pause >= o.breath and length >= o.full)
        ):
            yield from self._emit(self._last_voice)

    def close(self) -> Iterator[Piece]:
        if self._started is not None:
            yield from self._emit(self._last_voice)

    def _emit(self, end: int) -> Iterator[Piece]:
        """The piece up to held frame `end`, with margins; what comes after stays held."""
        assert self._started is not None  # noqa: S101 - callers hold a started piece
        margin = self._count(self._o.margin)
        first = max(0, self._started - margin)
        # Sound after the last voice is shared evenly with whatever comes next.
        last = min(len(self._frames), end + margin) if end >= self._last_voice else end
        probabilities = np.asarray(self._probabilities[first:last], np.float32)
        voiced = float((probabilities >= self._o.speech).sum()) * _SECONDS
        if voiced >= self._o.shortest_speech:
            yield Piece(
                (self._first + first) * _SECONDS,
                np.concatenate(self._frames[first:last]),
                probabilities,
            )
        going_on = end < self._last_voice
        last_voice = self._last_voice
        self._drop(last)
        self._started = 0 if going_on else None
        self._last_voice = last_voice - last if going_on else 0

    def _quietest(self) -> int:
        """The least voiced frame of the second half of the piece held."""
        assert self._started is not None  # noqa: S101 - callers hold a started piece
        half = self._started + (len(self._frames) - self._started) // 2
        return half + _calmest(np.asarray(self._probabilities[half:]), np.stack(self._frames[half:]))

    def _drop(self, count: int) -> None:
        if count > 0:
            del self._frames[:count], self._probabilities[:count]
            self._first += count

    @staticmethod
    def _count(seconds: float) -> int:
        return round(seconds / _SECONDS)


def _calmest(probabilities: NDArray[np.floating], frames: NDArray[np.float32]) -> int:
    """Index of the frame, not the first or last, with least voice and sound. `frames`: (n, FRAME)."""
    window = np.convolve(probabilities, np.ones(3) / 3, mode="same")
    energy = np.convolve(np.square(frames).mean(axis=1), np.ones(3) / 3, mode="same")
    score = window + energy / (energy.max() + 1e-9)
    return int(score[1:-1].argmin()) + 1
