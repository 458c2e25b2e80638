"""Phrases of dictation while words are being found: what follows gains, what must be heard does not."""

from __future__ import annotations

import pytest

from agent.transcription.phrase_bias import NUMBER, PhraseBias, PhraseState
from agent.transcription.plain import is_untouchable
from agent.transcription.vocabulary import phrases
from evals.datasets.spoken import scripts as read_aloud
from evals.phrases import ratios, scripts

BIAS = PhraseBias()


def gain(text: str) -> float:
    """What is added to a reading of whole words, with the end of its last one."""
    state, total = BIAS.start(), 0.0
    for token in (*(f"▁{word}" for word in text.split()), "▁"):
        state, added = BIAS.advance(state, token.encode())
        total += added
    return total


@pytest.mark.parametrize("number", ["four", "42", "thirty-six"])
def test_a_unit_gains_the_same_after_any_number_and_nothing_after_a_like_word(number: str) -> None:
    assert gain(f"{number} degrees") == gain("nine degrees") > 0.5
    assert gain("for degrees") == 0


def test_a_body_part_gains_the_same_after_either_side() -> None:
    assert gain("left shoulder") == gain("right shoulder") > 0.5
    assert gain("bright shoulder") == 0


def test_no_number_side_or_negation_gains_anything_from_the_words_before() -> None:
    assert not [pair for pair in phrases() if is_untouchable(pair[1])]
    assert BIAS.gain("out", "of") > 0
    assert gain("of four") == gain("the left") == gain("is not") == 0


def test_after_a_number_no_unit_is_worth_more_than_a_side_and_the_sides_are_worth_the_same() -> None:
    units = [gain(f"70 {unit}") for (first, unit) in phrases() if first == NUMBER]
    assert gain("70 left") == gain("70 right") == max(units) > 0.5
    assert {pair[1] for pair in phrases()}.isdisjoint({"left's", "right's"})


def test_a_sentence_that_ends_leads_to_nothing() -> None:
    assert gain("straight leg. raise") < gain("straight leg raise")


def test_how_a_word_is_split_changes_nothing() -> None:
    state, total = PhraseState(), 0.0
    for token in ("▁ni", "ne", "▁deg", "rees", "▁"):
        state, added = BIAS.advance(state, token.encode())
        total += added
    assert total == gain("nine degrees")


def test_the_shipped_pairs_are_those_counted_and_no_script_read_aloud_is_among_them() -> None:
    counted = {pair: round(ratio, 1) for pair, ratio in ratios(scripts()).items()}
    assert phrases() == counted
    texts = scripts()
    assert len(texts) > 20
    assert not [s.id for s in read_aloud() if any(turn in text for text in texts for _, turn in s.turns[:2])]
