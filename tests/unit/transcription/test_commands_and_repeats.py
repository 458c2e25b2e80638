"""What is said to the recorder, and what a lost engine says again and again."""

from __future__ import annotations

import pytest

from agent.transcription.writing import WritingOptions, write_text


def written(text: str) -> str:
    return "\n".join(segment.text for segment in write_text(text, WritingOptions(correction=False)))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            "seated raises three sets of twelve scratch that three sets of fifteen then ice",
            "seated raises three sets of fifteen then ice",
        ),
        ("abduction 96, correction, 92, passive 100", "abduction 92, passive 100"),
        (
            "she walked 400 feet. With a walker, scratch that. She used a cane.",
            "she walked 400 feet.\nShe used a cane.",
        ),
        ("he has left, correction, right knee pain", "he has right knee pain"),
        ("he has left knee, scratch that, right knee pain", "he has right knee pain"),
        ("Subjective colon patient reports pain", "Subjective: patient reports pain"),
        ("pain is less comma no swelling", "pain is less, no swelling"),
        ("pain is less period Plan continue", "pain is less.\nPlan continue"),
        ("she says quote it wakes me up unquote every night", "she says “it wakes me up” every night"),
        ("she says open quote ouch close quote twice", "she says “ouch” twice"),
        (
            "that is Garrick, spelled G A R R I C K, here today",
            "that is Garrick, spelled Garrick, here today",
        ),
        ("pain is better today. New paragraph Objective is next", "pain is better today.\nObjective is next"),
    ],
)
def test_a_command_is_obeyed(said: str, meant: str) -> None:
    assert written(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "worked on posture correction exercises today",
        "cane focusing on heel strike that part was hard",
        "after a long period of sitting it hurts",
        "history of colon cancer in the family",
        "a new line of treatment",
        "I would not quote a price",
        "the trial period was fine",
    ],
)
def test_ordinary_words_are_no_commands(said: str) -> None:
    assert written(said) == said


def test_a_command_is_a_visible_change() -> None:
    (segment,) = write_text("abduction 96, correction, 92, passive 100")
    (change,) = segment.corrections
    assert (change.before, change.after, change.reason) == ("96, correction,", "", "dictation command")
    assert segment.raw_text == "abduction 96, correction, 92, passive 100"


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("flexion is 42, 42, 42, 42 degrees", "flexion is 42, degrees"),
        ("left knee is left knee is left knee is fine", "left knee is fine"),
        ("pain pain pain pain pain today", "pain today"),
    ],
)
def test_stuck_repeats_leave_one_doubted_copy(heard: str, kept: str) -> None:
    assert written(heard) == kept


@pytest.mark.parametrize(
    "said",
    ["the number is 5 5 5 0 1 4 2", "no, no, no, that is fine", "very very good", "3 by 10 and 3 by 10"],
)
def test_what_people_do_say_again_stays(said: str) -> None:
    assert written(said) == said
