"""The embedded engine: Moonshine tiny-en out of the `moonshine-voice` wheel, behind voice activity.

Each piece is listened to as it is and slowed (search.py): on dictations never heard before that leaves
a third fewer wrong numbers, for two thirds more time. The network sometimes stops long before the speech
does; what then has too few letters for its seconds is heard again in two halves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.domain.transcript import SpeechEngineInfo
from agent.transcription.heard import Heard, HeardWord
from agent.transcription.lexicon_bias import BiasOptions, LexiconBias
from agent.transcription.moonshine_model import MoonshineModel
from agent.transcription.phrase_bias import PhraseBias, SpokenBias, SpokenState
from agent.transcription.pieces import CutOptions, Piece
from agent.transcription.search import Reading, search
from agent.transcription.timing import spread

VERSION: Final = "0.1.0"
_HOPELESS: Final = -1.6
"""Mean log-probability of a token below which a piece is not speech the network knows."""
_POOR: Final = -0.9
_FEWEST_LETTERS: Final = 8.0
"""In a second of speech. Slow talk has ten (measured on consultations and on eight synthetic voices)."""
_SHORTEST: Final = 3.0
"""Seconds of speech that are enough to tell."""
_MARK: Final = "▁".encode()
_SLOWED: Final = 0.92
"""Pace of the second hearing."""


@dataclass
class _Spelled:
    """A word being put together. Log-probabilities: of its least sure token, of the same in each hearing
    alone, and of a number or side in its place."""

    raw: bytes
    sure: float
    alone: tuple[float, ...]
    critical: float


class MoonshineRecogniser:
    """Hears one piece at a time. Safe to share between threads."""

    name = "moonshine"

    def __init__(self, *, width: int = 4, bias: BiasOptions | None = None) -> None:
        self._width = width
        self._model = MoonshineModel()
        self._bias = SpokenBias(LexiconBias(options=bias), PhraseBias())

    @property
    def cut_options(self) -> CutOptions:
        return CutOptions()

    def info(self) -> SpeechEngineInfo:
        return SpeechEngineInfo(
            engine=self.name,
            model="tiny-en",
            version=VERSION,
            options={
                "beam": self._width,
                "second_hearing": _SLOWED,
                "fewest_letters": _FEWEST_LETTERS,
                **self._bias.options,
            },
        )

    def hear(self, piece: Piece) -> tuple[Heard, ...]:
        heard = self._read(piece)
        if not _stopped_early(heard, piece):
            return heard
        again = tuple(heard for half in piece.halves() for heard in self.hear(half))
        if _letters(again) > _letters(heard):
            return again
        return tuple(each.model_copy(update={"doubtful": True}) for each in heard)

    def _read(self, piece: Piece) -> tuple[Heard, ...]:
        sounds = (piece.samples, slowed(piece.samples, _SLOWED))
        best = search(self._model, sounds, self._bias, width=self._width)[0]
        mean = sum(best.log_probabilities) / max(1, len(best.log_probabilities))
        words = self._words(best)
        if not words or mean < _HOPELESS:
            return ()
        times = spread([word.text for word in words], piece)
        timed = (w.model_copy(update={"t0": t0, "t1": t1}) for w, (t0, t1) in zip(words, times, strict=True))
        return (Heard(words=tuple(timed), doubtful=mean < _POOR),)

    def _words(self, reading: Reading[SpokenState]) -> list[HeardWord]:
        """Words with the probability of their least sure token; a comma's is not the word's."""
        words: list[_Spelled] = []
        figures = zip(reading.tokens, reading.sureness, reading.hearings, reading.critical, strict=True)
        for token, sure, alone, critical in figures:
            piece = self._model.vocabulary[token]
            if not _has_letters(piece) and piece != _MARK:
                sure, alone = 0.0, (0.0,) * len(alone)
            if piece.startswith(_MARK) or not words:
                words.append(_Spelled(piece.removeprefix(_MARK), sure, alone, critical))
            else:
                last = words[-1]
                least = tuple(map(min, last.alone, alone))
                words[-1] = _Spelled(last.raw + piece, min(last.sure, sure), least, last.critical)
        return [
            HeardWord(
                text=text,
                confidence=round(math.exp(word.sure), 3),
                hearings=tuple(round(math.exp(each), 3) for each in word.alone),
                critical=round(math.exp(word.critical), 4),
            )
            for word in words
            if (text := word.raw.decode("utf-8", "ignore").replace("▁", " ").strip())
        ]


def _stopped_early(heard: tuple[Heard, ...], piece: Piece) -> bool:
    """Whether words were heard, but too few for so much speech."""
    return bool(heard) and piece.voiced >= _SHORTEST and _letters(heard) < _FEWEST_LETTERS * piece.voiced


def _letters(heard: tuple[Heard, ...]) -> int:
    return sum(len(word.text) + 1 for each in heard for word in each.words)


def slowed(samples: NDArray[np.float32], pace: float) -> NDArray[np.float32]:
    """The same sound at `pace` (below 1: longer and lower)."""
    places = np.arange(0, len(samples) - 1, pace)
    return np.asarray(np.interp(places, np.arange(len(samples)), samples), np.float32)


def _has_letters(piece: bytes) -> bool:
    return any(c.isalnum() for c in piece.decode("utf-8", "ignore"))
