"""The whole way from a recording to a transcript, on the real embedded engine."""

from __future__ import annotations

import tracemalloc
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from support.transcription_sounds import RATE, gym, write_wav

from agent.domain.transcript import SpeechEngineInfo, Transcript
from agent.errors import AudioError
from agent.settings import Settings
from agent.transcription.engine import PieceEngine
from agent.transcription.factory import speech_engine
from agent.transcription.heard import Heard, HeardWord
from agent.transcription.lexicon_bias import BiasOptions, LexiconBias
from agent.transcription.moonshine import MoonshineRecogniser
from agent.transcription.phrase_bias import PhraseBias, PhraseOptions, SpokenBias
from agent.transcription.piece_store import EncryptedFolder
from agent.transcription.pieces import CutOptions, Piece, cut
from agent.transcription.writing import WritingOptions


@pytest.fixture(scope="module")
def transcript(
    moonshine: MoonshineRecogniser, ankle: NDArray[np.float32], tmp_path_factory: pytest.TempPathFactory
) -> Transcript:
    path = write_wav(tmp_path_factory.mktemp("audio") / "ankle.wav", ankle)
    return PieceEngine(moonshine).transcribe(path)


def test_a_dictation_is_heard(transcript: Transcript) -> None:
    text = transcript.text.lower()
    assert "left lateral ankle sprain" in text
    assert "two out of ten with walking" in text.replace("2 out of 10", "two out of ten")
    assert "left ankle dorsiflexion" in text


def test_every_segment_is_placed_in_time(transcript: Transcript) -> None:
    assert transcript.duration == pytest.approx(21)
    last = 0.0
    for segment in transcript.segments:
        assert segment.start is not None
        assert segment.end is not None
        assert last <= segment.start < segment.end <= 21.05
        last = segment.start
        assert [segment.text[w.start : w.end] for w in segment.words] == segment.text.split()
        assert all(segment.start <= w.t0 <= w.t1 <= segment.end for w in segment.words)
        assert segment.raw_text
        assert 0 < (segment.confidence or 0) <= 1


def test_a_span_of_words_has_its_seconds(transcript: Transcript) -> None:
    start = transcript.text.index("jogging")
    span = transcript.span(start, start + len("jogging"))
    assert span.t0 is not None
    assert span.t1 is not None
    assert 6 < span.t0 < span.t1 < 11


def test_provenance_names_engine_model_and_options(transcript: Transcript) -> None:
    assert (transcript.engine.engine, transcript.engine.model) == ("moonshine", "tiny-en")
    assert transcript.engine.options["codec"] == "pcm_s16le"
    assert transcript.engine.options["lexicon"]


def test_the_hash_of_the_options_tells_two_ways_of_hearing_apart(
    ankle: NDArray[np.float32], tmp_path: Path
) -> None:
    path = write_wav(tmp_path / "a.wav", ankle[: 3 * RATE])

    def hash_of(writing: WritingOptions) -> object:
        return PieceEngine(_Counting(), writing=writing).transcribe(path).engine.options["hash"]

    assert hash_of(WritingOptions()) == hash_of(WritingOptions())
    assert hash_of(WritingOptions()) != hash_of(WritingOptions(correction=False))


