"""What the engines heard, kept between runs: an evaluation that was stopped goes on where it was.

Below `PTSCRIBE_HOME/evaluations`: pieces under a name that holds engine, options, lexicon and samples,
so that a change to any of them is heard anew, and the raw library's text under the recording's hash.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from agent.settings import load_settings
from agent.transcription.audio import RATE, decode
from agent.transcription.engine import PieceEngine
from agent.transcription.moonshine import MoonshineRecogniser
from agent.transcription.piece_store import EncryptedFolder, PieceStore


def workshop() -> Path:
    """Where evaluations keep what can be made again."""
    return load_settings().home / "evaluations"


def kept_pieces() -> PieceStore:
    """Sealed like a clinic's pieces, though under a key of zeros: evaluations hold no patient."""
    return EncryptedFolder(workshop() / "pieces", bytes(32))


def embedded_engine() -> PieceEngine:
    """The embedded engine as the product wires it, with its pieces kept."""
    return PieceEngine(MoonshineRecogniser(), pieces=kept_pieces())


class RawLibrary:
    """The `moonshine-voice` library as its own package runs it, for comparison: whole file, no lexicon."""

    def __init__(self) -> None:
        from moonshine_voice import ModelArch, Transcriber
        from moonshine_voice.utils import get_model_path

        self._transcriber = Transcriber(
            str(get_model_path("tiny-en")), ModelArch.TINY, options={"identify_speakers": "false"}
        )

    def text(self, audio: Path) -> str:
        kept = workshop() / "raw" / hashlib.sha256(audio.read_bytes()).hexdigest()
        if kept.is_file():
            return kept.read_text(encoding="utf-8")
        samples = decode(audio).samples
        lines = self._transcriber.transcribe_without_streaming(samples.tolist(), RATE).lines
        text = " ".join(line.text for line in lines)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, encoding="utf-8")
        return text
