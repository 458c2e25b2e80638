"""Finding the words: the lexicon's say, loops, and how sure a spelling is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from agent.transcription.lexicon_bias import BiasState, LexiconBias
from agent.transcription.moonshine import MoonshineRecogniser
from agent.transcription.moonshine_model import MoonshineModel
from agent.transcription.pieces import Piece
from agent.transcription.search import NoBias, _loop_cost, search
from agent.transcription.sound import likeness, sounds

BIAS = LexiconBias()


def gain(text: str) -> float:
    """What the lexicon adds to a reading, said letter by letter, with the end of its last word."""
    state: BiasState = BIAS.start()
    total = 0.0
    for letter in f"{text} ":
        state, added = BIAS.advance(state, letter.replace(" ", "▁").encode())
        total += added
    return total


def test_a_term_gains_and_an_everyday_word_does_not() -> None:
    assert gain("dorsiflexion") > 3
    assert gain("umbrella") == pytest.approx(0)


@pytest.mark.parametrize("word", ["left", "right", "no", "not", "without", "denies", "forty", "105", "never"])
def test_sides_numbers_and_negations_gain_nothing(word: str) -> None:
    assert gain(word) == pytest.approx(0)


def test_a_body_part_gains_more_after_a_side_and_the_same_after_either() -> None:
    assert gain("right knee") > gain("the knee") > 0
    assert gain("right knee") == pytest.approx(gain("left knee"))


def test_a_phrase_is_paid_once() -> None:
    assert gain("knee flexion") < gain("knee") + gain("x flexion") + 4
    assert gain("straight leg raise") <= 8


@given(st.text("abdefiklnoprst ", max_size=40))
def test_what_does_not_become_a_term_gives_its_gain_back(text: str) -> None:
    """However a reading wanders, it never owes, and nonsense in front changes no later word."""
    assert gain(text) >= -1e-6
    assert gain(f"{text} zzz") == pytest.approx(gain(f"{text} zzz zzz"), abs=1e-6)


def test_how_a_token_is_split_changes_nothing() -> None:
    state, whole = BIAS.advance(BIAS.start(), "▁dorsiflexion".encode())
    _, end = BIAS.advance(state, "▁".encode())
    assert whole + end == pytest.approx(gain("dorsiflexion"))


@pytest.mark.parametrize(
    ("tokens", "loops"),
    [
        ((1, 2, 3, 4, 1, 2, 3, 4), True),
        ((9, 8, 9, 8, 9, 8), True),
        ((1, 2, 3, 1, 2, 3), False),
        ((5, 5, 5), False),
        ((1, 2, 3, 4, 1, 2, 3, 5), False),
    ],
)
def test_a_copied_phrase_costs(tokens: tuple[int, ...], loops: bool) -> None:
    assert (_loop_cost(tokens) > 0) is loops


def test_the_lexicon_decides_between_readings_that_sound_alike(
    moonshine: MoonshineRecogniser, ankle: NDArray[np.float32]
) -> None:
    piece = ankle[: 12 * 16_000]
    plain = search(MoonshineModel(), [piece], NoBias())[0]
    (heard,) = moonshine.hear(Piece(0.0, piece, np.ones(len(piece) // 512, np.float32)))
    text = " ".join(word.text for word in heard.words).lower()
    assert "left" in text
    assert plain.tokens
    assert len(plain.tokens) == len(plain.sureness) == len(plain.log_probabilities)
    assert all(word.confidence is not None and 0 < word.confidence <= 1 for word in heard.words)


def test_case_and_digits_say_nothing_about_being_heard_right() -> None:
    model = MoonshineModel()
    upper, lower = model.vocabulary.index("▁Right".encode()), model.vocabulary.index("▁right".encode())
    chances = np.full(32_768, -20.0, np.float32)
    chances[[upper, lower]] = np.log(0.45)
    assert np.exp(model.sureness(chances, lower)) == pytest.approx(0.9, abs=0.01)
    three, mark = model.vocabulary.index("▁three".encode()), model.vocabulary.index("▁".encode())
    chances = np.full(32_768, -20.0, np.float32)
    chances[[three, mark]] = np.log(0.49)
    assert np.exp(model.sureness(chances, three)) == pytest.approx(0.96, abs=0.02)
    assert np.exp(model.sureness(chances, mark)) == pytest.approx(0.98, abs=0.02)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("fleaks in", "flexion"), ("lock man", "Lachman"), ("gate", "gait"), ("taller tilt", "talar tilt")],
)
def test_misheard_words_sound_like_what_was_said(written: str, meant: str) -> None:
    assert likeness(sounds(written), sounds(meant)) > 0.85


@given(
    st.text("abcdefghijklmnopqrstuvwxyz ", max_size=20), st.text("abcdefghijklmnopqrstuvwxyz ", max_size=20)
)
def test_likeness_is_a_measure(a: str, b: str) -> None:
    x, y = sounds(a), sounds(b)
    assert 0 <= likeness(x, y) <= 1
    assert likeness(x, y) == pytest.approx(likeness(y, x))
    if x:
        assert likeness(x, x) == 1