def test_the_options_of_the_embedded_engine_cover_what_terms_and_phrases_weigh(
    moonshine: MoonshineRecogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = moonshine.info().options
    weighed = {f"term_{f.name}" for f in fields(BiasOptions)} | {
        f"phrase_{f.name}" for f in fields(PhraseOptions)
    }
    assert weighed < set(options)
    other = SpokenBias(LexiconBias(), PhraseBias(PhraseOptions(share=0.25)))
    monkeypatch.setattr(moonshine, "_bias", other)
    assert moonshine.info().digest() != moonshine.info().model_copy(update={"options": options}).digest()


def test_a_piece_that_the_network_left_early_is_heard_again_in_halves(
    moonshine: MoonshineRecogniser, ankle: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = next(iter(cut([ankle])))
    read = MoonshineRecogniser._read

    def early(self: MoonshineRecogniser, piece: Piece) -> tuple[Heard, ...]:
        heard = read(self, piece)
        return (heard[0].model_copy(update={"words": heard[0].words[:2]}),) if piece is whole else heard

    expected = " ".join(word.text for heard in moonshine.hear(whole) for word in heard.words)
    monkeypatch.setattr(MoonshineRecogniser, "_read", early)
    again = moonshine.hear(whole)
    said = [word for heard in again for word in heard.words]
    assert len(" ".join(word.text for word in said)) > 0.8 * len(expected)
    assert [word.t0 for word in said] == sorted(word.t0 or 0.0 for word in said)
    assert not any(heard.doubtful for heard in again)


def test_what_stays_short_after_a_second_try_is_doubted_as_a_whole(
    moonshine: MoonshineRecogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = Heard(words=(HeardWord(text="Left", t0=0.0, t1=1.0),))

    def little(self: MoonshineRecogniser, piece: Piece) -> tuple[Heard, ...]:
        return () if piece.start else (word,)

    monkeypatch.setattr(MoonshineRecogniser, "_read", little)
    frames = 300
    piece = Piece(0.0, np.zeros(frames * 512, np.float32), np.ones(frames, np.float32))
    assert [heard.doubtful for heard in moonshine.hear(piece)] == [True]


def test_a_change_to_what_is_put_right_afterwards_leaves_kept_pieces_theirs(
    ankle: NDArray[np.float32], tmp_path: Path
) -> None:
    path, store = write_wav(tmp_path / "a.wav", ankle), EncryptedFolder(tmp_path / "pieces", bytes(32))
    PieceEngine(_Counting(), pieces=store).transcribe(path)
    again = _Counting()
    PieceEngine(again, pieces=store, writing=WritingOptions(correction=False)).transcribe(path)
    assert again.heard == 0


def test_noise_gives_no_words(moonshine: MoonshineRecogniser, tmp_path: Path) -> None:
    path = write_wav(tmp_path / "gym.wav", gym(30, seed=3))
    assert PieceEngine(moonshine).transcribe(path).segments == ()


def test_a_broken_recording_is_refused_before_anything_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(b"not audio at all" * 20)
    with pytest.raises(AudioError):
        PieceEngine(_Counting()).transcribe(path)


class _Counting:
    """A recogniser that says how long each piece was; it can be told to die."""

    name = "counting"
    cut_options = CutOptions(enough=2, full=4, longest=6)

    def __init__(self, die_at: int = 99) -> None:
        self.heard, self._die_at = 0, die_at

    def info(self) -> SpeechEngineInfo:
        return SpeechEngineInfo(engine=self.name)

    def hear(self, piece: Piece) -> tuple[Heard, ...]:
        self.heard += 1
        if self.heard == self._die_at:
            raise KeyboardInterrupt
        return (
            Heard.model_validate(
                {"words": [{"text": f"{piece.end:.2f}", "t0": piece.start, "t1": piece.end}]}
            ),
        )


def test_progress_grows_to_one(ankle: NDArray[np.float32], tmp_path: Path) -> None:
    seen: list[float] = []
    PieceEngine(_Counting()).transcribe(write_wav(tmp_path / "a.wav", ankle), progress=seen.append)
    assert len(seen) >= 3
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_memory_does_not_grow_with_length(ankle: NDArray[np.float32], tmp_path: Path) -> None:
    def peak(times: int) -> int:
        path = write_wav(tmp_path / f"{times}.wav", np.tile(ankle, times))
        tracemalloc.start()
        PieceEngine(_Counting()).transcribe(path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)  # what is loaded once
    short, long = peak(2), peak(8)
    assert long - short < 2 * 2**20, "126 s more of speech are 8 MB of samples"


def test_after_a_crash_finished_pieces_are_not_heard_again(
    ankle: NDArray[np.float32], tmp_path: Path
) -> None:
    path = write_wav(tmp_path / "a.wav", ankle)
    store = EncryptedFolder(tmp_path / "pieces", bytes(32))
    whole = _Counting()
    expected = PieceEngine(whole).transcribe(path)
    with pytest.raises(KeyboardInterrupt):
        PieceEngine(_Counting(die_at=3), pieces=store).transcribe(path)
    second = _Counting()
    assert PieceEngine(second, pieces=store).transcribe(path) == expected
    assert second.heard == whole.heard - 2


def test_kept_pieces_are_sealed_and_can_be_cleared(tmp_path: Path) -> None:
    store = EncryptedFolder(tmp_path / "pieces", bytes(32))
    store.put("a" * 64, b"right knee")
    (file,) = (tmp_path / "pieces").iterdir()
    assert b"knee" not in file.read_bytes()
    assert store.get("a" * 64) == b"right knee"
    assert EncryptedFolder(tmp_path / "pieces", bytes(range(32))).get("a" * 64) is None
    file.rename(file.with_name("b" * 64))
    assert store.get("b" * 64) is None, "a piece must not be taken for another"
    store.clear()
    assert not (tmp_path / "pieces").exists()


def test_the_factory_gives_the_embedded_engine_by_default(tmp_path: Path) -> None:
    engine = speech_engine(Settings(home=tmp_path))
    assert engine.name == "moonshine"


def test_limits_come_from_the_settings(tmp_path: Path, ankle: NDArray[np.float32]) -> None:
    engine = speech_engine(Settings(home=tmp_path, max_audio_minutes=0.2))
    with pytest.raises(AudioError, match=r"longer than 0\.2 minutes"):
        engine.transcribe(write_wav(tmp_path / "a.wav", np.zeros(13 * RATE, np.float32)))
