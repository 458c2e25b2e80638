"""Two people told apart by voice, named by what they say, and flipped by one call."""

from __future__ import annotations

import json

import numpy as np
import pytest
from support.transcription_sounds import SAMPLES

from agent.domain.transcript import Segment, Transcript
from agent.transcription.audio import stream
from agent.transcription.heard import Heard, HeardWord
from agent.transcription.pieces import cut
from agent.transcription.speakers import flip, label
from agent.transcription.voices import VoiceWindow, voice_windows

ENTRIES = json.loads((SAMPLES / "manifest.json").read_text())["samples"]


def windows_of(entry: dict[str, str]) -> list[VoiceWindow]:
    pieces = cut(stream(SAMPLES / entry["audio"]))
    return [window for piece in pieces for window in voice_windows(piece)]


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e["speakers"] == 1][:4], ids=lambda e: e["id"])
def test_one_voice_is_left_open(entry: dict[str, str]) -> None:
    heard = [
        Heard(words=(HeardWord(text="Pain", t0=5.0, t1=6.0), HeardWord(text="today.", t0=40.0, t1=41.0)))
    ]
    assert label(heard, windows_of(entry)) == heard


def test_the_turns_of_a_dialogue_are_found_and_named() -> None:
    """A therapist's question and a patient's answer run together in one stretch of words."""
    (entry,) = [e for e in ENTRIES if e["speakers"] == 2]
    said = [
        ("How is the walking at home?", 2.6, 4.9),
        ("I walked to the mailbox and back and my left foot drags.", 5.6, 12.4),
        ("Any falls since last week?", 13.4, 15.1),
        ("No falls, I stumbled once on the rug and my wife caught me.", 15.9, 20.4),
        ("Any pain in the left shoulder?", 21.1, 23.2),
    ]
    words: list[HeardWord] = []
    for text, start, end in said:
        parts = text.split()
        step = (end - start) / len(parts)
        words += [
            HeardWord(text=w, t0=start + i * step, t1=start + (i + 1) * step) for i, w in enumerate(parts)
        ]
    turns = label([Heard(words=tuple(words))], windows_of(entry))
    assert [turn.speaker for turn in turns] == ["THERAPIST", "PATIENT"] * 2 + ["THERAPIST"]
    assert [" ".join(w.text for w in turn.words) for turn in turns] == [text for text, _, _ in said]
    assert all(0.5 < (turn.speaker_confidence or 0) <= 1 for turn in turns)


def test_too_little_speech_names_nobody() -> None:
    windows = [VoiceWindow(float(i), np.full(29, float(i % 2))) for i in range(10)]
    heard = [Heard(words=(HeardWord(text="Yes.", t0=0.0, t1=1.0),))]
    assert label(heard, windows) == heard


def test_flipping_twice_changes_nothing() -> None:
    transcript = Transcript(
        segments=(
            Segment(text="Any falls?", speaker="THERAPIST", speaker_confidence=0.9),
            Segment(text="No.", speaker="PATIENT", speaker_confidence=0.8),
            Segment(text="Noise."),
        ),
        duration=4.0,
    )
    flipped = flip(transcript)
    assert [s.speaker for s in flipped.segments] == ["PATIENT", "THERAPIST", None]
    assert flipped.text == transcript.text
    assert flip(flipped) == transcript
