"""Phrases of dictation while words are being found: what follows gains, what must be heard does not."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.transcription.phrase_bias import PhraseBias, PhraseState
from agent.transcription.vocabulary import SEQUENCES
from agent.transcription.word_sequences import (
    NUMBER,
    SIDE,
    START,
    WordSequences,
    counted,
    word_sequences,
)
from evals.datasets.spoken import scripts as read_aloud
from evals.phrases import shipped, spoken_words, turns

BIAS = PhraseBias()


def gain(text: str) -> float:
    """What is added to a reading of whole words, with the end of its last one."""
    state, total = BIAS.start(), 0.0
    for token in (*(f"▁{word}" for word in text.split()), "▁"):
        state, added = BIAS.advance(state, token.encode())
        total += added
    return total


@pytest.mark.parametrize("number", ["four", "42", "thirty-six"])
def test_a_unit_gains_the_same_after_any_number_and_less_after_a_like_word(number: str) -> None:
    assert gain(f"{number} degrees") == gain("nine degrees") > 0.5
    assert gain("for degrees") <= 0


def test_a_body_part_gains_the_same_after_either_side() -> None:
    assert gain("left shoulder") == gain("right shoulder") > 0.5
    assert gain("bright shoulder") <= 0


def test_no_number_and_no_side_is_worth_more_than_another() -> None:
    assert gain("grade two") == gain("grade four") == gain("grade 3") > 0
    assert gain("the left knee") == gain("the right knee")
    assert gain("flexion one hundred five") == gain("flexion one hundred nine") == gain("flexion 5")


def test_a_negation_neither_gains_nor_loses() -> None:
    assert gain("there is not") == gain("there is") == gain("there is no")


def test_after_a_number_no_unit_is_worth_more_than_a_side_and_the_sides_are_worth_the_same() -> None:
    units = [gain(f"70 {unit}") for unit in ("degrees", "minutes", "seconds", "percent", "out")]
    assert gain("70 left") == gain("70 right") >= max(units) > 0.5


def test_a_sentence_that_ends_leads_to_nothing() -> None:
    assert gain("straight leg. raise") < gain("straight leg raise")


def test_two_words_before_tell_more_than_one() -> None:
    assert gain("straight leg raise") > gain("leg raise")


def test_no_word_gains_or_loses_more_than_the_options_say() -> None:
    words = ["blood", "pressure", "six", "minute", "walk", "xylophone", "left-right-left", "knee"]
    for one, two in pairwise(words):
        alone = gain(f"{one} {two}")
        assert -BIAS.options.least * 3 <= alone <= BIAS.options.most


def test_how_a_word_is_split_changes_nothing() -> None:
    state, total = PhraseState(), 0.0
    for token in ("▁ni", "ne", "▁deg", "rees", "▁"):
        state, added = BIAS.advance(state, token.encode())
        total += added
    assert total == gain("nine degrees")


WORDS = st.lists(st.sampled_from(["knee", "left", "four", "flexion.", "twenty-five", "is"]), max_size=12)


@given(
    st.lists(WORDS, max_size=8), st.sampled_from(["", "knee", NUMBER, START]), st.sampled_from(["knee", SIDE])
)
def test_the_chances_of_all_words_after_any_two_sum_to_one(
    said: list[list[str]], first: str, last: str
) -> None:
    sequences = WordSequences(counted(said))
    known = {"knee", SIDE, NUMBER, "flexion", "is"}
    seen = {word for after in counted(said).values() for word in after}
    unknown = 20_000 * sequences.after((first, last), "never said")
    rest = sum(sequences.after((first, last), word) for word in known & seen)
    assert rest + unknown == pytest.approx(1)


def test_what_is_counted_is_what_was_said() -> None:
    counts = counted([["Left", "knee", "one", "hundred", "five", "degrees."], ["left", "knee"]])
    assert counts[("", START)] == Counter({SIDE: 2})
    assert counts[(SIDE, "knee")] == Counter({NUMBER: 1})
    assert counts[("knee", NUMBER)] == Counter({"degrees": 1})


def test_what_is_written_short_is_counted_as_it_is_said() -> None:
    assert list(spoken_words("LEFS 4+/5 at 90°.")) == [
        *"lefs",
        "4",
        "plus",
        "out",
        "of",
        "5",
        "at",
        "90",
        "degrees",
        ".",
    ]


def test_the_shipped_counts_are_those_counted_and_no_script_read_aloud_is_among_them() -> None:
    assert SEQUENCES.read_text(encoding="utf-8") == shipped()
    said = set(turns())
    assert len(said) > 100
    assert not [s.id for s in read_aloud() if any(turn in said for _, turn in s.turns if len(turn) > 60)]
    assert word_sequences().nats(("times", "a"), "week") > 3
