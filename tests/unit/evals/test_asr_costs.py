"""Word times beside the truth, and what hearing costs at length."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from agent.domain.transcript import Segment, Transcript, Word
from evals.asr_times import errors, time_rows
from evals.long_audio import Cost, rows, write_long


def test_times_are_compared_where_the_word_was_heard_right() -> None:
    text = "right me 105 degrees"
    ends = [1.0, 1.5, 3.0, 4.0]
    words, at = [], 0
    for word, t1 in zip(text.split(), ends, strict=True):
        words.append(Word(start=at, end=at + len(word), t0=t1 - 0.4, t1=t1))
        at += len(word) + 1
    transcript = Transcript(segments=(Segment(text=text, words=tuple(words)),))
    truth = [
        ("right", 0.5, 0.9),
        ("knee", 0.9, 1.5),
        ("one", 1.5, 1.8),
        ("hundred", 1.8, 2.3),
        ("five", 2.3, 2.8),
        ("degrees", 2.8, 4.3),
    ]
    found = errors(transcript, truth)
    assert found == pytest.approx([0.1, 0.2, 0.3])
    median, ninetieth = time_rows(found)
    assert (median.value, median.count) == (pytest.approx(0.2), 3)
    assert (ninetieth.value or 0) > 0.25
    assert time_rows([]) == []


def test_a_long_recording_has_the_length_asked_for(tmp_path: Path) -> None:
    write_long(tmp_path / "a.wav", 0.05)
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert file.getnframes() == 48_000
        assert file.getframerate() == 16_000


def test_cost_is_given_a_second_of_sound() -> None:
    clock, processor, memory = rows("x", Cost(seconds=100, clock=12, processor=9, megabytes=303))
    assert (clock.value, processor.value, memory.value) == (0.12, 0.09, 303)
    assert memory.aim == "< 700"
