"""What is said to the recorder, and what a lost engine says again and again."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.transcription.heard import Heard, HeardWord
from agent.transcription.repeats import collapse_repeats
from agent.transcription.revision import Revision, undo
from agent.transcription.writing import WritingOptions, write_down, write_text


def written(text: str) -> str:
    segments = write_text(text, WritingOptions(correction=False))
    return "\n".join(segment.text for segment in segments if segment.text)


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
        ("Right shoulder pain today, correction, left shoulder. Next", "Left shoulder pain today. Next"),
        ("right knee pain, correction, left hip pain 4", "left hip pain 4"),
        ("abduction 96 degrees, correction, 92 degrees, passive 100", "abduction 92 degrees, passive 100"),
        ("abduction 96 degrees, correction, 92, passive 100", "abduction 92 degrees, passive 100"),
        (
            "hip flexion thirty five degrees, correction, thirty six degrees.",
            "hip flexion thirty six degrees.",
        ),
        ("pain four out of ten at rest no scratch that two out of ten", "pain two out of ten at rest"),
        ("pain for out of ten at rest no scratch that two out of ten at rest", "pain two out of ten at rest"),
        ("windlass positive fifty no correction forty", "windlass positive forty"),
        ("3 sets of 12 at 20 pounds, correction, 25 pounds.", "3 sets of 12 at 25 pounds."),
        (
            "Pain is three today. She fell. Strike that last sentence. She walks.",
            "Pain is three today.\nShe walks.",
        ),
        ("Pain is three today. She fell on ice. delete the last sentence", "Pain is three today."),
        (
            "pain is better, no swelling, scratch that last part, some swelling",
            "pain is better, some swelling",
        ),
        ("Subjective colon patient reports pain", "Subjective: patient reports pain"),
        ("pain is less comma no swelling", "pain is less, no swelling"),
        ("pain is less period Plan continue", "pain is less.\nPlan continue"),
        ("she says quote it wakes me up unquote every night", "she says “it wakes me up” every night"),
        ("she says open quote ouch close quote twice", "she says “ouch” twice"),
        ("the girth is 41, sorry strike that 43 today", "the girth is 43 today"),
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
        "cued for right foot placement correction left foot fine",
        "cane focusing on heel strike that last part of it was hard",
        "do not scratch that part of the scar",
        "Initial contact is late, no strike that she can feel on grass",
        "she was told not to scratch that",
        "Delete that exercise from the list",
        "flexion 96 after 3 sets, correction, better",
        "abduction 96 after 3 sets of it, correction, 92.",
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
    "said",
    [
        "Right shoulder pain today, correction, left shoulder. Next",
        "Pain is three today. She fell on the ice. Strike that last sentence. She walks.",
    ],
)
def test_what_was_taken_back_can_be_brought_back(said: str) -> None:
    segments = write_text(said, WritingOptions(correction=False))
    assert " ".join(segment.raw_text for segment in segments) == said
    back = []
    for segment in segments:
        while segment.corrections:
            segment = undo(segment, segment.corrections[0])
        back.append(segment.text)
    assert " ".join(back) == said


def test_an_order_after_a_pause_is_about_what_was_said_before_it() -> None:
    heard = [
        _stretch("Pain is three today. She fell on the ice.", 0),
        _stretch("Strike that last sentence.", 30),
    ]
    assert " ".join(s.text for s in write_down(heard) if s.text) == "Pain is three today."


def _stretch(text: str, start: int) -> Heard:
    words = (HeardWord(text=w, t0=start + i, t1=start + i + 1) for i, w in enumerate(text.split()))
    return Heard(words=tuple(words))


numbers = st.sampled_from(["96", "35", "thirty five", "one hundred twenty", "4"])


@given(before=numbers, again=numbers, unit=st.sampled_from(["", " degrees", " pounds"]), told=st.booleans())
def test_the_number_said_again_is_the_only_one_left(before: str, again: str, unit: str, told: bool) -> None:
    second = again + unit * told
    assert (
        written(f"it is {before}{unit}, correction, {second}, then rest") == f"it is {again}{unit}, then rest"
    )


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


def test_a_line_without_end_is_read_in_proportion() -> None:
    """A transcript without a single line break is one stretch: ten times the words, ten times the work."""
    said = "knee pain three out of ten then flexion one hundred ten degrees and exercise for twenty minutes "
    words = (said * 400).split()
    revision = Revision(tuple(HeardWord(text=f"{word}{n}") for n, word in enumerate(words)))
    started = time.process_time()
    collapse_repeats(revision)
    assert len(revision.words) == len(words)
    assert time.process_time() - started < 5, "seconds of the processor"
