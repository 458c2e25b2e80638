"""The production engine's real path, on a tiny model that hears a fixed script."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from support.scripted_whisper import build
from support.transcription_sounds import write_wav

from agent.errors import EngineUnavailable
from agent.settings import Settings
from agent.transcription.engine import PieceEngine
from agent.transcription.factory import speech_engine
from agent.transcription.faster_whisper import WhisperRecogniser, _heard
from agent.transcription.models import download, installed, locate, missing_files
from agent.transcription.pieces import Piece

SCRIPT = "Right knee flexion is better and pain is less today."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("models") / "scripted", SCRIPT)


def test_the_script_is_heard_with_times_and_provenance(
    model: Path, ankle: NDArray[np.float32], tmp_path: Path
) -> None:
    engine = PieceEngine(WhisperRecogniser(str(model), tmp_path, word_times=False))
    transcript = engine.transcribe(write_wav(tmp_path / "a.wav", ankle))
    assert SCRIPT in transcript.text
    assert transcript.engine.engine == "faster_whisper"
    assert transcript.engine.model == "scripted"
    assert transcript.engine.options["condition_on_previous_text"] is False
    assert all(0 <= w.t0 <= w.t1 <= 21.05 for s in transcript.segments for w in s.words)


def test_silence_never_reaches_the_model(model: Path, tmp_path: Path) -> None:
    engine = PieceEngine(WhisperRecogniser(str(model), tmp_path, word_times=False))
    path = write_wav(tmp_path / "silence.wav", np.zeros(160_000, np.float32))
    assert engine.transcribe(path).segments == ()


def segment(**changes: object) -> SimpleNamespace:
    words = [SimpleNamespace(word=" Right", start=0.1, end=0.4, probability=0.9)]
    values = {
        "text": " Right",
        "words": words,
        "avg_logprob": -0.2,
        "no_speech_prob": 0.1,
        "compression_ratio": 1.2,
    }
    return SimpleNamespace(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "doubtful"),
    [
        ({}, False),
        ({"avg_logprob": -1.3}, True),
        ({"no_speech_prob": 0.8}, True),
        ({"compression_ratio": 3.0}, True),
    ],
)
def test_the_engines_own_signs_make_a_segment_doubtful(changes: dict[str, float], doubtful: bool) -> None:
    heard = _heard(segment(**changes), Piece(10.0, np.zeros(16_000, np.float32), np.ones(32, np.float32)))
    assert heard is not None
    assert heard.doubtful is doubtful
    assert (heard.words[0].text, heard.words[0].t0, heard.words[0].t1) == ("Right", 10.1, 10.4)


def test_without_word_times_words_share_the_segments_sureness() -> None:
    piece = Piece(0.0, np.zeros(16_000, np.float32), np.ones(32, np.float32))
    heard = _heard(segment(words=None, text=" Right knee", avg_logprob=-0.5), piece)
    assert heard is not None
    assert [w.text for w in heard.words] == ["Right", "knee"]
    assert heard.words[0].confidence == pytest.approx(math.exp(-0.5), abs=0.01)


@pytest.mark.parametrize("lost", ["config.json", "model.bin", "tokenizer.json", "vocabulary.json"])
def test_a_model_folder_that_is_not_whole_is_refused_at_once(model: Path, tmp_path: Path, lost: str) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    for file in model.iterdir():
        if file.name != lost:
            (folder / file.name).write_bytes(file.read_bytes())
    assert lost in missing_files(folder)
    with pytest.raises(EngineUnavailable, match=lost):
        WhisperRecogniser(str(folder), tmp_path)


def test_a_damaged_model_is_an_error_with_a_mend(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    folder.mkdir()
    for file in model.iterdir():
        (folder / file.name).write_bytes(file.read_bytes()[:100])
    with pytest.raises(EngineUnavailable) as caught:
        WhisperRecogniser(str(folder), tmp_path)
    assert caught.value.mend


def test_a_name_that_was_not_downloaded_says_how_to_get_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, speech_engine="faster_whisper", whisper_model="small.en")
    with pytest.raises(EngineUnavailable, match=r"not on this machine.*models download small\.en"):
        speech_engine(settings)


def test_an_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match=r"no Whisper model 'smal'.*small\.en"):
        locate("smal", tmp_path)


def test_installed_models_are_the_whole_ones(model: Path, tmp_path: Path) -> None:
    assert installed(model.parent) == ("scripted",)
    assert installed(tmp_path / "nowhere") == ()
    assert locate("scripted", model.parent) == model


def test_a_failed_download_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(EngineUnavailable, match="could not be fetched"):
        download("tiny.en", tmp_path)
    assert installed(tmp_path) == ()
    assert not (tmp_path / "tiny.en").exists()
    assert huggingface_hub.constants.HF_HUB_OFFLINE


def test_what_is_there_is_not_fetched_again(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tiny.en"
    folder.mkdir()
    for file in model.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    assert download("tiny.en", tmp_path) == folder
