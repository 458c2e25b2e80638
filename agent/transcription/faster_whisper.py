"""The production engine: faster-whisper on a model folder of this machine, never on a hub."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any, Final

from agent.domain.transcript import SpeechEngineInfo
from agent.errors import EngineUnavailable
from agent.transcription.heard import Heard, HeardWord
from agent.transcription.models import locate
from agent.transcription.pieces import CutOptions, Piece
from agent.transcription.timing import spread

_LOW_LOG_PROBABILITY: Final = -1.0
_HIGH_NO_SPEECH: Final = 0.6
_HIGH_COMPRESSION: Final = 2.4
"""Whisper's own limits for a segment not to be trusted; a repeated phrase compresses well."""


class WhisperRecogniser:
    """Hears one piece at a time. Raises `EngineUnavailable` when the model is missing or not whole."""

    name = "faster_whisper"

    def __init__(
        self,
        model: str,
        models_dir: Path,
        *,
        device: str = "cpu",
        compute_type: str = "int8",
        beam_size: int = 5,
        hotwords: str = "",
        word_times: bool = True,
    ) -> None:
        self._folder = locate(model, models_dir)
        self._options = {
            "beam_size": beam_size,
            "condition_on_previous_text": False,
            "hotwords": hotwords,
            "word_timestamps": word_times,
        }
        self._device, self._compute_type = device, compute_type
        os.environ["HF_HUB_OFFLINE"] = "1"
        try:
            import faster_whisper
        except ImportError:
            raise EngineUnavailable(
                "The package faster-whisper is not installed.", mend="Install ptscribe again."
            ) from None
        self._version = str(faster_whisper.__version__)
        try:
            self._model = faster_whisper.WhisperModel(
                str(self._folder), device=device, compute_type=compute_type, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineUnavailable(
                f"The Whisper model {self._folder.name!r} cannot be loaded ({device}, {compute_type}).",
                mend="Check PTSCRIBE_WHISPER_DEVICE and PTSCRIBE_WHISPER_COMPUTE_TYPE, "
                "or download the model again.",
            ) from error

    @property
    def cut_options(self) -> CutOptions:
        """Whisper always computes on 30 s, so pieces come as near to that as pauses allow."""
        return CutOptions(enough=18.0, full=22.0, longest=28.0, apart=3.0)

    def info(self) -> SpeechEngineInfo:
        return SpeechEngineInfo(
            engine=self.name,
            model=self._folder.name,
            version=self._version,
            options={
                **self._options,
                "device": self._device,
                "compute_type": self._compute_type,
                "vad": True,
            },
        )

    def hear(self, piece: Piece) -> tuple[Heard, ...]:
        # The piece is speech already (vad.py); the engine's own filter removes pauses inside it.
        segments, _ = self._model.transcribe(
            piece.samples,
            language="en",
            task="transcribe",
            vad_filter=True,
            vad_parameters={"min_silence_duration_ms": 500, "speech_pad_ms": 300},
            **{**self._options, "hotwords": self._options["hotwords"] or None},
        )
        heard = (_heard(segment, piece) for segment in segments)
        return tuple(stretch for stretch in heard if stretch is not None)


def _heard(segment: Any, piece: Piece) -> Heard | None:
    if segment.words:
        words = tuple(
            HeardWord(
                text=word.word.strip(),
                t0=round(min(piece.end, piece.start + word.start), 2),
                t1=round(min(piece.end, piece.start + word.end), 2),
                confidence=round(min(1.0, max(0.0, float(word.probability))), 3),
            )
            for word in segment.words
            if word.word.strip()
        )
    else:
        texts = segment.text.split()
        confidence = round(min(1.0, math.exp(float(segment.avg_logprob))), 3)
        words = tuple(
            HeardWord(text=text, t0=t0, t1=t1, confidence=confidence)
            for text, (t0, t1) in zip(texts, spread(texts, piece) if texts else [], strict=True)
        )
    if not words:
        return None
    doubtful = (
        segment.avg_logprob < _LOW_LOG_PROBABILITY
        or segment.no_speech_prob > _HIGH_NO_SPEECH
        or segment.compression_ratio > _HIGH_COMPRESSION
    )
    return Heard(words=words, doubtful=bool(doubtful), exact_times=bool(segment.words))
