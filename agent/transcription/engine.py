"""The way of every recording: decode, find speech, cut at pauses, hear each piece, write it down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from agent.domain.transcript import Segment, SpeechEngineInfo, Transcript, Word
from agent.transcription.audio import AudioInfo, probe, stream
from agent.transcription.base import Progress
from agent.transcription.heard import Heard, Recogniser
from agent.transcription.piece_store import HeardPiece, PieceStore, piece_key
from agent.transcription.pieces import Piece, cut


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
    ) -> None:
        self.name = recogniser.name
        self._recogniser = recogniser
        self._max_minutes = max_minutes
        self._max_bytes = max_bytes
        self._pieces = pieces

    def transcribe(self, audio: Path, *, progress: Progress | None = None) -> Transcript:
        """Raises `AudioError` and `EngineUnavailable`."""
        about = probe(audio, max_minutes=self._max_minutes, max_bytes=self._max_bytes)
        info = self._info(about)
        heard: list[Heard] = []
        blocks = stream(audio, max_minutes=self._max_minutes, max_bytes=self._max_bytes)
        for piece in cut(blocks, self._recogniser.cut_options):
            heard.extend(self._hear(piece, info))
            if progress:
                progress(min(1.0, piece.end / about.duration))
        if progress:
            progress(1.0)
        return Transcript(
            segments=tuple(self._segments(heard)), duration=round(about.duration, 2), engine=info
        )

    def _hear(self, piece: Piece, info: SpeechEngineInfo) -> tuple[Heard, ...]:
        if self._pieces is None:
            return self._recogniser.hear(piece)
        key = piece_key(info, piece)
        kept = self._pieces.get(key)
        if kept is not None:
            return HeardPiece.model_validate_json(kept).heard
        heard = self._recogniser.hear(piece)
        self._pieces.put(key, HeardPiece(heard=heard).model_dump_json().encode())
        return heard

    def _info(self, about: AudioInfo) -> SpeechEngineInfo:
        info = self._recogniser.info()
        options = {**info.options, "container": about.container, "codec": about.codec}
        return info.model_copy(update={"options": options})

    @staticmethod
    def _segments(heard: list[Heard]) -> Iterator[Segment]:
        for stretch in heard:
            words, at = [], 0
            for heard_word in stretch.words:
                end = at + len(heard_word.text)
                words.append(
                    Word(
                        start=at,
                        end=end,
                        t0=heard_word.t0,
                        t1=heard_word.t1,
                        confidence=heard_word.confidence,
                    )
                )
                at = end + 1
            yield Segment(
                start=stretch.words[0].t0,
                end=stretch.words[-1].t1,
                text=stretch.text,
                raw_text=stretch.text,
                confidence=round(stretch.confidence, 3),
                doubtful=stretch.doubtful,
                words=tuple(words),
            )
