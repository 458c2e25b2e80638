"""The embedded engine: Moonshine tiny-en out of the `moonshine-voice` wheel, behind voice activity."""

from __future__ import annotations

import math
from typing import Final

from agent.domain.transcript import SpeechEngineInfo
from agent.transcription.heard import Heard, HeardWord
from agent.transcription.lexicon_bias import BiasOptions, BiasState, LexiconBias
from agent.transcription.moonshine_model import MoonshineModel
from agent.transcription.pieces import CutOptions, Piece
from agent.transcription.search import Reading, search
from agent.transcription.timing import spread

VERSION: Final = "0.1.0"
_HOPELESS: Final = -1.6
"""Mean log-probability of a token below which a piece is not speech the network knows."""
_POOR: Final = -0.9
_MARK: Final = "▁".encode()


class MoonshineRecogniser:
    """Hears one piece at a time. Safe to share between threads."""

    name = "moonshine"

    def __init__(self, *, width: int = 4, threads: int = 2, bias: BiasOptions | None = None) -> None:
        self._width = width
        self._model = MoonshineModel(threads=threads)
        self._bias = LexiconBias(options=bias)

    @property
    def cut_options(self) -> CutOptions:
        return CutOptions()

    def info(self) -> SpeechEngineInfo:
        return SpeechEngineInfo(
            engine=self.name, model="tiny-en", version=VERSION, options={"beam": self._width}
        )

    def hear(self, piece: Piece) -> tuple[Heard, ...]:
        readings = search(self._model, piece.samples, self._bias, width=self._width)
        best = readings[0]
        mean = sum(best.log_probabilities) / max(1, len(best.log_probabilities))
        words = self._words(best)
        if not words or mean < _HOPELESS:
            return ()
        times = spread([text for text, _ in words], piece)
        heard = tuple(
            HeardWord(text=text, t0=t0, t1=t1, confidence=confidence)
            for (text, confidence), (t0, t1) in zip(words, times, strict=True)
        )
        return (Heard(words=heard, doubtful=mean < _POOR),)

    def _words(self, reading: Reading[BiasState]) -> list[tuple[str, float]]:
        """Words with the probability of their least sure token; a comma's is not the word's."""
        words: list[tuple[bytes, float]] = []
        for token, sure in zip(reading.tokens, reading.sureness, strict=True):
            piece = self._model.vocabulary[token]
            least = sure if _has_letters(piece) or piece == _MARK else 0.0
            if piece.startswith(_MARK) or not words:
                words.append((piece.removeprefix(_MARK), least))
            else:
                words[-1] = (words[-1][0] + piece, min(words[-1][1], least))
        texts = ((raw.decode("utf-8", "ignore").replace("▁", " ").strip(), sure) for raw, sure in words)
        return [(text, round(math.exp(sure), 3)) for text, sure in texts if text]


def _has_letters(piece: bytes) -> bool:
    return any(c.isalnum() for c in piece.decode("utf-8", "ignore"))
