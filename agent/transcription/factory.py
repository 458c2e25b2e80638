"""Which speech engine the settings ask for."""

from __future__ import annotations

from agent.settings import Settings
from agent.transcription.base import SpeechEngine
from agent.transcription.engine import PieceEngine
from agent.transcription.heard import Recogniser
from agent.transcription.piece_store import PieceStore
from agent.transcription.vocabulary import vocabulary


def speech_engine(settings: Settings, *, pieces: PieceStore | None = None) -> SpeechEngine:
    """The engine, its model loaded. Raises `EngineUnavailable` naming what is missing and how to mend it."""
    return PieceEngine(
        _recogniser(settings),
        max_minutes=settings.max_audio_minutes,
        max_bytes=int(settings.max_upload_mb * 2**20),
        pieces=pieces,
    )


def _recogniser(settings: Settings) -> Recogniser:
    if settings.speech_engine == "faster_whisper":
        from agent.transcription.faster_whisper import WhisperRecogniser

        return WhisperRecogniser(
            settings.whisper_model,
            settings.models_dir,
            device=settings.whisper_device,
            compute_type=settings.whisper_compute_type,
            hotwords=", ".join(vocabulary().hotwords),
        )
    from agent.transcription.moonshine import MoonshineRecogniser

    return MoonshineRecogniser()
