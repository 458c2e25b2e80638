"""Marks of doubt: what is weighed, and what is marked whatever the weights say."""

from __future__ import annotations

import json

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.transcription.doubt import WEIGHTS, Weights, mark_doubts, weights
from agent.transcription.heard import HeardWord
from agent.transcription.lexicon_bias import LexiconBias
from agent.transcription.moonshine import slowed
from agent.transcription.moonshine_model import MoonshineModel
from agent.transcription.revision import Revision
from agent.transcription.search import NoBias, search
from agent.transcription.signs import NAMES, signs, sounds_critical

TEXT = "right knee flexion 105 degrees and the night was fine"


def marked(words: list[HeardWord], known: Weights | None = None) -> list[str]:
    revision = Revision(tuple(words))
    mark_doubts(revision, known)
    return [said for said, chunk in zip(revision.words, revision.chunks, strict=True) if chunk.doubtful]


def heard(text: str = TEXT, **odd: dict[str, object]) -> list[HeardWord]:
    """Words that both hearings are sure of, but for the fields given for one word."""
    sure = {"confidence": 0.99, "hearings": (0.99, 0.98), "critical": 0.0001}
    return [HeardWord.model_validate({"text": w, **sure, **odd.get(w, {})}) for w in text.split()]


def test_what_is_sure_is_not_marked() -> None:
    assert marked(heard()) == []


def test_a_number_that_one_hearing_alone_doubts_is_marked() -> None:
    assert marked(heard(**{"105": {"confidence": 0.7, "hearings": (0.98, 0.02)}})) == ["105"]


def test_a_word_where_a_number_was_nearly_heard_is_marked() -> None:
    odd = {"confidence": 0.55, "hearings": (0.6, 0.5), "critical": 0.4}
    assert "night" in marked(heard(night=odd))
    assert "night" not in marked(heard(night={**odd, "critical": 0.0001}))


@pytest.mark.parametrize(("word", "sure"), [("left", 0.75), ("abduction", 0.6), ("no", 0.45)])
def test_no_weighing_passes_over_an_unsure_side_contrary_or_negation(word: str, sure: float) -> None:
    never = Weights(signs=(0.0,) * len(NAMES), threshold=1.0)
    assert marked(heard(f"the {word} is here", **{word: {"confidence": sure}}), never) == [word]


def test_the_fitted_file_is_whole_and_says_where_it_comes_from() -> None:
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert tuple(data["weights"]) == NAMES
    assert data["made_by"] == "python -m evals.doubt_fit"
    assert "numbers and sides wrong" in data["on"]
    fitted = dict(zip(NAMES, weights().signs, strict=True))
    assert fitted["unsure"] > 0
    assert fitted["heard as a number or side elsewhere"] > 0


def test_every_word_has_every_sign() -> None:
    revision = Revision(tuple(heard("Pain was to. Or, 105, left “quote” x-ray 3x10 ...")))
    for at in range(len(revision.chunks)):
        row = signs(revision.words, revision.chunks, at)
        assert len(row) == len(NAMES)
        assert all(np.isfinite(row))


def test_words_sound_like_numbers_and_sides() -> None:
    assert sounds_critical("lest") > 0.3 > sounds_critical("umbrella")
    assert sounds_critical("rite") == 1.0


def test_two_hearings_write_one_text_and_each_keeps_its_sureness(ankle: NDArray[np.float32]) -> None:
    model, piece = MoonshineModel(), ankle[: 6 * 16_000]
    one = search(model, [piece], NoBias(), width=2)[0]
    two = search(model, [piece, slowed(piece, 0.92)], LexiconBias(), width=2)[0]
    assert {len(row) for row in one.hearings} == {1}
    assert {len(row) for row in two.hearings} == {2}
    assert len(two.critical) == len(two.hearings) == len(two.sureness) == len(two.tokens)
    at = [model.vocabulary[t].decode().lower() for t in two.tokens].index("▁left")
    assert two.critical[at] > np.log(0.5)
    assert sum(leaning > np.log(0.5) for leaning in two.critical) < len(two.tokens) / 3


def test_slowing_lengthens_and_keeps_the_sound_in_range() -> None:
    tone = np.sin(np.arange(16_000) / 20).astype(np.float32)
    slow = slowed(tone, 0.8)
    assert slow.dtype == np.float32
    assert len(slow) == pytest.approx(20_000, abs=2)
    assert np.abs(slow).max() <= 1
