"""The way of every recording: decode, find speech, cut at pauses, hear each piece, write it down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from agent.domain.transcript import SpeechEngineInfo, Transcript
from agent.memory import forgetting
from agent.transcription.audio import AudioInfo, probe, stream
from agent.transcription.base import Progress
from agent.transcription.heard import Heard, Recogniser
from agent.transcription.piece_store import HeardPiece, PieceStore, piece_key
from agent.transcription.pieces import Piece, cut
from agent.transcription.speakers import label
from agent.transcription.vocabulary import vocabulary
from agent.transcription.voices import VoiceWindow, voice_windows
from agent.transcription.writing import WritingOptions, write_down


class PieceEngine:
    """A `SpeechEngine` around a recogniser. Memory does not grow with the recording's length.

    A silent recording gives a transcript without segments. With `pieces`, work that a crash
    interrupted is not done again.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        *,
        max_minutes: float = 120,
        max_bytes: int = 200 * 2**20,
        pieces: PieceStore | None = None,
        writing: WritingOptions | None = None,
    ) -> None:
        self.name = recogniser.name
        self._recogniser = recogniser
        self._max_minutes = max_minutes
        self._max_bytes = max_bytes
        self._pieces = pieces
        self._writing = writing or WritingOptions()

    @forgetting()
    def transcribe(self, audio: Path, *, progress: Progress | None = None) -> Transcript:
        """Raises `AudioError` and `EngineUnavailable`."""
        about = probe(audio, max_minutes=self._max_minutes, max_bytes=self._max_bytes)
        info = self._info(about)
        heard: list[Heard] = []
        voices: list[VoiceWindow] = []
        for piece, words in self._pieces_of(audio):
            heard.extend(words)
            voices.extend(voice_windows(piece))
            if progress:
                progress(min(1.0, piece.end / about.duration))
        if progress:
            progress(1.0)
        return Transcript(
            segments=write_down(label(heard, voices), self._writing),
            duration=round(about.duration, 2),
            engine=info,
        )

    def hear(self, audio: Path) -> list[Heard]:
        """What is heard before anything is corrected or anybody named. Raises like `transcribe`."""
        probe(audio, max_minutes=self._max_minutes, max_bytes=self._max_bytes)
        return [heard for _, words in self._pieces_of(audio) for heard in words]

    def _pieces_of(self, audio: Path) -> Iterator[tuple[Piece, tuple[Heard, ...]]]:
        listening = self._listening()
        blocks = stream(audio, max_minutes=self._max_minutes, max_bytes=self._max_bytes)
        for piece in cut(blocks, self._recogniser.cut_options):
            yield piece, self._hear(piece, listening)

    def _hear(self, piece: Piece, listening: SpeechEngineInfo) -> tuple[Heard, ...]:
        if self._pieces is None:
            return self._recogniser.hear(piece)
        key = piece_key(listening, piece)
        kept = self._pieces.get(key)
        if kept is not None:
            return HeardPiece.model_validate_json(kept).heard
        heard = self._recogniser.hear(piece)
        self._pieces.put(key, HeardPiece(heard=heard).model_dump_json().encode())
        return heard

    def _listening(self) -> SpeechEngineInfo:
        """What a piece's words depend on, but not how they are written down afterwards."""
        info = self._recogniser.info()
        return info.model_copy(update={"options": {**info.options, "lexicon": vocabulary().heard_version}})

    def _info(self, about: AudioInfo) -> SpeechEngineInfo:
        info = self._recogniser.info()
        options = {
            **info.options,
            "container": about.container,
            "codec": about.codec,
            "commands": self._writing.commands,
            "correction": self._writing.correction,
            "lexicon": vocabulary().version,
        }
        whole = info.model_copy(update={"options": options})
        return whole.model_copy(update={"options": {**options, "hash": whole.digest()[:16]}})
