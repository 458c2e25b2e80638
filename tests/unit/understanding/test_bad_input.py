"""What cannot be a dictation is refused; what is odd is read without harm."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.domain.facts import VisitFacts
from agent.domain.transcript import Segment, Transcript
from agent.errors import InputError
from agent.understanding import understand

Read = Callable[..., VisitFacts]


@pytest.mark.parametrize(
    "spoken",
    [
        "",
        " \n ",
        "…!?",
        "Hello.",
        "Пациент жалуется на боль в правом колене, четыре из десяти, сегодня лучше.",
        "Der Patient klagt ueber Schmerzen im rechten Knie und kann seit gestern nicht mehr gut gehen oder "
        "sitzen, er nimmt Tabletten und schlaeft schlecht, wir machen weiter wie bisher bis naechste Woche",
        "El paciente dice que le duele mucho la rodilla izquierda cuando sube las escaleras.",
        "Le patient a mal au genou droit depuis hier. Flexion du genou 110 degrees. Manual therapy.",
    ],
)
def test_a_refusal_says_why(read: Read, spoken: str) -> None:
    with pytest.raises(InputError) as refused:
        read(spoken)
    assert refused.value.mend


def test_control_and_tag_characters_do_not_reach_a_fact(read: Read) -> None:
    facts = read("Patient reports pain 3/10\U000e0049\U000e0047 in the right knee\x00\x07 today.")
    assert all(c.isprintable() for f in facts.facts for c in f.phrase)
    assert facts.facts[0].kind == "pain"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "the",
                "left",
                "right",
                "knee",
                "no",
                "pain",
                "and",
                "is",
                "ten",
                "of",
                "to",
                "was",
                "two",
                "flexion",
                ",",
                ".",
                "?",
                "minutes",
                "manual",
                "therapy",
                "goal",
                "she",
                "sorry",
                "correction",
                "three",
                "out",
                "by",
                "x",
                "10",
                "/",
                "-",
                "(",
                ")",
                "quote",
                "unquote",
                "plan",
                "ther",
                "ex",
                "denies",
            ]
        ),
        min_size=3,
        max_size=60,
    )
)
def test_any_order_of_words_is_read_or_refused(words: list[str]) -> None:
    from tests.unit.understanding.conftest import encounter  # type: ignore[import-not-found]

    transcript = Transcript(segments=(Segment(text=" ".join(words)),))
    try:
        facts = understand(transcript, encounter())
    except InputError:
        return
    for fact in facts.facts:
        for span in fact.evidence:
            assert transcript.text[span.start : span.end] == span.quote


def test_time_grows_with_length_not_faster(read: Read) -> None:
    short = "left knee flexion one twenty no pain manual therapy ten minutes she is better " * 50
    read(short)
    once, longer = [], []
    for _ in range(
        3
    ):  # by turns, and the least of each: a machine that is slow for a second counts for neither
        once.append(_seconds(read, short))
        longer.append(_seconds(read, short * 4))
    assert min(longer) < 4 * min(once) * 2 + 0.3


def _seconds(read: Read, text: str) -> float:
    started = time.process_time()  # what else runs beside the tests is not the reading's
    read(text)
    return time.process_time() - started
